"""Costs typed as in a plan: `15 000–18 000 € / vuosi, alv 0, 2026–`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from projects.values.fuzzy_dates import span
from reports.document.plan import Cost
from reports.reading.meaning import sum_words as said
from reports.reading.meaning.schedules import places_of_times, read_schedule
from reports.reading.meaning.sums import PlacedSum, sums_in_text
from reports.reading.sentences.understood import LONGEST, Place, Understood, left_of

_SENTENCE_ENDS = re.compile(r"\n|[.;](?=\s+[^\W\d_])|;")
_VAT = re.compile(said.VAT_WORD, re.IGNORECASE)


def understand_costs(text: str) -> Understood[Cost]:
    """The sums of the text, with the years that stand beside them in their sentence."""
    plain, sums, foreign = sums_in_text(text[:LONGEST])
    costs, places = [], [(found.begin, found.end) for found in sums]
    for begin, end in _sentences(plain):
        inside = [found for found in sums if begin <= found.begin < end]
        edges = [edge for _words, *both in foreign for edge in both if begin <= edge < end]
        for found, (first, last) in zip(
            inside, _beside(plain, inside, edges, begin, end), strict=True
        ):
            costs.append(_with_years(found.cost, plain[first:last]))
            _text, times = places_of_times(plain[first:last])
            places += [(first + start, first + stop) for start, stop in times]
    if sums:
        places += [match.span() for match in _VAT.finditer(plain)]
    places += [(begin, end) for _words, begin, end in foreign]
    left = left_of(plain, places) + [words for words, _begin, _end in foreign]
    return Understood(tuple(costs), tuple(left))


def _sentences(plain: str) -> list[Place]:
    ends = [0, *(match.end() for match in _SENTENCE_ENDS.finditer(plain)), len(plain)]
    return list(pairwise(ends))


def _beside(
    plain: str, sums: list[PlacedSum], edges: list[int], begin: int, end: int
) -> list[Place]:
    """Where the years of each sum stand: all before their sums, or all after them."""
    if sums and read_schedule(plain[begin : sums[0].begin]):
        ends = sorted([begin, *edges, *(found.end for found in sums)])
        return [(max(e for e in ends if e <= found.begin), found.begin) for found in sums]
    begins = sorted([*edges, *(found.begin for found in sums), end])
    return [(found.end, min(e for e in begins if e >= found.end)) for found in sums]


def _with_years(cost: Cost, beside: str) -> Cost:
    first, last = span((phase.start, phase.end) for phase in read_schedule(beside))
    return replace(
        cost, first_year=first.year if first else None, last_year=last.year if last else None
    )
