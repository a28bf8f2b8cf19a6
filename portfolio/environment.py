"""What the environment says, read once into one object."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from projects.colours import Colour, UnreadableColour

BASE_DIR = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "development-only-secret-key-that-never-leaves-this-machine-0123456789"


@dataclass(frozen=True)
class Environment:
    """The settings that differ from one installation to the next.

    Raises `ImproperlyConfigured` with a sentence that says what to set, where production
    (`DEBUG=0`) lacks something or a value cannot be read.
    """

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    database: dict[str, object] = field(repr=False)
    behind_https_proxy: bool
    today: datetime.date | None
    organisation_name: str
    organisation_logo: str
    organisation_accent: str

    @classmethod
    def read(cls) -> Environment:
        env = environ.Env()
        if (BASE_DIR / ".env").exists():
            env.read_env(str(BASE_DIR / ".env"))
        debug = env.bool("DEBUG", default=True)
        secret_key = env.str("SECRET_KEY", default="")
        hosts = env.list("ALLOWED_HOSTS", default=[])
        if not debug and not secret_key:
            raise ImproperlyConfigured(
                "SECRET_KEY is missing. With DEBUG=0, set SECRET_KEY to a long random text "
                "(50 characters or more) and keep it to yourself."
            )
        if not debug and not hosts:
            raise ImproperlyConfigured(
                "ALLOWED_HOSTS is missing. With DEBUG=0, set ALLOWED_HOSTS to the names that the "
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
            organisation_name=env.str("ORGANISATION_NAME", default="Salkku"),
            organisation_logo=env.str("ORGANISATION_LOGO", default=""),
            organisation_accent=_accent(env.str("ORGANISATION_ACCENT", default="")),
        )


def _date(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TODAY is {text!r}. Write it as year-month-day, for example TODAY=2023-03-15."
        ) from error


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
