"""What a screening comes to, and why: from the answers alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from impact_assessments.choices import Answered, Decision

SYSTEM, TASKS, DATA, ENDING = "s1", "s2", "s3", "s4"
"""Codes of the deciding questions, the same in every set. The first decides alone."""
REASON = 20
"""Characters of a reason that says something."""


@dataclass(frozen=True)
class Result:
    decision: Decision
    why: tuple[str, ...]
    """Codes of the answers that it follows from; empty where every answer is no."""


def result(
    answers: Mapping[str, str], essential: str = "", covered: bool = False, other_unit: str = ""
) -> Result:
    """Taking a system into use decides alone; the rest if something essential is named."""
    if other_unit:
        return Result(Decision.OTHER_UNIT, ())
    if covered:
        return Result(Decision.COVERED, ())
    said = {code: answers.get(code, "") for code in (SYSTEM, TASKS, DATA, ENDING)}
    if said[SYSTEM] == Answered.YES:
        return Result(Decision.REQUIRED, (SYSTEM,))
    changing = tuple(code for code, answer in said.items() if answer == Answered.YES)
    if changing and essential.strip():
        return Result(Decision.REQUIRED, changing)
    unsure = tuple(
        code for code, answer in said.items() if answer not in (Answered.YES, Answered.NO)
    )
    if unsure:
        return Result(Decision.ASK, unsure)
    return Result(Decision.NOT_REQUIRED, changing)


def reasons(found: Result, other_unit: str = "") -> list[str]:
    """The result in sentences."""
    if found.decision == Decision.OTHER_UNIT:
        return [_("%(unit)s is the unit that assesses this.") % {"unit": other_unit}]
    if found.decision == Decision.COVERED:
        return [_("Another assessment takes this in.")]
    if found.decision == Decision.ASK:
        return [_("One answer or more is not sure: the information management officer decides.")]
    if found.decision == Decision.NOT_REQUIRED:
        if found.why:
            return [_("Something changes, but nothing essential in the model.")]
        return [_("No system is taken into use, and nothing in the model changes essentially.")]
    words = {
        SYSTEM: _("An information system is taken into use: the assessment is always made."),
        TASKS: _("Tasks, organisation or services change essentially, and the model with them."),
        DATA: _("Data resources, retention, interfaces or disclosures change essentially."),
        ENDING: _("A system or service ends, which changes the model essentially."),
    }
    return [words[code] for code in found.why]


def computed_reasons(computed: str, answers: Mapping[str, str], other_unit: str = "") -> list[str]:
    """The result of a screening that was written down, in sentences."""
    if computed not in Decision.values:
        return []
    answered = [code for code in (SYSTEM, TASKS, DATA, ENDING) if answers.get(code) == Answered.YES]
    if computed == Decision.REQUIRED and SYSTEM in answered:
        answered = [SYSTEM]
    return reasons(Result(Decision(computed), tuple(answered)), other_unit)


def in_reader_language(kept: str) -> str:
    """Computed sentences in the active language; words of people as they wrote them."""
    for language, _name in settings.LANGUAGES:
        found = _computed(language).get(kept)
        if found is not None:
            return " ".join(reasons(found))
        with override(language):
            before, after = _("%(unit)s is the unit that assesses this.").split("%(unit)s")
        if kept.startswith(before) and kept.endswith(after) and len(kept) > len(before + after):
            unit = kept[len(before) : len(kept) - len(after)]
            return " ".join(reasons(Result(Decision.OTHER_UNIT, ()), unit))
    return kept


@cache
def _computed(language: str) -> dict[str, Result]:
    with override(language):
        return {" ".join(reasons(each)): each for each in _results()}


def _results() -> Iterator[Result]:
    """Every result without a name in it."""
    for decision in (Decision.COVERED, Decision.ASK, Decision.NOT_REQUIRED):
        yield Result(decision, ())
    yield Result(Decision.NOT_REQUIRED, (TASKS,))
    yield Result(Decision.REQUIRED, (SYSTEM,))
    for number in (1, 2, 3):
        for codes in itertools.combinations((TASKS, DATA, ENDING), number):
            yield Result(Decision.REQUIRED, codes)


def says_enough(reason: str) -> bool:
    """Whether a reason is of real length: not a word or a row of dots."""
    return len({*reason.split()}) >= 3 and len(reason.strip()) >= REASON
