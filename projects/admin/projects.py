"""Editing projects, areas and goals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import InlineModelAdmin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import edits_everything
from accounts.types import Context
from projects.admin.base import hidden_pieces
from projects.admin.deleting import KeptInPlans
from projects.admin.part_inlines import (
    BenefitInline,
    BudgetInline,
    CostInline,
    DependencyInline,
    LedgerCodeInline,
    MilestoneInline,
    PhaseInline,
    ReportInline,
    ResourceInline,
    RiskInline,
)
from projects.admin.spreadsheets import SpreadsheetAdmin
from projects.confidentiality import WHO_SEES, hides_rows, labels
from projects.models import Project, ServiceArea, StatusReport, StrategicGoal
from projects.saving.many import change_many
from projects.sheets.columns import ProjectResource, ServiceAreaResource, StrategicGoalResource
from projects.talk.mail import tell_of_reports
from projects.templatetags.salkku import schedule
from projects.values.choices import Status


@admin.register(Project)
class ProjectAdmin(KeptInPlans, SpreadsheetAdmin):
    resource_classes = (ProjectResource,)
    change_title = _("Change the project")
    list_display = (
        "name", "service_area", "status", "when", "likelihood", "is_flagship", "updated_at",
    )  # fmt: skip
    list_filter = ("status", "scope", "service_area", "likelihood", "is_flagship", "is_not_public")
    list_select_related = ("service_area",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name",)
    folded_search_field = "search_text"
    autocomplete_fields = ("service_area", "strategic_goals", "owner", "manager", "readers")
    # A report comes last: it keeps what the others say (projects.values.project_snapshot).
    inlines = (
        PhaseInline, MilestoneInline, DependencyInline, CostInline, BudgetInline, LedgerCodeInline,
        ResourceInline, RiskInline, BenefitInline, ReportInline,
    )  # fmt: skip
    actions = (
        "mark_flagship", "unmark_flagship", "set_approved", "set_in_progress", "set_on_hold",
        "set_completed", "set_cancelled",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("name", "scope", "service_area", "status", "priority", "is_flagship")}),
        (_("What the project is"), {"fields": ("description",)}),
        (_("What changes"), {"fields": ("change_effects",)}),
        (_("Strategic goal"), {"fields": ("strategic_goals", "strategic_goal_text")}),
        (_("Schedule"), {"fields": ("schedule_text", "likelihood", "likelihood_text",
                                    "responsible_party", "responsible_text")}),
        (_("Costs and resources in words"), {"fields": ("cost_text", "resource_text")}),
        (_("People"), {"fields": ("owner", "owner_name", "manager", "manager_name")}),
        (_("Confidentiality"), {"fields": ("is_not_public", "not_public_fields", "readers")}),
        (_("Notes"), {"fields": ("notes", "language", "change_reason")}),
    )  # fmt: skip

    @admin.display(description=_("schedule"))
    def when(self, project: Project) -> str:
        return schedule(project)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("phases")

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return Project.may_be_proposed_by(request.user)

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[str] | tuple[str, ...]:
        fields = super().get_readonly_fields(request, obj)
        if obj is not None and obj.hidden_from(request.user):
            return (*fields, *WHO_SEES)
        return fields

    def get_inline_instances(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[InlineModelAdmin]:
        hidden = hidden_pieces(request.user, obj)
        return [
            inline
            for inline in super().get_inline_instances(request, obj)
            if not hides_rows(inline.model, hidden)
        ]

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Sequence[forms.BaseModelFormSet],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        # Who marks something as not public goes on seeing it.
        project = Project.objects.get(pk=form.instance.pk)
        if not change or set(form.changed_data) & set(WHO_SEES):
            project.keep_visible_to(cast("User", request.user))

    def render_change_form(
        self, request: HttpRequest, context: Context, *args: Any, **kw: Any
    ) -> HttpResponse:
        hidden = labels(hidden_pieces(request.user, kw.get("obj")))
        return super().render_change_form(request, context | {"left_out": hidden}, *args, **kw)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField | None:
        if db_field.name == "service_area" and not edits_everything(request.user):
            kwargs["queryset"] = ServiceArea.objects.given_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_formset(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formset: forms.BaseModelFormSet,
        change: bool,
    ) -> None:
        person = cast("User", request.user)  # who is not signed in comes to no form
        for row in formset.forms:
            # Who writes a report signs it; a later correction by another leaves the name.
            if isinstance(row.instance, StatusReport) and row.instance._state.adding:
                row.instance.author = person
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            if isinstance(row, StatusReport):
                tell_of_reports([row], person, request)

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        for name, (function, _name, _description) in list(actions.items()):
            if name.startswith("set_"):
                actions[name] = (function, name, str(STATUS_ACTIONS[name]))
        return actions

    def _change(self, request: HttpRequest, rows: models.QuerySet, **values: object) -> None:
        """Change the chosen rows one by one, so that each has its history; others are named."""
        with transaction.atomic():
            # Only the named fields: what somebody else saves at the same time stays.
            editable = rows.editable_by(request.user).prefetch_related(None)
            chosen = list(editable.select_for_update(of=("self",)))
            for project in chosen:
                for name, value in values.items():
                    setattr(project, name, value)
            change_many(chosen, values, request.user)
        changed = len(chosen)
        if refused := rows.count() - changed:
            text = ngettext(
                "%d project is not yours to change.",
                "%d projects are not yours to change.",
                refused,
            )
            self.message_user(request, text % refused, messages.WARNING)
        text = ngettext("%d project was changed.", "%d projects were changed.", changed)
        self.message_user(request, text % changed, messages.SUCCESS)

    @admin.action(description=_("Mark as flagship"), permissions=["change"])
    def mark_flagship(self, request: HttpRequest, rows: models.QuerySet) -> None:
        self._change(request, rows, is_flagship=True)

    @admin.action(description=_("Remove the flagship mark"), permissions=["change"])
    def unmark_flagship(self, request: HttpRequest, rows: models.QuerySet) -> None:
        self._change(request, rows, is_flagship=False)


def _status_action(status: Status) -> Callable[[ProjectAdmin, HttpRequest, models.QuerySet], None]:
    def act(admin_: ProjectAdmin, request: HttpRequest, rows: models.QuerySet) -> None:
        admin_._change(request, rows, status=status)

    act.__name__ = f"set_{status.value}"
    act.allowed_permissions = ("change",)
    return act


STATUS_ACTIONS = {}
for _status in Status:
    if _status is not Status.PROPOSAL:
        setattr(ProjectAdmin, f"set_{_status.value}", _status_action(_status))
        STATUS_ACTIONS[f"set_{_status.value}"] = _status.label


@admin.register(ServiceArea)
class ServiceAreaAdmin(SpreadsheetAdmin):
    resource_classes = (ServiceAreaResource,)
    change_title = _("Change the service area")
    list_display = ("name", "parent", "position")
    search_fields = ("name",)
    autocomplete_fields = ("parent", "editors")

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        found, distinct = super().get_search_results(request, queryset, search_term)
        # The project form offers an area editor only the areas that they may use.
        if "autocomplete" in request.path and not edits_everything(request.user):
            mine = ServiceArea.objects.given_to(request.user).without_tree_fields()
            found = found.filter(pk__in=list(mine.values_list("pk", flat=True)))
        return found, distinct


@admin.register(StrategicGoal)
class StrategicGoalAdmin(SpreadsheetAdmin):
    resource_classes = (StrategicGoalResource,)
    change_title = _("Change the strategic goal")
    list_display = ("name", "position")
    search_fields = ("name",)
