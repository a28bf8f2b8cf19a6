"""Chapters and projects of a plan: which lines are headings, and what stands under each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reports.reading.files.lines import Line, usual_size
from reports.reading.labels import Found, find_labels, is_label
from reports.reading.meaning.places import is_general
from reports.reading.numbered_titles import (
    MAX_TITLE,
    candidate,
    is_bold,
    may_follow,
    parts_of,
    whole_title,
)

# Plans made of forms name a project in a field: "Hankkeen nimi: Uusi verkko".
_NAMED = re.compile(
    r"(?:hankkeen|projektin|toimenpiteen|kehityskohteen|kehittämiskohteen|kohteen|kehityshankkeen|projektets|åtgärdens)"
    r"\s+(?:nimi|namn)\s*(?:[:|\t]\s*(?P<title>\S.*)?)?",
    re.IGNORECASE,
)
# Where a plan has no headings at all, the word alone names a project: "Hanke: Asukasportaali".
_NAMED_SHORTLY = re.compile(
    rf"{_NAMED.pattern}|(?:hanke|projekti|kehityskohde|toimenpide|projekt|åtgärd)\s*\d*\s*:\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
_ANY_PROJECT = re.compile(
    r"(?:hanke|projekti|kehityskohde|kohde|projekt|åtgärd)?\W*\d*", re.IGNORECASE
)
_PLAIN_HEADING = re.compile(r"(?:liite|bilaga)\s+\d{1,2}\b.*|liitteet|bilagor", re.IGNORECASE)
_CHAPTER_WORDS = ("luku", "kappale", "kapitel")
UNNUMBERED = 100  # is added to the level of a heading that has a style and no number


class _Heading(NamedTuple):
    """A heading; its title takes `used` lines."""

    number: str
    title: str
    level: int
    used: int


@dataclass
class Section:
    """A heading and the lines under it, up to the next heading. `number` as the plan writes it."""

    number: str
    title: str
    level: int
    line: int
    own: list[Line] = field(default_factory=list)
    parent: Section | None = None
    labels: list[Found] = field(default_factory=list)
    is_project: bool = False
    has_doubled_number: bool = False

    @property
    def titles(self) -> list[str]:
        """The titles of the chapters above, the topmost first."""
        above: list[str] = []
        section = self.parent
        while section is not None:
            above.insert(0, section.title)
            section = section.parent
        return above

    def text_and_leads(self) -> tuple[str, dict[int, int], list[int]]:
        """The lines as one text, the emphasised beginnings by place, and where each line begins."""
        text, leads, begins = "", {}, []
        for line in self.own:
            begins.append(len(text))
            if line.lead:
                leads[len(text)] = line.lead
            text += line.text + "\n"
        return text.removesuffix("\n"), leads, begins


def sections(lines: list[Line]) -> tuple[list[Line], list[Section]]:
    """What stands before the first heading, and the sections in their order."""
    front: list[Line] = []
    found: list[Section] = []
    headings = _headings(lines)
    skip = 0
    for index, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        heading = headings.get(index)
        if heading is None:
            (found[-1].own if found else front).append(line)
            continue
        skip = heading.used - 1
        found.append(Section(heading.number, heading.title, heading.level, line.number))
    if not found and any(_NAMED_SHORTLY.fullmatch(line.text) for line in front):
        begin = next(i for i, line in enumerate(front) if _NAMED_SHORTLY.fullmatch(line.text))
        whole = Section("", "", 0, front[begin].number, front[begin:])
        front, found = front[:begin], _named_by_field([whole], _NAMED_SHORTLY)[1:]
    found = _named_by_field(found)
    _place(found)
    _tell_projects(found)
    return front, _absorbed(found)


def _named_by_field(found: list[Section], pattern: re.Pattern[str] = _NAMED) -> list[Section]:
    """Sections in which projects are named by a field are divided there."""
    divided: list[Section] = []
    for section in found or []:
        divided.append(section)
        named = [i for i, line in enumerate(section.own) if pattern.fullmatch(line.text)]
        if not named:
            continue
        own, section.own = section.own, section.own[: named[0]]
        for count, begin in enumerate(named, 1):
            end = named[count] if count < len(named) else len(own)
            match = pattern.fullmatch(own[begin].text)
            names = match.groupdict() if match else {}
            title = names.get("title") or names.get("name") or ""
            rest = own[begin + 1 : end]
            if not title and rest:
                title, rest = rest[0].text, rest[1:]
            same = not section.own and len(named) == 1
            if same and (section.title == title or _ANY_PROJECT.fullmatch(section.title)):
                section.title, section.own = title or section.title, rest
                continue
            number = f"{section.number}.{count}" if section.number else str(count)
            level = section.level % UNNUMBERED + 1
            divided.append(Section(number, title[:MAX_TITLE], level, own[begin].number, rest))
    return divided


def _headings(lines: list[Line]) -> dict[int, _Heading]:
    """The headings by the index of their first line."""
    return _Finder(lines).headings()


class _Finder:
    """Walks through the candidates in order: a number is a heading's if it goes on from the last."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.candidates = {i: c for i, line in enumerate(lines) if (c := candidate(line))}
        self.order = sorted(self.candidates)
        self.last: tuple[int, ...] = ()  # number of the last heading
        self.chapter = ""
        self.list_item = 0  # number of the last item of a list in the text
        self.titles: dict[str, str] = {}

    def headings(self) -> dict[int, _Heading]:
        places = set(self.candidates)
        places |= {
            index
            for index, line in enumerate(self.lines)
            if line.level or _PLAIN_HEADING.fullmatch(line.text)
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
        candidate = self.candidates.get(index)
        if candidate is None:
            title, used = whole_title(self.lines, index, line.text)
            if line.mark:
                self._go_on(line.mark)
                return _Heading(line.mark, title, len(self.last), used)
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


def _place(found: list[Section]) -> None:
    """Gives each section the section above it. Unnumbered headings count by their style."""
    above: list[Section] = []
    for section in found:
        section.level %= UNNUMBERED
        while above and above[-1].level >= section.level:
            above.pop()
        section.parent = above[-1] if above else None
        above.append(section)


def _tell_projects(found: list[Section]) -> None:
    """A section with labels under it is a project; so is an empty one among projects."""
    below: dict[int, list[Section]] = defaultdict(list)
    for section in found:
        text, leads, _begins = section.text_and_leads()
        section.labels = find_labels(text, leads)
        below[id(section.parent)].append(section)
    labelled = {
        id(section)
        for section in found
        if sum(other.level > 1 and is_label(other.title) for other in below[id(section)]) > 1
    }
    for section in found:
        if id(section) in labelled:
            section.is_project = True
        elif section.parent is None or id(section.parent) not in labelled:
            fields = {name for label in section.labels if label.is_sure for name in label.fields}
            fields -= {"description", "notes", "unit"}
            is_above = bool(below[id(section)]) or section.level == 1
            section.is_project = len(fields) >= (2 if is_above else 1)
    projects = {key: sum(s.is_project for s in sections) for key, sections in below.items()}
    for section in found:
        beside = projects[id(section.parent)] - section.is_project
        enough = beside > 0 if section.parent else beside * 2 >= len(below[id(None)]) - 1 > 0
        inside = section.parent is not None and section.parent.is_project
        if enough and not below[id(section)] and not inside and not section.is_project:
            section.is_project = not is_general(section.title)
    numbers: set[str] = set()
    for section in found:
        section.has_doubled_number = section.number in numbers
        numbers |= {section.number} - {""}


def _absorbed(found: list[Section]) -> list[Section]:
    """Headings inside a project become lines of it: "2.1.3 Aikataulu", "Tausta"."""
    kept: list[Section] = []
    for section in found:
        project = section.parent
        while project is not None and not project.is_project:
            project = project.parent
        if project is None or section.is_project:
            kept.append(section)
            continue
        head = Line(section.line, section.title, lead=len(section.title), whole=True)
        if not is_label(section.title):
            head = replace(head, text=f"{section.title}:", lead=len(section.title) + 1)
        project.own += [head, *section.own]
    for section in kept:
        text, leads, _begins = section.text_and_leads()
        section.labels = find_labels(text, leads)
    return kept
