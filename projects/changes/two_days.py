"""Two days of the table of time, joined: which projects changed between them, and in which ways.

Each kind of `projects.changes.compare` as SQL, so that the database counts the changes and gives
some of them; `tests/projects/history/test_two_days.py` holds the two together. A row is the
project on the later day, with the earlier one as `before`, or, of a project that is gone, on the
earlier one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from decimal import Decimal

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from accounts.permissions import sees_not_public
from accounts.types import AnyUser
from projects.changes.compare import ChangeKind
from projects.confidentiality import Piece
from projects.filtering.conditions import any_of
from projects.history.kept_day import hides, keys_of, seen
from projects.models import KeptState
from projects.models.kept_states import kept_day
from projects.values.choices import LIGHTS, Light

HALF_A_CENT = Decimal("0.005")  # some databases add sums up as floats
SUM = DecimalField(max_digits=20, decimal_places=3)


class TwoDays:
    """What changed from the end of one day to the end of another, for one reader."""

    def __init__(
        self,
        first: datetime.date,
        last: datetime.date,
        user: AnyUser,
        areas: Collection[int] | None = None,
        only: Collection[int] | None = None,
    ) -> None:
        """`areas`: only projects that were in one of them at either end; `only`: these projects."""
        self.first, self.last, self.user, self.areas, self.only = first, last, user, areas, only
        self.sees_all = sees_not_public(user)

    def counts(self) -> dict[ChangeKind, int]:
        """How many projects changed in each way. One query, two where none stands otherwise."""
        conditions = self._conditions()
        asked = {f"n_{kind}": Count("pk", filter=one) for kind, one in conditions.items()}
        gone = self._gone().order_by().annotate(all=Value(1)).values("all")
        number = Subquery(gone.annotate(n=Count("pk")).values("n"))
        told = self._there().aggregate(**asked, rows=Count("pk"), gone=Max(number))
        told[f"n_{ChangeKind.GONE}"] = (told["gone"] or 0) if told["rows"] else self._gone().count()
        return {kind: told[f"n_{kind}"] for kind in ChangeKind}

    def total(self) -> int:
        """How many projects changed at all. Two queries."""
        changed = any_of(self._conditions().values())
        return self._there().filter(changed).count() + self._gone().count()

    def rows(self, kind: ChangeKind) -> QuerySet:
        """The projects that changed in the way, by name."""
        if kind is ChangeKind.GONE:
            rows = self._gone()
        else:
            rows = self._there().filter(self._conditions()[kind])
        return rows.order_by("name_key", "key")

    def _there(self) -> QuerySet:
        """Projects of the later day that stood otherwise, or nowhere, on the earlier one."""
        then = kept_day(self.first)
        before = FilteredRelation(
            "other", condition=Q(other__first__lte=then, other__until__gt=then)
        )
        rows: QuerySet = KeptState.objects.at(self.last).filter(first__gt=then)
        rows = rows.annotate(before=before)
        is_seen = Q(is_not_public=False) & (Q(before__pk=None) | Q(before__is_not_public=False))
        rows = self._seen(rows, is_seen)
        if self.areas is not None:
            rows = rows.filter(Q(area__in=self.areas) | Q(before__area__in=self.areas))
        gap = F("cost_low") + F("cost_high") - F("before__cost_low") - F("before__cost_high")
        rows = rows.annotate(gap=ExpressionWrapper(gap, SUM))
        return rows.annotate(
            hides_costs=self._hides(Piece.COSTS),
            hides_lights=self._hides(Piece.REPORTS),
        )

    def _gone(self) -> QuerySet:
        now = KeptState.objects.at(self.last).filter(key=OuterRef("key"))
        rows: QuerySet = KeptState.objects.at(self.first)
        rows = rows.filter(until__lte=kept_day(self.last))
        rows = self._seen(rows.filter(~Exists(now)), Q(is_not_public=False))
        return rows if self.areas is None else rows.filter(area__in=self.areas)

    def _seen(self, rows: QuerySet, was_public: Q) -> QuerySet:
        """What the user may see, of these projects."""
        if self.only is not None:
            rows = rows.filter(key__in=self.only)
        return seen(rows, self.user, was_public)

    def _hides(self, piece: str) -> Case | Value:
        """Whether the piece is not public to the user, now or on one of the days."""
        if self.sees_all:
            return Value(False, BooleanField())
        mark = f",{piece},"
        hidden = hides(piece, self.user) | (
            Q(before__marks__contains=mark) & ~Q(key__in=keys_of(self.user))
        )
        return Case(
            When(hidden, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )

    def _conditions(self) -> dict[ChangeKind, Q]:
        """Each kind but `GONE` as a condition on the rows of `_there`."""
        both = Q(before__pk__isnull=False)
        end, start = ("ends_on", "before__ends_on"), ("starts_on", "before__starts_on")
        shown = reported = both
        if not self.sees_all:
            shown, reported = both & Q(hides_costs=False), both & Q(hides_lights=False)
        unlike = ~_same("cost_low") | ~_same("cost_high")
        dearer, cheaper = Q(gap__gt=HALF_A_CENT), Q(gap__lt=-HALF_A_CENT)
        known = Q(cost_low__isnull=False, before__cost_low__isnull=False)
        became_known = Q(cost_low__isnull=False, before__cost_low=None) | Q(
            cost_low=None, before__cost_low__isnull=False
        )
        light = any_of(
            ~_same(name) & (~Q(**{f"before__{name}": ""}) | ~Q(**{name: Light.ON_TRACK}))
            for name in LIGHTS
        )
        return {
            ChangeKind.NEW: Q(before__pk=None),
            ChangeKind.LATER: both & (_after(*end) | _after(*start)),
            ChangeKind.EARLIER: both & (_after(*reversed(end)) | _after(*reversed(start))),
            ChangeKind.SCHEDULE: both & (_one_known(*end) | _one_known(*start)),
            ChangeKind.DEARER: shown & known & dearer,
            ChangeKind.CHEAPER: shown & known & cheaper,
            ChangeKind.COST: shown & (became_known | known & unlike & ~dearer & ~cheaper),
            ChangeKind.STATUS: both & ~_same("status"),
            ChangeKind.LIGHT: reported & light,
            ChangeKind.MOVED: both & ~_same("area"),
        }


def _same(name: str) -> Q:
    return Q(**{f"before__{name}": F(name)})


def _after(name: str, other: str) -> Q:
    return Q(**{f"{name}__gt": F(other)})


def _one_known(name: str, other: str) -> Q:
    return Q(**{name: None, f"{other}__isnull": False}) | Q(
        **{f"{name}__isnull": False, other: None}
    )
