"""The form of a section."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.models import modelform_factory
from django.http import QueryDict

from accounts.types import AnyUser
from portfolio.sections.fields import form_field, offer_areas, offer_goals
from portfolio.sections.section import Section
from projects.admin.base import ReasonForm
from projects.models import Project
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once


class SectionForm(ReasonForm):
    """Fields of a project; what else the project has stays as it is."""

    def __init__(self, *args: Any, section: Section, user: AnyUser, **more: Any) -> None:
        super().__init__(*args, **more | {"auto_id": f"{section.key}_%s"})
        self.user = user
        self.address = section.address(self.instance)
        if "service_area" in self.fields:
            offer_areas(self, user, self.instance)
        if "strategic_goals" in self.fields:
            offer_goals(self)

    @property
    def says_something(self) -> bool:
        """Whether saving would change anything; a reason alone changes nothing."""
        return bool(set(self.changed_data) - {"change_reason"})

    @renewed_once()
    def save_section(self) -> None:
        """Saves the project with its new fields, as one change with its reason."""
        give_reason(self.instance, self.cleaned_data.get("change_reason") or "")
        self.save()


def section_form(
    section: Section, project: Project, user: AnyUser, hidden: Iterable[str], data: QueryDict | None
) -> SectionForm:
    """The form of the section for who may not see the hidden pieces: bound, or for None unbound."""
    made: type[Any] = modelform_factory(
        Project,
        form=SectionForm,
        fields=section.fields_beside(hidden),
        formfield_callback=form_field,
    )
    form: SectionForm = made(data, instance=project, section=section, user=user)
    return form


def focus_first(form: forms.BaseForm) -> None:
    """The form that was just opened is typed into at once."""
    first = next(iter(form.visible_fields()), None)
    if first is not None:
        first.field.widget.attrs["autofocus"] = True
