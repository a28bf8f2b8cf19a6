"""The register of assessments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from impact_assessments.choices import WRITTEN_PARTS, Part
from impact_assessments.models import ImpactAssessment
from impact_assessments.sheet import AssessmentResource
from impact_assessments.state import effect_said
from projects.admin.base import hidden_pieces
from projects.admin.spreadsheets import SpreadsheetAdmin
from projects.confidentiality import hidden_fields
from projects.fields import verbose_name

LETTERED = [part for part in WRITTEN_PARTS if part.letter]
WRITTEN = ("effect", "substantial", "direction", "text", "same_as")
"""The columns of each part that people write."""


def part_fieldsets(
    parts: Iterable[Part] = WRITTEN_PARTS, columns: Iterable[str] = WRITTEN
) -> list[tuple[Any, Any]]:
    """The parts with what is written of each, for forms of the administration."""
    return [
        (
            format_lazy("{}) {}", part.letter, part.title) if part.letter else part.title,
            {
                "fields": tuple(f"{part.name}_{column}" for column in columns),
                "description": part.explanation,
            },
        )
        for part in parts
    ]


class PartReferences:
    """Who may not see all parts names none as the same as another: that would tell of those."""

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        shown = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if not hidden_pieces(request.user, obj):
            return shown
        return [
            (title, {**rows, "fields": [n for n in rows["fields"] if not n.endswith("_same_as")]})
            for title, rows in shown
        ]


def _effect_of(part: Part, reader: AnyUser) -> Callable[[ImpactAssessment], str]:
    """A column that says only what the reader may see; the list is in no order by it."""
    name = verbose_name(ImpactAssessment, f"{part.name}_effect")

    @admin.display(description=name)
    def effect(row: ImpactAssessment) -> str:
        hidden = hidden_fields(ImpactAssessment, row.project.hidden_from(reader))
        if f"{part.name}_effect" in hidden:
            return gettext("not public")
        return effect_said(row, part.name)

    effect.__name__ = f"{part.name}_effect_shown"
    return effect


@admin.register(ImpactAssessment)
class ImpactAssessmentAdmin(PartReferences, SpreadsheetAdmin):
    resource_classes = (AssessmentResource,)
    change_title = _("Change the impact assessment")
    fieldsets = (
        (None, {"fields": ("project", "state", "stage", "due", "author", "question_set")}),
        (
            _("Screening"),
            {
                "fields": (
                    "introduces_system",
                    "changes_tasks",
                    "changes_data",
                    "screening",
                    "justification",
                )
            },
        ),
        *part_fieldsets(),
        (_("Information management model"), {"fields": ("model_updated_on", "model_link")}),
        (None, {"fields": ("change_reason", "version")}),
    )
    # Steps change the state (`review.steps`), and what the questions were is not chosen here.
    readonly_fields = ("state", "author", "question_set")
    list_display = ("project", "screening")
    list_filter = ("screening", "state", "stage")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_select_related = ("project",)
    autocomplete_fields = ("project",)
    search_fields = ("project__name",)
    folded_search_field = "project__search_text"

    def get_list_display(
        self, request: HttpRequest
    ) -> tuple[str | Callable[[ImpactAssessment], str], ...]:
        effects = (_effect_of(part, request.user) for part in LETTERED)
        return (*self.list_display, *effects, "state", "stage")

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[str] | tuple[str, ...]:
        """Of an assessment that is there, what was recorded is its project's: it stays there."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "project") if obj is not None else fields
