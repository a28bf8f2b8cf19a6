"""Chapters and projects of a plan: which lines are headings, and what stands under each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from reports.reading.files.lines import Line
from reports.reading.labels.at import is_label
from reports.reading.labels.find import NOTHING_TOLD, Told, find_labels, text_of
from reports.reading.meaning.places import is_general
from reports.reading.sections.blocks import divided_by_names
from reports.reading.sections.headings import UNNUMBERED, headings_of
from reports.reading.sections.named import NAMED_SHORTLY, named_by_field, naming_pattern
from reports.reading.sections.section import Section
from reports.reading.sections.titles import code_of, without_counter


def sections(lines: list[Line], told: Told = NOTHING_TOLD) -> tuple[list[Line], list[Section]]:
    """What stands before the first heading, and the sections in their order."""
    front, found = _under_headings(lines)
    if not found and any(NAMED_SHORTLY.fullmatch(line.text) for line in front):
        begin = next(i for i, line in enumerate(front) if NAMED_SHORTLY.fullmatch(line.text))
        whole = Section("", "", 0, front[begin].number, front[begin:])
        front, found = front[:begin], named_by_field([whole], NAMED_SHORTLY)[1:]
    found = named_by_field(found, naming_pattern(found))
    front, found = _named_by_look(front, found)
    _place(found)
    _number(found)
    _tell_projects(found, told)
    return front, _absorbed(found, told)


def _under_headings(lines: list[Line]) -> tuple[list[Line], list[Section]]:
    front: list[Line] = []
    found: list[Section] = []
    headings = headings_of(lines)
    skip = 0
    around: list[Line] = front  # where text goes on after a table of projects
    for index, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        heading = headings.get(index)
        if heading is not None:
            skip = heading.used - 1
            section = Section(heading.number, heading.title, heading.level, line.number)
            section.is_named, section.table = line.is_name, line.table
            found.append(section)
            if not line.table:
                around = section.own
        elif found and found[-1].table and found[-1].table != line.table:
            around.append(line)
        else:
            (found[-1].own if found else front).append(line)
    return front, found


def _named_by_look(front: list[Line], found: list[Section]) -> tuple[list[Line], list[Section]]:
    """Sections in which the same labels come again are divided at what names their projects."""
    divided: list[Section] = []
    has_headings = any(section.is_named or section.own for section in found)
    whole = Section("", "", 0, front[0].number if front else 0, list(front))
    parts = divided_by_names(whole, least=2 if has_headings else 1)
    if len(parts) > 1:
        front = parts[0].own
        divided += parts[1:]
    for section in found:
        divided += [section] if section.is_named else divided_by_names(section)
    return front, divided


def _number(found: list[Section]) -> None:
    """Projects without a number of their own are counted in their chapter; codes go to the notes."""
    counts: dict[int, int] = defaultdict(int)
    counted = 0
    for section in found:
        counts[id(section.parent)] += 1
        if not section.is_named:
            continue
        code, title = code_of(section.title)
        section.title = without_counter(title)
        if code:
            label = "Tunnus:"
            section.own.append(
                Line(section.line, f"{label} {code}", lead=len(label), whole=True, label=len(label))
            )
        if (
            section.number
            and "." not in section.number
            and section.parent
            and section.parent.number
        ):
            section.number = f"{section.parent.number}.{section.number}"
        if not section.number:
            above = section.parent.number if section.parent else ""
            counted += not above
            section.number = f"{above}.{counts[id(section.parent)]}" if above else str(counted)


def _place(found: list[Section]) -> None:
    """Gives each section the section above it. Unnumbered headings count by their style."""
    above: list[Section] = []
    for section in found:
        section.level %= UNNUMBERED
        while above and above[-1].level >= section.level:
            above.pop()
        section.parent = above[-1] if above else None
        above.append(section)


def _tell_projects(found: list[Section], told: Told) -> None:
    """A section with labels under it is a project; so is an empty one among projects."""
    below: dict[int, list[Section]] = defaultdict(list)
    for section in found:
        section.labels = find_labels(text_of(section.own), told)
        below[id(section.parent)].append(section)
    labelled = {
        id(section)
        for section in found
        if sum(other.level > 1 and is_label(other.title) for other in below[id(section)]) > 1
    }
    for section in found:
        if id(section) in labelled or section.is_named:
            section.is_project = True
        elif section.parent is None or id(section.parent) not in labelled:
            fields = {name for label in section.labels if label.is_sure for name in label.fields}
            fields -= {"description", "notes", "unit"}
            is_above = bool(below[id(section)]) or section.level == 1
            section.is_project = len(fields) >= (2 if is_above else 1)
    projects = {key: sum(s.is_project for s in sections) for key, sections in below.items()}
    for section in found:
        beside = projects[id(section.parent)] - section.is_project
        enough = beside > 0 if section.parent else beside * 2 >= len(below[id(None)]) - 1 > 0
        inside = section.parent is not None and section.parent.is_project
        alike = bool(section.number) or not _are_numbered(below[id(section.parent)])
        # What stands first with a name and no number is the document's own title.
        alike = alike and (bool(section.number) or section is not found[0])
        if enough and alike and not below[id(section)] and not inside and not section.is_project:
            section.is_project = not is_general(section.title)
    numbers: set[str] = set()
    for section in found:
        section.has_doubled_number = section.number in numbers
        numbers |= {section.number} - {""}


def _are_numbered(found: list[Section]) -> bool:
    """Whether the projects among sections beside each other have numbers."""
    projects = [section for section in found if section.is_project]
    return bool(projects) and all(section.number for section in projects)


def _absorbed(found: list[Section], told: Told) -> list[Section]:
    """Headings inside a project become lines of it: "2.1.3 Aikataulu", "Tausta"."""
    kept: list[Section] = []
    for section in found:
        project = section.parent
        while project is not None and not project.is_project:
            project = project.parent
        if project is None or section.is_project:
            kept.append(section)
            continue
        head = Line(section.line, section.title, lead=len(section.title), whole=True)
        if not is_label(section.title):
            head = replace(head, text=f"{section.title}:", lead=len(section.title) + 1)
        project.own += [head, *section.own]
    for section in kept:
        section.labels = find_labels(text_of(section.own), told)
    return kept
