"""The register of assessments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from impact_assessments.choices import PARTS, Effect, Part
from impact_assessments.models import ImpactAssessment
from projects.admin.base import PortfolioAdmin
from projects.confidentiality import hidden_fields
from projects.fields import verbose_name


def _effect_of(part: Part, reader: AnyUser) -> Callable[[ImpactAssessment], str]:
    """A column that says only what the reader may see; the list is in no order by it."""
    name = verbose_name(ImpactAssessment, f"{part.name}_effect")

    @admin.display(description=name)
    def effect(row: ImpactAssessment) -> str:
        hidden = hidden_fields(ImpactAssessment, row.project.hidden_from(reader))
        if f"{part.name}_effect" in hidden:
            return gettext("not public")
        return str(Effect(getattr(row, f"{part.name}_effect")).label)

    effect.__name__ = f"{part.name}_effect_shown"
    return effect


@admin.register(ImpactAssessment)
class ImpactAssessmentAdmin(PortfolioAdmin):
    change_title = _("Change the impact assessment")
    fields = (
        "project",
        "introduces_system",
        "changes_tasks",
        "changes_data",
        "screening",
        "justification",
        *(f"{part.name}_{column}" for part in PARTS for column in ("effect", "text")),
        "change_reason",
        "version",
    )
    list_display = ("project", "screening")
    list_filter = ("screening",)
    list_select_related = ("project",)
    autocomplete_fields = ("project",)
    search_fields = ("project__name",)
    folded_search_field = "project__search_text"

    def get_list_display(self, request: HttpRequest) -> Any:
        return (*self.list_display, *(_effect_of(part, request.user) for part in PARTS))
