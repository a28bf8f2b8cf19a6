"""What the environment says, read once into one object."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from projects.colours import Colour, UnreadableColour
from reports.preflight.kinds import ASSESSMENT_DAYS, BLOCKING, Kind, unknown_kinds

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
ROLES = ("administrator", "planner", "area_editor", "reader")  # accounts.permissions.Role
BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "development-only-secret-key-that-never-leaves-this-machine-0123456789"


@dataclass(frozen=True)
class SignIn:
    """How people sign in (accounts/adapters.py); the provider's address is empty where none is."""

    local: bool
    mfa_required: bool
    idle_minutes: int
    audit_kept_days: int
    oidc_server: str
    oidc_name: str
    oidc_client: str
    oidc_secret: str = field(repr=False)
    oidc_claim: str
    oidc_roles: dict[str, dict[str, Any]]
    oidc_default_role: str
    oidc_trust_email: bool


@dataclass(frozen=True)
class Environment:
    """The settings that differ from one installation to the next.

    Raises `ImproperlyConfigured` with a sentence that says what to set, where production
    (all but `DEBUG=1`) lacks something or a value cannot be read.
    """

    debug: bool
    secret_key: str = field(repr=False)
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    database: dict[str, object] = field(repr=False)
    behind_https_proxy: bool
    today: datetime.date | None
    report_days: int
    assessment_days: int
    preflight_blocking: list[str]
    preflight_off: list[str]
    attachment_megabytes: int
    jobs_kept_days: int
    jobs_kept_megabytes: int
    plan_wait_projects: int
    organisation_name: str
    organisation_logo: str
    organisation_accent: str
    organisation_logo_file: str
    organisation_font: str
    organisation_font_folder: str
    support_contact: str
    site_address: str
    open_data_licence: str
    sign_in: SignIn
    email: dict[str, object] = field(repr=False)
    mail_from: str

    @property
    def logo_origin(self) -> list[str]:
        """Where the logo comes from if it is another site: `https://www.example.fi`, or nothing."""
        return _origin(self.organisation_logo)

    @property
    def provider_origin(self) -> list[str]:
        """Where people sign in if not here: `https://login.example.fi`, or nothing."""
        return _origin(self.sign_in.oidc_server)

    @classmethod
    def read(cls) -> Environment:
        env = environ.Env()
        if (BASE_DIR / ".env").exists():
            env.read_env(str(BASE_DIR / ".env"))
        debug = env.bool("DEBUG", default=False)
        secret_key = env.str("SECRET_KEY", default="")
        hosts = env.list("ALLOWED_HOSTS", default=[])
        if not debug and not secret_key:
            raise ImproperlyConfigured(
                "SECRET_KEY is missing. Set SECRET_KEY to a long random text "
                "(50 characters or more) and keep it to yourself."
            )
        if not debug and not hosts:
            raise ImproperlyConfigured(
                "ALLOWED_HOSTS is missing. Set ALLOWED_HOSTS to the names that the "
                "service answers to, for example ALLOWED_HOSTS=salkku.example.fi"
            )
        return cls(
            debug=debug,
            secret_key=secret_key or DEVELOPMENT_SECRET,
            allowed_hosts=hosts or ["localhost", "127.0.0.1", "[::1]"],
            csrf_trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", default=[]),
            database=_database(env),
            behind_https_proxy=env.bool("BEHIND_HTTPS_PROXY", default=False),
            today=_date(env.str("TODAY", default="")),
            report_days=env.int("REPORT_DAYS", default=90),
            assessment_days=env.int("ASSESSMENT_DAYS", default=ASSESSMENT_DAYS),
            preflight_blocking=_kinds(env, "PREFLIGHT_BLOCKING", [kind.value for kind in BLOCKING]),
            preflight_off=_kinds(env, "PREFLIGHT_OFF", []),
            attachment_megabytes=env.int("ATTACHMENT_MEGABYTES", default=20),
            jobs_kept_days=env.int("JOBS_KEPT_DAYS", default=14),
            jobs_kept_megabytes=env.int("JOBS_KEPT_MEGABYTES", default=500),
            plan_wait_projects=env.int("PLAN_WAIT_PROJECTS", default=40),
            organisation_name=env.str("ORGANISATION_NAME", default="Salkku"),
            organisation_logo=env.str("ORGANISATION_LOGO", default=""),
            organisation_accent=_accent(env.str("ORGANISATION_ACCENT", default="")),
            organisation_logo_file=env.str("ORGANISATION_LOGO_FILE", default=""),
            organisation_font=env.str("ORGANISATION_FONT", default=""),
            organisation_font_folder=env.str("ORGANISATION_FONT_FOLDER", default=""),
            support_contact=env.str("SUPPORT_CONTACT", default=""),
            site_address=_site(env.str("SITE_ADDRESS", default="")),
            open_data_licence=env.str("OPEN_DATA_LICENCE", default=CC_BY),
            sign_in=_sign_in(env, debug),
            email=_email(env),
            mail_from=env.str("MAIL_FROM", default="Salkku <salkku@localhost>"),
        )


def _origin(address: str) -> list[str]:
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _site(address: str) -> str:
    if address and not (_origin(address) and address.startswith(("https://", "http://"))):
        raise ImproperlyConfigured(
            f"SITE_ADDRESS is {address!r}. Write it whole, for example "
            "SITE_ADDRESS=https://salkku.example.fi"
        )
    return address.rstrip("/")


