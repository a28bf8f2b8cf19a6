"""Permissions from roles, where Django asks for them."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Model
from django.http import HttpRequest

from accounts.models import User
from accounts.permissions import edits_everything, role_allows, roles_of
from accounts.signing_in.attempts import person_named
from accounts.types import AnyUser


class RoleBackend(AuthenticationBackend):
    """Signs in with a password and answers `has_perm` from the table of roles.

    A row that knows who may see or edit it (methods `is_visible_to` and `is_editable_by`) is
    asked too.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> User | None:
        """Takes the time of one password hash, whoever was named, and whether they may come in."""
        word = str(credentials.get("username") or credentials.get("email") or "")
        password = str(credentials.get("password") or "")
        if not password:
            return None
        user = person_named(word)
        is_right = (user or User()).check_password(password)
        return user if user is not None and is_right and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: AnyUser, perm: str, obj: Model | None = None) -> bool:
        if not role_allows(user_obj, perm):
            return False
        if obj is None or edits_everything(user_obj):
            return True
        question = "is_visible_to" if ".view_" in perm else "is_editable_by"
        answer = getattr(obj, question, None)
        return True if answer is None else bool(answer(user_obj))

    def has_module_perms(self, user_obj: AnyUser, app_label: str) -> bool:
        return bool(roles_of(user_obj)) and role_allows(user_obj, f"{app_label}.view_any")

    def get_all_permissions(self, user_obj: AnyUser, obj: Model | None = None) -> set[str]:
        return set()
