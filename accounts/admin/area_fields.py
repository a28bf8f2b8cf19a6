"""The service areas of an area editor, given on the page where the person gets their role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import UserChangeForm
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.signing_in.bounded_forms import AddUserForm
from accounts.web.bounded_admin import KeysField


def _areas() -> Any:
    """The table of service areas."""
    return User._meta.get_field("areas").related_model


class AreasField(KeysField):
    """Service areas as ticks, in their tree. They are a table of an app above: asked by name."""

    def __init__(self) -> None:
        super().__init__(
            queryset=_areas().objects.none(),
            widget=forms.CheckboxSelectMultiple(attrs={"class": "areas"}),
            label=_("Service areas"),
            required=False,
            help_text=_(
                "An area editor edits the projects of the areas ticked here and of the units "
                "below them. Other roles need no areas."
            ),
        )

    def label_from_instance(self, area: Model) -> str:
        return "– " * getattr(area, "tree_depth", 0) + str(area)


class WithAreas(forms.ModelForm):
    """A form of a person with the areas that are given to them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("areas")
        if isinstance(field, AreasField):
            field.queryset = _areas().objects.with_tree_fields()
            if self.instance.pk:
                field.initial = list(self.instance.areas.values_list("pk", flat=True))


class ChangePersonForm(WithAreas, UserChangeForm):
    areas = AreasField()


class AddPersonForm(WithAreas, AddUserForm):
    areas = AreasField()
