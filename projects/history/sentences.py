"""A project's history as sentences."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import compress
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from accounts.permissions import edits_everything
from accounts.types import AnyUser
from projects.confidentiality import Piece, hidden_fields, hides_rows, labels
from projects.fields import NamesField, reader_language, sort_key
from projects.models import Project, StrategicGoal
from projects.models.parts.part import part_models
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date
from projects.values.money import format_number
from projects.wording import quoted


@dataclass(frozen=True)
class HistoryEntry:
    """What one person did at once, in sentences; `at` names the state after it."""

    at: datetime.datetime
    who: str
    reason: str
    sentences: tuple[str, ...]


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
    rows = sorted(
        _versions(project_id, left_out, reader), key=lambda row: (row.history_date, row.history_id)
    )
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
    found = []
    for group in sorted(groups.values(), key=lambda group: group.at):
        last = group.rows[-1][1]
        reason = next(
            (r.history_change_reason for _b, r in group.rows if r.history_change_reason), ""
        )
        sentences = tuple(s for old, new in group.rows for s in _sentences(old, new))
        sentences += _reorderings(group.rows)
        if sentences:
            found.append(
                HistoryEntry(group.at, str(last.history_user or _("the system")), reason, sentences)
            )
    return found[::-1]


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
    project_id: int, left_out: tuple[str, ...], reader: AnyUser | None
) -> Iterator[models.Model]:
    kinds = [
        model for model in part_models()
        if not hides_rows(model, left_out) and getattr(model, "is_in_project_history", True)
    ]  # fmt: skip
    through = apps.get_model("projects", "HistoricalProject_strategic_goals")
    of_project = through.objects.filter(history__id=project_id)
    parts = [_versions_of(model).objects.filter(project_id=project_id) for model in kinds]
    has_goals, *has_parts = _which_have_rows([of_project, *parts])
    goals = _goal_names(of_project) if has_goals else {}
    for row in _with_references(Project, id=project_id):
        row.pk_of_row = row.id
        row.goal_names = goals.get(row.history_id, [])
        row.hidden_names = hidden_fields(Project, left_out)
        yield row
    for model in compress(kinds, has_parts):
        rows = _with_references(model, project_id=project_id)
        if reader is not None and hasattr(model, "other") and not edits_everything(reader):
            rows = rows.filter(other__in=Project.objects.visible_to(reader))
            rows = rows.exclude(other__in=Project.objects.hiding(Piece.DEPENDENCIES, reader))
        for row in rows:
            row.pk_of_row = row.id
            row.hidden_names = hidden_fields(model, left_out)
            yield row


def _which_have_rows(queries: Sequence[models.QuerySet]) -> list[bool]:
    """Of most kinds a project has no versions: one query says which are worth asking for."""
    marks = [
        query.order_by().annotate(mark=Value(place)).values_list("mark", flat=True)
        for place, query in enumerate(queries)
    ]
    found = set(marks[0].union(*marks[1:]))
    return [place in found for place in range(len(queries))]


def _goal_names(of_project: models.QuerySet) -> dict[int, list[str]]:
    """The names of the goals of each version; of goals that are gone their history knows them."""
    goals: dict[int, list[str]] = {}
    last = StrategicGoal.history.filter(id=OuterRef("strategicgoal_id")).order_by("-history_id")
    named = of_project.annotate(last_name=Subquery(last.values("name")[:1]))
    rows = named.values_list("history", "strategicgoal__name", "last_name")
    for version, name, last_name in rows:
        goals.setdefault(version, []).append(name or last_name or "–")
    for names in goals.values():
        names.sort(key=sort_key)
    return goals


def _with_references(model: type[models.Model], **whose: int) -> models.QuerySet:
    """The versions with the rows they refer to, so that naming those asks nothing more."""
    versions = _versions_of(model)
    names = [
        field_.name
        for field_ in versions.tracked_fields
        if isinstance(field_, models.ForeignKey) and field_.name != "project"
    ]
    rows = versions.objects.filter(**whose).order_by()  # whoever asks sorts them
    return rows.select_related("history_user", *names)


@cache
def _versions_of(model: type[models.Model]) -> Any:
    """The model of the versions; to ask `model.history` for it makes a class each time."""
    return model.history.model


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
            yield _("Project added: %(name)s") % {"name": new.name}
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
    for field_ in _fields(new):
        if getattr(old, field_.attname) != getattr(new, field_.attname):
            yield capfirst(str(field_.verbose_name)), _shown(old, field_), _shown(new, field_)
    if new.instance_type is Project:
        before, after = ", ".join(old.goal_names), ", ".join(new.goal_names)
        if before != after:
            label = Project._meta.get_field("strategic_goals").verbose_name
            yield capfirst(str(label)), before or _("empty"), after or _("empty")


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
        found = getattr(row, field_.name)
        return str(found) if found else f"#{value}"
    return Truncator(str(value)).chars(120)
