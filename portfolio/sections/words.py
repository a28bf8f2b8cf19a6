"""The texts of a plan that say what rows say too: how each is read, and held against its rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.clock import today
from projects.models import CostItem, Project, ResourceNeed, SchedulePhase
from projects.values.choices import CostKind, Per
from projects.values.costs import CostLine
from projects.wording import item_words, need_words
from reports.document.plan import Cost, Phase
from reports.preflight.apart import costs_apart, resources_apart, schedule_apart
from reports.preflight.told_figures import Work
from reports.reading.sentences.costs import understand_costs
from reports.reading.sentences.resources import understand_resources
from reports.reading.sentences.schedule import understand_schedule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row = dict[str, Any]
"""The values of a row, by the names of its fields; what is not known or not readable is None."""
Areas = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """A text of the project, and the rows of the section that its sentences become."""

    field: str
    rows: str
    example: StrOrPromise
    read: Callable[[str, Areas], tuple[list[Row], tuple[str, ...]]]
    """Rows that the text says, and the words of it that are not understood."""
    meant_by: tuple[str, ...]
    """What says which of the rows is meant; where the text says only one, it need not."""
    in_words: Callable[[Row], str]
    apart: Callable[[str, list[Row], Areas], Iterable[str]]
    """What the text and the rows say differently."""
    follows: Callable[[Row, Row | None], Row] = lambda _row, _before: {}
    """What a row, new or changed, has beside what the text says."""
    plain: Callable[[Row], Row] = dict
    """The row as the text would say it."""


def _phases(text: str, _areas: Areas) -> tuple[list[Row], tuple[str, ...]]:
    found = understand_schedule(text)
    return [
        {"name": p.name or None, "start": p.start, "end": p.end} for p in found.rows
    ], found.left


def _phase_words(row: Row) -> str:
    return str(SchedulePhase(name=row["name"] or "", start=row["start"], end=row["end"]))


def _schedule_apart(text: str, rows: list[Row], _areas: Areas) -> Iterable[str]:
    phases = [Phase(row["name"] or "", row["start"], row["end"]) for row in rows]
    return schedule_apart(text, phases, today())


COST_FIELDS = ("low", "high", "per", "unit", "vat", "first_year", "last_year")


def _costs(text: str, _areas: Areas) -> tuple[list[Row], tuple[str, ...]]:
    found = understand_costs(text)
    return [_cost_row(cost) for cost in found.rows], found.left


def _cost_row(cost: Cost) -> Row:
    return _plain_cost({name: getattr(cost, name) for name in COST_FIELDS})


def _plain_cost(row: Row) -> Row:
    """One year is said once, as the first; the last of a row that begins in one may be open."""
    first = row["first_year"] or row["last_year"]
    if first is None:
        return row
    last = row["last_year"] if row["last_year"] != first else None
    return row | {"first_year": first, "last_year": last or ""}


def _cost_words(row: Row) -> str:
    if row["low"] is None or row["high"] is None or row["low"] > row["high"]:
        return ""
    names = ("low", "high", "per", "unit", "vat")
    words = item_words(CostItem(**{name: row[name] or "" for name in names} | _sums(row)))
    years = [str(row[name]) for name in ("first_year", "last_year") if row[name]]
    return ", ".join([words, "–".join(years)] if years else [words])


def _sums(row: Row) -> dict[str, Decimal]:
    return {"low": row["low"], "high": row["high"]}


def _costs_apart(text: str, rows: list[Row], _areas: Areas) -> Iterable[str]:
    lines = [
        CostLine(**_sums(row), per=row["per"] or Per.TOTAL, unit_count=row.get("unit_count"),
                 first_year=row["first_year"] or None, last_year=row["last_year"] or None)
        for row in rows if _cost_words(row)
    ]  # fmt: skip
    return costs_apart(text, lines)


def _kind(row: Row, before: Row | None) -> Row:
    """A sum that is paid again and again is recurring, unless a row says otherwise already."""
    is_again = row["per"] in (Per.YEAR, Per.MONTH)
    if before and (before["per"] in (Per.YEAR, Per.MONTH)) == is_again:
        return {}
    return {"kind": CostKind.RECURRING if is_again else CostKind.ONE_OFF}


def _needs(text: str, areas: Areas) -> tuple[list[Row], tuple[str, ...]]:
    found = understand_resources(text, areas)
    return [_said(asdict(need)) for need in found.rows], found.left


def _said(row: Row) -> Row:
    return {name: None if value == "" else value for name, value in row.items()}


def _need_words(row: Row) -> str:
    if not row["party"]:
        return ""
    known = {name: value for name, value in row.items() if value is not None}
    return need_words(ResourceNeed(**known))


def _needs_apart(text: str, rows: list[Row], areas: Areas) -> Iterable[str]:
    needs = [Work(row["party"] or "", row["low"], row["high"], row["unit"] or "") for row in rows]
    return resources_apart(text, needs, areas)


SCHEDULE = Words(
    "schedule_text", "phases",
    gettext_lazy("As in the plan, for instance: autumn 2026 – spring 2027, pilot 9/2026."),
    _phases, ("name",), _phase_words, _schedule_apart,
)  # fmt: skip
COSTS = Words(
    "cost_text", "costs",
    gettext_lazy("As in the plan, for instance: €15,000–18,000 a year, VAT not included, 2026–."),
    _costs, (), _cost_words, _costs_apart, _kind, _plain_cost,
)  # fmt: skip
RESOURCES = Words(
    "resource_text", "resources",
    gettext_lazy("As in the plan, for instance: 2 person-months IT department + consultant."),
    _needs, ("party", "unit"), _need_words, _needs_apart,
)  # fmt: skip
WORDS = {"schedule": SCHEDULE, "costs": COSTS, "resources": RESOURCES}
"""By the keys of their sections."""


def words_apart(project: Project) -> dict[str, list[str]]:
    """What the words and the figures of the project say differently, by the key of a section.

    Of a project with its parts at hand; asks no query.
    """
    areas = (project.service_area.name,)
    return {
        key: list(words.apart(str(getattr(project, words.field)), _stored(project, words), areas))
        for key, words in WORDS.items()
    }


def _stored(project: Project, words: Words) -> list[Row]:
    return [
        {field.name: getattr(row, field.name) for field in row._meta.concrete_fields
         if not field.is_relation}
        for row in cast("Any", getattr(project, words.rows)).all()
    ]  # fmt: skip


def quoted(texts: Collection[str]) -> str:
    """“one”, “two”: as typed, each shortened."""
    return ", ".join(_("“%(words)s”") % {"words": _short(text)} for text in texts)


LONGEST_QUOTE = 100


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTE else plain[: LONGEST_QUOTE - 1].rstrip() + "…"
