"""Which lines of a plan are headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import NamedTuple

from reports.reading.files.lines import Line, usual_size
from reports.reading.sections.numbered_titles import (
    candidate,
    is_bold,
    may_follow,
    parts_of,
    whole_title,
)
from reports.reading.sections.titles import without_counter

_PLAIN_HEADING = re.compile(r"(?:liite|bilaga)\s+\d{1,2}\b.*|liitteet|bilagor", re.IGNORECASE)
_CHAPTER_WORDS = ("luku", "kappale", "kapitel")
NAMED_LEVEL = 9  # of a project that a table or a card names: below every heading
ALIKE = 12  # letters of two titles that begin alike
UNNUMBERED = 100  # is added to the level of a heading that has a style and no number


_Candidate = tuple[str, str, str]  # number, title, the word before the number


class _Heading(NamedTuple):
    """A heading; its title takes `used` lines."""

    number: str
    title: str
    level: int
    used: int


def headings_of(lines: list[Line]) -> dict[int, _Heading]:
    """The headings by the index of their first line."""
    return _Finder(lines).headings()


class _Finder:
    """Walks through the candidates in order: a number is a heading's if it goes on from the last."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        found = {i: c for i, line in enumerate(lines) if not line.label and (c := candidate(line))}
        self.candidates = self._outstanding(found)
        self.order = sorted(self.candidates)
        self.last: tuple[int, ...] = ()  # number of the last heading
        self.chapter = ""
        self.list_item = 0  # number of the last item of a list in the text
        self.titles: dict[str, str] = {}

    def _outstanding(self, found: dict[int, _Candidate]) -> dict[int, _Candidate]:
        """Without what only names a heading: a list or a drawing in smaller letters before it."""
        ranks: dict[tuple[str, str], float] = {}
        for index, (number, title, _word) in found.items():
            told = (number, _beginning(title))
            ranks[told] = max(ranks.get(told, 0), _rank(self.lines[index]))
        return {
            index: (number, title, word)
            for index, (number, title, word) in found.items()
            if _rank(self.lines[index]) * 1.1 >= ranks[number, _beginning(title)]
        }

    def headings(self) -> dict[int, _Heading]:
        places = set(self.candidates)
        places |= {
            index
            for index, line in enumerate(self.lines)
            if line.level or line.is_name or _PLAIN_HEADING.fullmatch(line.text)
        }
        found: dict[int, _Heading] = {}
        done = -1
        for index in sorted(places):
            heading = self._heading(index) if index > done else None
            if heading:
                found[index] = heading
                done = index + heading.used - 1
        return found | self._unnumbered(found)

    def _unnumbered(self, found: dict[int, _Heading]) -> dict[int, _Heading]:
        """Among numbered chapters, lines after them that are as large as their titles (PDF)."""
        sizes = [self.lines[i].size for i, h in found.items() if h.number and "." not in h.number]
        least = min(sizes, default=0)
        if len(sizes) < 2 or least <= usual_size(self.lines) * 1.1:
            return {}
        inside = {i + n for i, heading in found.items() for n in range(heading.used)}
        return {
            index: _Heading("", line.text, 1 + UNNUMBERED, 1)
            for index, line in enumerate(self.lines)
            if line.size >= least and index not in inside and index > min(found)
        }

    def _heading(self, index: int) -> _Heading | None:
        line = self.lines[index]
        if line.is_name:
            return _named(line)
        candidate = self.candidates.get(index)
        if candidate is None:
            title, used = whole_title(self.lines, index, line.text)
            if line.mark:
                self._go_on(line.mark)
                return _Heading(line.mark, without_counter(title), len(self.last), used)
            title = without_counter(title) if line.level > 1 else title
            return _Heading("", title, (line.level or 1) + UNNUMBERED, used)
        number, title, word = candidate
        if self._is_told_again(number, title):
            return None
        if word and "." not in number and word not in _CHAPTER_WORDS:
            # "Hanke 3: Verkot" counts its projects by themselves.
            number = f"{self.chapter}.{number}" if self.chapter else number
            self.last, self.list_item = parts_of(number), 0
        elif not line.level and not self._goes_on(index, parts_of(number)):
            return None
        else:
            self._go_on(number)
        title, used = whole_title(self.lines, index, title)
        self.titles[number] = title.casefold()
        return _Heading(number, title, number.count(".") + 1, used)

    def _is_told_again(self, number: str, title: str) -> bool:
        """Whether the number had the same title before: a table that sums up, a reference."""
        before = self.titles.get(number, "")
        again = title.casefold().rstrip("…. ")
        return bool(before) and (before.startswith(again) or again.startswith(before[:60]))

    def _go_on(self, number: str) -> None:
        self.last, self.list_item = parts_of(number), 0
        self.chapter = number.partition(".")[0]

    def _goes_on(self, index: int, parts: tuple[int, ...]) -> bool:
        if len(parts) > 1:
            return may_follow(self.last, parts)
        number = parts[0]
        has_children = self._has_children(index, number)
        if self.list_item and number == self.list_item + 1 and not has_children:
            self.list_item = number
            return False
        if self.last and number <= self.last[0]:
            self.list_item = number
            return False
        line, title = self.lines[index], self.candidates[index][1]
        if title.endswith(",") and not is_bold(line) and not has_children:
            return False
        if not self.last:
            return number == 1 or has_children
        return number <= self.last[0] + 3

    def _has_children(self, index: int, chapter: int) -> bool:
        """Whether `7.1` comes before the next bare number: then `7` is a chapter, no list's item."""
        for place in range(bisect_right(self.order, index), len(self.order)):
            parts = parts_of(self.candidates[self.order[place]][0])
            if len(parts) > 1:
                return parts[0] == chapter
            if parts[0] == chapter + 1:
                return False
        return False


def _beginning(title: str) -> str:
    """The first letters of a title, or of the first cell of a row."""
    return re.split(r"[|\t]", title)[0].strip()[:ALIKE].casefold()


def _rank(line: Line) -> float:
    """How much a line stands out: a heading's style most of all, else the size of its letters."""
    return 1000 if line.level else line.size


def _named(line: Line) -> _Heading:
    """A name that the file's structure says to be one: deepest of all, with a number or without."""
    found = candidate(replace(line, is_list=False))
    if found:
        return _Heading(found[0], found[1], NAMED_LEVEL + UNNUMBERED, 1)
    return _Heading(line.mark, line.text, NAMED_LEVEL + UNNUMBERED, 1)
