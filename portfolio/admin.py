"""Joins the apps in the admin: the assessment on the project's form, "add to plan"."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import audit
from accounts.admin.audit_events import AuditAdmin
from accounts.models import AuditEvent
from accounts.permissions import edits_everything
from accounts.web.bounded_admin import BoundedFields, SentInlineRows
from impact_assessments.admin.assessments import LETTERED, part_fieldsets
from impact_assessments.models import ImpactAssessment
from projects.admin.base import OwnFieldsForm, PieceFields, RowRights
from projects.admin.projects import ProjectAdmin
from projects.models import Project
from projects.models.querysets import ProjectQuerySet
from projects.sheets.workbook.csv_text import csv_file
from projects.sheets.writing import Shape, SheetColumn, SheetPage, file_name, sheet_response
from reports.models import ActionPlan


class AssessmentInline(PieceFields, RowRights, BoundedFields, admin.StackedInline):
    model = ImpactAssessment
    form = OwnFieldsForm
    formset = SentInlineRows
    verbose_name_plural = _("Effects on information management")
    can_delete = False
    readonly_fields = ("state",)
    fieldsets: Any = (
        (
            _("Screening"),
            {
                "fields": (
                    "introduces_system",
                    "changes_tasks",
                    "changes_data",
                    "screening",
                    "justification",
                    "state",
                    "stage",
                )
            },
        ),
        *part_fieldsets(LETTERED, ("effect", "substantial", "direction", "text")),
    )


class PortfolioProjectAdmin(ProjectAdmin):
    inlines: Any = (AssessmentInline, *ProjectAdmin.inlines)
    actions: Any = (*ProjectAdmin.actions, "add_to_plan")

    @admin.action(description=_("Add to the newest action plan"), permissions=["change"])
    def add_to_plan(self, request: HttpRequest, rows: ProjectQuerySet) -> None:
        if not edits_everything(request.user):
            self.message_user(request, _("Only IT planners edit action plans."), messages.ERROR)
            return
        plan = ActionPlan.objects.editable_by(request.user).first()
        if plan is None:
            none = _("There is no action plan that is still a draft.")
            self.message_user(request, none, messages.WARNING)
            return
        added = plan.add_projects(rows)
        text = ngettext(
            "%(n)d project was added to “%(plan)s”.",
            "%(n)d projects were added to “%(plan)s”.",
            added,
        )
        self.message_user(request, text % {"n": added, "plan": plan}, messages.SUCCESS)


admin.site.unregister(Project)
admin.site.register(Project, PortfolioProjectAdmin)


class PortfolioAuditAdmin(AuditAdmin):
    actions = ("export",)

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export(self, request: HttpRequest, rows: QuerySet[AuditEvent]) -> HttpResponse:
        title = str(AuditEvent._meta.verbose_name_plural)
        audit.record(audit.Event.EXPORTED, request=request, detail=title)
        words = {field.name: str(field.verbose_name) for field in AuditEvent._meta.fields}
        names = ("event", "actor", "about", "detail", "address")
        columns = [
            SheetColumn(words["at"], Shape.MOMENT),
            *(SheetColumn(words[name]) for name in names),
            SheetColumn("ISO 8601"),  # one hour of the year comes twice
        ]
        events = (
            (
                row.at,
                row.get_event_display(),
                str(row.actor or ""),
                row.about_in_words,
                row.detail_in_words,
                row.address,
                timezone.localtime(row.at).isoformat(),
            )
            for row in rows
        )
        return sheet_response(csv_file(SheetPage(title, columns, events)), file_name(title, "csv"))


admin.site.unregister(AuditEvent)
admin.site.register(AuditEvent, PortfolioAuditAdmin)
