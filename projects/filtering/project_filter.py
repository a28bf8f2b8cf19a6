"""The filters of the portfolio: declared once for lists, figures, drawings and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

import django_filters as filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.validators import EMPTY_VALUES
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.typed import LONGEST_QUESTION, MOST_WORDS, asks_too_much, left_out, wrong_in
from projects.fields import reader_language
from projects.filtering.conditions import UNKNOWN, Conditions, any_of, half_year
from projects.models import Project, ServiceArea, StrategicGoal
from projects.models.querysets import ASSESSED, ProjectQuerySet
from projects.values.choices import (
    LIGHTS,
    CostKind,
    Light,
    Likelihood,
    Priority,
    ResourceParty,
    Scope,
    Status,
)
from projects.values.costs import COST_CLASSES
from projects.values.money import MoneyRange, format_money_range

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


class Asking(filters.Filter):
    """Rows that fulfil the condition of the value: `asks` names a method of `Conditions`."""

    def __init__(self, *, asks: str, **more: Any) -> None:
        super().__init__(**more)
        self.asks = asks

    def condition(self, value: Any) -> Q:
        """What a value of the filter stands for; its facet counts the rows of this condition."""
        return getattr(self.parent.conditions, self.asks)(value)

    def filter(self, qs: Any, value: Any) -> Any:
        return qs if value in EMPTY_VALUES else qs.filter(self.condition(value))


class TextFilter(Asking, filters.CharFilter):
    """A text."""


class NumberFilter(Asking, filters.NumberFilter):
    """A whole number."""


class ChoiceFilter(Asking, filters.ChoiceFilter):
    """One choice."""


class FlagFilter(Asking, filters.BooleanFilter):
    """Yes, no, or both."""


class SeveralFilter(Asking):
    """Several choices; a row fulfils one of them."""

    field_class = SeveralField

    def filter(self, qs: Any, value: list[str]) -> Any:
        return qs.filter(any_of(self.condition(each) for each in value)) if value else qs


class ListedFilter(SeveralFilter):
    """Several of the choices that the portfolio has: `listed` makes them, once."""

    def __init__(self, *, listed: Callable[[ProjectFilter], Any], **more: Any) -> None:
        super().__init__(**more)
        self.listed = listed

    @property
    def field(self) -> Any:
        if "choices" not in self.extra:
            self.extra["choices"] = self.listed(self.parent)
        return super().field


class LightFilter(SeveralFilter):
    """Lights of the newest report."""

    def condition(self, value: Any) -> Q:
        return self.parent.conditions.light(self.asks, value)


class CostYearFilter(NumberFilter):
    """A year with costs; asked together with a kind, it is a cost of the kind in the year."""

    def condition(self, value: Any) -> Q:
        kind = self.parent.form.cleaned_data.get("cost_kind") or ""
        return self.parent.conditions.cost_year(value, kind)


class CostKindFilter(ChoiceFilter):
    """A kind of cost, where no year is asked for with it."""

    def condition(self, value: Any) -> Q:
        has_year = self.parent.form.cleaned_data.get("cost_year")
        return Q() if has_year else self.parent.conditions.cost_kind(value)


def cost_class_label(name: str) -> str:
    if name == UNKNOWN:
        return gettext("not known")
    low, below = COST_CLASSES[name]
    if below is None:
        least = format_money_range(MoneyRange(Decimal(low), Decimal(low)), reader_language())
        return gettext("at least %(sum)s") % {"sum": least}
    return format_money_range(MoneyRange(Decimal(low), Decimal(below)), reader_language())


def _one(label: Any, choices: Iterable[Any], kind: Any = ChoiceFilter, **more: Any) -> Any:
    return kind(label=label, choices=list(choices), empty_label=_("all"), null_label=None, **more)


def _several(label: Any, choices: Iterable[Any], kind: Any = SeveralFilter, **more: Any) -> Any:
    return kind(label=label, choices=list(choices), required=False, **more)


def _listed(label: Any, listed: Callable[[ProjectFilter], Any], **more: Any) -> ListedFilter:
    return ListedFilter(label=label, listed=listed, required=False, **more)


def _light(label: Any, name: str) -> Any:
    return _several(label, [*Light.choices, (UNKNOWN, _("not known"))], LightFilter, asks=name)


def _year(label: Any, kind: Any = NumberFilter, **more: Any) -> Any:
    return kind(label=label, min_value=1990, max_value=2199, decimal_places=0, **more)


def _flag(label: Any, **more: Any) -> FlagFilter:
    choices = (("", _("all")), ("true", _("yes")), ("false", _("no")))
    return FlagFilter(label=label, widget=forms.Select(choices=choices), **more)


class ProjectFilter(filters.FilterSet):
    """Filters by what a request's query says. `user` is whose eyes it is: nobody finds a project
    by a part of it that they may not see.
    """

    q = TextFilter(label=_("Search"), asks="text")
    area = _listed(_("Service area"), lambda own: own.area_choices(), asks="area")
    status = _several(_("Status"), Status.choices, asks="status")
    goal = _listed(_("Strategic goal"), lambda own: own.goal_choices(), asks="goal")
    year = _year(_("Running in the year"), asks="year")
    when = _one(_("Timing"), TIMING.items(), asks="when")
    reports = _one(_("Status reports"), REPORTS.items(), asks="reports")
    likelihood = _several(
        _("Keeping the schedule"),
        [*Likelihood.choices, (UNKNOWN, _("not known"))],
        asks="likelihood",
    )
    scope = _several(_("Scope"), Scope.choices, asks="scope")
    priority = _several(_("Priority"), Priority.choices, asks="priority")
    flagship = _flag(_("Flagship project"), asks="flagship")
    mine = _flag(_("Mine to report on"), asks="mine")
    schedule_light = _light(_("Light of the schedule"), "schedule_light")
    cost_light = _light(_("Light of the cost"), "cost_light")
    content_light = _light(_("Light of the content"), "content_light")
    cost = _listed(_("Highest cost"), lambda own: own.cost_choices(), asks="cost")
    cost_year = _year(_("Costs in the year"), CostYearFilter, asks="cost_year")
    cost_kind = _one(_("Kind of cost"), CostKind.choices, CostKindFilter, asks="cost_kind")
    party = _one(_("Needs work of"), ResourceParty.choices, asks="party")
    half = TextFilter(label=_("Running in the half-year"), asks="half", validators=[half_year])
    assessment = _one(
        _("Impact assessment"), [("missing", _("missing or unfinished"))], asks="assessment"
    )
    impact = _listed(
        _("Effect on information management"), lambda own: impact_choices(), asks="impact"
    )

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Any = None, queryset: Any = None, *, user: Any = None, **more: Any
    ) -> None:
        super().__init__(data, queryset, **more)
        self.user = user or AnonymousUser()

    @cached_property
    def areas(self) -> list[ServiceArea]:
        """The service areas in the order of their tree, each with its `tree_path`."""
        return list(ServiceArea.objects.with_tree_fields())

    def area_choices(self) -> list[tuple[str, str]]:
        return [(str(area.pk), area.name) for area in self.areas]

    def goal_choices(self) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in StrategicGoal.objects.values_list("pk", "name")]

    def cost_choices(self) -> list[tuple[str, str]]:
        return [(name, cost_class_label(name)) for name in (*COST_CLASSES, UNKNOWN)]

    @cached_property
    def conditions(self) -> Conditions:
        return Conditions(self.user, self.areas)

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
                found.append(left_out(field.label, unknown))
        if asks_too_much(str(self.data.get("q", ""))):
            text = gettext("The search took only the first %(words)s words and %(n)s characters.")
            found.append(text % {"words": MOST_WORDS, "n": LONGEST_QUESTION})
        return found

    def left_out(self) -> list[str]:
        """For a file, which has no fields to say it at: `notes`, and what is told there."""
        return [*self.notes(), *(wrong_in(self.form) if self.is_bound else [])]

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


def impact_choices() -> list[tuple[str, str]]:
    """`organising-some` and the like, for each part of the assessment and each effect."""
    table = Project._meta.get_field("assessment").related_model
    effects = table._meta.get_field("organising_effect").flatchoices
    return [
        (f"{part.value}-{effect}", f"{part.label}: {label}")
        for part in ASSESSED
        for effect, label in effects
    ]
