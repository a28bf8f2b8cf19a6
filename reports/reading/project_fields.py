"""The texts of a project in a file, by the fields that its labels name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.reading.files.lines import Line
from reports.reading.labels.at import PARTS, Found, is_joining
from reports.reading.labels.find import text_of
from reports.reading.result import UnknownLabel
from reports.reading.sections.section import Section

EXAMPLE = 80  # characters of an unknown label's text that are shown with it
Text = Callable[[list[Line]], str]
"""Lines as running text."""
Doubt = Callable[[int | None, str], None]
"""Notes what the reader was not sure of: the line, and a message."""


class Fields:
    """The texts of a project by the fields that its labels name."""

    def __init__(self, section: Section, as_text: Text, doubt: Doubt) -> None:
        self._as_text = as_text
        self._texts: dict[str, list[str]] = {}
        self._lines: dict[str, int] = {}
        self._answers: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()
        self.unknown: list[UnknownLabel] = []
        self.guesses: list[tuple[int, str]] = []
        whole = text_of(section.own)
        text, begins = whole.text, whole.begins
        found = section.labels
        first = found[0].start if found else len(text)
        self._add(("description",), section, text, begins, 0, first)
        waiting: tuple[str, ...] = ()
        for index, label in enumerate(found):
            end = found[index + 1].start if index + 1 < len(found) else len(text)
            for name in label.fields:
                self._counts[name] += not (label.keeps_name and name in PARTS and self.has(name))
                self._lines.setdefault(name, _line_at(section, begins, label.start))
            own = text[label.end : end]
            following = found[index + 1].fields if index + 1 < len(found) else ()
            if (
                label.fields[0] in PARTS
                and following
                and following[0] in PARTS
                and following != label.fields
                and is_joining(own)
                and re.search(r"\w", own)
            ):
                waiting = (*waiting, *label.fields)  # "b … sekä c …": one answer for both
                continue
            names = (*waiting, *label.fields)
            begin = label.start if label.keeps_name or names == ("notes",) else label.end
            self._add(names, section, text, begins, begin, end)
            for name in names:
                if name in PARTS:
                    answer = self._as_text(_lines_between(section, text, begins, label.end, end))
                    self._answers.setdefault(name, []).append(answer.strip(" :"))
            self._guess(label, section, begins, own)
            waiting = ()
            if len(set(names) & set(PARTS)) > 1:
                doubt(
                    _line_at(section, begins, label.start),
                    _("“%(project)s”: parts %(parts)s of the assessment are answered together.")
                    % {
                        "project": f"{section.number} {section.title}",
                        "parts": ", ".join(sorted(set(names))),
                    },
                )

    def _guess(self, label: Found, section: Section, begins: list[int], answer: str) -> None:
        """Keeps what nobody told us about, for the reader to ask; says what was guessed."""
        if not label.unknown:
            return
        line = _line_at(section, begins, label.start)
        example = " ".join(answer.split())[:EXAMPLE]
        self.unknown.append(UnknownLabel(label.unknown, 1, example, line))
        if label.fields == ("costs",):
            self.guesses.append((line, label.unknown))

    def _add(
        self,
        names: tuple[str, ...],
        section: Section,
        text: str,
        begins: list[int],
        start: int,
        end: int,
    ) -> None:
        lines = _lines_between(section, text, begins, start, end)
        names_of_notes = _split_unknown(lines) if "notes" not in names else (lines, [])
        shown = self._as_text(names_of_notes[0])
        shown = re.sub(r"^[\s:.;?]+(?=\w)|^[:;?\s]+", "", shown)
        for name in names:
            kept = self._texts.setdefault(name, [])
            if shown and shown not in kept:
                kept.append(shown)
        if names_of_notes[1]:
            self._texts.setdefault("notes", []).append(self._as_text(names_of_notes[1]))

    def text(self, name: str) -> str:
        return "\n".join(self._texts.get(name, ()))

    def answers(self, name: str) -> list[str]:
        """What stands at each label of a part, one by one."""
        return self._answers.get(name, [])

    def has(self, name: str) -> bool:
        return self._counts[name] > 0

    def count(self, name: str) -> int:
        return self._counts[name]

    def line(self, name: str) -> int | None:
        return self._lines.get(name)

    def first_line(self, name: str) -> str:
        """The first line of a field that names something; what follows it goes to the notes."""
        first, _newline, rest = self.text(name).partition("\n")
        if rest:
            self._texts[name] = [first]
            self._texts.setdefault("notes", []).append(rest)
        return first

    def note(self, name: str) -> None:
        """The text of a field that found no place goes to the notes."""
        if self.text(name):
            self._texts.setdefault("notes", []).append(self.text(name))


def _line_at(section: Section, begins: list[int], position: int) -> int:
    index = max(i for i, begin in enumerate(begins) if begin <= position)
    return section.own[index].number


def _lines_between(
    section: Section, text: str, begins: list[int], start: int, end: int
) -> list[Line]:
    """The lines, or parts of lines, between two places of the section's text."""
    found = []
    for line, begin in zip(section.own, begins, strict=True):
        stop = begin + len(line.text)
        low, high = max(start, begin), min(end, stop)
        if low < high:
            piece = text[low:high].strip(" \t|;" if high < stop or low > begin else " \t")
            if piece:
                lead = max(0, line.lead - (low - begin))
                found.append(
                    replace(line, text=piece, lead=lead, gap=line.gap if low == begin else 0)
                )
    return found


def _split_unknown(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """What belongs to the field, and from an emphasised unknown label on what goes to the notes."""
    for index, line in enumerate(lines):
        label = line.text[: line.lead].strip()
        if index and label.endswith(":") and len(label.split()) <= 6 and line.whole:
            return lines[:index], lines[index:]
    return lines, []


def stated_area(section: Section) -> str:
    """The area that the project states at a label, as it is written."""
    whole = text_of(section.own).text
    for index, label in enumerate(section.labels):
        if label.fields == ("service_area",):
            end = section.labels[index + 1].start if index + 1 < len(section.labels) else len(whole)
            return whole[label.end : end].strip(" :|\t\n").partition("\n")[0].strip()
    return ""
