"""What a file says of each project now, piece by piece, against what it said when it was written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.document.data_part import Passage
from reports.reading.files.lines import Line

MAX_WORK = 4_000_000  # comparisons of lines in one project, from which on they are not made
_NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)*)\.?\s+(?P<name>\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Now:
    """The section of a project in the file: its heading and the lines under it."""

    heading: Line
    lines: tuple[Line, ...]

    @property
    def number(self) -> str:
        match = _NUMBERED.fullmatch(self.heading.text)
        return match["number"] if match else ""

    @property
    def name(self) -> str:
        match = _NUMBERED.fullmatch(self.heading.text)
        return match["name"] if match else self.heading.text

    @property
    def place(self) -> tuple[int, int]:
        numbers = [self.heading.number, *(line.number for line in self.lines)]
        return min(numbers), max(numbers)


@dataclass
class Piece:
    """The lines of a piece of a project: as they were written, and as they are now."""

    then: list[str] = field(default_factory=list)
    now: list[Line] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return list(map(key, self.then)) != [key(line.text) for line in self.now]


def key(text: str) -> str:
    """What a line says, however its white space, its hyphens and its table are drawn."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def sections(lines: Sequence[Line]) -> list[Now]:
    """The text under each heading that has a style."""
    found: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if line.level:
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
    return [Now(heading, tuple(own)) for heading, own in found]


def matched(passages: Sequence[Passage], found: Sequence[Now]) -> dict[int, int]:
    """Which section (by its index) a passage (by its index) stands in: by its whole heading, else
    by its number under which another name stands, else by its name."""
    pairs: dict[int, int] = {}
    ways = (
        (lambda p: key(p.lines[0][1]), lambda n: key(n.heading.text)),
        (lambda p: p.number, lambda n: n.number),
        (lambda p: key(_name(p.lines[0][1])), lambda n: key(n.name)),
    )
    headings = {key(p.lines[0][1]) for p in passages}
    for of_passage, of_section in ways:
        free: dict[str, list[int]] = {}
        for index, section in enumerate(found):
            if index not in pairs.values():
                free.setdefault(of_section(section), []).append(index)
        for place, passage in enumerate(passages):
            wanted = of_passage(passage)
            there = free.get(wanted, [])
            best = _most_alike(passage, found, there) if wanted and place not in pairs else None
            if best is None:
                continue
            if of_section is not ways[0][1] and key(found[best].heading.text) in headings:
                continue  # it is another project's
            pairs[place] = best
            there.remove(best)
    return pairs


def _most_alike(passage: Passage, found: Sequence[Now], there: Sequence[int]) -> int | None:
    """Of the sections the one with most of the passage's lines; None where two have as many.

    A heading may stand twice: a chapter that tells what has changed has the projects' names too.
    """
    if len(there) < 2:
        return there[0] if there else None
    written = {key(text) for _name, text in passage.lines}
    alike = {
        index: len(written & {key(line.text) for line in found[index].lines}) for index in there
    }
    first, second, *_rest = sorted(there, key=lambda index: alike[index], reverse=True)
    return first if alike[first] > alike[second] else None


def pieces(passage: Passage, section: Now) -> dict[str, Piece] | None:
    """The pieces of a project, then and now; None where that is too much work to find out.

    A new line belongs to the piece of the line before it.
    """
    then = [(name, text) for name, text in passage.lines if key(text)]
    now = [line for line in (section.heading, *section.lines) if key(line.text)]
    if len(then) * len(now) > MAX_WORK:
        return None
    found: dict[str, Piece] = {}
    for name, text in then:
        found.setdefault(name, Piece()).then.append(text)
    old, new = [key(text) for _n, text in then], [key(line.text) for line in now]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "delete":
            continue
        for offset, line in enumerate(now[c:d]):
            if kind == "insert":
                name = _within(then[a - 1][0]) if a else then[0][0]
            else:
                name = then[min(a + offset, b - 1)][0]
                name = name if a + offset < b else _within(name)
            found.setdefault(name, Piece()).now.append(line)
    return found


def _within(name: str) -> str:
    """The piece that a line goes on with which stands after a line of this one."""
    return name.removesuffix("/label")


def _name(heading: str) -> str:
    match = _NUMBERED.fullmatch(heading)
    return match["name"] if match else heading
