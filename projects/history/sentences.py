"""A project's history as sentences."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import edits_everything
from accounts.types import AnyUser
from projects.confidentiality import Piece, hidden_fields, hides_rows, labels
from projects.fields import NamesField, reader_language, sort_key
from projects.history.together import Names, rows_together
from projects.models import Project, StrategicGoal
from projects.models.parts.part import part_models
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date
from projects.values.money import format_number
from projects.wording import marked_text, quoted, unmarked


@dataclass(frozen=True)
class HistoryEntry:
    """What one person did at once, in sentences; `at` names the state after it."""

    at: datetime.datetime
    who: str
    reason: str
    marked: tuple[str, ...]
    """The sentences, with `marked_text` around what people wrote: that is in another language."""

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(unmarked(each) for each in self.marked)


@dataclass
class _Group:
    at: datetime.datetime
    rows: list[tuple[models.Model | None, models.Model]] = field(default_factory=list)


def changes(
    project_id: int, left_out: tuple[str, ...] = (), reader: AnyUser | None = None
) -> list[HistoryEntry]:
    """Everything that happened to a project, newest first. A constant number of queries.

    `left_out` are the pieces that the reader may not see (`Project.hidden_from`); parts that name
    another project are told only to a reader who may see that one.
    """
    return [_told(group) for group in _groups(project_id, left_out, reader)]


def newest_changes(
    project_id: int,
    left_out: tuple[str, ...],
    reader: AnyUser,
    most: int,
    people: Iterable[User] = (),
) -> tuple[list[HistoryEntry], int]:
    """The newest of them, and how many there are: only those are put into words.

    `people` are some who were read already, of whom nobody is asked for again.
    """
    groups = _groups(project_id, left_out, reader, people)
    return [_told(group) for group in groups[:most]], len(groups)


def _groups(
    project_id: int,
    left_out: tuple[str, ...],
    reader: AnyUser | None,
    people: Iterable[User] = (),
) -> list[_Group]:
    """What was written together and says something, newest first."""
    versions = _versions(project_id, left_out, reader, people)
    rows = sorted(versions, key=lambda row: (row.history_date, row.history_id))
    before: dict[tuple[type, int], models.Model] = {}
    groups: dict[tuple[object, ...], _Group] = {}
    for row in rows:
        alone = None if row.change_set else (type(row), row.history_id)
        together = (row.change_set, row.history_user_id, alone)
        group = groups.setdefault(together, _Group(row.history_date))
        key = (type(row), row.pk_of_row)
        group.rows.append((before.get(key), row))
        group.at = row.history_date
        before[key] = row
    found = sorted(groups.values(), key=lambda group: group.at, reverse=True)
    return [group for group in found if _says_something(group.rows)]


def _told(group: _Group) -> HistoryEntry:
    last = group.rows[-1][1]
    reasons = (row.history_change_reason for _before, row in group.rows)
    sentences = tuple(s for old, new in group.rows for s in _sentences(old, new))
    who = last.history_user_id and last.names.of(User, last.history_user_id)
    return HistoryEntry(
        group.at,
        who or _("the system"),
        next(filter(None, reasons), ""),
        sentences + _reorderings(group.rows),
    )


def last_change(row: models.Model) -> str:
    """Who changed the row last, and when; a project's parts count as the project."""
    versions = [row.history]
    if isinstance(row, Project):
        versions += [model.history.filter(project_id=row.pk) for model in part_models()]
    newest = [version for version in (each.first() for each in versions) if version]
    if not newest:
        return ""
    last = max(newest, key=lambda version: version.history_date)
    when = date_format(timezone.localtime(last.history_date), "SHORT_DATETIME_FORMAT")
    return f"{last.history_user or _('the system')}, {when}"


def _versions(
    project_id: int, left_out: tuple[str, ...], reader: AnyUser | None, people: Iterable[User]
) -> Iterator[models.Model]:
    kinds: list[type[models.Model]] = [
        Project,
        *(
            model for model in part_models()
            if not hides_rows(model, left_out) and getattr(model, "is_in_project_history", True)
        ),
    ]  # fmt: skip
    goals = apps.get_model("projects", "HistoricalProject_strategic_goals")
    asked = [(_versions_of(model), "id" if model is Project else "project_id") for model in kinds]
    found = rows_together([*asked, (goals, "project_id")], project_id)
    names = Names()
    names.know(User, people)
    goals_of: dict[int, set[int]] = {}
    for row in found[goals]:
        goals_of.setdefault(row.history_id, set()).add(row.strategicgoal_id)
        names.add(StrategicGoal, [row.strategicgoal_id])
    for model in kinds:
        hidden = hidden_fields(model, left_out)
        rows = found[_versions_of(model)]
        for field_ in _references(model):
            names.add(field_.related_model, (getattr(row, field_.attname) for row in rows))
        for row in _seen_by(rows, reader) if hasattr(model, "other") else rows:
            row.pk_of_row, row.hidden_names, row.names = row.id, hidden, names
            row.goals = goals_of.get(row.history_id, set()) if model is Project else ()
            names.add(User, [row.history_user_id])
            yield row


