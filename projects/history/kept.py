"""Keeps the table of time (`KeptState`): written with each change, checked against the history.

A row is what the history says at the end of its days, and nothing else: a save asks for the
versions of its projects, and writes what differs from what is kept. So a clock that goes back, a
version of an earlier day and a project brought back come out as `past_portfolio` reads them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import pairwise

from django.db import connection, models, transaction
from django.db.models import CharField, DateTimeField, F, Q, Value
from django.db.models.functions import JSONObject
from django.utils import timezone
from simple_history.signals import post_create_historical_record

from projects.history.stretches import COST, PHASE, PROJECT, REPORT, Facts, Told, Turn, turns
from projects.models import CostItem, Project, SchedulePhase, StatusReport
from projects.models.kept_states import FOREVER, KeptState
from projects.saving.renewing import batches, renews_states, state_is_due, states_are_due
from projects.values.choices import LIGHTS

KEPT = "kept"
EVER = datetime.date.min
TOLD: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    PROJECT: (
        Project,
        ("name", "language", "service_area_id", "status", "is_flagship", "likelihood",
         "is_not_public", "not_public_fields"),
    ),
    PHASE: (SchedulePhase, ("start", "end")),
    COST: (CostItem, ("low", "high", "per", "unit_count", "first_year", "last_year")),
    REPORT: (StatusReport, ("date", *LIGHTS, "forecast_end")),
}  # fmt: skip
FACTS = tuple(each.name for each in fields(Facts))


@dataclass
class Differences:
    """What the table of time has to be told: rows that are new or other, and rows that are gone."""

    written: list[KeptState] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    projects: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)
    """Other projects, of which a part was moved here or to which one went."""

    def mend(self) -> None:
        KeptState.objects.filter(pk__in=self.gone).delete() if self.gone else None
        KeptState.objects.bulk_create(
            self.written,
            update_conflicts=True,
            unique_fields=["key", "first"],
            update_fields=["until", "name_key", *FACTS],
        )


@dataclass
class _Known:
    """What the history tells of one project, and what is kept of it."""

    versions: list[Told] = field(default_factory=list)
    kept: dict[datetime.date, tuple[int, datetime.date, Facts]] = field(default_factory=dict)


@renews_states
def renew(days: Mapping[int, datetime.date]) -> None:
    """Keep anew how projects stood from the days on: one query, and one more where it changed."""
    found = differences(days)
    found.mend()
    if found.elsewhere:
        differences(dict.fromkeys(found.elsewhere, EVER)).mend()


def differences(days: Mapping[int, datetime.date]) -> Differences:
    """Where the table of time is not what the history says, from a day on for each project."""
    found = Differences()
    all_known, found.elsewhere = _known(days)
    for key, known in all_known.items():
        wanted = _wanted(known, days[key])
        for first, (until, facts) in wanted.items():
            _pk, *is_kept = known.kept.get(first, (0,))
            if is_kept != [until, facts]:
                found.written.append(KeptState(key=key, first=first, until=until, **vars(facts)))
                found.projects.add(key)
        gone = [pk for first, (pk, *_more) in known.kept.items() if first not in wanted]
        found.gone += gone
        found.projects |= {key} if gone else set()
    return found


def all_differences() -> Iterator[Differences]:
    """Batch by batch, of every project that there was ever or of which something is kept."""
    keys = set(Project.history.order_by().values_list("id", flat=True).distinct())
    keys |= set(KeptState.objects.order_by().values_list("key", flat=True).distinct())
    for batch in batches(keys):
        with transaction.atomic():
            lock(batch)
            yield differences(dict.fromkeys(batch, EVER))


def follow_history() -> None:
    """Called once, when every app is there: each version says that its project's state is due."""
    for kind, (model, _names) in TOLD.items():
        post_create_historical_record.connect(
            _version_made, sender=model.history.model, dispatch_uid=f"kept states {kind}"
        )


def _version_made(history_instance: models.Model, **kwargs: object) -> None:
    if not state_is_due(history_instance) and _is_news(history_instance):
        states_are_due([history_instance])