def _date(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TODAY is {text!r}. Write it as year-month-day, for example TODAY=2023-03-15."
        ) from error


def _kinds(env: environ.Env, name: str, default: list[str]) -> list[str]:
    """Kinds of findings of the check before approval, with commas between them."""
    found = [str(kind).strip() for kind in env.list(name, default=default) if str(kind).strip()]
    if unknown := unknown_kinds(found):
        raise ImproperlyConfigured(
            f"{name} names {unknown[0]!r}. Leave it out, or set some of {', '.join(Kind.values)}."
        )
    return found


def _accent(text: str) -> str:
    if not text:
        return ""
    try:
        return Colour.from_hex(text).hex
    except UnreadableColour as error:
        raise ImproperlyConfigured(
            f"ORGANISATION_ACCENT is {text!r}. Write it as a colour of the form #rrggbb, "
            "for example ORGANISATION_ACCENT=#1b5e8c"
        ) from error


def _sign_in(env: environ.Env, debug: bool) -> SignIn:
    server = env.str("OIDC_SERVER_URL", default="")
    client = env.str("OIDC_CLIENT_ID", default="")
    secret = env.str("OIDC_CLIENT_SECRET", default="")
    if server and not (client and secret):
        raise ImproperlyConfigured(
            "OIDC_SERVER_URL is set, but not OIDC_CLIENT_ID and OIDC_CLIENT_SECRET. Set both to "
            "what the provider gave for Salkku."
        )
    local = env.bool("LOCAL_SIGN_IN", default=True)
    if not local and not server:
        raise ImproperlyConfigured(
            "LOCAL_SIGN_IN=0 leaves no way to sign in. Set OIDC_SERVER_URL, OIDC_CLIENT_ID and "
            "OIDC_CLIENT_SECRET, or leave LOCAL_SIGN_IN out."
        )
    default_role = env.str("OIDC_DEFAULT_ROLE", default="")
    if default_role and default_role not in ROLES:
        raise ImproperlyConfigured(
            f"OIDC_DEFAULT_ROLE is {default_role!r}. Leave it out, or set one of "
            f"{', '.join(ROLES)}."
        )
    return SignIn(
        local=local,
        mfa_required=env.bool("MFA_REQUIRED", default=not debug),
        idle_minutes=env.int("SESSION_IDLE_MINUTES", default=120),
        audit_kept_days=env.int("AUDIT_KEPT_DAYS", default=730),
        oidc_server=server,
        oidc_name=env.str("OIDC_NAME", default="Microsoft"),
        oidc_client=client,
        oidc_secret=secret,
        oidc_claim=env.str("OIDC_CLAIM", default="groups"),
        oidc_roles=_roles(env.str("OIDC_ROLES", default="{}")),
        oidc_default_role=default_role,
        oidc_trust_email=env.bool("OIDC_TRUST_EMAIL", default=False),
    )


def _roles(text: str) -> dict[str, dict[str, Any]]:
    """`{"value": "planner", "other": {"role": "area_editor", "areas": ["…"]}}` in one shape."""
    example = '{"planners": "planner", "schools": {"role": "area_editor", "areas": ["Schools"]}}'
    try:
        table = {
            str(value): row if isinstance(row, dict) else {"role": row}
            for value, row in json.loads(text).items()
        }
        table = {
            value: {"role": row["role"], "areas": [str(name) for name in row.get("areas", [])]}
            for value, row in table.items()
        }
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise ImproperlyConfigured(
            f"OIDC_ROLES cannot be read. Write it as JSON, for example OIDC_ROLES='{example}'"
        ) from error
    for value, row in table.items():
        if row["role"] not in ROLES:
            raise ImproperlyConfigured(
                f"OIDC_ROLES gives {value!r} the role {row['role']!r}. The roles are "
                f"{', '.join(ROLES)}."
            )
    return table


def _email(env: environ.Env) -> dict[str, object]:
    """`EMAIL_URL`, smtp+tls://user:password@host:587 for instance; else mail is only printed."""
    config = env.email_url("EMAIL_URL", default="consolemail://")
    return dict(config)


def _database(env: environ.Env) -> dict[str, object]:
    default = f"sqlite:///{BASE_DIR / 'var' / 'salkku.sqlite3'}"
    config: dict[str, object] = dict(env.db_url("DATABASE_URL", default=default))
    engine = str(config["ENGINE"])
    if engine.endswith("sqlite3"):
        (BASE_DIR / "var").mkdir(exist_ok=True)
        config["OPTIONS"] = {
            # Readers go on while somebody writes (WAL), a second writer waits instead of failing,
            # and a transaction that will write says so at its start, so that it cannot be refused
            # half-way.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
        }
        # To close a connection takes longer than most requests. PostgreSQL has its pool.
        config["CONN_MAX_AGE"] = 60
    elif engine.endswith("postgresql"):
        config["OPTIONS"] = {
            **dict(config.get("OPTIONS") or {}),  # type: ignore[call-overload]
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        }
    else:
        raise ImproperlyConfigured(
            "DATABASE_URL names a database that Salkku does not run on. Use sqlite:///path or "
            "postgres://user:password@host/name."
        )
    return config
