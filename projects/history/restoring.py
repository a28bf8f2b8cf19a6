"""Bringing back: an earlier state of a project with its parts, and projects that were deleted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.types import AnyUser
from projects.models import Project, ServiceArea, StrategicGoal
from projects.models.parts.part import part_models
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once


class NoPlace(Exception):
    """The project cannot come back: its service area is gone. `args[0]` is the area's name."""


@dataclass(frozen=True)
class Restored:
    """What came back, and what it named then that is there no more, in words."""

    project: Project
    gone: tuple[str, ...] = ()


@renewed_once()
def restore(project_id: int, at: datetime.datetime, user: AnyUser, reason: str = "") -> Restored:
    """Put the project and its parts back to what they were at the moment `at`.

    A deleted project comes back with its number. The restoring is itself a change in the
    history, by `user`. What the project named then and is gone since is left out, and told.
    Raises `Project.DoesNotExist` if there was no project at that moment, and `NoPlace` if its
    service area is gone with every area that it was a part of.
    """
    reason = reason or _("Restored the state of %(when)s") % {
        "when": date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
    }
    version = _state(Project, at, id=project_id).get(project_id)
    if version is None:
        raise Project.DoesNotExist(f"There was no project {project_id} at {at}.")
    gone: list[str] = []
    project, there = version.instance, Project.objects.filter(pk=project_id).first()
    _put_in_its_area(project, there, gone)
    _without_what_is_gone(project, gone)
    _save(project, there, user, reason)
    _set_goals(project, version, gone)
    for model in part_models():
        if there is not None and not getattr(model, "is_restored_with_project", True):
            continue
        then = _state(model, at, project_id=project_id)
        now = {row.pk: row for row in model._base_manager.filter(project_id=project_id)}
        for pk in now.keys() - then.keys():
            give_reason(now[pk], reason, user)
            now[pk].delete()
        for pk, row in then.items():
            if _comes_back(row.instance, gone):
                _save(row.instance, now.get(pk), user, reason)
    return Restored(project, tuple(dict.fromkeys(gone)))


def _set_goals(project: Project, version: models.Model, gone: list[str]) -> None:
    goals = set(version.strategic_goals.values_list("strategicgoal_id", flat=True))
    left = set(StrategicGoal.objects.filter(pk__in=goals).values_list("pk", flat=True))
    project.strategic_goals.set(left)
    label = str(StrategicGoal._meta.verbose_name)
    gone += [_told(label, StrategicGoal, key) for key in sorted(goals - left)]


def _put_in_its_area(project: Project, there: Project | None, gone: list[str]) -> None:
    """The area of then; if it is gone, one of its name, the area around it, or today's."""
    key: int | None = project.service_area_id
    if ServiceArea.objects.filter(pk=key).exists():
        return
    label = str(ServiceArea._meta.verbose_name)
    gone.append(_told(label, ServiceArea, key))
    first, seen = "", set[int | None]()
    while key is not None and key not in seen and not ServiceArea.objects.filter(pk=key).exists():
        seen.add(key)
        last = _last_version(ServiceArea, key)
        if last is None:
            key = None
            break
        first = first or last.name
        same = ServiceArea.objects.filter(name=last.name, parent_id=last.parent_id).first()
        key = same.pk if same else last.parent_id
    if key is None or key in seen:
        key = there.service_area_id if there else None
    if key is None:
        raise NoPlace(first)
    project.service_area_id = key


def _without_what_is_gone(row: models.Model, gone: list[str]) -> bool:
    """Empties what the row may lack. Whether the row can stand with what is left."""
    for field in row._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.name == "project":
            continue
        key, target = getattr(row, field.attname), field.remote_field.model
        if key is None or target._base_manager.filter(pk=key).exists():
            continue
        gone.append(_told(str(field.verbose_name), target, key))
        if not field.null:
            return False
        setattr(row, field.attname, None)
    return True


def _comes_back(row: models.Model, gone: list[str]) -> bool:
    if not _without_what_is_gone(row, gone):
        return False
    can_come_back = getattr(row, "can_come_back", None)
    if can_come_back is None or can_come_back():
        return True
    gone.append(str(row._meta.verbose_name))
    return False


def _last_version(model: type[models.Model], key: int | None) -> models.Model | None:
    return model.history.filter(id=key).order_by("-history_date", "-history_id").first()


def _told(label: str, model: type[models.Model], key: int | None) -> str:
    """`strategic goal “Open data”`, by the last name that the history knows."""
    last = _last_version(model, key) if hasattr(model, "history") else None
    name = getattr(last, "name", "")
    return _("%(label)s “%(name)s”") % {"label": label, "name": name} if name else label


def _state(
    model: type[models.Model], at: datetime.datetime, **whose: int
) -> dict[int, models.Model]:
    """The rows that existed at the moment, by their number: the last version of each until then."""
    rows = model.history.filter(history_date__lte=at, **whose).order_by(
        "history_date", "history_id"
    )
    last = {row.id: row for row in rows}
    return {pk: row for pk, row in last.items() if row.history_type != "-"}


def _save(row: models.Model, now: object, user: AnyUser, reason: str) -> None:
    if now is not None and all(
        getattr(row, f.attname) == getattr(now, f.attname) for f in _row_fields(row)
    ):
        return
    give_reason(row, reason, user)
    if now is not None and hasattr(now, "created_at"):
        row.created_at = now.created_at
    row.save(force_insert=now is None)


def _row_fields(row: models.Model) -> list[models.Field]:
    # Nobody types where a row stands, but moving it is a change like any other.
    return [
        f for f in row._meta.concrete_fields
        if (f.editable or f.name == "position") and not f.primary_key
    ]  # fmt: skip


@dataclass(frozen=True)
class Deletion:
    """A deleted project: its last version, and the last moment when all of it was there."""

    row: models.Model
    before: datetime.datetime


def deleted_projects() -> list[Deletion]:
    """Each project that was deleted and not brought back, newest first. Constant queries."""
    gone = Project.history.filter(history_type="-").exclude(id__in=Project.objects.values("pk"))
    newest = {row.id: row for row in gone.select_related("history_user").order_by("history_date")}
    # A deletion takes the parts with it, one after the other: they are there before the first goes.
    first = {pk: row.history_date for pk, row in newest.items()}
    for model in part_models():
        parts = model.history.filter(history_type="-", project_id__in=newest)
        for pk, change, at in parts.values_list("project_id", "change_set", "history_date"):
            if change is not None and change == newest[pk].change_set:
                first[pk] = min(first[pk], at)
    moment = datetime.timedelta(microseconds=1)
    found = [Deletion(row, first[pk] - moment) for pk, row in newest.items()]
    return sorted(found, key=lambda deletion: deletion.row.history_date, reverse=True)
