"""The words for months and seasons in Finnish, Swedish and English, each form spelled out.

Whole words only: "marraskuu" begins like "March", and "majoitus" like May.
"""

from __future__ import annotations

import re

_FINNISH_MONTHS = (
    *("tammi", "helmi", "maalis", "huhti", "touko", "kesä"),
    *("heinä", "elo", "syys", "loka", "marras", "joulu"),
)
# "kuu" in the cases that time is told in: nominative, genitive, partitive, essive, translative,
# and the inner and outer ones; "k" where the word is cut short.
_FINNISH_ENDINGS = (
    *("kuu", "kuun", "kuuta", "kuuna", "kuuksi", "kuussa", "kuusta", "kuuhun"),
    *("kuulla", "kuulta", "kuulle", "k"),
)
# Cut off before "kuu" too, where no other word is meant: "kesä" is the summer, "syys" is in
# "syysloma", "elo" is life.
_FINNISH_SHORT = {"tammi": 1, "helmi": 2, "maalis": 3, "huhti": 4, "touko": 5, "heinä": 7,
                  "loka": 10, "marras": 11, "joulu": 12}  # fmt: skip
_SWEDISH_AND_ENGLISH_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb", "febr"),
    ("mars", "march", "mar"),
    ("april", "apr"),
    ("maj", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augusti", "august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_SEASONS = (
    (
        *("kevät", "kevään", "kevättä", "keväänä", "kevääksi", "keväällä", "keväältä"),
        *("keväälle", "keväästä", "kevääseen", "kevat", "vår", "våren", "vårens", "spring"),
    ),
    (
        *("kesä", "kesän", "kesää", "kesänä", "kesäksi", "kesällä", "kesältä", "kesälle"),
        *("kesästä", "kesään", "sommar", "sommaren", "sommarens", "summer"),
    ),
    (
        *("syksy", "syksyn", "syksyä", "syksynä", "syksyksi", "syksyllä", "syksyltä"),
        *("syksylle", "syksystä", "syksyyn", "höst", "hösten", "höstens", "autumn", "fall"),
    ),
    (
        *("talvi", "talven", "talvea", "talvena", "talveksi", "talvella", "talvelta"),
        *("talvelle", "talvesta", "talveen", "vinter", "vintern", "vinterns", "winter"),
    ),
)

MONTHS: dict[str, int] = {
    **{stem + end: n for n, stem in enumerate(_FINNISH_MONTHS, 1) for end in _FINNISH_ENDINGS},
    **_FINNISH_SHORT,
    **{name: n for n, names in enumerate(_SWEDISH_AND_ENGLISH_MONTHS, 1) for name in names},
}
"""Each form of a month's name, in small letters, and the month's number (1 to 12)."""

SEASONS: dict[str, int] = {name: n for n, names in enumerate(_SEASONS, 1) for name in names}
"""Each form of a season's name, in small letters: spring is 1, winter 4."""


_YEAR_ENDINGS = ("vuosi", "vuoden", "vuotta", "vuonna", "vuodeksi", "vuodesta", "vuoteen")
HALVES: dict[str, int] = {
    begin + end: n
    for n, begin in enumerate(("alku", "loppu"), 1)
    for end in (*_YEAR_ENDINGS, "vuodella", "vuodelle", "vuodelta", "vuodessa")
}
"""Each form of the Finnish words for the first (1) and the second (2) half of a year."""


def whole_words(words: dict[str, int]) -> str:
    """A regular expression that finds the words whole; longer ones before those they begin with."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return rf"(?:{'|'.join(map(re.escape, longest_first))})(?![^\W\d_])"
