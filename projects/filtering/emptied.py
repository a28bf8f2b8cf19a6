"""What a result without rows offers: each filter dropped, and how many rows that would give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from projects.filtering.project_filter import ProjectFilter
from projects.models.querysets import ProjectQuerySet


@dataclass(frozen=True)
class Offer:
    """A filter in words, the query without it, and what it would leave."""

    words: str
    query: str
    count: int


def offers(
    filters: ProjectFilter, counted: Callable[[ProjectQuerySet], int] = lambda rows: rows.count()
) -> list[Offer]:
    """One for each filter in force, in their order. One query each."""
    left = (counted(filters.narrowed(but=name).order_by()) for name in filters.chosen)
    return [
        Offer(words, query, count)
        for (words, query), count in zip(filters.active(), left, strict=True)
    ]
