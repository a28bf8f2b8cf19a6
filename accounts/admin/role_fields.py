"""Roles by their names and with what they allow, where an administrator gives or looks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Role, role_label
from accounts.web.bounded_admin import KeysField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ALLOWS = {
    Role.ADMINISTRATOR: _("edits everything, and gives people their roles"),
    Role.PLANNER: _("edits the whole portfolio, and makes and publishes plans"),
    Role.AREA_EDITOR: _("edits the projects of the service areas that are given below"),
    Role.READER: _("reads the portfolio"),
}


class RolesField(KeysField):
    """The roles of a person, one or several, as ticks."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            queryset=Group.objects.filter(name__in=Role.values).order_by("pk"),
            widget=forms.CheckboxSelectMultiple,
            label=_("Roles"),
            required=False,
        )

    def label_from_instance(self, group: Group) -> str:
        return f"{role_label(group.name)}: {ALLOWS[Role(group.name)]}"


class RoleFilter(admin.RelatedFieldListFilter):
    """People of one role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("role")

    def field_choices(
        self, field: RelatedField, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        groups = Group.objects.filter(name__in=Role.values).order_by("pk")
        return [(str(group.pk), role_label(group.name)) for group in groups]
