"""`DATABASE_URL`, and how Salkku talks with the database that it names."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from organisation.places import USUAL_VAR
from portfolio.environment.variables import Variables, split

# Every wait for PostgreSQL has an end. A lock is waited for as long as SQLite's is; a query that
# takes a quarter of an hour, or a transaction that does nothing for as long, is somebody's mistake.
ENDS = "-c lock_timeout=20s -c statement_timeout=15min -c idle_in_transaction_session_timeout=15min"
# A server that is gone without a word (a cut cable) is noticed in half a minute: seconds, and
# milliseconds for tcp_user_timeout.
WAITS = {
    "connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}  # fmt: skip
SHAPES = "sqlite:////folder/file or postgres://user:password@host/name"


def database(env: Variables) -> dict[str, object]:
    default = f"sqlite:///{env.var_folder() / 'salkku.sqlite3'}"
    return settings_of(env.text("DATABASE_URL") or default, "DATABASE_URL")


def settings_of(url: str, name: str) -> dict[str, object]:
    """What Django is told of a database. Sentences that refuse the address call it by the name."""
    config = _config(url, name)
    if str(config["ENGINE"]).endswith("sqlite3"):
        if config["NAME"] != ":memory:":
            _look_for_folder(Path(str(config["NAME"])), name)
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
    else:
        given = dict(config.get("OPTIONS") or {})  # type: ignore[call-overload]
        config["OPTIONS"] = {
            **WAITS,
            **given,
            "options": f"{ENDS} {given.get('options', '')}".strip(),
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        }
        config["ENGINE"] = "portfolio.postgresql"
    return config


def _config(url: str, name: str) -> dict[str, object]:
    """The parts of the address. No sentence quotes it whole: it has a password."""
    scheme, _sep, rest = url.partition("://")
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"{name} names a database that Salkku does not run on. Use {SHAPES}."
        )
    refuse_bare_signs(name, rest)
    several = "," in rest.partition("/")[0]  # hosts, each with its port
    if not several and split(url) is None and url != "sqlite://:memory:":
        raise ImproperlyConfigured(
            f"{name} cannot be read: its port is not a number. Use {SHAPES}, and "
            "percent-encode signs such as / # ? : @ % in the password."
        )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            config: dict[str, object] = dict(environ.Env.db_url_config(url))
        except (ValueError, UserWarning, ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{name} cannot be read. Use {SHAPES}.") from error
    if not config["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database. Use {SHAPES}.")
    return config


def refuse_bare_signs(name: str, rest: str) -> None:
    """An address is cut at these signs, and a part of the password would be taken for a port."""
    user, at, _host = rest.rpartition("@")
    if at and (found := re.search(r"[/#?\s\[\]]", user)):
        sign = found.group()
        raise ImproperlyConfigured(
            f"{name} has a {sign!r} before its @: percent-encode it in the user and the password, "
            f"as %{ord(sign):02X}."
        )
    if "#" in rest:
        raise ImproperlyConfigured(f"{name} has a '#' in it: percent-encode it, as %23.")


def _look_for_folder(file: Path, name: str) -> None:
    """The folder of the database that nobody chose is made; any other has to be there."""
    try:
        if file.parent == USUAL_VAR:
            file.parent.mkdir(exist_ok=True)
        if file.parent.is_dir():
            return
        reason = "there is no such folder"
    except OSError as error:
        reason = str(error.strerror)
    raise ImproperlyConfigured(f"{name} names a file in {file.parent}: {reason}.")
