"""Lines of a plan's file, and how they are joined to running text again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BULLET = re.compile(r"(?:[•▪◦‣·●○■□\uf0b7*]|[-–—](?=\s))\s*|\(?\d{1,2}[.)]\s|\(?[a-zåäö][.)]\s")
# After these a hyphen at the end of a line is half of a pair: "sosiaali- ja terveyspalvelut".
_PAIRED = re.compile(r"(?:ja|tai|sekä|eli|och|eller|samt|resp)\b", re.IGNORECASE)
_OPEN_ENDED = re.compile(
    r"(?:[,–—&/(]|\b(?:ja|tai|sekä|eli|och|eller|samt|för|av|till|i|på))$", re.I
)


@dataclass(frozen=True)
class Line:
    """A line of text (txt, pdf) or a paragraph (docx).

    `number` is its place in the file, from 1; `page` 0 where the file knows no pages. `level` is
    that of a heading style, 0 for text. `gap` counts the empty lines before it. `lead` is how
    many of its first characters are emphasised (bold) before plain ones follow. `whole` lines are
    paragraphs: they are not joined with the next one. `is_list`: Word numbers the paragraph itself;
    `mark` is the number of such a heading. `size` is that of the letters, in points, if known.
    `label` is how many of its first characters are a label for sure (a table says so); `is_name`
    lines name a project for sure. `table` tells lines of one table from others, 0 outside tables.
    """

    number: int
    text: str
    page: int = 0
    level: int = 0
    gap: int = 0
    lead: int = 0
    whole: bool = False
    is_list: bool = False
    mark: str = ""
    size: float = 0
    label: int = 0
    is_name: bool = False
    table: int = 0


def tidy(text: str) -> str:
    """One space between words, a tab where columns are apart; no control characters."""
    text = re.sub(r"[\u200b\u200c\u200d\u2060\ufeff]", "", text)
    text = re.sub(r"[ \u00a0\u202f\u2007\u2009]{3,}|[ \u00a0]*\t\s*", "\t", text.strip())
    text = re.sub(r"[^\S\t]+", " ", text)
    return "".join(c for c in text if c == "\t" or c.isprintable())


def words(text: str) -> list[str]:
    """The words of a text, in small letters, as they are counted and compared."""
    return re.findall(r"\w+", text.casefold())


def usual_size(lines: Sequence[Line]) -> float:
    """The size of the letters of running text, in points; 0 where the file tells none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def usual_width(lines: Sequence[Line]) -> int:
    """How long full lines are: nine of ten are not longer."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 20)
    return lengths[len(lengths) * 9 // 10] if lengths else 80


def running_text(lines: Sequence[Line], width: int, known: frozenset[str] = frozenset()) -> str:
    """The lines as paragraphs. `known` are words of the plan, which tell what a hyphen divides."""
    text = ""
    for index, line in enumerate(lines):
        piece = line.text.replace("\t", " ")
        if not text:
            text = piece
            continue
        before = lines[index - 1]
        text = (
            _hyphenated(text, piece, known)
            or text + _between(before, line, lines, index, width) + piece
        )
    return text.strip()


def _hyphenated(text: str, piece: str, known: frozenset[str]) -> str:
    """The joined text where a word goes on over the end of the line, else empty."""
    if text.endswith("\u00ad"):
        return text[:-1] + piece
    if not re.search(r"\w-$", text) or not piece[:1].islower():
        return ""
    if _PAIRED.match(piece):
        return f"{text} {piece}"
    first, second = re.search(r"[\w-]*-$", text), re.match(r"\w+", piece)
    if not first or not second:
        return text + piece
    whole = (first[0][:-1] + second[0]).casefold()
    # "ICT-suunnittelu" and "linja-auto" keep their hyphen; other small words were divided.
    is_divided = first[0].islower() and first[0].count("-") == 1 and first[0][-2:-1] != second[0][0]
    return (text[:-1] if whole in known or is_divided else text) + piece


def _between(before: Line, line: Line, lines: Sequence[Line], index: int, width: int) -> str:
    text, piece = before.text, line.text
    if before.whole or line.whole:
        return "\n"
    if BULLET.match(piece):
        return "\n"
    goes_on = (piece[:1].islower() or piece[:1] in "+(/&") and not re.search(r"[.!?:]$", text)
    if goes_on:
        # "(ODA) -projektissa" is one word in Finnish, "varten - määrittely" are two.
        return "" if re.search(r"[)\d”\"'] [-–]$", text) else " "
    if line.gap and _is_paragraph_gap(lines, index):
        return "\n\n"
    if _OPEN_ENDED.search(text):
        return " "
    short = len(text) < width * (0.75 if re.search(r"[.!?:]$", text) else 0.55)
    return "\n" if short else " "


def _is_paragraph_gap(lines: Sequence[Line], index: int) -> bool:
    """Whether empty lines divide paragraphs here, or every line has one after it."""
    gap = lines[index].gap
    if gap > 1:
        return True
    near = [lines[i].gap for i in (index - 1, index + 1) if 0 < i < len(lines)]
    return bool(near) and 0 in near


def vocabulary(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset(word for line in lines for word in words(line.text))
