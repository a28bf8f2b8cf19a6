"""Which chapters of a plan are areas', and where each of its projects belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from reports.reading.meaning import parties
from reports.reading.meaning.places import (
    Place,
    area_of,
    is_city_wide,
    may_be_area,
    place_of,
    says_area,
)
from reports.reading.sections.section import Section


class Areas:
    """The areas that a plan names: in the words of chapters, beside such chapters, at
    labels; and those that the city has."""

    def __init__(
        self,
        found: list[Section],
        labelled: set[str],
        department: str,
        city: Collection[str] = (),
    ) -> None:
        self.department = department
        self.city = frozenset(area.casefold() for area in city)
        self._labelled = {area.casefold() for area in labelled} | self.city
        self._beside = _beside_areas(found)
        projects = [section for section in found if section.is_project]
        places = [self.of_chapters(section.titles) for section in projects]
        named = [
            n for p in places if p.scope == "service_area" for n in (p.service_area, p.unit) if n
        ]
        self.names = tuple(dict.fromkeys([*named, *labelled]))

    def of_chapters(self, titles: list[str]) -> Place:
        return place_of(titles, self.department, self._is_area)

    def _is_area(self, title: str) -> bool:
        named = area_of(title).casefold()
        return says_area(title) or title in self._beside or named in self._labelled

    def of_project(self, titles: list[str], area: str, unit: str) -> Place:
        """What the project says of itself wins over the chapter that it stands in."""
        place = self.of_chapters(titles)
        if area and area.casefold() != place.service_area.casefold():
            if is_city_wide(area) or area.casefold() in _EVERYBODY:
                place = Place("city_wide", "", None)
            elif place.is_known and place.scope != "service_area":
                place = replace(place, service_area=area)
            elif parties.responsible(area) == "it":
                place = Place("infrastructure", area, None)
            else:
                place = Place("service_area", area, None)
        if unit and not place.unit and place.scope == "service_area" and place.is_known:
            place = replace(place, unit=unit)
        return place


_EVERYBODY = frozenset(
    {"kaikki", "kaikki toimialat", "kaikki palvelualat", "koko organisaatio", "koko konserni", "yhteinen", "yhteiset",
     "alla", "alla sektorer", "gemensam", "gemensamt"}
)  # fmt: skip


def _beside_areas(found: list[Section]) -> set[str]:
    """Titles of chapters that stand beside others whose words say that they are areas."""
    parents = {id(s.parent): s.parent for s in found if s.is_project and s.parent is not None}
    chapters = [s for s in parents.values() if s is not None and not s.is_project]
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    for chapter in chapters:
        groups[id(chapter.parent), chapter.level].append(chapter.title)
    made: set[str] = set()
    for titles in groups.values():
        said = [title for title in titles if says_area(title)]
        if said and len(said) * 2 >= len(titles):
            made |= {title for title in titles if may_be_area(title)}
    return made
