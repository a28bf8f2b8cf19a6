"""Which words are forms of each other: values, without a database.

A word counts as another if it holds it (verkko: runkoverkkojen), if both have one stem
(järjestelmien: järjestelmä) or, as compounds end with what they are about, if its stem ends with
the other's (järjestelmien: tietojärjestelmä). Stems are those of Snowball.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from os.path import commonprefix

import snowballstemmer

LANGUAGES = ("finnish", "swedish", "english")
LONGEST_WORD = 60  # characters; what is longer is found by its beginning
SHORT = 4  # a word of fewer letters is looked for at the beginnings of words only
SHORT_STEM = 5  # a stem of fewer letters is no end of a compound

Stems = tuple[str, ...]
"""The stem of a word in each of `LANGUAGES`."""


@lru_cache(maxsize=50_000)
def stems_of(word: str) -> Stems:
    # A stemmer keeps the word it is at work on: each call takes its own, for threads share this.
    return tuple(snowballstemmer.stemmer(language).stemWord(word) for language in LANGUAGES)


@dataclass(frozen=True)
class Needle:
    """A word that was asked for, folded."""

    word: str
    forms: tuple[str, ...] = ()
    """The words of the index that count as it, where the database needs them."""

    @property
    def is_short(self) -> bool:
        return len(self.word) < SHORT

    @cached_property
    def ends(self) -> list[tuple[str, str, bool]]:
        """Language and stem, and whether the stem may be the end of another one."""
        stems = stems_of(self.word)
        return [
            (language, stem, len(stem) >= SHORT_STEM)
            for language, stem in zip(LANGUAGES, stems, strict=True)
        ]

    @property
    def beginning(self) -> str:
        """What the word and its stems begin with: each word that fits, or its stem, holds that."""
        return commonprefix([self.word, *stems_of(self.word)])  # noqa: RUF071 (letters are meant)

    def fits(self, word: str, stems: Stems | None = None) -> bool:
        """Whether a word of a text, folded, counts as this one. `stems` are its own, if known."""
        if self.is_short:
            return word.startswith(self.word)
        return self.word in word or self._is_form(stems or stems_of(word[:LONGEST_WORD]))

    def _is_form(self, stems: Stems) -> bool:
        return any(
            stem == asked or (is_end and stem.endswith(asked))
            for stem, (_language, asked, is_end) in zip(stems, self.ends, strict=True)
        )
