"""Filters over the portfolio of a past day: by name, area and status, as they were."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from tree_queries.forms import TreeNodeChoiceField

from accounts.types import Context
from accounts.web.typed_text import rejected_values
from projects.fields import fold
from projects.models import KeptState, ServiceArea
from projects.values.choices import Status


class PastFilter(forms.Form):
    """The names of the fields are those of `ProjectFilter`, so that addresses carry over."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    area = TreeNodeChoiceField(
        label=_("Service area"),
        queryset=ServiceArea.objects.with_tree_fields(),
        empty_label=_("all"),
        required=False,
    )
    status = forms.MultipleChoiceField(
        label=_("Status"),
        choices=Status.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @property
    def form(self) -> PastFilter:
        """Itself: templates find the form of a filter there."""
        return self

    def rejected(self) -> list[str]:
        return rejected_values(self)

    def active(self) -> list[tuple[str, str]]:
        """The filters in force: each one's words and the query string without it."""
        self.is_valid()
        found = []
        for name, value in self.cleaned_data.items():
            if value:
                rest = self.data.copy()
                rest.pop(name, None)
                rest.pop("page", None)
                words = dict(Status.choices)
                listed = isinstance(value, list)
                text = ", ".join(str(words[v]) for v in value) if listed else str(value)
                found.append((f"{self.fields[name].label}: {text}", rest.urlencode()))
        return found

    def among(self, rows: QuerySet[KeptState]) -> QuerySet[KeptState]:
        """Those of the day's projects that fit, by name."""
        self.is_valid()  # what is wrong is told at its field and does not filter
        chosen: Context = self.cleaned_data
        words = fold(chosen.get("q") or "").split()
        statuses, area = chosen.get("status"), chosen.get("area")
        if area:
            rows = rows.filter(
                area__in=list(area.descendants(include_self=True).values_list("pk", flat=True))
            )
        if statuses:
            rows = rows.filter(status__in=statuses)
        if words:  # names of the past are folded in no column
            names = rows.order_by().values_list("pk", "name")
            rows = rows.filter(
                pk__in=[pk for pk, name in names if all(w in fold(name) for w in words)]
            )
        return rows.order_by("name_key", "key")
