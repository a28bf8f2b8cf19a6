"""Letters that no font of the plan's PDF draws, with the place where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from impact_assessments.models import ImpactAssessment
from projects.fields import verbose_name
from projects.models import Project
from projects.plain_texts import plain_text
from reports.preflight.places import ASSESSMENT
from reports.rendering.paper.pdf import letters_without_glyph

NAMED = 5  # letters of one text; more are counted by whoever mends it
FIELDS = (
    "name", "description", "change_effects", "strategic_goal_text", "schedule_text",
    "likelihood_text", "responsible_text", "cost_text", "resource_text", "notes",
)  # fmt: skip
PARTS = {"phases": ("name",), "costs": ("description", "unit"), "resources": ("description",)}


def named_letters(text: str) -> str:
    """`“ท” (U+0E17)`, for each letter of the text that is a box in the PDF; empty if none is."""
    found = letters_without_glyph(plain_text(text))
    return ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in found[:NAMED])


def letters_of(project: Project) -> Iterator[tuple[str, str]]:
    """What is said of each text of the project, and the place where it stands."""
    for row, names, place in _texts(project):
        for name in names:
            letters = named_letters(str(getattr(row, name) or ""))
            if letters:
                label = capfirst(verbose_name(type(row), name))
                text = _("%(field)s: no font has %(letters)s. The PDF shows boxes there.")
                yield text % {"field": label, "letters": letters}, place or name


def _texts(project: Project) -> Iterator[tuple[Model, tuple[str, ...], str]]:
    yield project, FIELDS, ""
    for group, names in PARTS.items():
        for part in getattr(project, group).all():
            yield part, names, group
    assessment: ImpactAssessment | None = getattr(project, "assessment", None)
    if assessment is not None:
        names = tuple(name for name in ASSESSED if getattr(assessment, name, ""))
        yield assessment, names, ASSESSMENT


ASSESSED = tuple(
    field.name
    for field in ImpactAssessment._meta.get_fields()
    if field.concrete and not field.choices and field.get_internal_type() == "TextField"
)
