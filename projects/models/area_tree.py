"""The tree of service areas, read once and asked many times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from projects.models.areas_and_goals import ServiceArea


class AreaTree:
    """Service areas in the order of their tree; all of today's, in one query, unless given.

    Asks the database when it is first asked itself. Areas are told by their primary keys.
    """

    def __init__(self, areas: Iterable[ServiceArea] | None = None) -> None:
        self._given = areas

    @cached_property
    def _areas(self) -> dict[int, ServiceArea]:
        given = self._given
        areas = ServiceArea.objects.with_tree_fields() if given is None else given
        return {area.pk: area for area in areas}

    @cached_property
    def _lines(self) -> dict[int, list[ServiceArea]]:
        return {key: self._line(key) for key in self._areas}

    def _line(self, key: int | None) -> list[ServiceArea]:
        line: list[ServiceArea] = []
        # Areas of a past day may be in a circle: one was moved meanwhile, the other is gone.
        while key is not None and key in self and self[key] not in line:
            line.insert(0, self[key])
            key = self[key].parent_id
        return line

    def __iter__(self) -> Iterator[ServiceArea]:
        return iter(self._areas.values())

    def __contains__(self, key: int | None) -> bool:
        return key in self._areas

    def __getitem__(self, key: int) -> ServiceArea:
        return self._areas[key]

    def line(self, key: int) -> list[ServiceArea]:
        """The area after those above it, the topmost first."""
        return self._lines[key]

    def top(self, key: int) -> ServiceArea:
        """The service area that the area is a unit of, or is itself."""
        return self._lines[key][0]

    @cached_property
    def tops(self) -> list[ServiceArea]:
        return [area for area in self if area.parent_id is None]

    def below(self, key: int) -> list[int]:
        """The keys of the area and of all units below it; none where there is no such area."""
        return [area.pk for area in self if any(above.pk == key for above in self.line(area.pk))]

    def path(self, key: int) -> str:
        """The area's name after the names of those above it: `Sivistys › Kirjasto`."""
        return " › ".join(area.name for area in self.line(key)) if key in self._areas else ""

    def depth(self, key: int) -> int:
        return len(self._lines[key]) - 1

    def choices(self) -> list[tuple[int, str]]:
        """Each area with its name, further in the deeper it stands."""
        return [(area.pk, "\u00a0\u00a0" * self.depth(area.pk) + area.name) for area in self]
