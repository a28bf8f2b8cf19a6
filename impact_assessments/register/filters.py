"""The filters of the register: those of the list of projects, and what an assessment can be asked.

Nobody finds a project by a part, a change or an action that is hidden from them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from impact_assessments.choices import (
    PART_CHOICES,
    SUBSTANTIAL_EFFECT,
    WRITTEN_PARTS,
    Decision,
    Direction,
    Effect,
    ModelKind,
    Part,
    Screening,
    Stage,
    State,
)
from impact_assessments.models import (
    AssessmentVersion,
    ImpactAssessment,
    ModelChange,
    ModelItem,
    PartRequest,
    ScreeningRecord,
)
from projects.confidentiality import Piece
from projects.fields import sort_key
from projects.filtering.asking import (
    ChoiceFilter,
    NumberFilter,
    SeveralFilter,
    one_filter,
    several_filter,
    year_filter,
)
from projects.filtering.conditions import any_of
from projects.filtering.project_filter import ProjectFilter
from projects.models import Project

UNSCREENED, OTHERWISE, SUBSTANTIAL = "unscreened", "otherwise", "substantial"
RESULTS = (
    (UNSCREENED, _("Not screened")),
    *Decision.choices,
    (OTHERWISE, _("Decided otherwise than computed")),
)
MODEL = (
    ("waiting", _("something is not in the model yet")),
    ("done", _("all of it is in the model")),
)
THINGS = (ModelKind.SYSTEM, ModelKind.RESOURCE)
OF_PARTS = ("part", "effect", "direction")


def piece_of(part: Part) -> Piece:
    """What hides the part: the two without a letter are hidden together."""
    return Piece(part.name) if part.letter else Piece.CHANGE_EFFECTS


class ResultFilter(SeveralFilter):
    """What the newest screening came to."""

    def condition(self, value: object) -> Q:
        if value == UNSCREENED:
            return ~Q(pk__in=ScreeningRecord.objects.order_by().values("project"))
        if value == OTHERWISE:
            rows = ScreeningRecord.objects.newest().exclude(decided=F("computed"))
            return Q(pk__in=rows.values("project"))
        return Q(pk__in=ScreeningRecord.objects.newest().filter(decided=value).values("project"))


class StateFilter(SeveralFilter):
    """State or stage of what is written; of who needs no assessment there is none."""

    def condition(self, value: object) -> Q:
        is_written = Q(assessment__isnull=False) & ~Q(assessment__screening=Screening.NOT_REQUIRED)
        return Q(**{f"assessment__{self.asks}": value}) & is_written


class PartFilter(SeveralFilter):
    """Part, effect and direction are asked of the same part; the first of them in force asks."""

    def filter(self, qs: QuerySet[Project], value: object) -> QuerySet[Project]:
        chosen = self.parent.chosen
        first = next((name for name in OF_PARTS if name in chosen), "")
        return qs.filter(self.parent.said_in_parts()) if value and first == self.asks else qs


class DecidedFilter(NumberFilter):
    """The year in which it was screened or approved."""

    def condition(self, value: object) -> Q:
        screened, approved = (
            model.objects.filter(at__year=int(str(value))).order_by().values("project")
            for model in (ScreeningRecord, AssessmentVersion)
        )
        return Q(pk__in=screened) | Q(pk__in=approved)


class ListedChoiceFilter(ChoiceFilter):
    """One of the choices that there are: `listed` names the method of the filter set."""

    def __init__(self, *, listed: str, **more: Any) -> None:
        super().__init__(**more)
        self.listed = listed

    @property
    def field(self) -> forms.Field:
        # Asked for when they are shown or chosen from: most requests do neither.
        self.extra["choices"] = lambda: getattr(self.parent, self.listed)()
        return super().field


class PersonFilter(ListedChoiceFilter):
    """Who wrote, approved, screened or was asked for a part."""

    def condition(self, value: object) -> Q:
        return any_of(
            Q(pk__in=rows.filter(**{name: value}).values("project"))
            for rows, name in self.parent.people_rows()
        )


class ThingFilter(ListedChoiceFilter):
    """A system or data resource that the project changes: of the city's list, or by its name."""

    def condition(self, value: object) -> Q:
        kind, _mark, what = str(value).partition(":")
        asked = {"item": what} if kind == "item" else {"item": None, "name": what}
        rows = ModelChange.objects.filter(kind__in=THINGS, **asked).order_by()
        hidden = Project.objects.hides(Piece.MODEL_CHANGES, self.parent.user)
        return Q(pk__in=rows.values("project")) & ~hidden


