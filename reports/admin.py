"""Editing action plans: chapters and the projects in their order."""

from django.contrib import admin

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
