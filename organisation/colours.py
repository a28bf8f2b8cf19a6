"""Colours that can be read: contrast as WCAG 2.2 counts it, and a city's accent made to pass it."""

from __future__ import annotations

import re
from dataclasses import dataclass

HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
TEXT_CONTRAST = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""
MARK_CONTRAST = 3.0
"""Least contrast of a mark that carries meaning (WCAG 2.2, 1.4.11)."""


class UnreadableColour(ValueError):
    """The text is no colour of the form #rgb or #rrggbb."""


@dataclass(frozen=True)
class Colour:
    """An opaque sRGB colour, each part from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def from_hex(cls, text: str) -> Colour:
        """Reads `#1b5e8c` or `#16c`. Raises `UnreadableColour`."""
        if not HEX.fullmatch(text.strip()):
            raise UnreadableColour(text)
        digits = text.strip()[1:]
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        return cls(*(int(digits[i : i + 2], 16) for i in (0, 2, 4)))

    @property
    def hex(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
        parts = [part / 255 for part in (self.red, self.green, self.blue)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(self, other: Colour) -> float:
        """From 1 (alike) to 21 (black on white)."""
        light, dark = sorted((self.luminance, other.luminance), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    def mixed(self, other: Colour, share: float) -> Colour:
        """This colour with a share, 0 to 1, of another in it."""
        pairs = ((self.red, other.red), (self.green, other.green), (self.blue, other.blue))
        return Colour(*(round(a + (b - a) * share) for a, b in pairs))

    def readable_on(self, grounds: list[Colour], towards: Colour) -> Colour:
        """This colour, moved towards another no further than text on every ground needs."""
        for step in range(101):
            colour = self.mixed(towards, step / 100)
            if min(colour.contrast(ground) for ground in grounds) >= TEXT_CONTRAST:
                return colour
        return towards


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)
SALKKU_ACCENT = Colour.from_hex("#1b5e8c")
PAPER = (WHITE, Colour.from_hex("#eef3f7"))
"""The grounds of printed pages: the sheet, and the boxes on it."""


def accent_on_paper(text: str) -> Colour:
    """A city's accent (`#rrggbb`, or empty for Salkku's own), darkened until it reads on paper."""
    accent = Colour.from_hex(text) if text else SALKKU_ACCENT
    return accent.readable_on(list(PAPER), towards=BLACK)
