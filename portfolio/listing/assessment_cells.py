"""What a spreadsheet of the list says of each project's assessment, a column each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from impact_assessments.choices import PART_CHOICES, WRITTEN_PARTS
from impact_assessments.models import ImpactAssessment
from impact_assessments.state import effect_said
from projects.models import Project

Value = Callable[[Project], str | None]
Told = Callable[[ImpactAssessment], str]
TITLES = dict(PART_CHOICES)


def assessment_cells() -> Iterator[tuple[str | Promise, Value]]:
    """State, stage and of each part its effect, direction and text, with their headings.

    Of what the reader may not see the copy of the assessment holds nothing.
    """
    yield _("State of the assessment"), _cell(_choice("state"))
    yield _("Stage of the assessment"), _cell(_choice("stage"))
    for part in WRITTEN_PARTS:
        told = (_effect(part.name), _choice(f"{part.name}_direction"), _text(part.name))
        for column, tell in zip(("effect", "direction", "text"), told, strict=True):
            field = cast("Field", ImpactAssessment._meta.get_field(f"{part.name}_{column}"))
            yield field.verbose_name, _cell(tell)


def _cell(tell: Told) -> Value:
    def value(project: Project) -> str | None:
        row = getattr(project, "assessment", None)
        return tell(row) or None if row is not None else None

    return value


def _choice(name: str) -> Told:
    return lambda row: str(getattr(row, f"get_{name}_display")())


def _effect(part: str) -> Told:
    return lambda row: effect_said(row, part)


def _text(part: str) -> Told:
    def tell(row: ImpactAssessment) -> str:
        text, same = str(getattr(row, f"{part}_text")), getattr(row, f"{part}_same_as")
        # The effect of a part that the copy leaves out is empty: then it is not named either.
        if same and getattr(row, f"{same}_effect"):
            reference = f"{gettext('Same as')} {TITLES[same]}"
            return f"{reference}\n{text}" if text else reference
        return text

    return tell
