"""The kinds of filters: what a filter asks is a condition, which its facet counts too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

import django_filters as filters
from django import forms
from django.core.validators import EMPTY_VALUES
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.clock import EARLIEST_YEAR, LATEST_YEAR
from projects.filtering.conditions import any_of


class SeveralField(forms.MultipleChoiceField):
    """Several choices. One that is not known is left out and told, the others hold."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: object) -> list[str]:
        known = {str(code) for code, _label in cast("Iterable[Choice]", self.choices)}
        given = self.to_python(value)
        self.unknown = [each for each in given if each not in known]
        return list(dict.fromkeys(each for each in given if each in known))


Choice = tuple[str, str | Promise]
Listed = Callable[[filters.FilterSet], Iterable[Choice]]
"""Makes the choices of a filter out of what the portfolio has."""


class Asking(filters.Filter):
    """Rows that fulfil the condition of the value: `asks` names a method of `Conditions`, or the
    class says the condition itself.
    """

    def __init__(self, *, asks: str = "", **more: object) -> None:
        super().__init__(**more)
        self.asks = asks

    def condition(self, value: object) -> Q:
        """What a value of the filter stands for; its facet counts the rows of this condition."""
        return getattr(self.parent.conditions, self.asks)(value)

    def filter(self, qs: models.QuerySet, value: object) -> models.QuerySet:
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

    def filter(self, qs: models.QuerySet, value: list[str]) -> models.QuerySet:  # type: ignore[override]
        return qs.filter(any_of(self.condition(each) for each in value)) if value else qs


class ListedFilter(SeveralFilter):
    """Several of the choices that the portfolio has: `listed` makes them, once."""

    def __init__(self, *, listed: Listed, **more: Any) -> None:
        super().__init__(**more)
        self.listed = listed

    @property
    def field(self) -> forms.Field:
        if "choices" not in self.extra:
            self.extra["choices"] = self.listed(self.parent)
        return super().field


def one_filter(
    label: str | Promise,
    choices: Iterable[Choice],
    kind: type[Asking] = ChoiceFilter,
    **more: Any,
) -> Asking:
    return kind(label=label, choices=list(choices), empty_label=_("all"), null_label=None, **more)


def several_filter(
    label: str | Promise,
    choices: Iterable[Choice],
    kind: type[Asking] = SeveralFilter,
    **more: Any,
) -> Asking:
    return kind(label=label, choices=list(choices), required=False, **more)


def listed_filter(
    label: str | Promise,
    listed: Listed,
    kind: type[Asking] = ListedFilter,
    **more: Any,
) -> Asking:
    return kind(label=label, listed=listed, required=False, **more)


def year_filter(label: str | Promise, kind: type[Asking] = NumberFilter, **more: Any) -> Asking:
    return kind(
        label=label, min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, decimal_places=0, **more
    )


def flag_filter(label: str | Promise, **more: Any) -> FlagFilter:
    choices = (("", _("all")), ("true", _("yes")), ("false", _("no")))
    return FlagFilter(label=label, widget=forms.Select(choices=choices), **more)
