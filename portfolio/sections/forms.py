"""The form of a section, with its rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from django.forms import BoundField, Field
from django.forms.models import inlineformset_factory, modelform_factory
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts.models import User
from accounts.types import AnyUser, Cleaned
from accounts.web.people_fields import People, name_people, name_person, with_more
from portfolio.sections.fields import field_of_request, offer_areas, offer_goals, tell_language
from portfolio.sections.rows import OrderedRows, OrderField, SectionRows, Unjudged, forms_in_order
from portfolio.sections.section import Rows, Section
from portfolio.sections.understood import Understanding, understand
from portfolio.sections.words import Areas, Words
from projects.admin.base import ReasonForm
from projects.confidentiality import WHO_SEES
from projects.models import Project
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once

PEOPLE, READERS = ("owner", "manager"), "readers"
UNDERSTOOD = "understood"  # in the address: what the words say, and nothing else


class SectionForm(Unjudged, ReasonForm):
    """Fields of a project, and rows that hang on it; what else the project has stays as it is."""

    def __init__(self, *args: Any, section: Section, user: AnyUser, **more: Any) -> None:
        super().__init__(*args, **more | {"auto_id": f"{section.key}_%s"})
        self.user = user
        self.address = section.address(self.instance)
        self.rows: list[SectionRows] = []
        self.words = section.words if section.words and section.words.field in self.fields else None
        if self.words:
            ask_while_typing(self.fields[self.words.field], self.words, section, self.address)
        if "service_area" in self.fields:
            offer_areas(self, user)
        if "strategic_goals" in self.fields:
            offer_goals(self)
        tell_language(self, self.instance.language)
        self.people = People()
        for name in PEOPLE:
            if name in self.fields:
                name_person(self, name, self.people, getattr(self.instance, name))
        if READERS in self.fields:
            name_people(self, READERS, self.people, list(self.instance.readers.all()))

    def clean(self) -> Cleaned | None:
        values = super().clean()
        if values and READERS in self.fields:
            values[READERS] = with_more(values, READERS)
        return values

    @cached_property
    def understood(self) -> Understanding | None:
        """What the words say that are typed, beside the rows that are typed."""
        if self.words is None or self.said_rows is None:
            return None
        text = str(self[self.words.field].value() or "")
        return understand(self.words, text, self.said_rows, self.areas)

    @property
    def said_rows(self) -> SectionRows | None:
        """The rows that the words tell of."""
        name = self.words.rows if self.words else ""
        return next((rows for rows in self.rows if rows.prefix == name), None)

    @property
    def areas(self) -> Areas:
        return (self.instance.service_area.name,)

    @property
    def fields_below(self) -> list[BoundField]:
        """What stands below the rows."""
        above = {"change_reason", self.words.field if self.words else ""}
        return [field for field in self.visible_fields() if field.name not in above]

    @property
    def words_field(self) -> BoundField | None:
        return self[self.words.field] if self.words else None

    @property
    def says_something(self) -> bool:
        """Whether saving would change anything; a reason alone changes nothing."""
        is_changed = set(self.changed_data) - {"change_reason"}
        return bool(is_changed) or any(rows.has_changed() for rows in self.rows)

    @renewed_once()
    def save_section(self) -> None:
        """Saves the project and its rows as one change with its reason."""
        reason = self.cleaned_data.get("change_reason") or ""
        give_reason(self.instance, reason)
        self.save()
        for rows in self.rows:
            for row in rows.forms:
                give_reason(row.instance, reason)
            rows.save()
        if set(self.changed_data) & set(WHO_SEES):
            # Who marks something as not public goes on seeing it.
            saved = Project.objects.get(pk=self.instance.pk)
            saved.keep_visible_to(cast("User", self.user))


def section_form(
    section: Section,
    project: Project,
    user: AnyUser,
    hidden: Collection[str],
    data: QueryDict | None,
) -> SectionForm:
    """The form of the section for who may not see the hidden pieces: bound, or for None unbound."""
    made: type[Any] = modelform_factory(
        Project,
        form=SectionForm,
        fields=section.fields_beside(hidden),
        formfield_callback=field_of_request,
    )
    form: SectionForm = made(data, instance=project, section=section, user=user)
    form.rows = [_rows(each, form, section.key, data) for each in section.rows_beside(hidden)]
    for rows in form.rows:
        if isinstance(rows, OrderedRows):
            form.fields[rows.order_name] = OrderField(rows)
    return form


def grow(form: SectionForm) -> None:
    """Shows what was typed as it is, before anybody judges it."""
    form.is_judged = False
    for rows in form.rows:
        rows.unjudge()


def _rows(rows: Rows, form: SectionForm, key: str, data: QueryDict | None) -> SectionRows:
    made: type[Any] = inlineformset_factory(
        Project,
        rows.model,
        form=rows.form,
        formset=rows.formset,
        fields=rows.fields,
        fk_name="project",
        extra=1,
        can_delete_extra=False,
        formfield_callback=field_of_request,
    )
    manager: Any = rows.model._default_manager
    stored = manager.visible_to(form.user).filter(project=form.instance)
    stored = stored.select_related(*rows.related) if rows.related else stored
    return made(
        data,
        instance=form.instance,
        queryset=stored,
        auto_id=f"{key}_%s",
        form_kwargs={"user": form.user, "people": form.people},
    )


def ask_while_typing(field: Field, words: Words, section: Section, address: str) -> None:
    """The server is asked what it understands while the words, or the rows, are typed."""
    field.help_text = words.example
    field.widget.attrs |= {
        "hx-post": f"{address}?{UNDERSTOOD}=1",
        "hx-trigger": "input changed delay:300ms, change from:closest form",
        "hx-target": f"#{section.key}-understood",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
        "data-words": "",
    }


def take_focus(
    form: SectionForm, *, grown: str = "", field: str = "", row: int | None = None
) -> None:
    """A form that was opened takes the focus, on the field or the rows that are named; a row of it,
    where rows were asked to grow."""
    if form.is_bound and not grown:
        return  # the focus is on what is wrong
    if form.words_field and not (grown or field):
        form.words_field.field.widget.attrs["autofocus"] = True
        return
    place = -1 if row is None else row
    new = [each.forms[place] for each in form.rows if grown and each.prefix == grown]
    named = [each for rows in form.rows if field and rows.prefix == field for each in rows.forms]
    standing = new or named or list(forms_in_order(form, form.rows))
    shown = [each for one in standing for each in one.visible_fields()]
    if not new and field in form.fields:
        shown = [form[field]]
    first = next((field for field in shown if field.name != "change_reason"), None)
    if first is not None:
        first.field.widget.attrs["autofocus"] = True
