"""Which words of a text changed. Pure; the work is bounded for texts of any length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
# Words that are compared with each other at most; more were rewritten and are shown as a whole.
MOST = 6000
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_SENTENCES = re.compile(r"[^.!?]*[.!?]+\s*|[^.!?]+")
_WORDS = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})+|\s+|[^\s\w]|[\w'’\-]+")


@dataclass(frozen=True)
class Run:
    """A run of text that is the same, removed or added."""

    kind: str
    text: str


def word_differences(before: str, after: str) -> list[Run]:
    """The runs in reading order, what is removed before what is added in its place.

    The same and the removed runs together are the text before, the same and the added ones the
    text after, to the letter. Lines are compared first, then the sentences and then the words of
    those that differ.
    """
    levels = (_LINES, _SENTENCES, _WORDS)
    return _joined(list(_runs(before, after, levels)))


def _runs(before: str, after: str, levels: tuple[re.Pattern[str], ...]) -> Iterator[Run]:
    """Compared by the first level's pieces, and what differs by those of the next."""
    pattern, *finer = levels
    for is_same, old, new in _pieces(pattern.findall(before), pattern.findall(after)):
        removed, added = "".join(old), "".join(new)
        if is_same:
            yield Run(SAME, removed)
        elif finer and removed and added:
            yield from _runs(removed, added, tuple(finer))
        else:
            yield Run(REMOVED, removed)
            yield Run(ADDED, added)


def _pieces(old: list[str], new: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Stretches of both that are alike (True) or differ (False), in their order."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    if head:
        yield True, old[:head], new[:head]
    old_rest, new_rest = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(old_rest) + len(new_rest) > MOST:
        yield False, old_rest, new_rest
    elif old_rest or new_rest:
        # Pieces that stand everywhere (spaces) say nothing about what belongs together.
        matcher = SequenceMatcher(None, old_rest, new_rest, autojunk=True)
        for op, a, b, c, d in matcher.get_opcodes():
            yield op == "equal", old_rest[a:b], new_rest[c:d]
    if tail:
        yield True, old[len(old) - tail :], new[len(new) - tail :]


def _alike(old: list[str], new: list[str]) -> int:
    """How many pieces at the beginning are the same."""
    for number, (a, b) in enumerate(zip(old, new, strict=False)):
        if a != b:
            return number
    return min(len(old), len(new))


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours joined: between changed words a space alone is no text that stayed."""
    found: list[Run] = []
    removed = added = ""
    for number, run in enumerate(runs):
        is_gap = not run.text.strip() and "\n" not in run.text and bool(removed or added)
        if run.kind == REMOVED:
            removed += run.text
        elif run.kind == ADDED:
            added += run.text
        elif is_gap and any(later.kind != SAME for later in runs[number + 1 : number + 2]):
            removed += run.text
            added += run.text
        else:
            found += _changed(removed, added)
            removed = added = ""
            if found and found[-1].kind == SAME:
                found[-1] = Run(SAME, found[-1].text + run.text)
            elif run.text:
                found.append(run)
    return found + _changed(removed, added)


def _changed(removed: str, added: str) -> list[Run]:
    pairs = ((REMOVED, removed), (ADDED, added))
    return [Run(kind, text) for kind, text in pairs if text]
