"""Editing action plans: chapters and the projects in their order."""

import django_tasks_db.admin  # noqa: F401 (registers what is taken out below)
from django.contrib import admin
from django_tasks_db.models import DBTaskResult

from projects.admin_base import PartInline, PortfolioAdmin
from reports.models import ActionPlan, PlanChapter, PlanEntry


class ChapterInline(PartInline):
    model = PlanChapter
    autocomplete_fields = ("service_area",)


class EntryInline(PartInline):
    model = PlanEntry
    autocomplete_fields = ("project",)


@admin.register(ActionPlan)
class ActionPlanAdmin(PortfolioAdmin):
    list_display = ("title", "organisation", "updated_at")
    search_fields = ("title",)
    inlines = (ChapterInline, EntryInline)


# The queue's own rows say nothing to anybody; a job's page does.
admin.site.unregister(DBTaskResult)
