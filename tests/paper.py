"""What of a text a PDF breaks over lines."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable

import pypdfium2

_PIECE = re.compile(r"[^ \n\t–]*–|[^ \n\t–]+")  # lines end at spaces and after dashes
_HYPHEN = re.compile(r"[\ufffe\x02-]\s*")  # PDFium writes U+0002 where a word goes on


def text_of(data: bytes) -> str:
    """The text of all pages, line by line as it is painted."""
    pages = pypdfium2.PdfDocument(io.BytesIO(data))
    return "\n".join(p.get_textpage().get_text_bounded().replace("\r\n", "\n") for p in pages)


def broken(data: bytes, texts: Iterable[str]) -> list[str]:
    """The dates, sums and words that are not written whole as often as the texts have them.

    Words may be broken at a hyphen, figures not even there.
    """
    written = text_of(data)
    whole = _HYPHEN.sub("", written)
    found = []
    for piece, n in Counter(_PIECE.findall("\n".join(texts))).items():
        text = piece.replace("\u00a0", " ")  # PDFium writes each kind of space as one
        is_figure = bool(re.search(r"\d", piece))
        if (written.count(text) if is_figure else whole.count(text.replace("-", ""))) < n:
            found.append(piece)
    return found
