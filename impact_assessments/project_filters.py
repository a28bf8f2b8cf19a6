"""Projects by their assessment: conditions for figures, and the filters made of them."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from impact_assessments.choices import PARTS, WRITTEN_PARTS, Effect, Screening, State
from impact_assessments.looking_again import to_look_at_again
from impact_assessments.models import FollowUp, ScreeningRecord
from impact_assessments.rules.completeness import SOON
from projects.clock import today
from projects.confidentiality import Piece
from projects.filtering.asking import (
    ChoiceFilter,
    ListedFilter,
    SeveralFilter,
    listed_filter,
    one_filter,
    several_filter,
)
from projects.filtering.project_filter import add_filter
from projects.models import Project
from projects.timing import MOVING

ASSESSED = tuple(Piece(part.name) for part in PARTS)
"""The parts that the law asks for, by the piece that marks them as not public."""


def has_effect(part: Piece, effect: str, reader: AnyUser) -> Q:
    """The condition for an effect in a part of the assessment that the reader may see.

    "unassessed" is as plans count it: without an assessment too, and never where none is
    required.
    """
    found = Q(**{f"assessment__{part.value}_effect": effect})
    if effect == Effect.UNASSESSED:
        found = Q(assessment=None) | found & ~Q(assessment__screening=Screening.NOT_REQUIRED)
    return found & ~Project.objects.hides(part, reader)


def is_unassessed(reader: AnyUser) -> Q:
    """The condition for no assessment, or a part of it that is still open, as far as the reader
    sees the parts.
    """
    is_open = Q(assessment=None)
    for part in ASSESSED:
        is_open |= has_effect(part, Effect.UNASSESSED, reader)
    return is_open


class UnassessedFilter(ChoiceFilter):
    """Moving projects whose assessment is missing or unfinished."""

    def condition(self, value: object) -> Q:
        rows = Project.objects.moving().filter(is_unassessed(self.parent.user))
        return Q(pk__in=rows.order_by().values("pk"))


class EffectFilter(ListedFilter):
    """Effects in the parts: `organising-some` and the like."""

    def condition(self, value: object) -> Q:
        part, effect = str(value).split("-")
        return has_effect(Piece(part), effect, self.parent.user)


class LacksFilter(SeveralFilter):
    """What the assessments of projects lack (`rules.completeness`, by the codes of findings)."""

    _again: Q | None = None

    def condition(self, value: object) -> Q:
        if value != AGAIN:
            return lacks(str(value), self.parent.user)
        if self._again is None:  # a page asks for its rows more than once
            self._again = to_look_at_again(self.parent.user)
        return self._again


AGAIN = "again"
LACKS = {
    "unscreened": _("not screened"),
    "open": _("parts that are open"),
    "late": _("starts soon or has started, not approved"),
    AGAIN: _("to be looked at again"),
    "late_actions": _("follow-up actions that are late"),
}


def lacks(code: str, reader: AnyUser) -> Q:
    """The condition for projects whose assessment lacks what the code says, as `findings` tells
    the reader. Of projects that are over only late actions count.
    """
    if code == "late_actions":
        late = FollowUp.objects.late().order_by().values("project")
        return Q(pk__in=late) & ~Project.objects.hides(Piece.FOLLOW_UPS, reader)
    screened = ScreeningRecord.objects.order_by().values("project")
    is_screened = Q(assessment__isnull=False, pk__in=screened)
    if code == "unscreened":
        return MOVING & ~is_screened
    if code == AGAIN:
        return to_look_at_again(reader)
    required = MOVING & is_screened & Q(assessment__screening=Screening.REQUIRED)
    if code == "late":
        soon = today() + datetime.timedelta(days=SOON)
        approved = Q(assessment__state__in=(State.APPROVED, State.CLOSED))
        return required & Q(starts_on__lte=soon) & ~approved
    is_open = Q(pk=None)
    for part in WRITTEN_PARTS:
        if part.letter:
            unassessed = Q(**{f"assessment__{part.name}_effect": Effect.UNASSESSED})
            is_open |= unassessed & ~Project.objects.hides(part.name, reader)
    return required & is_open


def effect_choices() -> list[tuple[str, str]]:
    return [
        (f"{part.value}-{effect}", f"{part.label}: {label}")
        for part in ASSESSED
        for effect, label in Effect.choices
    ]


def add_filters() -> None:
    missing = [("missing", _("missing or unfinished"))]
    add_filter("assessment", one_filter(_("Impact assessment"), missing, UnassessedFilter))
    add_filter("lacks", several_filter(_("Lacking in the assessment"), LACKS.items(), LacksFilter))
    label = _("Effect on information management")
    add_filter("impact", listed_filter(label, lambda own: effect_choices(), EffectFilter))
