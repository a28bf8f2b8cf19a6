"""Texts as office files and cells of spreadsheets hold them.

A text is never a formula, is not too long for a cell, and has no sign that XML 1.0 has no way to
write.
"""

from __future__ import annotations

import datetime
import re

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from projects.values.signs import real_signs

MOST_IN_A_CELL = 32_767  # characters as Excel counts them, in UTF-16
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What spreadsheet programs read as the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: object) -> str:
    return NOT_IN_XML.sub("", str(text))


def shown(text: object) -> str:
    """For files that are read and not read back: with signs that every font has, too."""
    return clean(real_signs(str(text)))


def as_written(value: object) -> object:
    """The value that a reader finds in the cell where this one was written."""
    value = plain(value)
    return fitting(value) if isinstance(value, str) else value


def plain(value: object) -> object:
    """Texts with line feeds alone and without what no file can hold; moments as the clock here
    shows them, because spreadsheets know no time zones.
    """
    if isinstance(value, str | Promise):
        text = clean(str(value).replace("\r\n", "\n").replace("\r", "\n"))
        return text or None
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return value


def escaped(text: str) -> str:
    """Words that look like a control character as spreadsheet programs write it (`_x000D_`)."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", text)


def no_formula(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{text}" if is_like_formula(text) else text


def as_typed(text: str) -> str:
    """The text without the apostrophe that `no_formula` put there."""
    return text[1:] if text.startswith("'") and is_like_formula(text[1:]) else text


def is_like_formula(text: str) -> bool:
    """Apostrophes that somebody typed before a formula count with it: else one would be lost."""
    return text.lstrip("'").startswith(FORMULA)


def fitting(text: str) -> str:
    """A text that is too long for a cell ends with `cut_mark`."""
    if 2 * len(text) <= MOST_IN_A_CELL or length(text) <= MOST_IN_A_CELL:
        return text
    return first_part(text, MOST_IN_A_CELL - length(cut_mark())) + cut_mark()


def cut_mark() -> str:
    """What a cell ends with that does not hold the whole text."""
    return " " + _("[… the text goes on: a cell holds no more of it]")


def length(text: str) -> int:
    """Characters as spreadsheet programs count them: some of Unicode's are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def first_part(text: str, most: int) -> str:
    """The beginning of the text, of which at most so much fits (see `length`)."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")
