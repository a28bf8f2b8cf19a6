"""Mail that waits, was sent, or could not be sent: for the administrator, who never sees a text."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.mail import outbox
from accounts.models import OutgoingMail
from accounts.web.bounded_admin import BoundedAdmin
from organisation.places import command

MAIL_KINDS = {
    "password_reset": _("Link for a new password"),
    "invitation": _("Invitation"),
    "notice": _("News of a project"),
    "reminder": _("Reminder of a report"),
    "proposal": _("News of a proposal"),
}


@admin.register(OutgoingMail)
class OutgoingMailAdmin(BoundedAdmin, admin.ModelAdmin):
    """Whom a mail is for, what it is about, and why it was not sent."""

    list_display = ("created_at", "to", "about", "state", "why")
    fields = readonly_fields = (*list_display, "attempts", "next", "ended_at")
    list_filter = ("state",)
    search_fields = ("to",)
    actions = ("send_again", "drop")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        if request.method == "GET" and self.has_view_permission(request):
            if not outbox.is_set_up():
                self.message_user(request, _("No mail is set up (EMAIL_URL)."), messages.WARNING)
            else:
                text = _("The worker (“%(command)s”) sends the mail. Rows are kept %(n)s days.")
                values = {"command": command("work"), "n": settings.MAIL_KEPT_DAYS}
                self.message_user(request, text % values, messages.INFO)
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("about"))
    def about(self, row: OutgoingMail) -> str:
        return str(MAIL_KINDS[row.kind]) if row.kind in MAIL_KINDS else row.subject

    @admin.display(description=_("next attempt"))
    def next(self, row: OutgoingMail) -> datetime | None:
        return row.next_at if row.state == OutgoingMail.State.WAITING else None

    @admin.display(description=_("why not"))
    def why(self, row: OutgoingMail) -> str:
        return " ".join(filter(None, (row.error_text, row.answer and f"({row.answer})")))

    @admin.action(description=_("Send again"), permissions=["view"])
    def send_again(self, request: HttpRequest, rows: QuerySet[OutgoingMail]) -> None:
        changed = outbox.send_again(rows)
        text = ngettext("%d mail is sent again.", "%d mails are sent again.", changed)
        self.message_user(request, text % changed, messages.SUCCESS)

    @admin.action(description=_("Give up: never send"), permissions=["view"])
    def drop(self, request: HttpRequest, rows: QuerySet[OutgoingMail]) -> None:
        changed = outbox.drop(rows)
        text = ngettext("%d mail was given up.", "%d mails were given up.", changed)
        self.message_user(request, text % changed, messages.SUCCESS)
