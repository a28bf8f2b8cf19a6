"""A bar of a timeline, and how it fades where its ends are known only roughly."""

from __future__ import annotations

from dataclasses import dataclass

FADE_STEPS = 8


@dataclass(frozen=True)
class Bar:
    """A bar that fades at imprecise ends over `fade_in` and `fade_out` units.

    `leaves_…` says that an end lies outside of the figure.
    """

    x: float
    width: float
    fade_in: float = 0
    fade_out: float = 0
    leaves_before: bool = False
    leaves_after: bool = False
    label: str = ""

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def is_vague(self) -> bool:
        """Nothing of it is certain: it fades from its middle to both sides."""
        return self.fade_in + self.fade_out > self.width

    @property
    def fades(self) -> tuple[tuple[float, float], ...]:
        """Thin bars (x, width) on each other, so that an end grows fainter."""
        shares = [step / FADE_STEPS for step in range(1, FADE_STEPS + 1)]
        if self.is_vague:
            middle = self.x + self.width / 2
            return tuple(
                (round(middle - s * self.width / 2, 2), round(s * self.width, 2)) for s in shares
            )
        before = [(self.solid_x - s * self.fade_in, s * self.fade_in) for s in shares]
        after = [(self.fade_out_x, s * self.fade_out) for s in shares]
        both = (before if self.fade_in else []) + (after if self.fade_out else [])
        return tuple((round(x, 2), round(width, 2)) for x, width in both)

    @property
    def solid_x(self) -> float:
        return round(self.x + self.fade_in, 2)

    @property
    def solid_width(self) -> float:
        return round(self.width - self.fade_in - self.fade_out, 2)

    @property
    def fade_out_x(self) -> float:
        return round(self.end - self.fade_out, 2)
