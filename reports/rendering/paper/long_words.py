"""Words that no language has: without places to break, laying them out costs their square."""

from __future__ import annotations

import re

LONGEST = 200  # characters; what is longer is a slip, a code or a key
STEP = 40  # characters between two places to break
BREAK = "\u200b"  # takes no room and is not read

_TEXT = re.compile(r"(<style.*?</style>|<title.*?</title>|<[^<>]*>)", re.DOTALL)
_CHARACTER = re.compile(r"&#?\w+;|[^&]|&", re.DOTALL)


def with_breaks(html: str) -> str:
    """The page, with places to break in the words of its texts that are longer than `LONGEST`."""
    pieces = _TEXT.split(html)
    for place in range(0, len(pieces), 2):  # the others are tags
        if len(pieces[place]) > LONGEST:
            pieces[place] = re.sub(r"\S+", _broken, pieces[place])
    return "".join(pieces)


def _broken(word: re.Match) -> str:
    if len(word[0]) <= LONGEST:
        return word[0]
    characters = _CHARACTER.findall(word[0])  # an entity is one
    return BREAK.join("".join(characters[n : n + STEP]) for n in range(0, len(characters), STEP))
