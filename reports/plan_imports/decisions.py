"""What becomes of each project of an imported plan."""

from __future__ import annotations

from dataclasses import dataclass

ADD, UPDATE, SKIP = "add", "update", "skip"


@dataclass(frozen=True)
class Decision:
    """What becomes of a project of the document; `project` is the row that is updated."""

    action: str = ADD
    project: int | None = None
