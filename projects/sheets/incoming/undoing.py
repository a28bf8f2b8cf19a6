"""An import is taken back as a whole, as long as nobody went on from what it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from projects.models import Project, SheetImport
from projects.saving.many import change_many
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once
from projects.sheets.incoming.opening import reading_order
from projects.sheets.versions import versions_of
from projects.sheets.workbook.sheets import SHEETS

NAMED = 5  # rows, in the sentence that says why not


class CannotUndo(Exception):
    """Somebody went on from what the import did; the text says where."""


def undo(pk: int, user: User) -> SheetImport:
    """Raises `CannotUndo`; then nothing is changed."""
    with renewed_once():
        upload = SheetImport.objects.select_for_update(of=("self",)).get(pk=pk)
        if not upload.can_be_undone:
            raise CannotUndo(_("This import was taken back already."))
        did = {
            label: {int(key): tuple(versions) for key, versions in rows.items()}
            for label, rows in upload.undo.items()
        }
        changed = [name for label, rows in did.items() for name in _changed(label, rows)]
        changed += _added_to(did)
        if changed:
            named = ", ".join(changed[:NAMED]) + (" …" if len(changed) > NAMED else "")
            raise CannotUndo(_("Changed since the import: %(rows)s.") % {"rows": named})
        reason = _("Took back the import of %(file)s") % {"file": upload.file_name}
        try:
            for label in _last_first(did):
                _take_back(apps.get_model(label), did[label], user, reason)
        except ProtectedError:
            raise CannotUndo(_("A row of the import is needed by another one by now.")) from None
        upload.state, upload.undo = SheetImport.State.UNDONE, {}
        upload.save(update_fields=["state", "undo"])
    return upload


def _last_first(did: Iterable[str]) -> list[str]:
    """Rows go before what they name."""
    labels = (SHEETS[key]._meta.model._meta.label_lower for key in reading_order())
    places = {label: place for place, label in enumerate(labels)}
    return sorted(did, key=lambda label: places.get(label, 0), reverse=True)


def _changed(label: str, rows: dict[int, tuple[int | None, int]]) -> Iterator[str]:
    model = apps.get_model(label)
    now = versions_of(model, rows)
    keys = [key for key, (_before, after) in rows.items() if now.get(key) != after]
    found = model._default_manager.in_bulk(keys[:NAMED])
    gone = _("%(kind)s %(n)s is gone")
    for key in keys:
        kind = str(model._meta.verbose_name)
        yield str(found[key]) if key in found else gone % {"kind": kind, "n": key}


def _added_to(did: dict[str, dict[int, tuple[int | None, int]]]) -> list[str]:
    """New projects on which others hung something since: it would go with them."""
    rows = did.get(Project._meta.label_lower, {})
    new = [key for key, (before, _after) in rows.items() if before is None]
    if not new:
        return []
    keys: set[int] = set()
    for relation in Project._meta.related_objects:
        model = relation.related_model
        if not hasattr(model._meta, "simple_history_manager_attribute"):
            continue
        of_import = did.get(model._meta.label_lower, {})
        found = model._default_manager.filter(**{f"{relation.field.name}__in": new})
        column = relation.field.attname
        keys |= {owner for key, owner in found.values_list("pk", column) if key not in of_import}
    return [str(row) for row in Project.objects.filter(pk__in=keys)]


def _take_back(
    model: type[models.Model], rows: dict[int, tuple[int | None, int]], user: User, reason: str
) -> None:
    new = [key for key, (before, _after) in rows.items() if before is None]
    for row in model._default_manager.filter(pk__in=new):
        give_reason(row, reason, user)
        row.delete()
    history: models.Manager = model.history
    before = {key: version for key, (version, _after) in rows.items() if version is not None}
    versions = {row.id: row for row in history.filter(history_id__in=before.values())}
    columns = [
        each
        for each in model._meta.concrete_fields
        if not each.primary_key and hasattr(history.model, each.attname)
    ]
    restored = list(model._default_manager.filter(pk__in=versions).order_by("pk"))
    for row in restored:
        for name in (each.attname for each in columns):
            setattr(row, name, getattr(versions[row.pk], name))
    goals = _goals(versions) if model is Project else None
    if restored:
        change_many(restored, [each.name for each in columns], user, reason, goals=goals)


def _goals(versions: dict[int, models.Model]) -> dict[int, list[models.Model]]:
    kept = apps.get_model("projects", "HistoricalProject_strategic_goals")
    by_version = {row.history_id: key for key, row in versions.items()}
    found: dict[int, list[models.Model]] = {key: [] for key in versions}
    goals = apps.get_model("projects", "StrategicGoal").objects.in_bulk()
    rows = kept.objects.filter(history__in=list(by_version))
    for version, goal in rows.values_list("history_id", "strategicgoal_id"):
        if goal in goals:
            found[by_version[version]].append(goals[goal])
    return found
