"""Which roles and areas a person's claims give: the table `OIDC_ROLES`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Role, forget_roles

Claims = Mapping[str, Any]  # what a provider says of a person: JSON


@dataclass(frozen=True)
class Grant:
    roles: frozenset[str]
    areas: frozenset[str]


def grant_of(extra_data: Claims) -> Grant | None:
    """What the table gives for the claims of an ID token or of the user's information.

    `OIDC_ROLES` maps a value of the claim `OIDC_CLAIM` to `{"role": …, "areas": […]}`;
    `OIDC_DEFAULT_ROLE` is for people who have none of the values. None: the person may not come in.
    """
    claims = {**(extra_data.get("userinfo") or {}), **(extra_data.get("id_token") or {})}
    values = claims.get(settings.OIDC_CLAIM) or []
    if isinstance(values, str):
        values = [values]
    rows = [settings.OIDC_ROLES[v] for v in map(str, values) if v in settings.OIDC_ROLES]
    roles = {row["role"] for row in rows} or {settings.OIDC_DEFAULT_ROLE} - {""}
    if not roles:
        return None
    return Grant(frozenset(roles), frozenset(name for row in rows for name in row["areas"]))


def apply_grant(user: User, grant: Grant, request: HttpRequest) -> None:
    """Gives exactly the roles and areas of the grant, at every sign-in anew.

    An area that does not exist is left out, and the person is told.
    """
    user.groups.set(Group.objects.filter(name__in=grant.roles))
    user.is_staff = bool(grant.roles - {Role.READER})
    user.save(update_fields=["is_staff"])
    forget_roles(user)
    areas = user.areas.model.objects.filter(name__in=grant.areas)
    user.areas.set(areas)
    for name in sorted(grant.areas - {area.name for area in areas}):
        text = _("The service area “%(name)s” of your sign-in does not exist in Salkku.")
        messages.warning(request, text % {"name": name} + " " + whom_to_ask())


def whom_to_ask() -> str:
    if settings.SUPPORT_CONTACT:
        return _("Ask for help: %(contact)s.") % {"contact": settings.SUPPORT_CONTACT}
    return _("Ask Salkku's administrator in your organisation for help.")
