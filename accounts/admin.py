from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Role, roles_of

# Roles are fixed by accounts/permissions.py; they are given to people on the user's page.
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People and their roles: the administrator's alone; others find names when they pick one."""

    list_display = ("username", "first_name", "last_name", "email", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who edits projects is offered people's names where one is picked, and no more."""
        match = request.resolver_match
        if match is not None and match.url_name == "autocomplete":
            return bool(roles_of(request.user) - {Role.READER})
        return super().has_view_permission(request, obj)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        found, distinct = super().get_search_results(request, queryset, search_term)
        if "autocomplete" in request.path:
            found = found.filter(is_active=True)
        return found, distinct
