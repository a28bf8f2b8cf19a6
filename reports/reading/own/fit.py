"""Whether a text says what the data says: the words of a project stand in it."""

from __future__ import annotations

import re
import unicodedata

from django.utils import translation
from django.utils.translation import gettext as _

from projects.values.choices import (
    Likelihood,
    Per,
    ResourceParty,
    ResourceUnit,
    ResponsibleParty,
    Vat,
)
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.values.money import format_money_range, format_number
from projects.values.signs import real_signs
from reports.document import plan as doc
from reports.document.told_once import says_only_the_sums, says_only_the_work

_NOT_LETTERS = re.compile(r"[\W_]+")
TEXTS = ("description", "change_effects", "strategic_goal", "notes")


def squeezed(text: str) -> str:
    """Letters and figures alone: lines and words are broken anywhere on paper."""
    plain = unicodedata.normalize("NFKC", real_signs(text))
    return _NOT_LETTERS.sub("", plain).casefold()


def unfit(project: doc.PlannedProject, text: str, language: str) -> list[str]:
    """The fields of the project whose words or sums do not stand in the text."""
    told = squeezed(text)
    return [
        name
        for name, wanted in _words(project, language)
        if not all(_stands(words, told) for words in wanted)
    ]


def unfit_on_paper(project: doc.PlannedProject, text: str, language: str) -> list[str]:
    """As `unfit`, and how a page says sums, times, work and answers: each line as it is printed."""
    told = squeezed(text)
    wrong = unfit(project, text, language)
    with translation.override(language):
        whole, broken = _printed(project, language)
    wrong += [name for name, words in whole if squeezed(words) not in told]
    # A narrow cell breaks its words anywhere, with those of the next cell between.
    wrong += [name for name, words in broken if not _stands(words, told, 1 + len(words) // 20)]
    return list(dict.fromkeys(wrong))


def _printed(
    project: doc.PlannedProject, language: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Lines of their own, and cells of the facts, as `reports.rendering.presentation` has them."""
    costs, work = project.costs.items, project.resources.items
    phases = project.schedule.phases
    ranges = [format_fuzzy_range(phase.start, phase.end, language) for phase in phases]
    whole = [
        ("costs", f"{c.description}: {cost_said(c, language)}") for c in costs if c.description
    ]
    whole += [
        ("schedule", f"{phase.name}: {when}")
        for phase, when in zip(phases, ranges, strict=True)
        if phase.name or len(phases) > 1
    ]
    whole += [("schedule", milestone.name) for milestone in project.milestones]
    whole += [("resources", resource_said(need, language)) for need in work]
    broken = [("costs", cost_said(cost, language)) for cost in costs]
    said = project.schedule
    broken.append(("schedule", format_fuzzy_range(said.start, said.end, language)))
    for name, choices in (("likelihood", Likelihood), ("responsible", ResponsibleParty)):
        value = getattr(project, name).value
        broken.append((name, str(choices(value).label) if value else ""))
    return whole, broken


def cost_said(cost: doc.Cost, language: str) -> str:
    """A sum as the plan's page and files say it."""
    words = [format_money_range(cost.amount, language)]
    if cost.per == Per.UNIT:
        words.append("/ " + (cost.unit or _("unit")))
    elif cost.per != Per.TOTAL:
        words.append(str(Per(cost.per).label))
    if cost.vat:
        words.append(f"({Vat(cost.vat).label})")
    if cost.count is not None:
        words.append(f"× {cost.count}")
    years = [str(year) for year in (cost.first_year, cost.last_year) if year]
    return " ".join([*words, "–".join(dict.fromkeys(years))]).strip()


def resource_said(need: doc.Resource, language: str) -> str:
    """Somebody's work as the plan's page and files say it."""
    ends = [format_number(amount, language) for amount in (need.low, need.high)]
    words = [f"{ResourceParty(need.party).label}:", need.description, "–".join(dict.fromkeys(ends))]
    words.append(str(ResourceUnit(need.unit).label))
    return " ".join(filter(None, [*words, need.per and f"/ {need.per}"]))


def _stands(words: str, told: str, cuts: int | None = None) -> bool:
    """Whether the words stand in the text, cut by something else so often at most (a new page:
    once in a thousand letters)."""
    left = squeezed(words)
    cuts = 1 + len(left) // 1000 if cuts is None else cuts
    while left not in told:
        if not cuts:
            return False
        cuts -= 1
        low, high = 0, len(left)  # the longest beginning that stands there
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if left[:middle] in told else (low, middle)
        if not low:
            return False
        left = left[low:]
    return True


def _words(project: doc.PlannedProject, language: str) -> list[tuple[str, list[str]]]:
    parts = [part.text for part in project.assessment.parts if part]
    return [
        ("name", [project.name]),
        *((name, _lines(getattr(project, name))) for name in TEXTS),
        ("schedule", [*_lines(project.schedule.text), *(p.name for p in project.schedule.phases)]),
        ("likelihood", _lines(project.likelihood.text)),
        ("responsible", _lines(project.responsible.text)),
        (
            "costs",
            [
                *([] if says_only_the_sums(project.costs) else _lines(project.costs.text)),
                *(format_money_range(cost.amount, language) for cost in project.costs.items),
                *(cost.description for cost in project.costs.items),
            ],
        ),
        (
            "resources",
            [
                *([] if says_only_the_work(project.resources) else _lines(project.resources.text)),
                *(need.description for need in project.resources.items),
            ],
        ),
        (
            "assessment",
            [*_lines(project.assessment.justification), *(x for t in parts for x in _lines(t))],
        ),
    ]


def _lines(text: str) -> list[str]:
    """Line by line, without the signs of lists."""
    return [re.sub(r"^\s*(?:[-–•*▪]|\d{1,3}[.)])\s+", "", line) for line in text.split("\n")]
