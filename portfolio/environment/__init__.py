"""What the environment says, read once into one object."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from organisation.colours import Colour, UnreadableColour
from portfolio.environment.database import database
from portfolio.environment.machines import SHARED_CACHE, cache, media, static_address
from portfolio.environment.mail import mail, sender
from portfolio.environment.service import (
    LOOPBACK,
    Network,
    allowed_hosts,
    default_language,
    hsts_preload,
    networks,
    secret_key,
    security_contact,
    sentry_dsn,
    site_address,
    trusted_origins,
)
from portfolio.environment.sign_in import SignIn, sign_in
from portfolio.environment.turns import Turn, turn
from portfolio.environment.variables import Variables, read_settings_file, shown, split
from reports.preflight.kinds import ASSESSMENT_DAYS, BLOCKING, FindingKind, unknown_kinds

CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Environment:
    """The settings that differ from one installation to the next.

    Raises `ImproperlyConfigured` with a sentence that says what to set, where production
    (all but `DEBUG=1`) lacks something or a value cannot be read.
    """

    debug: bool
    var_folder: Path
    secret_key: str = field(repr=False)
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    database: dict[str, object] = field(repr=False)
    cache: dict[str, object] = field(repr=False)
    media: dict[str, object] = field(repr=False)
    static_address: str
    behind_https_proxy: bool
    trusted_proxies: list[Network]
    default_language: str
    log_format: str
    slow_query_milliseconds: int
    metrics: bool
    metrics_from: list[Network]
    sentry_dsn: str = field(repr=False)
    today: datetime.date | None
    report_days: int
    assessment_days: int
    preflight_blocking: list[str]
    preflight_off: list[str]
    attachment_megabytes: int
    jobs_kept_days: int
    jobs_kept_megabytes: int
    queue_minutes: int
    plan_files_kept_days: int
    nightly_at: Turn | None
    reminders_at: Turn | None
    plan_wait_projects: int
    page_wait_rows: int
    sheet_wait_rows: int
    list_wait_rows: int
    sheet_kept_hours: int
    api_requests_a_minute: int
    organisation_name: str
    organisation_names: dict[str, str]
    organisation_logo: str
    organisation_accent: str
    organisation_logo_file: str
    organisation_font: str
    organisation_font_folder: str
    support_contact: str
    security_contact: str
    data_protection_contact: str
    hsts_subdomains: bool
    hsts_preload: bool
    site_address: str
    open_data_licence: str
    sign_in: SignIn
    email: dict[str, object] = field(repr=False)
    mail_from: str
    mail_kept_days: int
    news_hour: int
    webhook_networks: list[Network]
    webhook_kept_days: int
    verify_at: Turn | None
    backup_folder: Path
    backups_kept: int

    @property
    def logo_origin(self) -> list[str]:
        """Where the logo comes from if it is another site: `https://www.example.fi`, or nothing."""
        return _origin(self.organisation_logo)

    @property
    def site_origin(self) -> str:
        """`https://www.example.fi` of `https://www.example.fi/salkku`, or nothing."""
        return "".join(_origin(self.site_address))

    @property
    def site_path(self) -> str:
        """`/salkku` of `https://www.example.fi/salkku`, or nothing; every address begins so."""
        return self.site_address.removeprefix(self.site_origin)

    @property
    def static_origin(self) -> list[str]:
        """Where static files come from if it is another site, or nothing."""
        return _origin(self.static_address)

    @property
    def cache_is_shared(self) -> bool:
        """Whether a server keeps it, and not the database."""
        return self.cache["BACKEND"] == SHARED_CACHE

    @property
    def provider_origin(self) -> list[str]:
        """Where people sign in if not here: `https://login.example.fi`, or nothing."""
        return _origin(self.sign_in.oidc_server)

    @classmethod
    def read(cls) -> Environment:
        read_settings_file()
        env = Variables()
        debug = env.switch("DEBUG")
        return cls(
            debug=debug,
            var_folder=env.var_folder(),
            secret_key=secret_key(env, debug),
            allowed_hosts=allowed_hosts(env, debug),
            csrf_trusted_origins=trusted_origins(env),
            database=database(env),
            cache=cache(env),
            media=media(env),
            static_address=static_address(env),
            behind_https_proxy=env.switch("BEHIND_HTTPS_PROXY"),
            trusted_proxies=networks(env, "TRUSTED_PROXIES", LOOPBACK),
            default_language=default_language(env),
            slow_query_milliseconds=env.number("SLOW_QUERY_MILLISECONDS", default=0),
            metrics=env.switch("METRICS"),
            metrics_from=networks(env, "METRICS_FROM", LOOPBACK),
            log_format=env.one_of("LOG_FORMAT", ("text", "json")) or "text",
            sentry_dsn=sentry_dsn(env),
            today=_date(env.text("TODAY")),
            report_days=env.days("REPORT_DAYS", default=90),
            assessment_days=env.days("ASSESSMENT_DAYS", default=ASSESSMENT_DAYS),
            preflight_blocking=_kinds(env, "PREFLIGHT_BLOCKING", [kind.value for kind in BLOCKING]),
            preflight_off=_kinds(env, "PREFLIGHT_OFF", []),
            attachment_megabytes=env.number("ATTACHMENT_MEGABYTES", default=20, most=10_000),
            jobs_kept_days=env.days("JOBS_KEPT_DAYS", default=14),
            jobs_kept_megabytes=env.number("JOBS_KEPT_MEGABYTES", default=500),
            queue_minutes=env.number("QUEUE_MINUTES", default=60, least=1, most=10_000),
            plan_files_kept_days=env.days("PLAN_FILES_KEPT_DAYS", default=365),
            nightly_at=turn(env, "NIGHTLY_AT", "03:10"),
            reminders_at=turn(env, "REMINDERS_AT", "mon 07:30"),
            plan_wait_projects=env.number("PLAN_WAIT_PROJECTS", default=40),
            page_wait_rows=env.number("PAGE_WAIT_ROWS", default=60),
            list_wait_rows=env.number("LIST_WAIT_ROWS", default=10_000),
            sheet_wait_rows=env.number("SHEET_WAIT_ROWS", default=500),
            sheet_kept_hours=env.number("SHEET_KEPT_HOURS", default=48, least=1, most=1_000),
            api_requests_a_minute=env.number("API_REQUESTS_A_MINUTE", default=600, least=1),
            organisation_name=env.text("ORGANISATION_NAME", "Salkku"),
            organisation_names={
                code: env.text(f"ORGANISATION_NAME_{code.upper()}") for code in ("sv", "en")
            },
            organisation_logo=env.address(
                "ORGANISATION_LOGO", example="https://www.example.fi/logo.svg", path=True
            ),
            organisation_accent=_accent(env.text("ORGANISATION_ACCENT")),
            organisation_logo_file=env.file("ORGANISATION_LOGO_FILE"),
            organisation_font=env.text("ORGANISATION_FONT"),
            organisation_font_folder=env.file("ORGANISATION_FONT_FOLDER", folder=True),
            support_contact=env.text("SUPPORT_CONTACT"),
            data_protection_contact=env.text("DATA_PROTECTION_CONTACT"),
            security_contact=security_contact(env),
            hsts_subdomains=env.switch("HSTS_SUBDOMAINS"),
            hsts_preload=hsts_preload(env),
            site_address=site_address(env),
            open_data_licence=env.address("OPEN_DATA_LICENCE", example=CC_BY, default=CC_BY),
            sign_in=sign_in(env, debug),
            email=mail(env, debug),
            mail_from=sender(env),
            mail_kept_days=env.days("MAIL_KEPT_DAYS", default=14),
            news_hour=env.number("NEWS_HOUR", default=7, most=23),
            webhook_networks=networks(env, "WEBHOOK_NETWORKS"),
            webhook_kept_days=env.days("WEBHOOK_KEPT_DAYS", default=30),
            verify_at=turn(env, "VERIFY_AT", "04:00"),
            backup_folder=Path(env.text("BACKUP_FOLDER") or env.var_folder() / "backups"),
            backups_kept=env.number("BACKUPS_KEPT", default=14, least=1, most=10_000),
        )


def _origin(address: str) -> list[str]:
    parts = split(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts is not None and parts.netloc else []


def _date(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TODAY is {shown(text)}. Write it as year-month-day, for example TODAY=2023-03-15."
        ) from error


def _kinds(env: Variables, name: str, default: list[str]) -> list[str]:
    """Kinds of findings of the check before approval, with commas between them."""
    found = env.names(name, default)
    if unknown := unknown_kinds(found):
        near = get_close_matches(unknown[0], FindingKind.values, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise ImproperlyConfigured(
            f"{name} names {shown(unknown[0])}. {meant}"
            "The kinds of findings are in reports/preflight/kinds.py."
        )
    return found


def _accent(text: str) -> str:
    if not text:
        return ""
    try:
        return Colour.from_hex(text).hex
    except UnreadableColour as error:
        raise ImproperlyConfigured(
            f"ORGANISATION_ACCENT is {shown(text)}. Write it as a colour of the form #rrggbb, "
            "for example ORGANISATION_ACCENT=#1b5e8c"
        ) from error
