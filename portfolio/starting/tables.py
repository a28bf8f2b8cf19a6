"""Tables that are not those of this program: `migrate` was left out or runs just now, or they are
of a newer release.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def are_migrated() -> bool:
    """Raises `DatabaseError` where the database does not answer."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def of_a_newer_release(migrations: Iterable[tuple[str, str]]) -> list[str]:
    """Those of the migrations that come after the newest ones of this program, as `app.name`.

    An app that is not here any more says nothing, nor does an old migration that is not: both may
    have been dropped since.
    """
    known: dict[str, set[str]] = {}
    for key, replaced in _of_this_program().items():
        for app, name in (key, *replaced):
            known.setdefault(app, set()).add(name)
    return sorted(
        f"{app}.{name}"
        for app, name in migrations
        if app in known and name not in known[app] and name[:4] >= max(known[app])[:4]
    )


def not_applied(migrations: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of this program that are not among the migrations, by app and name.

    A squashed one writes down the names of those that it does the work of.
    """
    found = _of_this_program().items()
    return {name for key, replaced in found for name in replaced or [key]} - migrations


@cache
def _of_this_program() -> dict[tuple[str, str], Sequence[tuple[str, str]]]:
    """Its migrations, each with those that it replaces; reading them takes a while, and they never
    change.
    """
    read = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {key: migration.replaces for key, migration in read.items()}


class BeingUpdatedMiddleware:
    """Answers 503 until `migrate` has run. Once it has, no request asks for it any more.

    A server looks when it starts (portfolio/starting/start.py); a process that is none never does.
    """

    PAUSE = 5  # seconds between two looks
    waiting = False
    next_look = 0.0

    @classmethod
    def look(cls) -> None:
        cls.next_look = time.monotonic() + cls.PAUSE
        cls.waiting = not are_migrated()

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.waiting and not self._has_ended():
            page = render_to_string("being_updated.html")
            return HttpResponse(page, status=503, headers={"Retry-After": "30"})
        return self.get_response(request)

    def _has_ended(self) -> bool:
        if time.monotonic() >= self.next_look:
            try:
                self.look()
            except DatabaseError:
                return True  # the page says that the database does not answer
        return not self.waiting
