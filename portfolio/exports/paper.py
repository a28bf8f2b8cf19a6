"""How the columns of a list stand on a sheet of paper: widths that break no date and no sum.

What does not fit beside the others stands below its row, with its heads before it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.rendering.paper.fonts import text_width

# An A4 on its side, in em of the table's letters (9pt): static/salkku/paper/list.css, `.sheet`.
WIDTH = 267 / 25.4 * 72 / 9
PADDING = 2 / 25.4 * 72 / 9 + 0.15  # of each cell; a little more, for kerning
NAME = 13.0  # what the first column has at least
LINES = 3  # on which most texts of a column stand
WORD = 8.0  # a longer word is hyphenated
# Lines end at spaces, though not at those that keep figures together, and after dashes.
_PIECES = re.compile(r"[^ \n\t\u200b–]*–|[^ \n\t\u200b–]+")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class Layout:
    """The widths of the columns that stand beside each other, in per cent of the table."""

    widths: tuple[float, ...]

    @property
    def beside(self) -> int:
        return len(self.widths)


def lay_out(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Layout:
    """Widths by what the columns hold; of columns that do not all fit, as many as do."""
    usual = [_usual(column) for column in zip(*rows, strict=True)] or [0.0] * len(heads)
    longest = [_longest(column) for column in zip(heads, *rows, strict=True)]
    least = [PADDING + max(piece, text / LINES) for piece, text in zip(longest, usual, strict=True)]
    least[0] = max(NAME, least[0])
    beside = len(heads)
    while beside > 1 and sum(least[:beside]) > WIDTH:
        beside -= 1
    more = [max(0.0, PADDING + u - n) for u, n in zip(usual[:beside], least, strict=False)]
    spare, asked = max(0.0, WIDTH - sum(least[:beside])), sum(more) or 1.0
    widths = [n + spare * m / asked for n, m in zip(least, more, strict=False)]
    return Layout(tuple(round(100 * width / sum(widths), 2) for width in widths))


def _longest(texts: Sequence[str]) -> float:
    """The width of what no line may end in."""
    return max((_width(piece) for text in texts for piece in _PIECES.findall(text)), default=0)


def _width(piece: str) -> float:
    """A date or a sum is never broken; a long word is, at a hyphen."""
    width = text_width(piece)
    return width if _FIGURE.search(piece) and width < WIDTH / 3 else min(width, WORD)


def _usual(texts: Sequence[str]) -> float:
    """The width of most of the texts on one line, though no more than a third of the sheet."""
    widths = sorted(text_width(text) for text in texts)
    return min(WIDTH / 3, widths[len(widths) * 3 // 4])
