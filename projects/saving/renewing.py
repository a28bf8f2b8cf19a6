"""What follows from rows that are saved is renewed once for many of them, not after each.

A project has totals of its parts (`projects.models.parts.totals`), the index of search holds the
words of every text (`projects.searching.index`), and the table of time how each project stood
(`projects.history.kept`). Inside `renewed_once()` saves and deletions
only note what is due; the end of the outermost one renews it, out of the rows as they stand then.
Code that reads such values in between calls `settle()` first, or `settle_totals()`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models, transaction

from projects.clock import day_of

BATCH = 500

Copies = dict[int, list[models.Model]]
"""Projects by their numbers, with the copies in memory that get the new values too."""

Days = dict[int, datetime.date]
"""Projects by their numbers, with the day from which on how they stood is to be kept anew."""

Renewal = Callable[[type[models.Model], list[int]], None]
"""Renews what is kept of rows of a model, by their keys."""

RenewalOfTotals = Callable[[Copies, Collection[str]], None]
"""Renews the totals of these names."""


class MadeVersion(NamedTuple):
    """A version that was written, without its texts: an import writes tens of thousands."""

    model: type[models.Model]
    kind: str
    row: int
    project: int
    number: int


@dataclass
class _Due:
    projects: Copies = field(default_factory=dict)
    totals: set[str] = field(default_factory=set)
    texts: dict[type[models.Model], set[int]] = field(default_factory=dict)
    states: Days = field(default_factory=dict)
    versions: list[MadeVersion] = field(default_factory=list)


_totals: list[RenewalOfTotals] = []
_index: list[Renewal] = []
_states: list[Callable[[Mapping[int, datetime.date]], None]] = []
_told: list[Callable[[list[MadeVersion]], None]] = []
_due: ContextVar[_Due | None] = ContextVar("due", default=None)


@contextmanager
def renewed_once() -> Iterator[None]:
    """One transaction, at whose end everything that was saved in it is renewed; also a decorator.

    Inside another one it does nothing: the outermost renews, and is the transaction.
    """
    if _due.get() is not None:
        yield
        return
    with transaction.atomic():
        due = _Due()
        token = _due.set(due)
        try:
            yield
            settle()
            if due.versions:
                for tell in _told:
                    tell(due.versions)
        finally:
            _due.reset(token)


def settle(going_on: Callable[[], None] = lambda: None) -> None:
    """Renews what is due so far. Queries grow with the number of models and of 500 rows.

    `going_on` is called between them: what it raises takes the transaction back.
    """
    due = _due.get()
    if due is None:
        return
    settle_totals(going_on)
    texts, states = due.texts, due.states
    due.texts, due.states = {}, {}
    # After the totals, which lock the projects: who saved the same one meanwhile is read, too.
    for batch in batches(states):
        going_on()
        for renew_states in _states:
            renew_states({pk: states[pk] for pk in batch})
    for model, keys in texts.items():
        for batch in batches(keys):
            going_on()
            for index in _index:
                index(model, batch)


def settle_totals(going_on: Callable[[], None] = lambda: None) -> None:
    """Renews only what projects take over from their parts; the rest waits for the end."""
    due = _due.get()
    if due is None:
        return
    projects, totals = due.projects, due.totals
    due.projects, due.totals = {}, set()
    for batch in batches(projects):
        going_on()
        for renew_totals in _totals:
            renew_totals({pk: projects[pk] for pk in batch}, totals)


def renews_totals(function: RenewalOfTotals) -> RenewalOfTotals:
    """Decorates the function that renews what projects take over from their parts."""
    _totals.append(function)
    return function


def renews_index(function: Renewal) -> Renewal:
    """Decorates the function that reads rows of a model, by their keys, into the index anew."""
    _index.append(function)
    return function


def renews_states(
    function: Callable[[Mapping[int, datetime.date]], None],
) -> Callable[[Mapping[int, datetime.date]], None]:
    """Decorates the function that keeps anew how projects stood from a day on."""
    _states.append(function)
    return function


def tells_versions(
    function: Callable[[list[MadeVersion]], None],
) -> Callable[[list[MadeVersion]], None]:
    """Decorates the function that tells others of all versions of a transaction, at its end."""
    _told.append(function)
    return function


def versions_are_made(versions: Iterable[Any]) -> None:
    """New versions of projects and their parts are told of at the end."""
    with renewed_once():
        _collected().versions.extend(
            MadeVersion(
                each.instance_type,
                each.history_type,
                each.id,
                getattr(each, "project_id", None) or each.id,
                each.history_id,
            )
            for each in versions
        )


def states_are_due(versions: Iterable[models.Model]) -> None:
    """How the projects of new versions stood is kept anew, from the day of the oldest on."""
    with renewed_once():
        states = _collected().states
        for version in versions:
            key, day = _state_of(version)
            states[key] = min(day, states.get(key, day))


def state_is_due(version: models.Model) -> bool:
    """Whether how the project of a version stood will be kept anew anyhow, from its day on."""
    due = _due.get()
    key, day = _state_of(version)
    return due is not None and key in due.states and due.states[key] <= day


def _state_of(version: Any) -> tuple[int, datetime.date]:
    return getattr(version, "project_id", None) or version.id, day_of(version.history_date)


def project_is_due(project: models.Model, totals: Collection[str]) -> None:
    """The project takes over anew what its parts tell; at once where nobody collects.

    Without names of totals the copy alone is told what other rows changed.
    """
    with renewed_once():
        _collected().totals.update(totals)
        copies = _collected().projects.setdefault(project.pk, [])
        if not any(copy is project for copy in copies):
            copies.append(project)


def texts_are_due(model: type[models.Model], keys: Iterable[int]) -> None:
    """The index of search reads the rows anew, or forgets them where they are gone."""
    with renewed_once():
        _collected().texts.setdefault(model, set()).update(keys)


def _collected() -> _Due:
    due = _due.get()
    assert due is not None
    return due


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys in order, at most `BATCH` at a time."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
