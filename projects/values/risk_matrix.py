"""The matrix of risks: probability by impact, and what a place in it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from projects.values.choices import Impact, Probability


class Level(TextChoices):
    """How grave a risk is; the least of the probability times the impact is `FROM`."""

    LOW = "low", pgettext_lazy("risk", "Low")
    MODERATE = "moderate", pgettext_lazy("risk", "Moderate")
    HIGH = "high", pgettext_lazy("risk", "High")


FROM = {Level.LOW: 1, Level.MODERATE: 5, Level.HIGH: 12}
HIGHEST = max(Probability) * max(Impact)


def level_of(probability: int, impact: int) -> Level:
    return max(
        (level for level in Level if FROM[level] <= probability * impact), key=lambda x: FROM[x]
    )


def scores_of(level: Level) -> tuple[int, int]:
    """The least and the greatest probability times impact of a level."""
    above = [least for least in FROM.values() if least > FROM[level]]
    return FROM[level], min(above, default=HIGHEST + 1) - 1


@dataclass(frozen=True)
class Cell:
    """A place in the matrix and the number of risks there."""

    probability: Probability
    impact: Impact
    count: int

    @property
    def level(self) -> Level:
        return level_of(self.probability, self.impact)


@dataclass(frozen=True)
class MatrixRow:
    """The cells of one probability, from the least impact to the greatest."""

    probability: Probability
    cells: tuple[Cell, ...]


def matrix(counts: Mapping[tuple[int, int], int]) -> list[MatrixRow]:
    """Rows from the most probable down. `counts` has the risks by (probability, impact)."""
    return [
        MatrixRow(probability, tuple(Cell(probability, impact, counts.get((probability, impact), 0))
                               for impact in Impact))
        for probability in reversed(Probability)
    ]  # fmt: skip
