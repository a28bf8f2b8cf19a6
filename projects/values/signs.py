"""Bullets, arrows and boxes that Word writes with its fonts Symbol and Wingdings. Pure.

In a text they are letters for private use, U+F000 and the place of the sign in that font, which
no other font has. Each becomes the character that looks the same.
"""

from __future__ import annotations

import re

_LOOKS_LIKE = {
    "•": (0xB7, 0x9F, 0x6C), "▪": (0xA7, 0x6E), "→": (0xE0, 0xE8, 0xD8, 0xAE, 0xF0), "←": (0xDF,),
    "✓": (0xFC, 0xD6), "✗": (0xFB,), "☑": (0xFE,), "☒": (0xFD, 0x78), "☐": (0x6F, 0x71, 0xA8, 0x72),
    "◆": (0x76, 0x75, 0x77), "–": (0x2D,), "☺": (0x4A,), "☹": (0x4C,),
}  # fmt: skip
# Places that mean a number's sign in Symbol and a star in Wingdings are left out: a box that the
# check before approval names is better than another meaning.
_SIGNS = {0xF000 + place: sign for sign, places in _LOOKS_LIKE.items() for place in places}
_PRIVATE = re.compile("[\uf000-\uf0ff]")


def real_signs(text: str) -> str:
    """The text with signs that every font has."""
    # Nearly no text has one, and looking is quicker than translating.
    return text.translate(_SIGNS) if _PRIVATE.search(text) else text
