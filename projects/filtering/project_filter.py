"""The filters of the portfolio: declared once for lists, figures, drawings and exports."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

import django_filters as filters
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser, Cleaned
from accounts.web.typed_text import (
    LONGEST_QUESTION,
    MOST_WORDS,
    is_cut_short,
    rejected_values,
    unknown_values,
)
from projects.fields import reader_language
from projects.filtering.asking import (
    Asking,
    ChoiceFilter,
    NumberFilter,
    SeveralFilter,
    TextFilter,
    flag_filter,
    listed_filter,
    one_filter,
    several_filter,
    year_filter,
)
from projects.filtering.conditions import UNKNOWN, Conditions, half_year
from projects.models import Project, StrategicGoal
from projects.models.area_tree import AreaTree
from projects.models.querysets import ProjectQuerySet
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
BUDGETS = {
    "over": _("over the budget frame"),
    "unexplained": _("over the frame without a reason"),
    "frameless": _("budget frame not known"),
}
MORE = {"scope", "priority", "likelihood", "flagship", "reports", *LIGHTS, "cost", "cost_year",
        "cost_kind", "budget", "budget_year", "party", "half", "mine"}  # fmt: skip
"""Filters that stand behind a fold of the form."""


class LightFilter(SeveralFilter):
    """Lights of the newest report."""

    def condition(self, value: object) -> Q:
        return self.parent.conditions.light(self.asks, value)


class CostYearFilter(NumberFilter):
    """A year with costs; asked together with a kind, it is a cost of the kind in the year."""

    def condition(self, value: object) -> Q:
        kind = self.parent.form.cleaned_data.get("cost_kind") or ""
        return self.parent.conditions.cost_year(value, kind)


class CostKindFilter(ChoiceFilter):
    """A kind of cost, where no year is asked for with it."""

    def condition(self, value: object) -> Q:
        has_year = self.parent.form.cleaned_data.get("cost_year")
        return Q() if has_year else self.parent.conditions.cost_kind(value)


class BudgetFilter(ChoiceFilter):
    """How a budget stands, in the year that is asked for with it, else in this one."""

    def condition(self, value: object) -> Q:
        year = self.parent.chosen.get("budget_year")
        return self.parent.conditions.budget(value, None if year is None else int(year))


def cost_class_label(name: str) -> str:
    if name == UNKNOWN:
        return gettext("not known")
    low, below = COST_CLASSES[name]
    if below is None:
        least = format_money_range(MoneyRange(Decimal(low), Decimal(low)), reader_language())
        return gettext("at least %(sum)s") % {"sum": least}
    return format_money_range(MoneyRange(Decimal(low), Decimal(below)), reader_language())


def _light(label: str | Promise, name: str) -> Asking:
    choices = [*Light.choices, (UNKNOWN, _("not known"))]
    return several_filter(label, choices, LightFilter, asks=name)


class ProjectFilter(filters.FilterSet):
    """Filters by what a request's query says. `user` is whose eyes it is: nobody finds a project
    by a part of it that they may not see.
    """

    q = TextFilter(label=_("Search"), asks="text")
    area = listed_filter(_("Service area"), lambda own: own.area_choices(), asks="area")
    status = several_filter(_("Status"), Status.choices, asks="status")
    goal = listed_filter(_("Strategic goal"), lambda own: own.goal_choices(), asks="goal")
    year = year_filter(_("Running in the year"), asks="year")
    when = one_filter(_("Timing"), TIMING.items(), asks="when")
    reports = one_filter(_("Status reports"), REPORTS.items(), asks="reports")
    likelihood = several_filter(
        _("Keeping the schedule"),
        [*Likelihood.choices, (UNKNOWN, _("not known"))],
        asks="likelihood",
    )
    scope = several_filter(_("Scope"), Scope.choices, asks="scope")
    priority = several_filter(_("Priority"), Priority.choices, asks="priority")
    flagship = flag_filter(_("Flagship project"), asks="flagship")
    mine = flag_filter(_("Mine to report on"), asks="mine")
    schedule_light = _light(_("Light of the schedule"), "schedule_light")
    cost_light = _light(_("Light of the cost"), "cost_light")
    content_light = _light(_("Light of the content"), "content_light")
    cost = listed_filter(_("Highest cost"), lambda own: own.cost_choices(), asks="cost")
    cost_year = year_filter(_("Costs in the year"), CostYearFilter, asks="cost_year")
    cost_kind = one_filter(_("Kind of cost"), CostKind.choices, CostKindFilter, asks="cost_kind")
    budget = one_filter(_("Budget of the year"), BUDGETS.items(), BudgetFilter, asks="budget")
    budget_year = year_filter(_("Budget or actuals in the year"), asks="budget_year")
    party = one_filter(_("Needs work of"), ResourceParty.choices, asks="party")
    half = TextFilter(label=_("Running in the half-year"), asks="half", validators=[half_year])

    folded = MORE

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: models.QuerySet | None = None,
        *,
        user: AnyUser | None = None,
        **more: object,
    ) -> None:
        super().__init__(data, queryset, **more)
        self.user = user or AnonymousUser()

    @cached_property
    def areas(self) -> AreaTree:
        return AreaTree()

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
    def chosen(self) -> Cleaned:
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
                found.append(unknown_values(field.label, unknown))
        if is_cut_short(str(self.data.get("q", ""))):
            text = gettext("The search took only the first %(words)s words and %(n)s characters.")
            found.append(text % {"words": MOST_WORDS, "n": LONGEST_QUESTION})
        return found

    def rejected(self) -> list[str]:
        """For a file, which has no fields to say it at: `notes`, and what is told there."""
        return [*self.notes(), *(rejected_values(self.form) if self.is_bound else [])]

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


def add_filter(name: str, one: Asking) -> None:
    """Adds a filter of an app above, after the others and behind the fold; its AppConfig calls
    this.
    """
    ProjectFilter.base_filters[name] = one
    MORE.add(name)
