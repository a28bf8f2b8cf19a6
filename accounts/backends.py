"""Permissions from roles, where Django asks for them."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.permissions import edits_everything, role_allows, roles_of


class RoleBackend(AuthenticationBackend):
    """Signs in with a password and answers `has_perm` from the table of roles.

    A row that knows who may see or edit it (methods `is_visible_to` and `is_editable_by`) is
    asked too.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not role_allows(user_obj, perm):
            return False
        if obj is None or edits_everything(user_obj):
            return True
        question = "is_visible_to" if ".view_" in perm else "is_editable_by"
        answer = getattr(obj, question, None)
        return True if answer is None else bool(answer(user_obj))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return bool(roles_of(user_obj)) and role_allows(user_obj, f"{app_label}.view_any")

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
