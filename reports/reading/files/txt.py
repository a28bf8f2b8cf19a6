"""Plain text files: the encoding is found out, lines are kept with the gaps between them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from reports.reading.files.lines import Line, tidy

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_txt(data: bytes) -> list[Line]:
    """The lines of a text file in UTF-8, UTF-16, UTF-32 or Windows' Western encoding."""
    return numbered(re.split(r"\r\n|[\n\r\x0b\u2028\u2029\x85]|(?=\x0c)", decode(data)))


def decode(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").replace("\x00", "")
    for encoding, odd in (("utf-16-le", data[1:2000:2]), ("utf-16-be", data[0:2000:2])):
        if odd and odd.count(0) > len(odd) * 0.6:
            return data.decode(encoding, errors="replace").replace("\x00", "")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return max((_decoded(data, name) for name in _OLD_ENCODINGS), key=_looks_ours)


# Of Windows, of DOS and of old Macs: one byte a letter, the letters beyond English elsewhere.
_OLD_ENCODINGS = ("cp1252", "cp850", "mac_roman")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _looks_ours(text: str) -> int:
    """How many letters and signs are those of Finnish and Swedish, less those that are not."""
    odd = re.findall(r"[^\x00-\x7f]", text[:20_000])
    ours = sum(letter in "åäöÅÄÖ€–—”’é§" for letter in odd)
    return 2 * ours - len(odd)


def numbered(texts: Iterable[str], page: int = 0) -> list[Line]:
    """Lines with text; a form feed begins a new page."""
    lines: list[Line] = []
    gap = 0
    for number, text in enumerate(texts, 1):
        if text.startswith("\x0c"):
            page = max(page, 1) + 1
        shown = tidy(text)
        if shown:
            lines.append(Line(number, shown, page, gap=gap))
            gap = 0
        else:
            gap += 1
    return lines
