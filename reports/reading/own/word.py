"""A Word file that Salkku wrote: its data, and what was changed in its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.document import plan as doc
from reports.document.data_part import WrittenData
from reports.document.interchange import UnreadablePlan
from reports.reading.files.docx import read_docx_as_written
from reports.reading.limits import Clock
from reports.reading.own.changed import source_of, tell
from reports.reading.own.changes import with_changes
from reports.reading.own.fit import unfit
from reports.reading.own.passages import Now, key, matched, pieces, sections
from reports.reading.result import Reading, Source


def read_own_word(data: bytes, written: WrittenData, clock: Clock) -> tuple[Reading, list[Now]]:
    """The plan, and the sections whose headings Salkku did not write.

    Raises `UnreadablePlan` where text and data are of different plans.
    """
    lines = read_docx_as_written(data, clock)
    found = sections(lines)
    document = written.document
    headings = [text for p in written.passages for name, text in p.lines if name == "heading"]
    passages = [p for p in written.passages if p.lines and p.lines[0][0] == "name"]
    planned = {project.number: project for project in document.projects}
    if [p.number for p in passages] != sorted(planned, key=doc.number_key):
        raise UnreadablePlan(_("it does not fit the text"))
    pairs = matched(passages, found)
    made: list[tuple[int, doc.PlannedProject, Source, tuple[int, int]]] = []
    doubts: list[doc.Doubt] = []
    for place, index in pairs.items():
        clock.check()
        passage, section = passages[place], found[index]
        project = planned[passage.number]
        if unfit(project, "\n".join(text for _n, text in passage.lines), document.language):
            raise UnreadablePlan(_("it does not fit the text"))
        told = pieces(passage, section)
        if told is None:
            raise UnreadablePlan(_("its text was changed beyond comparing"))
        changed = with_changes(project, told, section, document.language)
        source = source_of(changed)
        tell(changed, section.heading.number)
        doubts += [doc.Doubt(line, message) for line, message in changed.doubts]
        made.append((index, changed.project, source, section.place))
    if not made:
        raise UnreadablePlan(_("it does not fit the text"))
    made.sort(key=lambda row: row[0])
    missing = [p.lines[0][1] for place, p in enumerate(passages) if place not in pairs]
    if missing:
        doubts.append(doc.Doubt(None, gone(missing)))
    known = {key(text) for text in headings} | {key(p.lines[0][1]) for p in passages}
    new = [
        section
        for index, section in enumerate(found)
        if index not in pairs.values() and key(section.heading.text) not in known
    ]
    result = replace(
        document,
        projects=tuple(project for _i, project, _s, _p in made),
        chapters=_chapters(document, found),
        warnings=tuple(doubts),
        projects_left_out=0,
    )
    places = tuple(place for *_rest, place in made)
    return Reading(result, tuple(lines), places, tuple(source for _i, _p, source, _l in made)), new


def _chapters(document: doc.PlanDocument, found: Sequence[Now]) -> tuple[doc.Chapter, ...]:
    """The chapters that the file still has."""
    there = {key(section.heading.text) for section in found}
    return tuple(
        chapter
        for chapter in document.chapters
        if key(f"{chapter.number} {chapter.title}") in there
    )


def gone(names: list[str]) -> str:
    return _(
        "The text has no longer: %(names)s. They are left out here and stay in the portfolio as they are."
    ) % {"names": ", ".join(f"“{name}”" for name in names[:20]) + (" …" if len(names) > 20 else "")}
