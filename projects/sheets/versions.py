"""What the rows of a spreadsheet were when it was made: their versions, read from the history.

A cell is compared with the row as it was then: what the sheet did not touch is not taken back, and
what both sides changed is shown side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, cast

from django.apps import apps
from django.db import models
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from projects.sheets.files import WrongRow, as_text
from projects.sheets.names import AND, BELOW, joined, split_quoted


def versions_of(model: type[models.Model], keys: Iterable[int]) -> dict[int, int]:
    """The number of each row's newest version; none for a row without history."""
    rows = model.history.filter(id__in=keys).order_by().values("id")
    return dict(rows.annotate(newest=Max("history_id")).values_list("id", "newest"))


def with_version(rows: models.QuerySet) -> models.QuerySet:
    """The query set with each row's newest version as `sheet_version`, read in one statement.

    What is read later (goals) can only be newer than its version: then it is shown, never undone.
    """
    newest = rows.model.history.filter(id=OuterRef("pk")).order_by("-history_id")
    return rows.annotate(sheet_version=Subquery(newest.values("history_id")[:1]))


class Past:
    """The rows of a sheet as they were at its versions. A few questions, however many rows."""

    def __init__(
        self,
        model: type[models.Model],
        at: Mapping[int, int],
        newest: Mapping[int, int],
        many: Iterable[str],
    ) -> None:
        """`at`: the version of each row in the sheet, by the row's number. `many`: relations."""
        self.model, self.at, self.newest, self.many = model, at, newest, many
        self._kept: dict[type[models.Model], tuple[dict[int, set[str]], dict[int, str]]] = {}

    def state(self, key: int) -> models.Model | None:
        """The row as it was, where others have saved it since. Raises `WrongRow`."""
        version = self.at.get(key)
        if version is None or version == self.newest.get(key):
            return None
        if key not in self._overtaken:
            raise WrongRow(
                _(
                    "There is no version %(version)s of this row. Export the sheet again, or empty "
                    "the cell to import the row as it is written."
                )
                % {"version": version},
                "sheet_version",
            )
        return self._overtaken[key]

    @cached_property
    def _overtaken(self) -> dict[int, models.Model]:
        return self._states(
            {key: number for key, number in self.at.items() if number != self.newest.get(key)}
        )

    @cached_property
    def _all(self) -> dict[int, models.Model]:
        return self._states({**self.newest, **self.at})

    def _states(self, at: Mapping[int, int]) -> dict[int, models.Model]:
        rows = self.model.history.filter(history_id__in=set(at.values()))
        states = {row.id: row for row in rows if at.get(row.id) == row.history_id}
        by_version = {row.pk: row for row in states.values()}
        for row in states.values():
            row.related_keys = {name: set() for name in self.many}
        meta = self.model._meta
        for name in self.many:
            kept = apps.get_model(meta.app_label, f"Historical{meta.object_name}_{name}")
            chosen = cast("type[models.Model]", meta.get_field(name).related_model)
            other = f"{chosen._meta.model_name}_id"
            of_rows = kept.objects.filter(history__in=list(by_version))
            for version, key in of_rows.values_list("history", other):
                by_version[version].related_keys[name].add(key)
        return states

    def changed_by(self, key: int) -> str:
        """Who saved the row last."""
        return self._authors.get(key, "")

    @cached_property
    def _authors(self) -> dict[int, str]:
        last = {self.newest[key] for key in self._overtaken if key in self.newest}
        rows = self.model.history.filter(history_id__in=last).select_related("history_user")
        return {row.id: str(row.history_user or _("the system")) for row in rows}

    def value(self, state: models.Model, source: models.Field) -> Any:
        """What a field said then: of a relation the numbers of the rows."""
        if source.many_to_many:
            return state.related_keys[source.name]
        return source.to_python(getattr(state, source.attname))

    def was_called(self, key: int, source: models.Field, text: str) -> bool:
        """Whether the text names what the row said then, by a name that it had at some time."""
        if source.related_model is None or key not in self._all:
            return False
        names = self._names(source.related_model)
        value = self.value(self._all[key], source)
        if source.many_to_one:
            return split_quoted(text, BELOW)[-1] in names.get(value, ())
        said = {name for name in split_quoted(text, AND) if name}
        return len(said) == len(value) and all(said & names.get(each, set()) for each in value)

    def words(self, source: models.Field, value: Any, widget: Widget) -> str:
        """The value as a cell, also where what it names is gone."""
        model = cast("type[models.Model]", source.related_model)
        if source.many_to_many:
            return joined(sorted(self._name(model, each) for each in value))
        try:
            said = widget.render(value)
            return as_text(said)
        except KeyError:  # an area that is gone
            return self._name(model, value)

    def _name(self, model: type[models.Model], key: int) -> str:
        """What it is called now, or was at last."""
        return self._named(model)[1].get(key, "–")

    def _names(self, model: type[models.Model]) -> dict[int, set[str]]:
        """Every name that each row of the model ever had."""
        return self._named(model)[0]

    def _named(self, model: type[models.Model]) -> tuple[dict[int, set[str]], dict[int, str]]:
        if model not in self._kept:
            ever: dict[int, set[str]] = {}
            last: dict[int, str] = {}
            past = model.history.order_by("history_id").values_list("id", "name")
            for key, name in (*past, *model.objects.order_by().values_list("pk", "name")):
                ever.setdefault(key, set()).add(name)
                last[key] = name
            self._kept[model] = ever, last
        return self._kept[model]
