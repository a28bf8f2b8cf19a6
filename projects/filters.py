"""The filters of the portfolio: declared once for lists, figures, drawings and exports."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

import django_filters as filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.typed import LONGEST_QUESTION, MOST_WORDS, asks_too_much, some_of
from projects.choices import (
    LIGHTS,
    CostKind,
    Light,
    Likelihood,
    Priority,
    ResourceParty,
    Scope,
    Status,
)
from projects.clock import today
from projects.confidentiality import Piece
from projects.costs import COST_CLASSES
from projects.fields import reader_language
from projects.models import Project, ServiceArea, StrategicGoal
from projects.models.querysets import ASSESSED, ProjectQuerySet
from projects.money import MoneyRange, format_money_range
from projects.quarters import quarter_of

UNKNOWN = "unknown"
TIMING = {
    "starting": _("starts this quarter"),
    "ending": _("ends this quarter"),
    "late": _("schedule overrun"),
    "slipping": _("forecast late"),
}
REPORTS = {
    "stale": _("no report lately"),
    "never": _("never reported"),
    "trouble": _("a light says “in trouble”"),
    "attention": _("a light says “needs attention”"),
}
MORE = frozenset(
    {"scope", "priority", "likelihood", "flagship", "reports", *LIGHTS, "cost", "cost_year",
     "cost_kind", "party", "half", "assessment", "impact", "mine"}
)  # fmt: skip
"""Filters that stand behind a fold of the form."""


class SeveralField(forms.MultipleChoiceField):
    """Several choices. One that is not known is left out and told, the others hold."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        known = {str(code) for code, _label in self.choices}
        given = self.to_python(value)
        self.unknown = [each for each in given if each not in known]
        return list(dict.fromkeys(each for each in given if each in known))


class SeveralFilter(filters.Filter):
    """Rows with one of the chosen values in `field_name`, or what `ask` makes of them."""

    field_class = SeveralField
    ask: Any = None

    def filter(self, qs: Any, value: list[str]) -> Any:
        if not value:
            return qs
        return self.ask(qs, value) if self.ask else qs.filter(self.q(value))

    def q(self, value: Iterable[str]) -> Q:
        return Q(**{f"{self.field_name}__in": [v if v != UNKNOWN else "" for v in value]})


def half_year(text: str) -> tuple[datetime.date, datetime.date]:
    """`2023-1` as its first and last day. Raises ValidationError."""
    found = re.fullmatch(r"(\d{4})-([12])", text, re.ASCII)
    if not found or not 1990 <= int(found[1]) <= 2199:
        raise ValidationError(_("Write a half-year as 2023-1 or 2023-2."))
    year, half = int(found[1]), int(found[2])
    if half == 1:
        return datetime.date(year, 1, 1), datetime.date(year, 6, 30)
    return datetime.date(year, 7, 1), datetime.date(year, 12, 31)


def cost_class_label(name: str) -> str:
    if name == UNKNOWN:
        return gettext("not known")
    low, below = COST_CLASSES[name]
    if below is None:
        least = format_money_range(MoneyRange(Decimal(low), Decimal(low)), reader_language())
        return gettext("at least %(sum)s") % {"sum": least}
    return format_money_range(MoneyRange(Decimal(low), Decimal(below)), reader_language())


def _one(label: Any, choices: Iterable[tuple[Any, Any]], **more: Any) -> filters.ChoiceFilter:
    return filters.ChoiceFilter(
        label=label, choices=list(choices), empty_label=_("all"), null_label=None, **more
    )


def _several(label: Any, choices: Iterable[tuple[Any, Any]] = (), **more: Any) -> SeveralFilter:
    return SeveralFilter(label=label, choices=list(choices), required=False, **more)


def _year(label: Any, **more: Any) -> filters.NumberFilter:
    return filters.NumberFilter(
        label=label, min_value=1990, max_value=2199, decimal_places=0, **more
    )


def _flag(label: Any, **more: Any) -> filters.BooleanFilter:
    choices = (("", _("all")), ("true", _("yes")), ("false", _("no")))
    return filters.BooleanFilter(label=label, widget=forms.Select(choices=choices), **more)


