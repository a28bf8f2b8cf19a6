"""The filters of the portfolio: declared once for the list, the dashboard and exports."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from tree_queries.forms import TreeNodeChoiceField

from projects.choices import Likelihood, Scope, Status
from projects.clock import today
from projects.models import Project, ServiceArea, StrategicGoal
from projects.quarters import quarter_of

TIMING = {
    "starting": _("starts this quarter"),
    "ending": _("ends this quarter"),
    "late": _("late"),
}


class AreaFilter(filters.ModelChoiceFilter):
    """An area together with the units below it; the choices are indented as the tree is."""

    field_class = TreeNodeChoiceField

    def filter(self, qs: Any, value: ServiceArea | None) -> Any:
        return qs.in_area(value) if value else qs


class ProjectFilter(filters.FilterSet):
    """Text, area with its units, scope, status, year, likelihood, goal, flagship, timing."""

    q = filters.CharFilter(label=_("Search"), method="by_text")
    area = AreaFilter(
        label=_("Service area"),
        queryset=ServiceArea.objects.with_tree_fields(),
        empty_label=_("all"),
    )
    scope = filters.ChoiceFilter(label=_("Scope"), choices=Scope.choices, empty_label=_("all"))
    status = filters.MultipleChoiceFilter(label=_("Status"), choices=Status.choices)
    year = filters.NumberFilter(
        label=_("Running in the year"),
        method="by_year",
        min_value=1990,
        max_value=2199,
        decimal_places=0,
    )
    likelihood = filters.ChoiceFilter(
        label=_("Keeping the schedule"), choices=Likelihood.choices, empty_label=_("all")
    )
    goal = filters.ModelChoiceFilter(
        label=_("Strategic goal"),
        field_name="strategic_goals",
        queryset=StrategicGoal.objects.all(),
        empty_label=_("all"),
    )
    flagship = filters.BooleanFilter(
        label=_("Flagship project"),
        field_name="is_flagship",
        widget=forms.Select(choices=(("", _("all")), ("true", _("yes")), ("false", _("no")))),
    )
    when = filters.ChoiceFilter(
        label=_("Timing"), choices=tuple(TIMING.items()), method="by_timing", empty_label=_("all")
    )

    class Meta:
        model = Project
        fields: tuple[str, ...] = ()

    def by_text(self, qs: Any, name: str, value: str) -> QuerySet:
        return qs.search(value[:200])

    def by_year(self, qs: Any, name: str, value: Any) -> QuerySet:
        return qs.running_in(int(value))

    def by_timing(self, qs: Any, name: str, value: str) -> QuerySet:
        quarter = quarter_of(today())
        return {
            "starting": qs.starting_between(quarter.first, quarter.last),
            "ending": qs.ending_between(quarter.first, quarter.last),
            "late": qs.late(today()),
        }[value]

    def active(self) -> list[tuple[str, str]]:
        """The filters in force: each one's words and the query string without it."""
        found = []
        for name, label in self._chosen():
            rest = self.data.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            found.append((label, rest.urlencode()))
        return found

    def _chosen(self) -> list[tuple[str, str]]:
        if not self.is_bound:
            return []
        self.form.is_valid()
        chosen = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "", []):
                continue
            field = self.form.fields[name]
            words = dict(getattr(field, "choices", []) if not hasattr(value, "pk") else [])
            if isinstance(value, list):
                text = ", ".join(str(words.get(v, v)) for v in value)
            elif value is True or value is False:
                text = str(_("yes") if value else _("no"))
            else:
                text = str(words.get(value, value))
            chosen.append((name, f"{field.label}: {text}"))
        return chosen
