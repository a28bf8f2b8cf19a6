"""Projects that nothing but their look names: where the same labels come again, another begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.reading.files.lines import BULLET, Line, usual_size
from reports.reading.labels.ask import asks
from reports.reading.labels.at import is_label, label_at
from reports.reading.sections.section import Section
from reports.reading.sections.titles import code_of, is_title

# What a project is asked once: the same asked again is another project's.
_ONCE = frozenset(
    {"schedule", "start", "end", "costs", "responsible", "resources", "likelihood", "strategic_goal", "description",
     "service_area"}
)  # fmt: skip
_MOST_APART = 100  # characters of a name that nothing but empty lines sets apart


@dataclass(frozen=True)
class Look:
    """How names look; `is_so` is asked of a line, the one before it and the usual size."""

    name: str
    is_so: Callable[[Line, Line | None, float], bool]
    example: str


def _is_capital(text: str) -> bool:
    letters = re.sub(r"[\W\d_]", "", text)
    return len(letters) > 3 and letters.isupper()


# In the order in which they are believed.
LOOKS: tuple[Look, ...] = (
    Look("heading", lambda line, _b, _s: line.level > 0, "a heading's style"),
    Look("code", lambda line, _b, _s: bool(code_of(line.text)[0]), "ICT-01 Verkon uusiminen"),
    Look("large", lambda line, _b, size: line.size > size * 1.1 > 0, "letters larger than the text's"),
    Look("bold", lambda line, _b, _s: line.lead == len(line.text), "**Verkon uusiminen**"),
    Look("capitals", lambda line, _b, _s: _is_capital(line.text), "VERKON UUSIMINEN"),
    Look("list item", lambda line, _b, _s: line.is_list or bool(BULLET.match(line.text)), "• Verkon uusiminen"),
    Look("page", lambda line, before, _s: line.page > 0 and (before is None or before.page != line.page),
         "the first line of a slide"),
    Look("apart", lambda line, before, _s: (line.gap > 0 or before is None) and len(line.text) <= _MOST_APART,
         "a short line after an empty one"),
)  # fmt: skip


def divided_by_names(section: Section, least: int = 2) -> list[Section]:
    """The section up to its first named project, and those projects; just itself without any.

    `least` is how many blocks of labels there must be.
    """
    lines = section.own
    blocks = _blocks(lines)
    if len(blocks) < least:
        return [section]
    size = usual_size(lines)
    names = _names(lines, blocks, size)
    if not names:
        return [section]
    base = section.level % 100
    section.own = lines[: names[0]]
    made = [section]
    for place, begin in enumerate(names):
        end = names[place + 1] if place + 1 < len(names) else len(lines)
        made.append(
            Section(
                "",
                _bare(lines[begin].text),
                base + 1,
                lines[begin].number,
                lines[begin + 1 : end],
                is_named=True,
            )
        )
    return made


def _bare(text: str) -> str:
    return BULLET.sub("", text, count=1).strip(" :") if BULLET.match(text) else text.strip(" :")


def _blocks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The first and last lines with labels of each block: one ends where a label comes again."""
    blocks: list[tuple[int, int]] = []
    seen: set[str] = set()
    for index, line in enumerate(lines):
        field = _field(line)
        if not field:
            continue
        if field in seen or not blocks:
            blocks.append((index, index))
            seen = {field}
        else:
            blocks[-1] = (blocks[-1][0], index)
            seen.add(field)
    return blocks


def _field(line: Line) -> str:
    """The field of the label that begins the line, if it is one of ours."""
    if line.label:
        fields = asks(line.text[: line.label])
    else:
        found = label_at(line.text, 0, frozenset(), line.lead)
        fields = found.fields if found and found.is_sure else ()
    return fields[0] if fields and fields[0] in _ONCE else ""


def _names(lines: Sequence[Line], blocks: list[tuple[int, int]], size: float) -> list[int]:
    """The lines that name the blocks, all with one look; empty if no look is that of most names."""
    gaps = []
    for place, (first, _last) in enumerate(blocks):
        begin = blocks[place - 1][1] + 1 if place else 0
        gaps.append(range(begin, first))
    needed = max(1, -(-len(gaps) * 8 // 10))
    # Where every line has an empty one before it, the gap says nothing.
    are_apart = sum(line.gap > 0 for line in lines) * 2 < len(lines)
    for look in LOOKS if are_apart else LOOKS[:-1]:
        names = [_last_with(look, lines, gap, size) for gap in gaps]
        hits = [name for name in names if name is not None]
        if len(hits) >= needed:
            return hits
    return []


def _last_with(look: Look, lines: Sequence[Line], gap: range, size: float) -> int | None:
    for index in reversed(gap):
        line = lines[index]
        text = _bare(line.text) if look.name == "list item" else line.text
        before = lines[index - 1] if index else None
        if look.is_so(line, before, size) and is_title(text) and not is_label(text):
            return index
    return None
