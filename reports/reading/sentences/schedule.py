"""A schedule typed as in a plan: `syksy 2026 – kevät 2027, pilotti 9/2026`."""

from __future__ import annotations

import re

from reports.document.plan import Phase
from reports.reading.meaning.loose_times import loose_times
from reports.reading.meaning.schedules import places_of_times, read_schedule
from reports.reading.sentences.understood import LONGEST, Understood, left_of

_WITH_DIGITS = re.compile(r"[^\s,;()]*\d(?:[^\s,;()]|\s(?=\d{3}(?!\d)))*")


def understand_schedule(text: str) -> Understood[Phase]:
    """The phases that the text names; dates of it that no calendar has are left, too."""
    text = text[:LONGEST]
    phases = tuple(phase for phase in read_schedule(text) if phase.start or phase.end)
    plain, places = places_of_times(text)
    left = left_of(plain, places)
    rest = _without(plain, places, phases)
    unread = [match[0].strip(".–-") for match in _WITH_DIGITS.finditer(rest)]
    unread += [time.words for time in loose_times(text)]
    left += [words for words in unread if words and not any(words in each for each in left)]
    return Understood(phases, tuple(left))


def _without(plain: str, places: list[tuple[int, int]], phases: tuple[Phase, ...]) -> str:
    """The text without its dates and the names of its phases (`Vaihe 1`)."""
    for begin, end in places:
        plain = plain[:begin] + " " * (end - begin) + plain[end:]
    for phase in phases:
        if phase.name:
            plain = plain.replace(phase.name, " " * len(phase.name))
    return plain
