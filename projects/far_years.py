"""Years that nobody plans for: 2123 typed for 2023. They are asked about, not refused."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from projects.clock import today
from projects.values.fuzzy_dates import FuzzyDate

AHEAD, BACK = 15, 30  # years from today
NEAR = 10  # a year that is meant is nearer than this


def is_far(date: FuzzyDate, day: datetime.date) -> bool:
    """Whether the year is further from the day than plans reach."""
    return _is_far(date.year, day)


def _is_far(year: int, day: datetime.date) -> bool:
    return not day.year - BACK <= year <= day.year + AHEAD


def is_far_text(text: str) -> bool:
    """Whether a year that the text names is such a one."""
    years = [int(year) for year in re.findall(r"\b\d{4}\b", text, re.ASCII)]
    return any(_is_far(year, today()) for year in years)


def meant(year: int, day: datetime.date) -> int | None:
    """The year nearest to the day that is a slip away: a digit, two swapped, or the century."""
    digits = str(year)
    near = [y for y in range(day.year - NEAR, day.year + NEAR + 1) if _is_slip(digits, str(y))]
    return min(near, key=lambda y: abs(y - day.year), default=None)


def _is_slip(typed: str, other: str) -> bool:
    apart = [place for place in range(4) if typed[place] != other[place]]
    swapped = len(apart) == 2 and [typed[p] for p in apart] == [other[p] for p in reversed(apart)]
    return len(apart) == 1 or swapped or typed[2:] == other[2:]


def question(date: FuzzyDate, day: datetime.date) -> str:
    """How far the year is from the day, and what may be meant."""
    values = {"year": date.year, "n": abs(date.year - day.year), "meant": meant(date.year, day)}
    text = _("%(year)s is %(n)s years from now.")
    if values["meant"]:
        text = _("%(year)s is %(n)s years from now. Do you mean %(meant)s?")
    return text % values


class FuzzyDateInput(forms.TextInput):
    """A text, and below it a question where its year is far from the others: see `is_far`."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs)
        self.asked = self.sure = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.sure = (data.get(f"{name}-sure") or "").strip()
        return super().value_from_datadict(data, files, name)

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        typed = str(value or "")
        # What is stored was asked about when it was typed.
        kept = typed if not self.asked and is_far_text(typed) else ""
        context = {"name": name, "asked": self.asked, "kept": kept}
        box = render_to_string("components/fuzzy_date.html", context) if self.asked or kept else ""
        return mark_safe(super().render(name, value, attrs, renderer) + box)


def ask_if_far(
    widget: FuzzyDateInput | type[FuzzyDateInput], text: str, *dates: FuzzyDate | None
) -> None:
    """Raises ValidationError, once for a text, if a date of it is far; the widget asks then."""
    far = next((date for date in dates if date and is_far(date, today())), None)
    if far and getattr(widget, "sure", "") != text.strip():
        widget.asked = text.strip()
        box = _("If it is right, tick the box.")
        raise ValidationError(f"{question(far, today())} {box}", code="far")
