"""Editing action plans: chapters and the projects in their order."""

from __future__ import annotations

import django_tasks_db.admin  # noqa: F401 (registers what is taken out below)
from django.contrib import admin
from django.db.models import Model
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from projects.admin.base import PartInline, PortfolioAdmin
from reports.models import ActionPlan, PlanChapter, PlanEntry, Statement


class DraftsOnly:
    """Changes a plan, and what is in it, only while the plan is a draft."""

    def _may(self, request: HttpRequest, action: str, obj: Model | None) -> bool:
        may = super()._may(request, action, obj)
        if action == "view" or not isinstance(obj, ActionPlan):
            return may
        return may and obj.is_editable_by(request.user)


class ChapterInline(DraftsOnly, PartInline):
    model = PlanChapter
    autocomplete_fields = ("service_area",)


class EntryInline(DraftsOnly, PartInline):
    model = PlanEntry
    autocomplete_fields = ("project",)


@admin.register(ActionPlan)
class ActionPlanAdmin(DraftsOnly, PortfolioAdmin):
    change_title = _("Change the action plan")
    list_display = ("title", "organisation", "updated_at")
    search_fields = ("title",)
    inlines = (ChapterInline, EntryInline)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        if formset.model is PlanChapter:
            for row in formset.forms:
                # Who writes in a chapter has looked at it; a place in the order says nothing.
                if {"title", "text"} & set(row.changed_data):
                    row.instance.is_unread = False
        super().save_formset(request, form, formset, change)


@admin.register(Statement)
class StatementAdmin(PortfolioAdmin):
    change_title = _("Change the statement")
    list_display = ("__str__",)


# The queue's own rows say nothing to anybody; a job's page does.
admin.site.unregister(DBTaskResult)
