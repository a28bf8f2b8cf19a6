"""How work tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told how much is done, from 0 to 1, and what is done now; what it raises ends the work."""

    def __call__(self, fraction: float, stage: str = "") -> None: ...


def unwatched(fraction: float, stage: str = "") -> None:
    """Nobody asks how far it is."""
