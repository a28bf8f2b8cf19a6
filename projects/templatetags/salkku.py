"""How values read on a page."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.defaultfilters import date as date_filter
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.types import Context
from accounts.web.typed_text import carried_query
from projects.clock import day_of
from projects.confidentiality import Piece
from projects.days import DayInput
from projects.fields import reader_language
from projects.filtering.facets import Facets
from projects.models import CostItem, Milestone, Project, ResourceNeed
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date
from projects.values.money import MoneyRange, format_amount, format_money_range
from projects.wording import (
    TEXT_BEGINS,
    TEXT_ENDS,
    cost_sum_words,
    item_words,
    need_words,
    schedule_words,
    unknown_cost_words,
    unmarked,
)

register = template.Library()


@register.filter
def fuzzy(value: FuzzyDate | None) -> str:
    return format_fuzzy_date(value, reader_language()) if value else _("not known")


@register.filter
def schedule(project: Project) -> str:
    return schedule_words(project) or _("not known")


@register.filter
def money(value: MoneyRange | None) -> str:
    return format_money_range(value, reader_language()) if value else _("not known")


@register.filter
def euros(value: Decimal | None) -> str:
    """One sum of money; `money` shows ranges."""
    return _("not known") if value is None else format_amount(value, reader_language())


@register.filter
def cost(item: CostItem) -> str:
    return item_words(item)


@register.filter
def resource(need: ResourceNeed) -> str:
    return need_words(need)


@register.filter
def costs(project: Project) -> str:
    if Piece.COSTS in project.left_out:
        return _("not public")
    return "; ".join(item_words(item) for item in project.costs.all()) or _("not known")


@register.filter
def cost_sum(facets: Facets) -> str:
    """What the projects of the filters cost, of which year, and how many have no figure."""
    if facets.cost is None:
        return ""
    return cost_sum_words(facets.cost, facets.cost_year, facets.costs_unknown)


@register.filter
def costs_unknown(n: int) -> str:
    return unknown_cost_words(n)


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """A day, or the day of a moment, as the reader writes it."""
    if isinstance(value, datetime.datetime):
        value = day_of(value)
    return date_filter(value, "SHORT_DATE_FORMAT") if value else _("not known")


@register.filter
def showing(field: BoundField, value: datetime.date) -> SafeString:
    """A field of a form with a day in it that it was not given; an error it has stays told."""
    attrs = field.build_widget_attrs({"id": field.id_for_label}, field.field.widget)
    return field.field.widget.render(field.html_name, value, attrs)


@register.simple_tag
def day_input(name: str, value: datetime.date) -> SafeString:
    """A field of a day for a form that has no other."""
    return DayInput().render(name, value, {"id": name})


@register.filter
def lang(written: object) -> SafeString | str:
    """The attribute for a text of a project on a page in another language (WCAG 3.1.2).

    `written` is the project, or whatever else has a `language`, or the language; an empty one is
    the organisation's own.
    """
    code = written if isinstance(written, str) else getattr(written, "language", "")
    code = code or settings.LANGUAGE_CODE
    return "" if code == reader_language() else format_html('lang="{}"', code)


@register.filter
def with_language(sentence: str, written: object) -> SafeString:
    """A sentence of the page, with the language of the texts of a project in it."""
    attribute = lang(written)
    if not attribute:
        return format_html("{}", unmarked(sentence))
    begin, *texts = sentence.split(TEXT_BEGINS)
    told = (
        (attribute, *text.partition(TEXT_ENDS)[::2]) for text in texts
    )  # what was written, and what the page says after it
    return format_html("{}{}", begin, format_html_join("", "<span {}>{}</span>{}", told))


@register.filter
def late(milestone: Milestone, on: datetime.date) -> bool:
    """Whether a milestone, of today or of a snapshot, should have been reached before the day."""
    return milestone.is_late(on)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The page's query string with some values changed."""
    params = carried_query(context["request"].GET)
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = value
    return "?" + params.urlencode()
