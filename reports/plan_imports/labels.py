"""Labels of a file that no wording of ours names: what a planner says that they ask.

It is applied to the whole file, which is read again, and remembered for the next files where the
planner says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.types import AnyUser, Context
from organisation.json_types import JsonObject
from projects.saving.reasons import give_reason
from reports.models import KnownLabel, PlanImport, area_names
from reports.reading.apart import read_apart
from reports.reading.labels.ask import fold_label
from reports.reading.labels.find import LEAVE

State = PlanImport.State
MEANINGS: dict[str, object] = {
    "description": gettext_lazy("description"),
    "change_effects": gettext_lazy("economic and functional effects"),
    "strategic_goal": gettext_lazy("Strategic goal"),
    "schedule": gettext_lazy("schedule"),
    "start": gettext_lazy("start"),
    "end": gettext_lazy("end"),
    "likelihood": gettext_lazy("likelihood of keeping the schedule"),
    "responsible": gettext_lazy("answers for the schedule"),
    "costs": gettext_lazy("Cost"),
    "resources": gettext_lazy("Resources"),
    "service_area": gettext_lazy("service area"),
    "unit": gettext_lazy("unit"),
    "assessment": gettext_lazy("impact assessment"),
    LEAVE: gettext_lazy("none of these: it stays in the notes"),
}


def choices() -> list[tuple[str, str]]:
    """What a label may ask, in the reader's words."""
    return [
        (name, text[:1].lower() + text[1:])
        for name, text in ((n, str(t)) for n, t in MEANINGS.items())
    ]


def name_labels(row: PlanImport, said: Mapping[str, str], user: AnyUser, *, remember: bool) -> None:
    """Reads the file again with what its labels ask. Raises `UnreadablePlan`; then nothing changed.

    Whatever a reviewer corrected stays. Of two reviewers nobody undoes what the other said.
    """
    known = KnownLabel.remembered() | row.labels | dict(said)
    result = read_apart(bytes(row.data), known, area_names())
    with transaction.atomic():
        locked = PlanImport.objects.select_for_update().get(pk=row.pk)
        if locked.state != State.REVIEW:
            return
        if locked.labels != row.labels:  # somebody else's are to be read with ours
            result = read_apart(bytes(row.data), known | locked.labels | dict(said), area_names())
        if remember:
            keep(said, user)
        locked.labels |= said
        _take(locked, result)
        locked.save()


def keep(said: Mapping[str, str], user: AnyUser) -> None:
    """Remembers what labels ask; the last word counts, and the history has the others."""
    there = {
        row.label: row for row in KnownLabel.objects.filter(label__in=said).select_for_update()
    }
    for label, meaning in said.items():
        row = there.get(label) or KnownLabel(label=label)
        if row.meaning != meaning:
            row.meaning = meaning
            give_reason(row, "", user)
            row.save()


def forget(labels: Iterable[str], user: AnyUser) -> int:
    """Takes labels back; files that were read with them stay as they are."""
    rows = list(KnownLabel.objects.filter(label__in=labels))
    for row in rows:
        give_reason(row, "", user)
        row.delete()
    return len(rows)


def shown(row: PlanImport) -> list[Context]:
    """The labels of the review: those that nobody knows, and those that a reviewer named."""
    return [
        {**label, "key": key, "chosen": row.labels.get(key, "")}
        for label in row.unknown
        if (key := fold_label(label["label"]))
    ]


def remembered() -> list[Context]:
    """All remembered labels, each with who said it last and when."""
    last = {}
    for version in KnownLabel.history.select_related("history_user").order_by("history_date", "pk"):
        last[version.label] = version
    words = dict(choices())
    return [
        {
            "label": row.label,
            "meaning": words.get(row.meaning, row.meaning),
            "by": last[row.label].history_user if row.label in last else None,
            "at": last[row.label].history_date if row.label in last else None,
        }
        for row in KnownLabel.objects.all()
    ]


def _take(row: PlanImport, result: JsonObject) -> None:
    """The new reading, with what reviewers corrected and decided in the old one."""
    document, before = result["document"], row.document
    for name in ("title", "organisation", "period"):
        document[name] = before[name]
    places = _places(before["projects"], document["projects"])
    for old, new in places.items():
        if old in row.checked:
            document["projects"][new] = before["projects"][old]
    row.decisions = {
        str(places[int(old)]): kept for old, kept in row.decisions.items() if int(old) in places
    }
    row.checked = sorted(places[old] for old in row.checked if old in places)
    named = [label for label in row.unknown if fold_label(label["label"]) in row.labels]
    seen = {fold_label(label["label"]) for label in result["unknown"]}
    row.unknown = result["unknown"] + [
        label for label in named if fold_label(label["label"]) not in seen
    ]
    row.document, row.lines, row.places = document, result["lines"], result["places"]
    row.sources = result["sources"]


def _places(old: list[Context], new: list[Context]) -> dict[int, int]:
    """Where each project of the old reading stands in the new one."""
    if len(old) == len(new):
        return {place: place for place in range(len(old))}
    free = {(project["number"], project["name"]): place for place, project in enumerate(new)}
    found = {}
    for place, project in enumerate(old):
        there = free.pop((project["number"], project["name"]), None)
        if there is not None:
            found[place] = there
    return found
