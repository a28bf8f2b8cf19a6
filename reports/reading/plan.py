"""From the lines of a file to the plan document: chapters, projects, and what is in doubt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.document import plan as doc
from reports.document.interchange import UnreadablePlan
from reports.reading.areas import Areas
from reports.reading.cover import cover_of, language_of
from reports.reading.files import pages
from reports.reading.files.lines import Line
from reports.reading.labels.ask import fold_label
from reports.reading.labels.find import Told, recurring_labels
from reports.reading.project import ProjectReader
from reports.reading.project_fields import stated_area
from reports.reading.result import Reading, UnknownLabel
from reports.reading.sections.find import sections
from reports.reading.sections.items import divided_items
from reports.reading.sections.section import Section
from reports.reading.tables.unfold import unfolded

IT_DEPARTMENT = {"fi": "Tietohallinto", "sv": "Dataförvaltningen", "en": "IT department"}


def understand(
    read: list[Line],
    known: Mapping[str, str] | None = None,
    doubts: Sequence[str] = (),
    areas: Collection[str] = (),
) -> Reading:
    """Reads the plan in the lines of a file. Raises `UnreadablePlan` if there is none.

    `known` says what labels ask that no wording of ours names (see `labels.find.Told`); `doubts`
    are those of whoever read the file, `areas` the names of those that the city has.
    """
    lines = unfolded(read)
    content, page_heads = pages.without_page_heads(lines)
    content = divided_items(pages.without_contents(content))
    told = Told(known or {}, recurring_labels(content))
    front, found = sections(content, told)
    language = language_of(content)
    projects = [section for section in found if section.is_project]
    if not projects:
        raise UnreadablePlan(
            _(
                "No projects were found in the file. A project needs a name of its own – a heading, a "
                "bold line, or a row of a table whose head says “Project” – and parts such as a schedule "
                "or costs under it or beside it. Give the file such names and try again, or write the "
                "projects straight into the portfolio and start the plan from there."
            )
        )
    labelled = {area for section in projects if (area := stated_area(section))}
    reader = ProjectReader(content, Areas(found, labelled, IT_DEPARTMENT[language], areas))
    title, organisation, period = cover_of(front, found, page_heads)
    chapters = _chapters(reader, front, (title, organisation), found)
    planned = [reader.project(section, index) for index, section in enumerate(projects, 1)]
    for doubt in doubts:
        reader.doubt(None, doubt)
    return Reading(
        doc.PlanDocument(
            language=language,
            title=title,
            organisation=organisation,
            period=period,
            chapters=tuple(chapters),
            projects=tuple(planned),
            warnings=tuple(sorted(reader.warnings, key=lambda w: w.line or 0)),
        ),
        tuple(lines),
        tuple(_span(section) for section in projects),
        tuple(reader.sources),
        unknown=_once_each(reader.unknown),
    )


def _once_each(unknown: Sequence[UnknownLabel]) -> tuple[UnknownLabel, ...]:
    """Each unknown label with how often it comes, as it is written and answered first."""
    made: dict[str, UnknownLabel] = {}
    for label in unknown:
        key = fold_label(label.label)
        first = made.get(key)
        made[key] = replace(first, count=first.count + 1) if first else label
    return tuple(made.values())


def _span(section: Section) -> tuple[int, int]:
    numbers = [section.line, *(line.number for line in section.own)]
    return min(numbers), max(numbers)


def _chapters(
    reader: ProjectReader, front: list[Line], cover_says: tuple[str, str], found: list[Section]
) -> list[doc.Chapter]:
    """The text outside projects; `cover_says` are the title and the organisation, told elsewhere."""
    chapters = []
    title, organisation = cover_says
    cover = [line for line in front if line.text not in title and line.text != organisation]
    if cover:
        chapters.append(doc.Chapter("", title, reader.text(cover)))
    for section in found:
        if section.is_project:
            continue
        if not section.number and section.title == title and not section.own:
            continue
        chapters.append(doc.Chapter(section.number, section.title, reader.text(section.own)))
    return chapters
