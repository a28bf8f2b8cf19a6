"""What stands in a PDF, what of it is broken over lines, and whether everybody can read it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import outloud
import pdfua
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


def barriers(data: bytes, folder: Path) -> list[str]:
    """What two checkers of PDF/UA-1 have to say, errors and warnings; the folder takes the file.

    They are asked in this process: a program of its own takes a second to begin.
    """
    file = folder / "checked.pdf"
    file.write_bytes(data)
    said = outloud.check(str(file))
    assert said.error is None, said.error
    found = [f"{each.rule}: {each.message}" for each in said.findings if each.severity != "info"]
    return found + [f"{each.rule_id}: {each.message}" for each in pdfua.validate(file).findings]
