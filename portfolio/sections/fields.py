"""The fields of the sections' forms: those of the models, in controls that need no script."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.permissions import edits_everything
from accounts.types import AnyUser
from accounts.web.bounded_admin import KeysField
from projects.fields import MoneyFormField
from projects.models import Project, ServiceArea
from projects.models.area_tree import AreaTree

LONG = 8  # lines
Choices = list[tuple[object, str]]


def form_field(field: models.Field, **more: Any) -> forms.Field | None:
    """The form's field of a model's field."""
    if isinstance(field, models.DecimalField):
        more["form_class"] = MoneyFormField
    if isinstance(field, models.ManyToManyField):
        more["form_class"] = KeysField
    if isinstance(field, models.TextField):
        more["widget"] = forms.Textarea(attrs={"rows": LONG})
    return field.formfield(**more)


def offer_areas(form: forms.BaseForm, user: AnyUser, project: Project) -> None:
    """The areas that the person may move the project to, as a tree."""
    field = cast("forms.ModelChoiceField", form.fields["service_area"])
    if not edits_everything(user):
        field.queryset = ServiceArea.objects.given_to(user)
    allowed = None if edits_everything(user) else ServiceArea.objects.keys_given_to(user)
    choices = [each for each in AreaTree().choices() if allowed is None or each[0] in allowed]
    field.choices = choices


def offer_goals(form: forms.BaseForm) -> None:
    """Goals as boxes to tick."""
    field = cast("forms.ModelMultipleChoiceField", form.fields["strategic_goals"])
    field.widget = forms.CheckboxSelectMultiple()
    field.choices = field.choices  # which the new widget takes over
    field.help_text = ""


def people(*current: int | None) -> models.QuerySet[User]:
    """Who can be named: people who can sign in, and who is named already."""
    named = [key for key in current if key]
    return User.objects.filter(Q(is_active=True) | Q(pk__in=named))
