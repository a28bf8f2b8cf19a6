"""What WeasyPrint keeps in memory and no document of ours needs: a third of a big plan's.

If a release of WeasyPrint works otherwise, nothing breaks and the memory is taken again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Pseudo-elements that its own style sheet gives to every element: six styles each.
UNUSED = ("marker", "footnote-call", "footnote-marker", "note-call", "note-marker",
          "note-callback")  # fmt: skip


def keep_less() -> None:
    """Drops the rules for footnotes and marks of lists (ours are `::before`, see structure.py)."""
    from weasyprint.html import UA_STYLESHEET

    rules = UA_STYLESHEET.matcher.other_selectors
    rules[:] = [rule for rule in rules if rule[3] not in UNUSED]


def compactly(paint: Callable[..., None], done: Callable[[], None]) -> Callable[..., None]:
    """Paints a page, and keeps what was painted as one text instead of some ten thousand.

    `done` is called when the page is painted.
    """
    from pydyf import _to_bytes

    def painted(stream: Any, scale: float = 1) -> None:
        paint(stream, scale)
        stream.stream = [b"\n".join(map(_to_bytes, stream.stream))]
        done()

    return painted