def _is_news(version: models.Model) -> bool:
    """Whether a version says another thing than the one before it: else no stretch of time ends.

    Most saves change a text alone, and the whole history of a project is much to read for that.
    """
    if version.history_type != "~":
        return True
    model = version.instance_type
    names = next(names for each, names in TOLD.values() if each is model)
    earlier = Q(history_date__lt=version.history_date) | Q(
        history_date=version.history_date, history_id__lt=version.history_id
    )
    asked = ("history_type", project_key(model), *names)
    rows = model.history.filter(earlier, id=version.id).order_by("-history_date", "-history_id")
    before = rows.values(*asked).first()
    if before is None or before.pop("history_type") == "-":
        return True
    return any(value != getattr(version, name) for name, value in before.items())


def lock(keys: Iterable[int]) -> None:
    """Who changes the same projects waits, and then reads what was changed here."""
    if connection.features.has_select_for_update:
        rows = Project.objects.filter(pk__in=list(keys)).order_by("pk").select_for_update()
        list(rows.values_list("pk"))


def _known(keys: Iterable[int]) -> tuple[dict[int, _Known], set[int]]:
    """Versions and kept rows in one query; and the other projects that their parts were of."""
    keys = list(keys)
    versions = [_versions_of(kind, keys) for kind in TOLD]
    found = {key: _Known() for key in keys}
    told: list[tuple[int, Told]] = []
    owners: dict[tuple[str, int], set[int]] = {}
    for kind, key, row, at, number, sort, values in versions[0].union(
        *versions[1:], _all_kept().filter(key__in=keys), all=True
    ):
        if kind == KEPT:
            first, until = (datetime.date.fromisoformat(values.pop(n)) for n in ("first", "until"))
            found[key].kept[first] = (row, until, Facts.read(values))
        else:
            told.append((key, Told(kind, row, at, number, sort == "-", values)))
            owners.setdefault((kind, row), set()).add(key)
    for key, version in told:  # a part that is another project's from then on is gone here
        for owner in owners[version.kind, version.row] & found.keys():
            here = version if key == owner else version._replace(is_deletion=True)
            found[owner].versions.append(here)
    return found, {key for key, _version in told} - found.keys()


def project_key(model: type[models.Model]) -> str:
    """The column that names the project of a row, and of its versions."""
    return "id" if model is Project else "project_id"


def _versions_of(kind: str, keys: list[int]) -> models.QuerySet:
    """Of a part that was moved to another project, those under the other one too."""
    model, _names = TOLD[kind]
    of_projects = {f"{project_key(model)}__in": keys}
    if model is Project:
        return _all_versions(kind).filter(**of_projects)
    return _all_versions(kind).filter(id__in=model.history.filter(**of_projects).values("id"))


@cache  # what is asked is put together once, and a save narrows it to its projects
def _all_versions(kind: str) -> models.QuerySet:
    model, names = TOLD[kind]
    return model.history.order_by().values_list(
        Value(kind, CharField()), F(project_key(model)), F("id"), F("history_date"),
        F("history_id"), F("history_type"), JSONObject(**{name: name for name in names}),
    )  # fmt: skip


@cache
def _all_kept() -> models.QuerySet:
    """As many columns as of a version."""
    return KeptState.objects.values_list(
        Value(KEPT, CharField()), F("key"), F("pk"), Value(None, DateTimeField()), F("pk"),
        Value("", CharField()), JSONObject(**{n: n for n in ("first", "until", *FACTS)}),
    )  # fmt: skip


def _wanted(
    known: _Known, since: datetime.date
) -> dict[datetime.date, tuple[datetime.date, Facts]]:
    """The rows of a project as they should be, by their first days."""
    earlier = {first: row[1:] for first, row in known.kept.items() if first < since}
    before, found = turns(known.versions, since)
    last = max(earlier, default=None)
    if last is None or earlier[last][1] != before:  # nothing to go on from: all of it anew
        if since > EVER:
            return _wanted(known, EVER)
    elif last is not None:
        earlier[last] = (found[0][0] if found else FOREVER, earlier[last][1])
    return earlier | dict(_stretches(found))


def _stretches(
    found: list[Turn],
) -> Iterator[tuple[datetime.date, tuple[datetime.date, Facts]]]:
    for (first, facts), (until, _next) in pairwise([*found, (FOREVER, None)]):
        if facts is not None:
            yield first, (until, facts)


def from_the_future() -> int:
    """How many versions of projects have a day that is still to come."""
    return sum(
        model.history.filter(history_date__gt=timezone.now()).count()
        for model, _names in TOLD.values()
    )