def _seen_by(rows: list[models.Model], reader: AnyUser | None) -> list[models.Model]:
    """Without those that name a project which the reader may not see, or not so."""
    if not rows or reader is None or edits_everything(reader):
        return rows
    named = Project.objects.visible_to(reader).filter(pk__in={row.other_id for row in rows})
    hiding = Project.objects.hiding(Piece.DEPENDENCIES, reader)
    seen = set(named.exclude(pk__in=hiding).values_list("pk", flat=True))
    return [row for row in rows if row.other_id in seen]


@cache
def _references(model: type[models.Model]) -> list[models.ForeignKey]:
    """The fields of the model whose rows a version names."""
    tracked = _versions_of(model).tracked_fields
    return [
        field_ for field_ in tracked
        if isinstance(field_, models.ForeignKey) and field_.name != "project"
    ]  # fmt: skip


@cache
def _versions_of(model: type[models.Model]) -> type[models.Model]:
    """The model of the versions; to ask `model.history` for it makes a class each time."""
    return model.history.model


def _goal_names(row: models.Model) -> str:
    """Of goals that are gone their history knows the names."""
    of, last = row.names.of, row.names.last_of
    names = [of(StrategicGoal, key) or last(StrategicGoal, key) or "–" for key in row.goals]
    return ", ".join(sorted(names, key=sort_key))


def _says_something(rows: list[tuple[models.Model | None, models.Model]]) -> bool:
    return any(_is_news(old, new) for old, new in rows) or bool(_reorderings(rows))


def _is_news(old: models.Model | None, new: models.Model) -> bool:
    if old is None or "-" in (old.history_type, new.history_type):
        return True
    return old.goals != new.goals or any(True for _field in _changed_fields(old, new))


def _sentences(old: models.Model | None, new: models.Model) -> Iterator[str]:
    model = new.instance_type
    name = capfirst(model._meta.verbose_name)
    is_project = model is Project
    is_only = is_project or model._meta.get_field("project").one_to_one
    titled = name if is_only else f"{name} {quoted(_title(new))}"
    if new.history_type == "-":
        yield _("%(what)s removed") % {"what": titled}
        return
    if old is None or old.history_type == "-":
        if is_project:
            yield _("Project added: %(name)s") % {"name": marked_text(new.name)}
            return
        yield _("%(what)s added: %(values)s") % {"what": name, "values": "; ".join(_values(new))}
        return
    prefix = "" if is_project else f"{titled}: "
    for label, before, after in _differences(old, new):
        yield f"{prefix}{label} {before} → {after}"


def _reorderings(rows: list[tuple[models.Model | None, models.Model]]) -> tuple[str, ...]:
    """One sentence for each kind of row that was put into another order, not one for each row."""
    kinds = dict.fromkeys(
        new.instance_type for old, new in rows
        if old is not None and "-" not in (old.history_type, new.history_type)
        and getattr(old, "position", None) != getattr(new, "position", None)
    )  # fmt: skip
    return tuple(str(told) for kind in kinds if (told := getattr(kind, "told_as_reordered", "")))


def _title(row: models.Model) -> str:
    for name in ("name", "description", "date", "other_id"):
        value = getattr(row, name, "")
        if value:
            return _shown(row, row.instance_type._meta.get_field(name))
    return next((v for v in _values(row)), "")


def _fields(row: models.Model) -> Iterator[models.Field]:
    excluded = {"id", "project", *row._history_excluded_fields, *row.hidden_names}
    for field_ in row.instance_type._meta.fields:
        if field_.name not in excluded and field_.editable:
            yield field_


def _values(row: models.Model) -> Iterator[str]:
    for field_ in _fields(row):
        value = getattr(row, field_.attname)
        if value not in (None, "", (), field_.get_default()):
            yield f"{field_.verbose_name} {_shown(row, field_)}"


def _differences(old: models.Model, new: models.Model) -> Iterator[tuple[str, str, str]]:
    for field_ in _changed_fields(old, new):
        yield capfirst(str(field_.verbose_name)), _shown(old, field_), _shown(new, field_)
    if old.goals != new.goals:
        label = Project._meta.get_field("strategic_goals").verbose_name
        before, after = _goal_names(old), _goal_names(new)
        yield capfirst(str(label)), before or _("empty"), after or _("empty")


def _changed_fields(old: models.Model, new: models.Model) -> Iterator[models.Field]:
    for field_ in _fields(new):
        if getattr(old, field_.attname) != getattr(new, field_.attname):
            yield field_


def _shown(row: models.Model, field_: models.Field) -> str:
    value = getattr(row, field_.attname)
    if value in (None, "", ()):
        return _("empty")
    if isinstance(field_, NamesField):
        return ", ".join(labels(value))
    if isinstance(value, FuzzyDate):
        return format_fuzzy_date(value, reader_language())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field_.choices:
        return str(dict(field_.flatchoices).get(value, value))
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(field_, models.DecimalField):
        return format_number(value, reader_language())
    if isinstance(field_, models.ForeignKey):
        return row.names.of(field_.related_model, value) or f"#{value}"
    return marked_text(Truncator(str(value)).chars(120))
