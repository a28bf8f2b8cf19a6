"""The audit log: the administrator's alone."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent
from accounts.web.bounded_admin import BoundedAdmin


@admin.register(AuditEvent)
class AuditAdmin(BoundedAdmin, admin.ModelAdmin):
    """Read and filtered, never changed; `portfolio.admin` adds the export."""

    list_display = fields = ("at", "event", "actor", "about_in_words", "detail_in_words", "address")
    readonly_fields = ("about_in_words", "detail_in_words")
    list_filter = ("event", "at")
    search_fields = ("actor__username", "actor__last_name", "about", "detail", "address")
    list_select_related = ("actor",)
    date_hierarchy = "at"
    show_full_result_count = False

    @admin.display(description=_("about"), ordering="about")
    def about_in_words(self, row: AuditEvent) -> str:
        return row.about_in_words

    @admin.display(description=_("detail"), ordering="detail")
    def detail_in_words(self, row: AuditEvent) -> str:
        return row.detail_in_words

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