class ProjectFilter(filters.FilterSet):
    """Filters by what a request's query says. `user` is whose eyes it is: nobody finds a project
    by a part of it that they may not see.
    """

    q = filters.CharFilter(label=_("Search"), method="by_text")
    area = _several(_("Service area"))
    status = _several(_("Status"), Status.choices, field_name="status")
    goal = _several(_("Strategic goal"))
    year = _year(_("Running in the year"), method="by_year")
    when = _one(_("Timing"), TIMING.items(), method="by_timing")
    reports = _one(_("Status reports"), REPORTS.items(), method="by_reports")
    likelihood = _several(
        _("Keeping the schedule"),
        [*Likelihood.choices, (UNKNOWN, _("not known"))],
        field_name="likelihood",
    )
    scope = _several(_("Scope"), Scope.choices, field_name="scope")
    priority = _several(_("Priority"), Priority.choices, field_name="priority")
    flagship = _flag(_("Flagship project"), field_name="is_flagship")
    mine = _flag(_("Mine to report on"), method="by_mine")
    schedule_light = _several(
        _("Light of the schedule"), [*Light.choices, (UNKNOWN, _("not known"))]
    )
    cost_light = _several(_("Light of the cost"), [*Light.choices, (UNKNOWN, _("not known"))])
    content_light = _several(_("Light of the content"), [*Light.choices, (UNKNOWN, _("not known"))])
    cost = _several(_("Highest cost"), [(name, name) for name in (*COST_CLASSES, UNKNOWN)])
    cost_year = _year(_("Costs in the year"), method="by_cost_year")
    cost_kind = _one(_("Kind of cost"), CostKind.choices, method="by_cost_kind")
    party = _one(_("Needs work of"), ResourceParty.choices, method="by_party")
    half = filters.CharFilter(
        label=_("Running in the half-year"), method="by_half", validators=[half_year]
    )
    assessment = _one(
        _("Impact assessment"), [("missing", _("missing or unfinished"))], method="by_assessment"
    )
    impact = _several(_("Effect on information management"))

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Any = None, queryset: Any = None, *, user: Any = None, **more: Any
    ) -> None:
        super().__init__(data, queryset, **more)
        self.user = user or AnonymousUser()
        self.areas = list(ServiceArea.objects.with_tree_fields())
        own = self.filters
        own["area"].extra["choices"] = [(str(area.pk), area.name) for area in self.areas]
        own["goal"].extra["choices"] = [
            (str(pk), name) for pk, name in StrategicGoal.objects.values_list("pk", "name")
        ]
        own["cost"].extra["choices"] = [
            (name, cost_class_label(name)) for name in (*COST_CLASSES, UNKNOWN)
        ]
        own["impact"].extra["choices"] = impact_choices()
        for name, method in {
            "area": self.by_area, "goal": self.by_goal, "cost": self.by_cost,
            "impact": self.by_impact, **{light: self.by_light(light) for light in LIGHTS},
        }.items():  # fmt: skip
            own[name].ask = method

    # What each filter asks.

    def by_text(self, qs: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        return qs.search(value)

    def by_area(self, qs: ProjectQuerySet, value: list[str]) -> ProjectQuerySet:
        return qs.filter(service_area__in=self.areas_under({int(each) for each in value}))

    def areas_under(self, tops: set[int]) -> list[int]:
        """The numbers of the areas and of all units below them."""
        return [area.pk for area in self.areas if tops & set(area.tree_path)]

    def by_goal(self, qs: ProjectQuerySet, value: list[str]) -> ProjectQuerySet:
        return qs.with_goals([int(each) for each in value])

    def by_year(self, qs: ProjectQuerySet, name: str, value: Any) -> ProjectQuerySet:
        return qs.running_in(int(value))

    def by_half(self, qs: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        return qs.running_between(*half_year(value))

    def by_timing(self, qs: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        quarter = quarter_of(today())
        return {
            "starting": qs.starting_between(quarter.first, quarter.last),
            "ending": qs.ending_between(quarter.first, quarter.last),
            "late": qs.late(today()),
            "slipping": self._showing(Piece.REPORTS, qs).slipping(),
        }[value]

    def by_reports(self, qs: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        qs = self._showing(Piece.REPORTS, qs)
        if value == "stale":
            return qs.stale(today(), self.user)
        if value == "never":
            return qs.filter(last_report=None)
        return qs.moving().filter(any_light(value))

    def by_light(self, name: str) -> Any:
        def narrow(qs: ProjectQuerySet, value: list[str]) -> ProjectQuerySet:
            asked = Q(**{f"last_report__{name}__in": [v for v in value if v != UNKNOWN]})
            if UNKNOWN in value:
                asked |= Q(last_report=None) | Q(**{f"last_report__{name}": ""})
            return self._showing(Piece.REPORTS, qs).filter(asked)

        return narrow

    def by_mine(self, qs: ProjectQuerySet, name: str, value: bool) -> ProjectQuerySet:
        mine = Project.objects.answered_for_by(self.user).values("pk")
        return qs.filter(pk__in=mine) if value else qs.exclude(pk__in=mine)

    def by_cost(self, qs: ProjectQuerySet, value: list[str]) -> ProjectQuerySet:
        asked = Q()
        for each in value:
            asked |= cost_class(each)
        return self._showing(Piece.COSTS, qs).filter(asked)

    def by_cost_year(self, qs: ProjectQuerySet, name: str, value: Any) -> ProjectQuerySet:
        kind = self.form.cleaned_data.get("cost_kind") or ""
        return self._showing(Piece.COSTS, qs).costing_in(int(value), kind)

    def by_cost_kind(self, qs: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        if self.form.cleaned_data.get("cost_year"):
            return qs  # the two are asked together: a cost of the kind in the year
        return self._showing(Piece.COSTS, qs).filter(
            pk__in=Project.objects.filter(costs__kind=value).values("pk")
        )

    def by_party(self, qs: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        return self._showing(Piece.RESOURCES, qs).needing(value)

    def by_assessment(self, qs: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        return qs.unassessed(self.user)

    def by_impact(self, qs: ProjectQuerySet, value: list[str]) -> ProjectQuerySet:
        asked = Q()
        for each in value:
            part, effect = each.split("-")
            asked |= Project.objects.has_effect(Piece(part), effect, self.user)
        return qs.filter(asked)

    def _showing(self, piece: Piece, qs: ProjectQuerySet) -> ProjectQuerySet:
        return qs.exclude(pk__in=Project.objects.hiding(piece, self.user).values("pk"))

    # What the form holds.

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters in force with their values."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        return {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [])
        }

    def narrowed(self, *, but: str = "") -> ProjectQuerySet:
        """The rows of all filters in force, except one."""
        found = self.queryset.all()
        for name, value in self.chosen.items():
            if name != but:
                found = self.filters[name].filter(found, value)
        return found

    def notes(self) -> list[str]:
        """What of the query was left out, each in a sentence."""
        if not self.is_bound:
            return []
        self.form.is_valid()
        found = []
        for field in self.form.fields.values():
            unknown = getattr(field, "unknown", [])
            if unknown:
                text = gettext("%(field)s: left out what is not known: %(values)s.")
                found.append(text % {"field": field.label, "values": some_of(unknown)})
        if asks_too_much(str(self.data.get("q", ""))):
            text = gettext("The search took only the first %(words)s words and %(n)s characters.")
            found.append(text % {"words": MOST_WORDS, "n": LONGEST_QUESTION})
        return found

    def active(self) -> list[tuple[str, str]]:
        """The filters in force: each one's words and the query string without it."""
        return [(label, self._without(name)) for name, label in self._words()]

    def _without(self, name: str) -> str:
        rest = self.data.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        return rest.urlencode()

    def _words(self) -> list[tuple[str, str]]:
        found = []
        for name, value in self.chosen.items():
            field = self.form.fields[name]
            words = {str(code): label for code, label in getattr(field, "choices", [])}
            if isinstance(value, list):
                text = ", ".join(str(words.get(v, v)) for v in value[:5])
                text += f" … ({len(value)})" if len(value) > 5 else ""
            elif value is True or value is False:
                text = str(_("yes") if value else _("no"))
            else:
                text = str(words.get(str(value), value))
            found.append((name, f"{field.label}: {text}"))
        return found


def filtered(request: HttpRequest, data: QueryDict | None = None) -> ProjectFilter:
    """The filters that a request asks for, over what its user may see."""
    visible = Project.objects.visible_to(request.user)
    return ProjectFilter(request.GET if data is None else data, visible, user=request.user)


def any_light(value: str) -> Q:
    """The condition that a light of the newest report says so."""
    asked = Q()
    for light in LIGHTS:
        asked |= Q(**{f"last_report__{light}": value})
    return asked


def cost_class(name: str) -> Q:
    """The condition for a class of `COST_CLASSES`, or for costs that are not known."""
    if name == UNKNOWN:
        return Q(cost_high=None)
    low, below = COST_CLASSES[name]
    asked = Q(cost_high__gte=low)
    return asked & Q(cost_high__lt=below) if below else asked


def impact_choices() -> list[tuple[str, str]]:
    """`organising-some` and the like, for each part of the assessment and each effect."""
    table = Project._meta.get_field("assessment").related_model
    effects = table._meta.get_field("organising_effect").flatchoices
    return [
        (f"{part.value}-{effect}", f"{part.label}: {label}")
        for part in ASSESSED
        for effect, label in effects
    ]
