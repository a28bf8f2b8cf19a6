"""What differs between two question sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from impact_assessments.models import Question

ASKED = ("kind", "part", "text_fi", "text_sv", "text_en")
"""What makes another question of one: help, law and place may change without that."""


@dataclass(frozen=True)
class Difference:
    new: tuple[Question, ...]
    changed: tuple[tuple[Question, Question], ...]
    """As it was and as it is, under one code."""
    gone: tuple[Question, ...]

    @property
    def unanswered(self) -> frozenset[str]:
        """Codes whose tick says nothing of the new set."""
        return frozenset({old.code for old, _new in self.changed} | {q.code for q in self.gone})


def difference(before: Iterable[Question], after: Iterable[Question]) -> Difference:
    old, new = ({each.code: each for each in rows} for rows in (before, after))
    both = [(old[code], new[code]) for code in new if code in old]
    return Difference(
        new=tuple(new[code] for code in new if code not in old),
        changed=tuple((o, n) for o, n in both if _asked(o) != _asked(n)),
        gone=tuple(old[code] for code in old if code not in new),
    )


def _asked(question: Question) -> tuple[object, ...]:
    return tuple(getattr(question, name) for name in ASKED)
