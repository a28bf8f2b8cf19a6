"""Second steps: taken away where a device is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.signing_in import notices, sessions
from accounts.signing_in.second_steps import SecondStep
from accounts.web.bounded_admin import BoundedAdmin


@admin.register(SecondStep)
class SecondStepAdmin(BoundedAdmin, admin.ModelAdmin):
    """Somebody's second steps, without their secrets: taken away where a device is lost."""

    list_display = fields = readonly_fields = ("person", "kind", "since", "used")
    list_select_related = ("user",)

    @admin.display(description=_("user"), ordering="user")
    def person(self, row: SecondStep) -> str:
        return str(row.user)

    @admin.display(description=_("kind"), ordering="type")
    def kind(self, row: SecondStep) -> str:
        return str(row.get_type_display())

    @admin.display(description=_("set up"), ordering="created_at")
    def since(self, row: SecondStep) -> str:
        return _moment(row.created_at)

    @admin.display(description=_("last used"), ordering="last_used_at")
    def used(self, row: SecondStep) -> str:
        return _moment(row.last_used_at)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if self.has_delete_permission(request):
            sessions.ask_again(request)
        return super().delete_view(request, object_id, extra_context)

    def get_actions(
        self, request: HttpRequest
    ) -> dict[str, tuple[Callable[..., str], str, str] | None]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one at a time, on its page
        return actions

    def delete_model(self, request: HttpRequest, obj: SecondStep) -> None:
        super().delete_model(request, obj)
        notices.second_step_was_removed(obj.user, str(obj.get_type_display()), request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "–"
