"""Filters over the portfolio of a past day: by name, area and status, as they were."""

from __future__ import annotations

from functools import lru_cache

from django import forms
from django.utils.translation import gettext_lazy as _
from tree_queries.forms import TreeNodeChoiceField

from accounts.types import Context
from accounts.web.typed_text import rejected_values
from projects.fields import fold, sort_key
from projects.history.past_portfolio import Outline, PastPortfolio
from projects.models import ServiceArea
from projects.values.choices import Status

# Names of the past are in no sorted column; the same ones come again with every page.
order_of = lru_cache(maxsize=20_000)(sort_key)


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

    def among(self, portfolio: PastPortfolio) -> list[Outline]:
        """The projects that fit, by name."""
        self.is_valid()  # what is wrong is told at its field and does not filter
        chosen: Context = self.cleaned_data
        words = fold(chosen.get("q") or "").split()
        statuses, area = chosen.get("status"), chosen.get("area")
        found = list(portfolio.outlines.values())
        if area:
            inside = set(area.descendants(include_self=True).values_list("pk", flat=True))
            found = [each for each in found if each.area in inside]
        if statuses:
            found = [each for each in found if each.status in statuses]
        if words:
            found = [each for each in found if all(w in fold(each.name) for w in words)]
        return sorted(found, key=lambda each: (order_of(each.name), each.key))
