"""A start that cannot succeed ends with a sentence, not with a traceback."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.web.troubles import Trouble, trouble_of
from organisation.places import command

REFUSED = {
    Trouble.FULL: "There is no room on the disk of the database",
    Trouble.READ_ONLY: "The user that DATABASE_URL names has to own the database",
    Trouble.BUSY: "Something else uses the database for too long; run it again later",
}
STOPPED = 3  # gunicorn then ends too, instead of starting a worker again and again


def read_settings() -> None:
    """Read here because Django's commands go on without settings, and end in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as error:
        stop(str(error))


def read_settings_of_a_server() -> None:
    """As `read_settings`; the key of development, which everybody can read, serves nobody."""
    from portfolio.environment.service import DEVELOPMENT_SECRET

    read_settings()
    if settings.SECRET_KEY == DEVELOPMENT_SECRET:
        stop(
            "DEBUG=1 without a SECRET_KEY is for 'make demo' and development. Leave DEBUG out, and "
            "set SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL as docs/settings.md tells."
        )


def look_at_the_installation() -> None:
    """Before a server takes requests: what stops it, and what it says and waits for.

    Servers run none of Django's checks.
    """
    from django.db import connections

    from portfolio.starting.checks import (
        files_can_be_kept,
        static_files_are_collected,
        translations_are_compiled,
    )
    from portfolio.starting.tables import BeingUpdatedMiddleware

    for fault in [*translations_are_compiled(), *static_files_are_collected()]:
        stop(f"{fault.msg} {fault.hint}")
    for fault in files_can_be_kept():  # the other pages can be served
        print(f"Salkku starts, but: {fault.msg} {fault.hint}", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(1) as pool:  # Django refuses its database to the thread of a loop
        trouble = pool.submit(trouble_with_the_database).result()
        remark = "" if trouble else pool.submit(newer_tables).result()
        pool.submit(connections.close_all).result()
    if trouble:
        BeingUpdatedMiddleware.waiting = True
        print(f"Salkku waits. {trouble}", file=sys.stderr, flush=True)
    if remark:
        print(f"Salkku starts, but: {remark}", file=sys.stderr, flush=True)


def explain(error: Exception) -> None:
    """After an error of the database, ends a command with a sentence if the reason is plain."""
    trouble = unreachable() if "migrate" in sys.argv else trouble_with_the_database()
    if trouble := trouble or _refusal(error) or newer_tables():
        stop(trouble)


def trouble_with_the_database() -> str:
    """Why no page can be answered from the database, in a sentence, or nothing."""
    from django.db import DatabaseError, connection

    from portfolio.starting.tables import are_migrated

    if no_answer := unreachable():
        return no_answer
    try:
        migrated = are_migrated()
    except DatabaseError as error:
        return _refusal(error) or _no_answer(str(connection.settings_dict["NAME"]), error)
    finally:
        connection.close()
    if migrated:
        return ""
    return f"The database has not the tables of this version yet: run '{command('migrate')}'."


def newer_tables() -> str:
    """That the tables are of a release after this one, in a sentence, or nothing."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from portfolio.starting.tables import of_a_newer_release

    newer = of_a_newer_release(MigrationRecorder(connection).applied_migrations())
    if not newer:
        return ""
    return (
        f"The database is of a newer release than the program ({newer[0]}): install that one, or "
        "bring back the backup from before the upgrade."
    )


def unreachable() -> str:
    """Why PostgreSQL does not answer, in a sentence, or nothing."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return ""
    from portfolio.postgresql.base import ask_past_the_pool

    try:
        ask_past_the_pool(connection)
    except connection.Database.Error as error:
        values = connection.get_connection_params()
        where = f"{values.get('host') or 'this machine'}, port {values.get('port') or 5432}"
        return _no_answer(where, error)
    return ""


def _no_answer(where: str, error: Exception) -> str:
    # After the reason libpq asks on a line of its own whether the server is running.
    lines = [line for line in str(error).strip().splitlines() if not line.startswith("\t")]
    return f"The database that DATABASE_URL names ({where}) does not answer: {lines[-1]}."


def _refusal(error: Exception) -> str:
    """Why a database that answers did not do what it was asked, in a sentence, or nothing."""
    trouble = trouble_of(error)
    words = REFUSED.get(trouble) if trouble else ""
    return f"{words}: {str(error).strip().splitlines()[0]}." if words else ""


def stop(sentence: str) -> NoReturn:
    print(f"Salkku does not start. {sentence}", file=sys.stderr, flush=True)
    sys.exit(STOPPED)
