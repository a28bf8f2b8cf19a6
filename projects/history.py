"""A project's history as sentences, and any earlier state put back.

A project's parts are all models that hang on it by a cascading foreign key and keep a history of
their own: phases, costs, resources, reports, and from another app the assessment.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from accounts.permissions import edits_everything
from projects.confidentiality import hidden_fields, hides_rows, labels
from projects.fields import NamesField, reader_language
from projects.fuzzy_dates import FuzzyDate, format_fuzzy_date
from projects.models import Project
from projects.money import format_number
from projects.renewing import renewed_once

# Rows that one save writes follow each other closely: they are told as one change.
TOGETHER = datetime.timedelta(seconds=3)


@dataclass(frozen=True)
class Change:
    """What one person did at one moment, in sentences; `at` names the state after it."""

    at: datetime.datetime
    who: str
    reason: str
    sentences: tuple[str, ...]


@dataclass
class _Group:
    at: datetime.datetime
    user_id: int | None
    rows: list[Any] = field(default_factory=list)


def part_models() -> list[type[models.Model]]:
    """The models whose rows are parts of a project."""
    return [
        relation.related_model
        for relation in Project._meta.related_objects
        if relation.on_delete is models.CASCADE and hasattr(relation.related_model, "history")
    ]


def changes(project_id: int, left_out: tuple[str, ...] = (), reader: Any = None) -> list[Change]:
    """Everything that happened to a project, newest first. A constant number of queries.

    `left_out` are the pieces that the reader may not see (`Project.hidden_from`); parts that name
    another project are told only to a reader who may see that one.
    """
    rows = sorted(
        _versions(project_id, left_out, reader), key=lambda row: (row.history_date, row.history_id)
    )
    before: dict[tuple[type, int], Any] = {}
    groups: list[_Group] = []
    for row in rows:
        near = groups and row.history_date - groups[-1].at <= TOGETHER
        if not near or groups[-1].user_id != row.history_user_id:
            groups.append(_Group(row.history_date, row.history_user_id))
        key = (type(row), row.pk_of_row)
        groups[-1].rows.append((before.get(key), row))
        groups[-1].at = row.history_date
        before[key] = row
    found = []
    for group in groups:
        last = group.rows[-1][1]
        reason = next(
            (r.history_change_reason for _b, r in group.rows if r.history_change_reason), ""
        )
        sentences = tuple(s for old, new in group.rows for s in _sentences(old, new))
        if sentences:
            found.append(
                Change(group.at, str(last.history_user or _("the system")), reason, sentences)
            )
    return found[::-1]


def last_change(row: Any) -> str:
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


def _versions(project_id: int, left_out: tuple[str, ...], reader: Any) -> Iterator[Any]:
    goals: dict[int, list[str]] = {}
    through = apps.get_model("projects", "HistoricalProject_strategic_goals")
    rows = through.objects.filter(history__id=project_id).order_by("strategicgoal__name")
    for version, name in rows.values_list("history", "strategicgoal__name"):
        goals.setdefault(version, []).append(name or "–")
    for row in _with_references(Project, id=project_id):
        row.pk_of_row = row.id
        row.goal_names = goals.get(row.history_id, [])
        row.hidden_names = hidden_fields(Project, left_out)
        yield row
    for model in part_models():
        if hides_rows(model, left_out) or not getattr(model, "told_in_history", True):
            continue
        rows = _with_references(model, project_id=project_id)
        if reader is not None and hasattr(model, "other") and not edits_everything(reader):
            rows = rows.filter(other__in=Project.objects.visible_to(reader))
        for row in rows:
            row.pk_of_row = row.id
            row.hidden_names = hidden_fields(model, left_out)
            yield row


def _with_references(model: Any, **whose: int) -> models.QuerySet:
    """The versions with the rows they refer to, so that naming those asks nothing more."""
    names = [
        field_.name
        for field_ in model.history.model.tracked_fields
        if isinstance(field_, models.ForeignKey) and field_.name != "project"
    ]
    return model.history.filter(**whose).select_related("history_user", *names)


def _sentences(old: Any, new: Any) -> Iterator[str]:
    model = new.instance_type
    name = capfirst(model._meta.verbose_name)
    is_project = model is Project
    if new.history_type == "-":
        yield _("%(what)s removed") % {"what": name if is_project else f"{name} “{_title(new)}”"}
        return
    if old is None or old.history_type == "-":
        if is_project:
            yield _("Project added: %(name)s") % {"name": new.name}
            return
        yield _("%(what)s added: %(values)s") % {"what": name, "values": "; ".join(_values(new))}
        return
    prefix = "" if is_project else f"{name} “{_title(new)}”: "
    for label, before, after in _differences(old, new):
        yield f"{prefix}{label} {before} → {after}"


def _title(row: Any) -> str:
    for name in ("name", "description", "date", "other_id"):
        value = getattr(row, name, "")
        if value:
            return _shown(row, row.instance_type._meta.get_field(name))
    return next((v for v in _values(row)), "")


def _fields(row: Any) -> Iterator[models.Field]:
    excluded = {"id", "project", *row._history_excluded_fields, *row.hidden_names}
    for field_ in row.instance_type._meta.fields:
        if field_.name not in excluded and field_.editable:
            yield field_


def _values(row: Any) -> Iterator[str]:
    for field_ in _fields(row):
        value = getattr(row, field_.attname)
        if value not in (None, "", (), field_.get_default()):
            yield f"{field_.verbose_name} {_shown(row, field_)}"


def _differences(old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    for field_ in _fields(new):
        if getattr(old, field_.attname) != getattr(new, field_.attname):
            yield capfirst(str(field_.verbose_name)), _shown(old, field_), _shown(new, field_)
    if new.instance_type is Project:
        before, after = ", ".join(old.goal_names), ", ".join(new.goal_names)
        if before != after:
            label = Project._meta.get_field("strategic_goals").verbose_name
            yield capfirst(str(label)), before or _("empty"), after or _("empty")


def _shown(row: Any, field_: models.Field) -> str:
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


@renewed_once()
def restore(project_id: int, at: datetime.datetime, user: Any, reason: str = "") -> Project:
    """Put the project and its parts back to what they were at the moment `at`.

    A deleted project comes back with its number. The restoring is itself a change in the
    history, by `user`. Raises `Project.DoesNotExist` if there was no project at that moment.
    """
    reason = reason or _("Restored the state of %(when)s") % {
        "when": date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
    }
    version = _state(Project, at, id=project_id).get(project_id)
    if version is None:
        raise Project.DoesNotExist(f"There was no project {project_id} at {at}.")
    project, there = version.instance, Project.objects.filter(pk=project_id).first()
    _save(project, there, user, reason)
    goals = version.strategic_goals.values_list("strategicgoal_id", flat=True)
    project.strategic_goals.set(list(goals))
    for model in part_models():
        if there is not None and not getattr(model, "goes_back", True):
            continue
        then = _state(model, at, project_id=project_id)
        now = {row.pk: row for row in model._base_manager.filter(project_id=project_id)}
        for pk in now.keys() - then.keys():
            now[pk]._change_reason, now[pk]._history_user = reason, user
            now[pk].delete()
        for pk, row in then.items():
            can_come_back = getattr(row.instance, "can_come_back", None)
            if can_come_back is None or can_come_back():
                _save(row.instance, now.get(pk), user, reason)
    return project


def _state(model: Any, at: datetime.datetime, **whose: int) -> dict[int, Any]:
    """The rows that existed at the moment, by their number: the last version of each until then."""
    rows = model.history.filter(history_date__lte=at, **whose).order_by(
        "history_date", "history_id"
    )
    last = {row.id: row for row in rows}
    return {pk: row for pk, row in last.items() if row.history_type != "-"}


def _save(row: Any, now: Any, user: Any, reason: str) -> None:
    if now is not None and all(
        getattr(row, f.attname) == getattr(now, f.attname) for f in _row_fields(row)
    ):
        return
    row._change_reason, row._history_user = reason, user
    row._restored = True  # nobody is told of it as of something new
    if now is not None and hasattr(now, "created_at"):
        row.created_at = now.created_at
    row.save(force_insert=now is None)


def _row_fields(row: Any) -> list[models.Field]:
    return [f for f in row._meta.concrete_fields if f.editable and not f.primary_key]


@dataclass(frozen=True)
class Deletion:
    """A deleted project: its last version, and the last moment when all of it was there."""

    row: Any
    before: datetime.datetime


def deleted_projects() -> list[Deletion]:
    """Each project that was deleted and not brought back, newest first. Constant queries."""
    gone = Project.history.filter(history_type="-").exclude(id__in=Project.objects.values("pk"))
    newest = {row.id: row for row in gone.select_related("history_user").order_by("history_date")}
    # A deletion takes the parts with it, one after the other: they are there before the first goes.
    first = {pk: row.history_date for pk, row in newest.items()}
    for model in part_models():
        parts = model.history.filter(history_type="-", project_id__in=newest)
        for pk, at in parts.values_list("project_id", "history_date"):
            if newest[pk].history_date - TOGETHER <= at < first[pk]:
                first[pk] = at
    moment = datetime.timedelta(microseconds=1)
    found = [Deletion(row, first[pk] - moment) for pk, row in newest.items()]
    return sorted(found, key=lambda deletion: deletion.row.history_date, reverse=True)
