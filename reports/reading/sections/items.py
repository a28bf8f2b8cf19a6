"""Projects of one item each: "• Verkko. Aikataulu: 2025. Vastuutaho: Tietohallinto."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reports.reading.files.lines import BULLET, Line
from reports.reading.labels.ask import asks
from reports.reading.sections.titles import is_title

_LABEL = re.compile(
    r"(?:^|(?<=[.;,(–—|] )|(?<=[.;,(]))\s*(?P<label>[A-ZÅÄÖa-zåäö][^:.;,()\n]{2,40}):\s*"
)
_LEAST = 2  # labels in an item, and such items in a file


def divided_items(lines: Sequence[Line]) -> list[Line]:
    """The lines, with items that hold a name and labelled texts as a name and those texts."""
    items = [_parts(line) if _is_item(line) else [] for line in lines]
    if sum(bool(parts) for parts in items) < _LEAST:
        return list(lines)
    made: list[Line] = []
    for line, parts in zip(lines, items, strict=True):
        made += parts or [line]
    return made


def _is_item(line: Line) -> bool:
    return (
        line.level == 0 and not line.label and (line.is_list or BULLET.match(line.text) is not None)
    )


def _parts(line: Line) -> list[Line]:
    text = BULLET.sub("", line.text, count=1) if BULLET.match(line.text) else line.text
    labels = [m for m in _LABEL.finditer(text) if asks(m["label"])]
    if len(labels) < _LEAST:
        return []
    before = text[: labels[0].start()].strip(" .;,(–—|-:")
    name, _stop, rest = (
        re.split(r"(\.\s|:\s|\s[–—-]\s)", before, maxsplit=1)
        if re.search(r"\.\s|:\s|\s[–—-]\s", before)
        else (before, "", "")
    )
    if not is_title(name):
        return []
    plain = replace(line, lead=0, is_list=False, whole=True)
    made = [replace(plain, text=name, is_name=True)]
    if rest.strip():
        made.append(replace(plain, text=rest.strip()))
    for index, match in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        label = f"{match['label']}:"
        answer = text[match.end() : end].strip(" ;,|").removesuffix(".")
        answer = answer if answer.count("(") >= answer.count(")") else answer.removesuffix(")")
        made.append(replace(plain, text=f"{label} {answer}", lead=len(label), label=len(label)))
    return made
