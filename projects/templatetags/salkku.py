"""How values read on a page."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.template.defaultfilters import date as date_filter
from django.utils.translation import gettext as _

from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.fuzzy_dates import FuzzyDate, format_fuzzy_date, format_fuzzy_range, span
from projects.models import CostItem, Project
from projects.money import MoneyRange, format_money_range

register = template.Library()


@register.filter
def fuzzy(value: FuzzyDate | None) -> str:
    return format_fuzzy_date(value, reader_language()) if value else _("not known")


@register.filter
def schedule(project: Project) -> str:
    """From the first start to the last end of the project's phases, as exact as they are."""
    start, end = span((phase.start, phase.end) for phase in project.phases.all())
    return format_fuzzy_range(start, end, reader_language()) or _("not known")


@register.filter
def money(value: MoneyRange | None) -> str:
    return format_money_range(value, reader_language()) if value else _("not known")


@register.filter
def cost(item: CostItem) -> str:
    """A cost item in words: `3 000 € / server`, `30 000 € a year`."""
    words = [format_money_range(item.amount, reader_language())]
    if item.per == "unit":
        words.append(f"/ {item.unit}")
    elif item.per != "total":
        words.append(item.get_per_display())
    return " ".join(words)


@register.filter
def costs(project: Project) -> str:
    if Piece.COSTS in project.left_out:
        return _("not public")
    return "; ".join(cost(item) for item in project.costs.all()) or _("not known")


@register.filter
def day(value: datetime.date | None) -> str:
    return date_filter(value, "SHORT_DATE_FORMAT") if value else _("not known")


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's query string with some values changed."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = value
    return "?" + params.urlencode()
