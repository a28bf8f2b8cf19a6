"""Deleting a project: one that stands in a plan stays, and its page offers the two ways on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.types import Context
from projects.models import Project
from projects.saving.many import change_many
from projects.values.choices import Status


class KeptInPlans(ModelAdmin):
    """Mixed into the administration of projects."""

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Context | None = None
    ) -> HttpResponse:
        project = self.get_object(request, unquote(object_id))
        if project is None or not self.has_delete_permission(request, project):
            return super().delete_view(request, object_id, extra_context)
        if request.method == "POST" and request.POST.get("instead") == "cancel":
            return self._cancel(request, project)
        context: Context = {
            "in_plans": [
                {"entry": each, "may_take_out": each.plan.is_editable_by(request.user)}
                for each in project.plan_entries.select_related("plan")
                if each.plan.is_named_to(request.user)
            ],
            "may_cancel": project.status != Status.CANCELLED,
        }
        if context["in_plans"]:
            context["title"] = _("The project cannot be deleted")
        return super().delete_view(request, object_id, context | (extra_context or {}))

    def _cancel(self, request: HttpRequest, project: Project) -> HttpResponse:
        with transaction.atomic():
            rows = Project.objects.editable_by(request.user).filter(pk=project.pk)
            row = rows.select_for_update(of=("self",)).first()
            if row is None:
                raise PermissionDenied
            row.status = Status.CANCELLED
            change_many([row], {"status": Status.CANCELLED}, request.user)
        text = _("“%(name)s” is marked as cancelled.") % {"name": project.name}
        self.message_user(request, text, messages.SUCCESS)
        return redirect(project)
