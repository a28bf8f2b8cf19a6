"""The chapters of an imported plan, and which group or area each of them introduces."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from projects.fields import fold
from projects.models import ServiceArea
from projects.values.choices import Scope
from reports.document import plan as doc
from reports.models import ActionPlan, PlanChapter
from reports.plan_imports.areas import KnownAreas
from reports.plan_imports.writing import Writer
from reports.reading.meaning.places import area_of


class Chapters:
    """Puts the chapters of a document into a plan that has none yet."""

    def __init__(self, document: doc.PlanDocument, areas: KnownAreas, writer: Writer) -> None:
        self.document, self.areas, self.writer = document, areas, writer

    def add_to(self, plan: ActionPlan) -> None:
        made: dict[tuple[str, int | None], PlanChapter] = {}
        for position, chapter in enumerate(_with_cover(self.document.chapters), 1):
            scope, area = self._introduces(chapter)
            is_unit = area is not None and area.parent_id is not None
            if area and is_unit and not chapter.text and fold(area.name) == fold(chapter.title):
                continue  # the unit's name is its title
            key = (scope, area.pk if area else None)
            title = chapter.title[:200] or (_("Introduction") if not scope else "")
            if scope and key in made:
                other = made[key]
                other.text = f"{other.text}\n\n{chapter.title}\n{chapter.text}".strip()
                self.writer.save(other, title)
                continue
            row = PlanChapter(
                plan=plan,
                position=position,
                title=title,
                text=chapter.text,
                language=chapter.language if chapter.language != self.document.language else "",
                after_projects=not scope and self._is_after_projects(chapter),
                scope=scope,
                service_area=area,
            )
            made[key] = self.writer.save(row, title)

    def _is_after_projects(self, chapter: doc.Chapter) -> bool:
        numbers = [doc.number_key(project.number) for project in self.document.projects]
        return bool(chapter.number and numbers) and doc.number_key(chapter.number) > max(numbers)

    def _introduces(self, chapter: doc.Chapter) -> tuple[str, ServiceArea | None]:
        """The group or the area whose projects stand under the chapter; ("", None) for others."""
        below = [
            p
            for p in self.document.projects
            if chapter.number and p.number.startswith(f"{chapter.number}.")
        ]
        if not below:
            return "", None
        scopes = {p.scope for p in below}
        if len(scopes) > 1:
            return "", None
        scope = scopes.pop()
        if scope != Scope.SERVICE_AREA:
            return (scope, None) if chapter.level == 1 else ("", None)
        areas, units = {p.service_area for p in below}, {p.unit for p in below}
        if len(areas) != 1 or areas == {""}:
            return "", None
        name = areas.pop()
        area = self.areas.find(name)
        if area is None:
            return "", None
        unit = units.pop() if len(units) == 1 else None
        below_it = self.areas.find(name, unit) if unit else None
        if unit and below_it and fold(unit) == fold(chapter.title):
            return scope, below_it
        if fold(area_of(chapter.title)) == fold(name):
            return scope, area
        return self._by_place(chapter, scope, (name, area), below_it)

    def _by_place(
        self,
        chapter: doc.Chapter,
        scope: str,
        named: tuple[str, ServiceArea],
        unit: ServiceArea | None,
    ) -> tuple[str, ServiceArea | None]:
        """What a chapter with a title of its own introduces, where our own plans have it: an area
        at the first level, a unit of it at the second."""
        name, area = named
        under = f"{chapter.number}."
        titles = {
            fold(area_of(c.title)) for c in self.document.chapters if c.number.startswith(under)
        }
        if chapter.level == 1 and fold(name) not in titles:
            return scope, area
        if chapter.level == 2 and unit:
            return scope, unit
        return "", None


def _with_cover(chapters: tuple[doc.Chapter, ...]) -> tuple[doc.Chapter, ...]:
    """The cover is no chapter: what stands before the first one goes to its beginning."""
    if len(chapters) > 1 and not chapters[0].number and chapters[1].number:
        text = f"{chapters[0].text}\n\n{chapters[1].text}".strip()
        return (replace(chapters[1], text=text), *chapters[2:])
    return chapters
