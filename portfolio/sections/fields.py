"""The fields of the sections' forms: those of the models, in controls that need no script."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.permissions import edits_everything
from accounts.types import AnyUser
from accounts.web.bounded_admin import KeysField
from accounts.web.typed_text import key_of
from accounts.web.worded_once import worded_once
from projects.days import DayField
from projects.fields import MoneyFormField, fold, reader_language, verbose_name
from projects.models import Dependency, Project, ServiceArea
from projects.models.area_tree import AreaTree
from projects.plain_texts import PlainFormField

LINES, FEW_LINES = 10, 3
LONG_TEXTS = {"description", "change_effects", "notes"}
MOST_MEANT, MOST_OFFERED = 3, 500  # projects named where a name was not right; while it is typed


def form_field(field: models.Field, **more: Any) -> forms.Field | None:
    """The form's field of a model's field."""
    if isinstance(field, models.DecimalField):
        more["form_class"] = MoneyFormField
    if isinstance(field, models.DateField):
        more["form_class"] = DayField
    if isinstance(field, models.ManyToManyField):
        more["form_class"] = KeysField
    if isinstance(field, models.TextField):
        lines = LINES if field.name in LONG_TEXTS else FEW_LINES
        more["widget"] = forms.Textarea(attrs={"rows": lines})
    made: forms.Field | None = field.formfield(**more)
    return made


def field_of_request(field: models.Field, **more: object) -> forms.Field | None:
    """The same for a form whose class is made anew for each request, in the reader's language."""
    return worded_once(form_field(field, **more))


def tell_language(form: forms.BaseForm, language: str) -> None:
    """Says of the texts in a form that they are in another language than its page (WCAG 3.1.2)."""
    code = language or settings.LANGUAGE_CODE
    if code != reader_language():
        for field in form.fields.values():
            if isinstance(field, PlainFormField):
                field.widget.attrs["lang"] = code


def offer_areas(form: forms.BaseForm, user: AnyUser) -> None:
    """The areas that the person may move the project to, as a tree."""
    field = cast("forms.ModelChoiceField", form.fields["service_area"])
    choices = AreaTree().choices()
    if not edits_everything(user):
        field.queryset = ServiceArea.objects.given_to(user)
        given = ServiceArea.objects.keys_given_to(user)
        choices = [each for each in choices if each[0] in given]
    field.choices = choices


def offer_goals(form: forms.BaseForm) -> None:
    """Goals as boxes to tick."""
    field = cast("forms.ModelMultipleChoiceField", form.fields["strategic_goals"])
    field.widget = forms.CheckboxSelectMultiple()
    field.choices = field.choices  # which the new widget takes over


def project_names(user: AnyUser) -> list[str]:
    """Names that the browser offers while one is typed; the first of very many."""
    return list(Project.objects.visible_to(user).values_list("name", flat=True)[:MOST_OFFERED])


class ProjectNameField(PlainFormField):
    """Another project, by its name or its number; of those that the person may see."""

    def __init__(self, user: AnyUser, current: Project | None) -> None:
        label = capfirst(verbose_name(Dependency, "other"))
        super().__init__(label=label, max_length=300)
        self.user, self.current = user, current
        self.widget.attrs["list"] = "project-names"

    def prepare_value(self, value: object) -> object:
        return value.name if isinstance(value, Project) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: object) -> Project:
        text = super().clean(value)
        if self.current is not None and text == self.current.name:
            return self.current
        visible = Project.objects.visible_to(self.user)
        named = list(visible.filter(name=text)[:2])
        named = named or list(visible.filter(pk=key_of(text)))
        if len(named) == 1:
            return named[0]
        if named:
            raise ValidationError(
                _("Several projects have this name: write the number in its page's address.")
            )
        raise ValidationError(self._not_found(text, visible))

    def _not_found(self, text: str, visible: models.QuerySet[Project]) -> str:
        near = visible.filter(search_text__contains=fold(text))[:MOST_MEANT]
        if names := ", ".join(row.name for row in near):
            return _("No project has this name. Do you mean %(names)s?") % {"names": names}
        return _("No project has this name.")
