"""What hangs on a project, as rows of its form."""

from __future__ import annotations

from django import forms
from django.db import models
from django.http import HttpRequest

from projects.admin.base import PartInline, PartStack
from projects.admin.budget_formset import BudgetFormSet
from projects.admin.dependency_formset import DependencyForm, DependencyFormSet
from projects.admin.newest_rows import NewestInline
from projects.models import (
    Benefit,
    BudgetYear,
    CostItem,
    Dependency,
    LedgerCode,
    Milestone,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    StatusReport,
)


# Fields are named: Django makes the whole form once more to find out which there are.
class PhaseInline(PartInline):
    model = SchedulePhase
    fields = ("name", "start", "end")


class CostInline(PartInline):
    model = CostItem
    fields = (
        "description", "kind", "low", "high", "per", "unit", "unit_count", "vat", "first_year",
        "last_year", "certainty",
    )  # fmt: skip


class BudgetInline(PartInline):
    model = BudgetYear
    formset = BudgetFormSet
    fields = ("year", "kind", "frame", "spent", "spent_until", "forecast", "reason")


class LedgerCodeInline(PartInline):
    model = LedgerCode
    fields = ("code", "note")


class ResourceInline(PartInline):
    model = ResourceNeed
    fields = ("party", "team", "description", "low", "high", "unit", "per")


class MilestoneInline(PartInline):
    model = Milestone
    fields = ("name", "due", "reached_on")


class DependencyInline(PartInline):
    model = Dependency
    form = DependencyForm
    formset = DependencyFormSet
    fk_name = "project"
    fields = ("kind", "other", "note")
    autocomplete_fields = ("other",)

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: object
    ) -> type[forms.BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "other":
            kwargs["queryset"] = Project.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RiskInline(PartStack):
    model = Risk
    autocomplete_fields = ("owner",)
    fields = (
        "description", ("probability", "impact", "state"), "cause", "consequence", "response",
        "response_text", "owner", "owner_name",
    )  # fmt: skip


class BenefitInline(PartStack):
    model = Benefit
    fields = ("description", "measure", ("baseline", "target", "due", "realised"))


class ReportInline(NewestInline):
    model = StatusReport
    fields = ("date", "schedule_light", "cost_light", "content_light", "text", "forecast_end")
