"""What a page has beside its content: heads and feet, page numbers, the contents list."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from reports.reading.files.lines import Line, usual_size
from reports.reading.labels.at import is_label, label_at
from reports.reading.meaning.answers import effect

_PAGE_NUMBER = re.compile(
    r"(?:(?:sivu|s\.|sid(?:a|an|\.)?|page)\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|\(|av|of)\s*\d{1,4}\)?)?",
    re.I,
)
_CONTENTS_HEAD = re.compile(
    r"(?:\d+\.?\s*)?(?:sisällys|sisällysluettelo|sisältö|innehåll|innehållsförteckning|contents|table of contents)\s*:?",
    re.I,
)
_ENTRY = re.compile(
    r"(?:(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+)?(?P<title>\S.*?)(?P<leader>\s*(?:\.\s?){3,}\s*|\s*…+\s*|\s*\t\s*|\s*_{3,}\s*|\s+)"
    r"(?P<page>\d{1,4})"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?P<title>\S.*)")


def without_page_heads(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """The lines without repeated heads and feet and page numbers; and those heads, once each."""
    repeated = _repeated(lines)
    running = _running_titles(lines)
    kept: list[Line] = []
    heads: dict[str, str] = {}
    dropped: set[int] = set()
    for index, line in enumerate(lines):
        is_alike = _shape(line.text) in repeated and (line.page > 0 or line.level == 0)
        if is_alike and _may_be_head(lines, index):
            heads.setdefault(_shape(line.text), line.text)
            dropped.add(index)
    dropped |= {index for index, line in enumerate(lines) if id(line) in running}
    counted = _counts_pages(lines)
    for index in range(len(lines)):
        if _is_number_of_page(lines, index, dropped, counted):
            dropped.add(index)
    after_cut = False
    for index, line in enumerate(lines):
        if index in dropped:
            after_cut = True
            continue
        # The gap that a page makes in a paragraph is not the writer's.
        kept.append(replace(line, gap=min(line.gap, 1)) if after_cut else line)
        after_cut = False
    return kept, list(heads.values())


def _shape(text: str) -> str:
    """The text with every number alike: heads differ from page to page only in theirs."""
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", text)).strip().casefold()


def _repeated(lines: list[Line]) -> set[str]:
    if any(line.page for line in lines):
        return _repeated_on_pages(lines)
    counts = Counter(_shape(line.text) for line in lines if not line.whole)
    beside: Counter[str] = Counter()
    for index, line in enumerate(lines):
        near = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
        if any(_is_bare_number(other.text) for other in near):
            beside[_shape(line.text)] += 1
    return {
        shape
        for shape, count in beside.items()
        if count >= 2 and count >= counts[shape] * 0.6 and re.search(r"[^\W\d]", shape)
    }


def _repeated_on_pages(lines: list[Line]) -> set[str]:
    """Shapes that stand at the same place from the top or the foot of many pages."""
    pages = _by_page(lines)
    least = len(pages) if len(pages) < 4 else max(3, int(len(pages) * 0.4))
    places: Counter[tuple[str, int]] = Counter()
    for found in pages.values():
        places.update({(_shape(line.text), place) for place, line in _edge_lines(found)})
    return {
        shape
        for (shape, _place), count in places.items()
        if count >= max(least, 2) and re.search(r"[^\W\d]", shape) and not _is_answer(shape)
    }


def _running_titles(lines: list[Line]) -> set[int]:
    """Chapter titles that are repeated at the edge of the chapter's pages: those lines by id.

    They are smaller than the text, or come again at the same place while the title itself stands
    elsewhere; a heading that happens to begin a page does neither.
    """
    edges = [
        (place, line)
        for found in _by_page(lines).values()
        for place, line in _edge_lines(found)
        if found[0].page and place in (0, -1, -2)
    ]
    body = usual_size(lines)
    at_place = Counter((place, line.text) for place, line in edges)
    at_edge = Counter(line.text for _place, line in edges)
    everywhere = Counter(line.text for line in lines)
    return {
        id(line)
        for place, line in edges
        if re.match(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[A-ZÅÄÖ]", line.text)
        and (
            0 < line.size < body * 0.97
            or (at_place[place, line.text] > 1 and everywhere[line.text] > at_edge[line.text])
        )
    }


def _by_page(lines: list[Line]) -> dict[int, list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return pages


def _edge_lines(found: list[Line]) -> list[tuple[int, Line]]:
    """The first and last three lines of a page with their places, 0 1 2 and -1 -2 -3."""
    first = list(enumerate(found[:3]))
    last = [(-n, line) for n, line in enumerate(reversed(found[-3:]), 1)]
    return first + last


def _is_answer(shape: str) -> bool:
    """An answer that comes again and again is no head."""
    plain = shape[:1].upper() + shape[1:]
    return effect(shape) == "none" or is_label(shape) or label_at(plain, 0, frozenset()) is not None


def _may_be_head(lines: list[Line], index: int) -> bool:
    line = lines[index]
    if line.whole:
        return False
    if not line.page:
        near = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
        return any(_is_bare_number(other.text) for other in near)
    before = sum(1 for other in lines[max(0, index - 3) : index] if other.page == line.page)
    after = sum(1 for other in lines[index + 1 : index + 4] if other.page == line.page)
    return before < 3 or after < 3


def _is_bare_number(text: str) -> bool:
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def _is_number_of_page(lines: list[Line], index: int, dropped: set[int], counted: bool) -> bool:
    line = lines[index]
    if line.whole or not _is_bare_number(line.text):
        return False
    if line.page:
        number = re.search(r"\d+", line.text)
        at_edge = (index == 0 or lines[index - 1].page != line.page or index - 1 in dropped) or (
            index + 1 == len(lines) or lines[index + 1].page != line.page or index + 1 in dropped
        )
        return at_edge and number is not None and abs(int(number[0]) - line.page) < 20
    return counted or index - 1 in dropped or index + 1 in dropped


def _counts_pages(lines: list[Line]) -> bool:
    """Whether the bare numbers of a text file go up as pages do."""
    numbers = [int(n[0]) for line in lines if (n := _bare_number(line))]
    return len(numbers) >= 3 and numbers == sorted(set(numbers)) and numbers[-1] < 1000


def _bare_number(line: Line) -> re.Match[str] | None:
    return re.search(r"\d+", line.text) if _is_bare_number(line.text) else None


def without_contents(lines: list[Line]) -> list[Line]:
    """The lines without the plan's list of contents, if there is one near the beginning."""
    limit = max(60, len(lines) // 3)
    entries = [i for i, line in enumerate(lines[:limit]) if _is_entry(line, lines, i)]
    runs: list[list[int]] = []
    numbers: set[str] = set()
    for index in entries:
        number = _number(lines[index])
        if runs and index - runs[-1][-1] <= 3 and not (number and number in numbers):
            runs[-1].append(index)
        else:
            runs.append([index])
            numbers = set()
        numbers.add(number)
    run = max(runs, key=len, default=[])
    if len(run) < 3:
        return lines
    begin, end = run[0], run[-1]
    for index in range(max(0, begin - 3), begin):
        if _CONTENTS_HEAD.fullmatch(lines[index].text.strip()):
            begin = index
            break
    return lines[:begin] + lines[end + 1 :]


def _number(line: Line) -> str:
    match = _NUMBERED.fullmatch(line.text)
    return match["number"] if match else ""


def _is_entry(line: Line, lines: list[Line], index: int) -> bool:
    """A line that ends in its page's number, or a numbered title that comes again later."""
    if line.level or line.label or line.is_name:
        return False
    match = _ENTRY.fullmatch(line.text)
    leader = match["leader"] if match else ""
    if match and (re.search(r"\.\s?\.|…|_", leader) or (leader.strip(" ") and "\t" in leader)):
        return True
    numbered = _NUMBERED.fullmatch(line.text)
    if not numbered:
        return False
    title = re.sub(r"\s+\d{1,4}$", "", numbered["title"]).casefold()
    if len(title) < 3:
        return False
    later = 0
    for other in lines[index + 1 :]:
        again = _NUMBERED.fullmatch(other.text)
        if again and again["number"] == numbered["number"]:
            later += again["title"].casefold().startswith(title[:40]) or title.startswith(
                again["title"].casefold()[:40]
            )
    return later > 0
