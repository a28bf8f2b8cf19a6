"""Figures told, and compared: values in, values out."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HALF = 1.5
"""Times what it was: a page that takes more has grown by half."""


@dataclass(frozen=True)
class Measured:
    """What one page took at one size of the portfolio."""

    name: str
    cpu: float
    """Milliseconds of a processor."""
    median: float
    late: float
    """Milliseconds until the page was there: the middle one, and what 95 of 100 are under."""
    bytes: int
    queries: int | None = None
    memory: float = 0
    """The most that a web process has held until then, in MB."""

    def line(self) -> str:
        return (
            f"{self.name:46} {self.cpu:6.0f} ms of CPU, {self.queries or '–':>3} queries, "
            f"{self.bytes / 1000:7.0f} kB, {self.memory:4.0f} MB so far; "
            f"on the clock {self.median:.0f} ms, 95 % {self.late:.0f} ms"
        )


def growth(by_size: Mapping[int, float]) -> float:
    """The exponent that it grows with: 0 the same at any size, 1 in step with it."""
    points = [(math.log(size), math.log(max(value, 0.01))) for size, value in by_size.items()]
    x, y = (sum(each) / len(points) for each in zip(*points, strict=True))
    spread = sum((a - x) ** 2 for a, _b in points)
    return sum((a - x) * (b - y) for a, b in points) / spread


def growth_lines(found: Mapping[int, Iterable[Measured]]) -> list[str]:
    """CPU of each page at each size, and how it grows."""
    rows: dict[str, dict[int, float]] = {}
    for size, measured in found.items():
        for each in measured:
            rows.setdefault(each.name, {})[size] = each.cpu
    heads = "".join(f"{size:>10,}" for size in found)
    lines = [f"{'ms of CPU at so many projects':46}{heads}    grows with"]
    for name, by_size in rows.items():
        told = "".join(f"{by_size[size]:10.0f}" if size in by_size else " " * 10 for size in found)
        exponent = f"{growth(by_size):14.2f}" if len(by_size) > 1 else ""
        lines.append(f"{name:46}{told}{exponent}")
    return lines


Figures = Mapping[str, Mapping[str, float]]
"""By page: `queries`, and `cpu`, in times of the loop that was measured beside."""
UNITS = {"queries": "queries", "cpu": "times the loop"}


def worse(before: Figures, now: Figures) -> list[str]:
    """A sentence for each page that takes more than half as much again, or that is new."""
    found = []
    for page, figures in now.items():
        if page not in before:
            found.append(f"{page}: nothing is known of it; UPDATE=1 keeps what it takes now")
            continue
        for what, value in figures.items():
            if value > HALF * before[page][what]:
                found.append(f"{page}: {value:.4g} {UNITS[what]}, was {before[page][what]:.4g}")
    return found
