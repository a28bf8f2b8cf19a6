"""The fonts of other scripts than Latin: a PDF takes those whose characters its text has.

A browser does so by itself; WeasyPrint unpacks every font that a style sheet names, and the one
of emoji alone takes it most of a second.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from projects.file_storage import WholeFileStorage

PLAIN = settings.FILES_DIR / "static" / "vendor" / "source-sans" / "SourceSans3-Semibold.ttf.woff2"
KEPT = settings.VAR_DIR / "fonts"
RULE = re.compile(r"(@font-face \{[^}]*?)\s+unicode-range:\s*([^;]*);")
FILE = re.compile(r'url\("salkku:([^"]*)"\)')
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")


@dataclass(frozen=True)
class Script:
    """A font of `paper/scripts.css`: its rule, and the characters that ask for it.

    The rule goes without its range: fontconfig would believe that the font has all of that.
    """

    rule: str
    ranges: tuple[tuple[int, int], ...]
    path: Path

    def draws(self, character: str) -> bool:
        return any(first <= ord(character) <= last for first, last in self.ranges)


@cache
def scripts() -> tuple[Script, ...]:
    path = settings.FILES_DIR / "static" / "salkku" / "paper" / "scripts.css"
    return tuple(
        Script(
            f"{rule} }}",
            tuple((int(a, 16), int(b or a, 16)) for a, b in RANGE.findall(ranges)),
            settings.FILES_DIR / "static" / FILE.findall(rule)[0],
        )
        for rule, ranges in RULE.findall(path.read_text(encoding="utf-8"))
    )


def script_css(page: str) -> str:
    """The @font-face rules that a page (HTML) needs besides those for Latin; mostly none."""
    characters = {each for each in set(html.unescape(page)) if ord(each) > 0xFF}
    return "\n".join(script.rule for script in scripts() if any(map(script.draws, characters)))


@cache
def _codes(path: Path) -> frozenset[int]:
    """The letters of a font."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(unpacked(path)), lazy=True) as font:
        return frozenset(font.getBestCmap())


def drawn(letter: str) -> bool:
    """Whether one of our fonts has it, or nothing of it is seen."""
    if letter.isascii() or unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn"):
        return True
    code = ord(letter)
    return code in _codes(PLAIN) or any(
        s.draws(letter) and code in _codes(s.path) for s in scripts()
    )


@cache
def _widths() -> dict[int, float]:
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(unpacked(PLAIN)), lazy=True) as font:
        metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}


def text_width(text: str) -> float:
    """How wide the text is on one line, in em of our font at its bolder weight.

    A letter of another font counts as one em.
    """
    widths = _widths()
    return sum(widths.get(ord(character), 1.0) for character in text)


def unpacked(path: Path) -> bytes:
    """A woff2 font as TrueType, kept in `var/fonts`: each process would unpack it anew.

    Where that folder cannot be written to, it is unpacked each time.
    """
    packed = path.read_bytes()
    cached = KEPT / f"{hashlib.sha256(packed).hexdigest()}.ttf"
    with contextlib.suppress(OSError):
        return cached.read_bytes()
    from fontTools.ttLib import woff2

    target = io.BytesIO()
    woff2.decompress(io.BytesIO(packed), target)
    with contextlib.suppress(OSError):
        WholeFileStorage(location=KEPT).save(cached.name, ContentFile(target.getvalue()))
    return target.getvalue()
