"""A heading of a plan and what stands under it."""

from __future__ import annotations

from dataclasses import dataclass, field

from reports.reading.files.lines import Line
from reports.reading.labels.at import Found


@dataclass
class Section:
    """A heading and the lines under it, up to the next heading. `number` as the plan writes it."""

    number: str
    title: str
    level: int
    line: int
    own: list[Line] = field(default_factory=list)
    parent: Section | None = None
    labels: list[Found] = field(default_factory=list)
    is_project: bool = False
    has_doubled_number: bool = False
    is_named: bool = False  # the file says for sure that it is a project's name
    table: int = 0  # the table whose row it is

    @property
    def titles(self) -> list[str]:
        """The titles of the chapters above, the topmost first."""
        above: list[str] = []
        section = self.parent
        while section is not None:
            if not section.is_project:
                above.insert(0, section.title)
            section = section.parent
        return above
