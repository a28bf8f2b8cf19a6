"""What changed between two plan documents. Pure: values in, values out.

Projects are the same by the key of their row in the portfolio; where a side does not know the
key (a plan that was only read), by their name without its case. Schedules, sums and places are
compared as the portfolio compares them (`projects.changes.compare`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from projects.changes import compare as comparison
from projects.changes.compare import ProjectState
from projects.confidentiality import Piece
from projects.fields import fold
from projects.values.money import MoneyRange
from reports.comparison.changes import (
    Alteration,
    AlterationKind,
    ComparedChapter,
    ComparedProject,
    Comparison,
    Side,
)
from reports.document.plan import (
    MORE_LETTERS,
    PART_LETTERS,
    Assessment,
    Chapter,
    Choice,
    Cost,
    PlanDocument,
    PlannedProject,
    Resource,
)

# Of texts that can be kept from a reader: the piece, which a copy without it names in `left_out`.
TEXTS: dict[str, str] = {
    "description": Piece.DESCRIPTION,
    "change_effects": Piece.CHANGE_EFFECTS,
    "strategic_goal": Piece.STRATEGIC_GOAL,
    "schedule": Piece.SCHEDULE,
    "likelihood": Piece.LIKELIHOOD,
    "responsible": Piece.RESPONSIBILITY,
    "costs": Piece.COSTS,
    "resources": Piece.RESOURCES,
    "notes": Piece.NOTES,
}
PART_PIECES = (Piece.ORGANISING, Piece.SECURITY, Piece.DATA, Piece.CASE_MANAGEMENT)
MORE_PIECES = (Piece.PUBLICITY, Piece.INTEROPERABILITY)


def compare(before: Side, after: Side) -> Comparison:
    """The changes between two documents; a document compared with itself has none."""
    unseen = before.unseen | after.unseen
    compared: list[ComparedProject] = []
    gone: list[ComparedProject] = []
    for old, new in _pairs(before, after):
        key = after.identity(new) if new else None
        if key is None and old:
            key = before.identity(old)
        if key in unseen:
            continue
        changes = tuple(_in_order(_changes(old, new, key, before, after)))
        if changes:
            (compared if new else gone).append(ComparedProject(old, new, key, changes))
    chapters = _chapters(before.document, after.document)
    return Comparison(before, after, (*compared, *gone), tuple(chapters))


def _pairs(
    before: Side, after: Side
) -> Iterator[tuple[PlannedProject | None, PlannedProject | None]]:
    """Who was who: in the later order, then those that are in the earlier document only."""
    olds, news = before.document.projects, after.document.projects
    of_key: dict[int | None, list[int]] = defaultdict(list)
    of_name: dict[str, list[int]] = defaultdict(list)
    for n, old in enumerate(olds):
        of_key[before.identity(old)].append(n)
        of_name[fold(old.name)].append(n)
    earlier: dict[int, int] = {}
    for n, new in enumerate(news):
        key = after.identity(new)
        if key is not None and of_key[key]:
            earlier[n] = of_key[key].pop(0)
    taken = set(earlier.values())
    for n, new in enumerate(news):
        if n not in earlier:
            for place in of_name[fold(new.name)]:
                was, is_now = before.identity(olds[place]), after.identity(new)
                others = was is not None and is_now is not None and was != is_now
                if place not in taken and not others:
                    earlier[n] = place
                    taken.add(place)
                    break
    for n, new in enumerate(news):
        yield (olds[earlier[n]] if n in earlier else None), new
    for n, old_project in enumerate(olds):
        if n not in taken:
            yield old_project, None


def _changes(
    old: PlannedProject | None,
    new: PlannedProject | None,
    key: int | None,
    before: Side,
    after: Side,
) -> Iterator[Alteration]:
    if old is None or new is None:
        yield Alteration(AlterationKind.GONE if new is None else AlterationKind.NEW)
        return
    if old.name != new.name:
        yield Alteration(AlterationKind.RENAMED, before=old.name, after=new.name)
    if before.is_numbered and after.is_numbered and old.number != new.number:
        yield Alteration(AlterationKind.NUMBER, before=old.number, after=new.number)
    statuses = [side.statuses.get(key or 0, "") for side in (before, after)]
    if not all(statuses):
        statuses = ["", ""]
    was, is_now = _state(old, statuses[0]), _state(new, statuses[1])
    moved = fold(was.area) != fold(is_now.area) or old.scope != new.scope
    for change in comparison.changes_of(was, is_now):
        yield Alteration(AlterationKind(change.kind.value), figures=change)
    if moved:
        places = (was.area, is_now.area) if was.area != is_now.area else (old.scope, new.scope)
        part = "area" if was.area != is_now.area else "scope"
        yield Alteration(AlterationKind.MOVED, part, *places)
    hidden = set(old.left_out) | set(new.left_out)
    yield from _schedule(old, new)
    if Piece.COSTS not in hidden:
        yield from _costs(old, new)
    yield from _choice(AlterationKind.LIKELIHOOD, old.likelihood, new.likelihood)
    yield from _choice(AlterationKind.RESPONSIBLE, old.responsible, new.responsible)
    if Piece.RESOURCES not in hidden and _bag(old.resources.items) != _bag(new.resources.items):
        yield Alteration(AlterationKind.RESOURCES)
    yield from _assessment(old.assessment, new.assessment, hidden)
    for name, piece in TEXTS.items():
        texts = text_of(old, name), text_of(new, name)
        if piece not in hidden and texts[0] != texts[1]:
            yield Alteration(AlterationKind.TEXT, name, *texts)


def text_of(project: PlannedProject, name: str) -> str:
    """One of the texts that `TEXTS` names."""
    value = getattr(project, name)
    return value if isinstance(value, str) else value.text


def place_of(project: PlannedProject) -> str:
    return " / ".join(filter(None, (project.service_area, project.unit)))


def _state(project: PlannedProject, status: str) -> ProjectState:
    """What the portfolio's comparison looks at; sums are compared here, by what they are paid
    for, and the place by its name."""
    schedule = project.schedule
    return ProjectState(
        key=0,
        name=project.name,
        area=place_of(project),
        status=status,
        start=schedule.start,
        end=schedule.end,
    )


def _schedule(old: PlannedProject, new: PlannedProject) -> Iterator[Alteration]:
    """Phases that changed while the whole stayed where it was, or became only more exact."""
    was, is_now = old.schedule, new.schedule
    moved = list(comparison.changes_of(_state(old, ""), _state(new, "")))
    if was.phases != is_now.phases and not moved:
        yield Alteration(AlterationKind.SCHEDULE, "phases")


def _costs(old: PlannedProject, new: PlannedProject) -> Iterator[Alteration]:
    """Sums by what they are paid for: in total, a year, a month, a server."""
    was, is_now = sums(old.costs.items), sums(new.costs.items)
    has_changed_sum = False
    for per in dict.fromkeys((*was, *is_now)):
        before, after = was.get(per), is_now.get(per)
        if before != after:
            has_changed_sum = True
            kind = comparison.kind_of_costs(before, after)
            change = comparison.Change(kind, 0, new.name, "", before, after)
            yield Alteration(AlterationKind(kind.value), per, figures=change)
    if not has_changed_sum and _bag(old.costs.items) != _bag(new.costs.items):
        yield Alteration(AlterationKind.COST, "items")


def sums(items: Iterable[Cost]) -> dict[str, MoneyRange]:
    """What the items add up to for each thing that sums are paid for: `total`, `unit:server`."""
    totals: dict[str, MoneyRange] = defaultdict(lambda: MoneyRange(Decimal(0), Decimal(0)))
    for item in items:
        per = f"unit:{item.unit or ''}" if item.per == "unit" else item.per
        totals[per] += item.amount
    return dict(totals)


def _bag(items: Iterable[Cost] | Iterable[Resource]) -> Counter[object]:
    """The items whatever their order; equal sums are equal however they are written."""
    return Counter(items)


def _choice(kind: AlterationKind, old: Choice, new: Choice) -> Iterator[Alteration]:
    if old.value != new.value:
        yield Alteration(kind, before=old.value or "", after=new.value or "")


def _assessment(old: Assessment, new: Assessment, hidden: set[str]) -> Iterator[Alteration]:
    """The effect of a part is told first, then its text."""
    if old.screening != new.screening:
        yield Alteration(
            AlterationKind.ASSESSMENT, "screening", old.screening or "", new.screening or ""
        )
    if Piece.JUSTIFICATION not in hidden and old.justification != new.justification:
        yield Alteration(
            AlterationKind.ASSESSMENT, "justification", old.justification, new.justification
        )
    for letter, piece, was, is_now in zip(
        PART_LETTERS + MORE_LETTERS,
        PART_PIECES + MORE_PIECES,
        old.parts + old.more,
        new.parts + new.more,
        strict=True,
    ):
        if piece in hidden:
            continue
        if was.effect != is_now.effect:
            yield Alteration(
                AlterationKind.ASSESSMENT, f"{letter} effect", was.effect, is_now.effect
            )
        if was.text != is_now.text:
            yield Alteration(AlterationKind.ASSESSMENT, letter, was.text, is_now.text)


def _in_order(changes: Iterable[Alteration]) -> list[Alteration]:
    order = list(AlterationKind)
    return sorted(changes, key=lambda change: order.index(change.kind))


def _chapters(before: PlanDocument, after: PlanDocument) -> Iterator[ComparedChapter]:
    """Chapters are the same by their title, else by their number; a number alone is no change.

    A heading without text comes and goes with its projects, which are told themselves.
    """
    left = list(before.chapters)
    pairs: dict[int, Chapter] = {}
    for same in (_same_title, _same_number):
        for place, new in enumerate(after.chapters):
            if place not in pairs:
                old = next((o for o in left if same(o, new)), None)
                if old is not None:
                    pairs[place] = old
                    left.remove(old)
    for place, new in enumerate(after.chapters):
        old = pairs.get(place)
        if (old.title, old.text) != (new.title, new.text) if old else new.text:
            yield ComparedChapter(old, new)
    for old in left:
        if old.text:
            yield ComparedChapter(old, None)


def _same_title(old: Chapter, new: Chapter) -> bool:
    return fold(old.title) == fold(new.title)


def _same_number(old: Chapter, new: Chapter) -> bool:
    """A renamed chapter keeps its number, and something of its text."""
    return old.number == new.number and (not old.text or not new.text or old.text == new.text)
