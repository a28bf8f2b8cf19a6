"""A key for a reader's rights: people with the same key see the same of every project."""

from __future__ import annotations

from accounts.permissions import roles_of, sees_not_public
from accounts.types import AnyUser
from projects.models import Project, ServiceArea


def rights_key(user: AnyUser) -> str:
    """All of a user's rights by row, as a text to put into a key."""
    if sees_not_public(user):
        return "all"
    keys = sorted(Project.objects.keys_read_by(user))
    areas = sorted(ServiceArea.objects.keys_given_to(user))
    return f"{user.pk}:{sorted(roles_of(user))}:{keys}:{areas}"
