"""Rows in a section's form: one after the other, with an empty one at the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import AnyUser, Cleaned
from accounts.web.bounded_admin import SentInlineRows
from accounts.web.people_fields import People, name_person
from accounts.web.typed_text import key_of
from portfolio.sections.fields import ProjectNameField, tell_language
from projects.admin.budget_formset import BudgetFormSet
from projects.admin.dependency_formset import DependencyForm, DependencyFormSet
from projects.models import Project

MOST_ROWS = 500
UP, DOWN = "up", "down"
STEPS = {UP: -1, DOWN: 1}
OTHER = {UP: DOWN, DOWN: UP}


class Unjudged:
    """A form that is shown again with what was typed, before anybody asks whether it is right."""

    is_judged = True
    _errors: object
    cleaned_data: Cleaned

    def full_clean(self) -> None:
        if self.is_judged:
            super().full_clean()  # type: ignore[misc]  # of the form beside it
        else:
            self._errors, self.cleaned_data = ErrorDict(), {}


class RowForm(Unjudged, forms.ModelForm):
    """One row. The people who can be named are asked for once for all rows, if at all."""

    goes_up = goes_down = False
    """Whether there is a place above or below where it can be moved to."""
    among = 0
    """How many rows there are with it; an empty one at the end counts for itself only."""
    focus = ""
    """Which of the buttons that move it takes the focus."""
    named_by = "description"
    """The field that says what the row is, while it is typed."""
    is_put_elsewhere = False

    def __init__(self, *args: Any, user: AnyUser, people: People, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user
        if "owner" in self.fields:
            current = self.instance.owner if self.instance.owner_id else None
            name_person(self, "owner", people, current)

    @property
    def told(self) -> str:
        """The row as it is stored, in a few words; empty for a new one."""
        return str(self.instance) if self.instance.pk else ""

    @property
    def called(self) -> str:
        """What is said of the row where it is moved: as it is typed."""
        typed = str(self[self.named_by].value() or "") if self.named_by in self.fields else ""
        return self.told if typed in self.told else typed

    @property
    def is_filled(self) -> bool:
        return bool(self.instance.pk) or (self.is_bound and self.has_changed())

    def has_changed(self) -> bool:
        return super().has_changed() or self.is_put_elsewhere


class SectionRows(SentInlineRows):
    """The rows of one kind. A row is removed by a tick, which can be taken back before saving."""

    is_judged = True
    model: type[models.Model]
    _errors: object

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = gettext_lazy("Remove this row")
        if isinstance(self.instance, Project):
            tell_language(form, self.instance.language)

    def full_clean(self) -> None:
        if self.is_judged:
            super().full_clean()
        else:
            self._errors, self._non_form_errors = [], self.error_class()

    def unjudge(self) -> None:
        self.is_judged = False
        for form in self.forms:
            form.is_judged = False

    @property
    def shown(self) -> list[RowForm]:
        """The rows in the order in which they stand on the page."""
        return list(self.forms)

    @property
    def title(self) -> str:
        return str(capfirst(self.model._meta.verbose_name_plural))

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)


class OrderedRows(SectionRows):
    """Rows that people put into an order, of a model with a `position`.

    The order is one more field of the section's form (`OrderField`): a move waits to be saved like
    anything that is typed, and is asked about where two people moved rows.
    """

    @property
    def order_name(self) -> str:
        return f"{self.prefix}_order"

    @cached_property
    def _keys(self) -> dict[RowForm, str]:
        """How the order names each row: by its key, a new one by its place among new ones."""
        new = self.initial_form_count()
        return {
            row: str(row.instance.pk or f"new{index - new}") for index, row in enumerate(self.forms)
        }

    @property
    def _sent_order(self) -> list[str]:
        sent = self.data.get(self.order_name, "") if self.is_bound else ""
        return sent.split()[: 2 * MOST_ROWS]

    @property
    def order(self) -> str:
        """The order as the form sends it; new rows that were not moved come last by themselves."""
        sent = self._sent_order
        keys = [self._keys[row] for row in self.shown]
        return " ".join(key for key in keys if key.isdecimal() or key in sent)

    @property
    def stored(self) -> list[RowForm]:
        """In the order of the database, new ones last."""
        places = {row.pk: place for place, row in enumerate(self.get_queryset())}
        return sorted(self.forms, key=lambda row: places.get(row.instance.pk, len(places)))

    @property
    def shown(self) -> list[RowForm]:
        places = {key: place for place, key in enumerate(self._sent_order)}
        rows = sorted(self.stored, key=lambda row: places.get(self._keys[row], len(places)))
        last = max((at for at, row in enumerate(rows) if row.is_filled), default=0)
        for at, row in enumerate(rows):
            row.goes_up, row.goes_down = at > 0, at < last
            row.among = max(at, last) + 1
        return rows

    @property
    def _to_be_put(self) -> list[RowForm]:
        """The rows that stay, in their order, if that is another than the stored one."""
        gone = [
            row
            for row in self.forms
            if not row.is_filled or ("DELETE" in row.fields and row["DELETE"].data)
        ]
        kept = [row for row in self.shown if row not in gone]
        return kept if kept != [row for row in self.stored if row not in gone] else []

    def has_changed(self) -> bool:
        return super().has_changed() or bool(self._to_be_put)

    def save(self, commit: bool = True) -> list[models.Model]:
        """Saves what was changed; where rows were moved, all get their places."""
        put = self._to_be_put
        for place, row in zip(self.places(), put, strict=False):
            row.is_put_elsewhere = row.instance.position != place
            row.instance.position = place
        return super().save(commit)

    def places(self) -> Iterator[int]:
        """The places that moved rows get, one after the other."""
        return count()

    def named(self, prefix: str) -> RowForm | None:
        return next((row for row in self.forms if row.prefix == prefix), None)

    def told_of_move(self, prefix: str, way: str) -> str:
        """Where the row stands now; the same button of it takes the focus, if it has it still."""
        shown = self.shown
        place = next(at for at, row in enumerate(shown) if row.prefix == prefix)
        row = shown[place]
        row.focus = way if (row.goes_up if way == UP else row.goes_down) else OTHER[way]
        return _("“%(title)s” is now %(place)s of %(of)s.") % {
            "title": row.called or self.kind, "place": place + 1, "of": row.among,
        }  # fmt: skip

    def moved(self, data: QueryDict, row: RowForm, way: str) -> QueryDict:
        """What was sent, with a row in the place of its neighbour and that in its place."""
        order = self.shown
        at = order.index(row)
        to = min(max(at + STEPS[way], 0), len(order) - 1)
        order[at], order[to] = order[to], order[at]
        put = data.copy()
        put[self.order_name] = " ".join(self._keys[each] for each in order)
        return put


class OrderField(forms.Field):
    """The order of rows, as the keys of all of them. Keys that no row has are passed over."""

    widget = forms.HiddenInput

    def __init__(self, rows: OrderedRows) -> None:
        label = _("Order: %(rows)s") % {"rows": rows.title}
        super().__init__(required=False, initial=rows.order, label=label)
        self.rows = rows

    def has_changed(self, initial: object, data: object) -> bool:
        return False  # the rows are asked: one that is removed changes no order

    def in_words(self, value: str) -> str:
        """As the page says it that shows two versions."""
        names = {str(row.instance.pk): row.called for row in self.rows.initial_forms}
        found = [names[key] for key in value.split() if key in names]
        return ", ".join(f"{place}. {name}" for place, name in enumerate(found, 1))


class DependencyRow(RowForm, DependencyForm):
    """The other project is named, not picked out of all there are."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        current = self.instance.other if self.instance.pk else None
        self.fields["other"] = ProjectNameField(self.user, current)
        self.initial["other"] = current
        self.order_fields(["kind", "other", "note"])


class NeedRow(RowForm):
    """The teams that the capacity names are offered while one is typed."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["team"].widget.attrs["list"] = "teams"


class DependencyRows(SectionRows, DependencyFormSet):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = self.form_kwargs["user"]


class BudgetRow(RowForm):
    named_by = "year"


class BudgetRows(SectionRows, BudgetFormSet):
    pass


def one_more(data: QueryDict, rows: SectionRows) -> QueryDict:
    """What was sent, with one more empty row, filled as a new one is."""
    grown, name = data.copy(), rows.prefix
    total = key_of(grown.get(f"{name}-TOTAL_FORMS", ""))
    if total < MOST_ROWS:
        grown[f"{name}-TOTAL_FORMS"] = str(total + 1)
        grown[f"{name}-{total}-id"] = ""
        empty = rows.empty_form
        for field in empty.visible_fields():
            if (value := field.value()) not in (None, "", False):
                grown[f"{name}-{total}-{field.name}"] = str(value)
    return grown


def forms_in_order(form: forms.BaseForm, rows: list[SectionRows]) -> Iterator[forms.BaseForm]:
    """Every form that stands on the page of a section: rows, and then the words about them."""
    for each in rows:
        yield from each.shown
    yield form
