"""What a waiting thing is, and a kind of them: the words between the kinds and the page."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, QuerySet

from accounts.models import User
from projects.clock import today

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 5  # of each kind; the rest stand on the kind's own page


@dataclass(frozen=True)
class Step:
    """One of several things to do about a row: its words and its address."""

    label: str
    link: str


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is about, and the address where it is done."""

    title: str
    link: str
    action: str = ""
    """The verb of the link; empty where `steps` have theirs."""
    said: str = ""
    due: datetime.date | None = None
    language: str = ""
    """Of the title; empty where it is the organisation's own."""
    steps: tuple[Step, ...] = ()
    comment: int | None = None
    """A comment that can be marked as read, here and now."""

    done: str = ""
    """The address of the button that marks it as done, here and now."""

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < today()


@dataclass(frozen=True)
class Found:
    """The first things of a kind, and how many there are in all."""

    rows: Sequence[Waiting] = ()
    total: int = 0
    everything: str = ""
    """The address where all of them are, if the kind's own page is not it."""

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


NOTHING = Found()


@dataclass(frozen=True)
class Kind:
    """A kind of waiting things: its heading, what finds them for a person, where all of them are.

    A person who may not do a thing does not find it. The queries of `find` do not grow.
    """

    key: str
    title: StrOrPromise
    find: Callable[[User], Found]
    page: str = ""
    """The name of the page with all of them."""


Row = TypeVar("Row")


def first_of(rows: Sequence[Row] | QuerySet[Model, Row], made: Callable[[Row], Waiting]) -> Found:
    """The first rows as waiting things; counts only where there are more."""
    some = list(rows[: SHOWN + 1])
    total = len(some)
    if total > SHOWN:
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return Found([made(row) for row in some[:SHOWN]], total)
