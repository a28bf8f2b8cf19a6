"""The figures of a plan, laid out and in words: costs by year, and effects by group.

Each is a drawing of `width` × `height` units and a table of the same numbers; the timeline is in
reports/figures/timeline.py. Words are in the language that is active.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from impact_assessments.choices import PARTS
from organisation.colours import WHITE, Colour
from projects.values.money import MoneyRange, format_amount, format_money_range
from reports.document.plan import PlanDocument
from reports.figures.effects import GroupEffects, Tally, effects_by_group
from reports.figures.yearly_costs import YearlyCosts, plan_costs

WIDTH = 674.0
ROW = 26.0


@dataclass(frozen=True)
class CostBar:
    """A year's costs: at least `sure` units long, at most `sure + open`."""

    year: str
    words: str
    y: float
    sure: float
    open: float

    @property
    def end(self) -> float:
        return round(self.left + self.sure + self.open, 1)

    @property
    def left(self) -> float:
        return 48.0

    @property
    def open_x(self) -> float:
        return round(self.left + self.sure, 1)


@dataclass(frozen=True)
class CostFigure:
    height: float
    bars: tuple[CostBar, ...]
    rows: tuple[tuple[str, str, str], ...]  # year, at least, at most
    notes: tuple[str, ...]
    width: float = WIDTH


@dataclass(frozen=True)
class HeatCell:
    """A number on its colour; `words` is what a table says."""

    x: float
    middle: float
    shown: str
    words: str
    fill: str
    ink: str


@dataclass(frozen=True)
class HeatRow:
    """A group; `lines` are its name as it is drawn, each with its place."""

    label: str
    lines: tuple[tuple[int, str], ...]
    projects: int
    y: float
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatMap:
    height: float
    cell_width: float
    heads: tuple[tuple[float, str, str], ...]  # place, letter, title
    rows: tuple[HeatRow, ...]
    width: float = WIDTH


def cost_figure(document: PlanDocument) -> CostFigure | None:
    """Costs by year, or None where no sum has a year."""
    costs = plan_costs(document)
    if costs is None:
        return None
    language, most = document.language, max(amount.high for _year, amount in costs.years)
    scale = 420 / float(most) if most else 0
    bars = tuple(
        CostBar(
            str(year),
            format_money_range(amount, language),
            round(6 + place * ROW, 1),
            round(float(amount.low) * scale, 1),
            round(float(amount.high - amount.low) * scale, 1),
        )
        for place, (year, amount) in enumerate(costs.years)
    )
    sums: list[tuple[str, MoneyRange | None]] = [(str(y), amount) for y, amount in costs.years]
    sums += [(_("later"), costs.later), (_("year not known"), costs.undated)]
    rows = [
        (words, format_amount(amount.low, language), format_amount(amount.high, language))
        for words, amount in sums
        if amount is not None
    ]
    return CostFigure(12 + len(bars) * ROW, bars, tuple(rows), tuple(_notes(costs)))


def _notes(costs: YearlyCosts) -> list[str]:
    """What the sums leave out."""
    notes = [
        _(
            "A sum a year or a month counts in each year that it names, any other sum is spread "
            "evenly over its years. Sums that name no year stand apart."
        )
    ]
    if n := costs.projects_unknown:
        text = ngettext(
            "The costs of %(n)s project are not known in figures; they are missing here.",
            "The costs of %(n)s projects are not known in figures; they are missing here.",
            n,
        )
        notes.append(text % {"n": n})
    if n := costs.projects_not_public:
        text = ngettext(
            "The costs of %(n)s project are not public; they are missing here.",
            "The costs of %(n)s projects are not public; they are missing here.",
            n,
        )
        notes.append(text % {"n": n})
    if n := costs.units_uncounted:
        text = ngettext(
            "%(n)s sum is a unit's, and how many units is not known; it is missing here.",
            "%(n)s sums are a unit's, and how many units is not known; they are missing here.",
            n,
        )
        notes.append(text % {"n": n})
    return notes


def heat_map(document: PlanDocument, accent: Colour) -> HeatMap | None:
    """Effects by group, or None where nothing was assessed."""
    groups = effects_by_group(document)
    if not groups:
        return None
    left, gap, head = 262.0, 4.0, 30.0
    wide = (WIDTH - left) / len(PARTS)
    heads = tuple(
        (round(left + place * wide + wide / 2 - gap / 2, 1), part.letter, str(part.title))
        for place, part in enumerate(PARTS)
    )
    rows = tuple(
        HeatRow(
            label=_label(group),
            lines=_lines(_label(group)),
            projects=group.projects,
            y=head + place * 34,
            cells=tuple(_cells(group, left, wide, accent)),
        )
        for place, group in enumerate(groups)
    )
    return HeatMap(head + len(rows) * 34, round(wide - gap, 1), heads, rows)


def _label(group: GroupEffects) -> str:
    return f"{group.number} {group.title}".strip()


def _lines(label: str) -> tuple[tuple[int, str], ...]:
    """A name of a group on one line or two."""
    lines = textwrap.wrap(label, 44, max_lines=2, placeholder=" …")
    if len(lines) < 2:
        return ((19, "".join(lines)),)
    return ((13, lines[0]), (26, lines[1]))


def _cells(group: GroupEffects, left: float, wide: float, accent: Colour) -> list[HeatCell]:
    cells = []
    for place, tally in enumerate(group.tallies):
        colour = WHITE.mixed(accent, 0.08 + 0.92 * tally.share if tally.some else 0)
        dark = colour.contrast(WHITE) >= 4.5
        cells.append(
            HeatCell(
                x=round(left + place * wide, 1),
                middle=round(left + place * wide + wide / 2 - 2, 1),
                shown=f"{tally.some} / {tally.needed}" if tally.needed else "–",
                words=_tally_words(tally),
                fill=colour.hex,
                ink="#ffffff" if dark else "#000000",
            )
        )
    return cells


def _tally_words(tally: Tally) -> str:
    words = [_("%(n)s with an effect") % {"n": tally.some}] if tally.needed else []
    if tally.none:
        words.append(_("%(n)s without") % {"n": tally.none})
    if tally.unassessed:
        words.append(_("%(n)s not assessed") % {"n": tally.unassessed})
    if tally.not_required:
        words.append(_("%(n)s that need no assessment") % {"n": tally.not_required})
    return ", ".join(words)