class ModelFilter(ChoiceFilter):
    """Whether what changes is in the city's model."""

    def condition(self, value: object) -> Q:
        changes = ModelChange.objects.order_by()
        waiting = Q(pk__in=changes.filter(done_on=None).values("project"))
        named = Q(pk__in=changes.values("project"))
        hidden = Project.objects.hides(Piece.MODEL_CHANGES, self.parent.user)
        return (waiting if value == "waiting" else named & ~waiting) & ~hidden


FIRST = ("q", "area", "result", "state", "part", "effect", "direction", "lacks", "decided", "stage",
         "person", "thing", "model", "year", "status")  # fmt: skip
"""The filters that stand open on the page; the others stand behind the fold."""


class RegisterFilter(ProjectFilter):
    """All filters of the list of projects hold here too, so that figures lead to either."""

    result = several_filter(_("Screening"), RESULTS, ResultFilter)
    state = several_filter(_("State of the assessment"), State.choices, StateFilter, asks="state")
    stage = several_filter(_("Stage"), Stage.choices, StateFilter, asks="stage")
    part = several_filter(_("Part"), PART_CHOICES, PartFilter, asks="part")
    effect = several_filter(
        _("Effect"), [*Effect.choices, (SUBSTANTIAL, SUBSTANTIAL_EFFECT)], PartFilter, asks="effect"
    )
    direction = several_filter(_("Direction"), Direction.choices, PartFilter, asks="direction")
    decided = year_filter(_("Screened or approved in the year"), DecidedFilter)
    person = one_filter(_("Person of the assessment"), (), PersonFilter, listed="people")
    thing = one_filter(_("System or data resource"), (), ThingFilter, listed="things")
    model = one_filter(_("Changes in the model"), MODEL, ModelFilter)

    def __init__(self, *given: Any, **more: Any) -> None:
        # Filters of apps above `projects` hang on the class when all apps are ready (`add_filter`).
        known = ProjectFilter.base_filters | self.declared_filters
        order = [*FIRST, *(name for name in known if name not in FIRST)]
        self.base_filters = {name: known[name] for name in order}
        self.folded = known.keys() - FIRST
        super().__init__(*given, **more)

    def people_rows(self) -> list[tuple[QuerySet, str]]:
        """Rows with a person in them, each with the name of the column."""
        hidden = Q(pk=None)
        for part in WRITTEN_PARTS:
            kept = Project.objects.filter(Project.objects.hides(piece_of(part), self.user))
            hidden |= Q(part=part.name, project__in=kept.order_by().values("pk"))
        asked = PartRequest.objects.filter(withdrawn_on=None).exclude(hidden)
        return [
            (ImpactAssessment.objects.order_by(), "author"),
            (AssessmentVersion.objects.order_by(), "by"),
            (ScreeningRecord.objects.order_by(), "by"),
            (asked.order_by(), "person"),
        ]

    def people(self) -> list[tuple[str, str]]:
        seen = self.queryset.order_by().values("pk")
        keys: set[int] = set()
        for rows, name in self.people_rows():
            keys.update(rows.filter(project__in=seen).values_list(name, flat=True).distinct())
        found = [(str(person.pk), str(person)) for person in User.objects.filter(pk__in=keys)]
        return sorted(found, key=lambda each: sort_key(each[1]))

    def things(self) -> list[tuple[str, str]]:
        kept = Project.objects.hides(Piece.MODEL_CHANGES, self.user)
        seen = self.queryset.exclude(kept).order_by().values("pk")
        rows = ModelChange.objects.filter(kind__in=THINGS, project__in=seen).order_by()
        pairs = rows.values_list("item", "name").distinct()
        items = ModelItem.objects.in_bulk([item for item, _name in pairs if item])
        found = {
            f"item:{item}" if item else f"name:{name}": str(items[item]) if item else name
            for item, name in pairs
        }
        return sorted(found.items(), key=lambda each: sort_key(each[1]))

    def said_in_parts(self) -> Q:
        """The condition for a part with the effect and the direction that are asked for."""
        parts, effects, directions = (self.chosen.get(name, []) for name in OF_PARTS)
        return any_of(
            self._said(part, effects, directions)
            for part in WRITTEN_PARTS
            if not parts or part.name in parts
        )

    def _said(self, part: Part, effects: list[str], directions: list[str]) -> Q:
        column = f"assessment__{part.name}_"
        said = Q(**{f"{column}effect__in": [Effect.NONE, Effect.SOME]})
        if effects:
            plain = [each for each in effects if each != SUBSTANTIAL]
            said = Q(**{f"{column}effect__in": plain})
            if SUBSTANTIAL in effects:
                said |= Q(**{f"{column}effect": Effect.SOME, f"{column}substantial": True})
        if directions:
            said &= Q(**{f"{column}direction__in": directions})
        return said & ~Project.objects.hides(piece_of(part), self.user)
