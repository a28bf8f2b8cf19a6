"""A PDF that Salkku wrote: its data (`plan.json`), where its pages say the same."""

from __future__ import annotations

import hashlib
import io
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from reports.document import plan as doc
from reports.document.data_part import MAX_DATA
from reports.document.interchange import UnreadablePlan, from_json
from reports.reading.files import pages
from reports.reading.files.lines import Line
from reports.reading.own.fit import squeezed, unfit_on_paper
from reports.reading.own.word import gone
from reports.reading.plan import understand
from reports.reading.result import CHANGED, FROM_DATA, Reading, Source, field_names

NAME = "plan.json"


def data_of_pdf(data: bytes) -> bytes | None:
    """The attached plan; None where there is none. Raises `UnreadablePlan`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if NAME not in pdf.attachments:
                return None
            file: Any = pdf.attachments[NAME].obj.EF.F
            content = _content(file)
            said = file.get("/Params", {}).get("/CheckSum")
            if said is not None:
                digest = hashlib.md5(content, usedforsecurity=False).digest()
                if bytes(said) != digest:
                    raise UnreadablePlan(_("it was changed after Salkku wrote it"))
            return content
    except UnreadablePlan:
        raise
    except Exception as error:  # pikepdf raises many kinds for a damaged file
        raise UnreadablePlan(_("it is damaged")) from error


def _content(file: pikepdf.Object) -> bytes:
    """The bytes of an attached file, unpacked no further than a plan goes."""
    raw: bytes = file.read_raw_bytes()
    kind = file.get("/Filter")
    kinds = list(kind) if isinstance(kind, pikepdf.Array) else [kind] if kind is not None else []
    if not kinds:
        content = raw
    elif kinds == [pikepdf.Name.FlateDecode] and "/DecodeParms" not in file:
        content = zlib.decompressobj().decompress(raw, MAX_DATA + 1)
    else:
        raise UnreadablePlan(_("it is damaged"))
    if len(content) > MAX_DATA:
        raise UnreadablePlan(_("it is larger than any plan"))
    return content


def read_own_pdf(lines: list[Line], content: bytes) -> Reading:
    """The plan of the data, project by project where the pages say the same.

    Raises `UnreadablePlan` where they are of different plans.
    """
    document = from_json(content)
    text = _Pages(pages.without_page_heads(lines)[0], document.projects)
    parts = [text.of(project) for project in document.projects]
    there = [index for index, (words, _place) in enumerate(parts) if words]
    wrong = {
        index: unfit_on_paper(document.projects[index], parts[index][0], document.language)
        for index in there
    }
    if not there or sum(bool(fields) for fields in wrong.values()) * 2 > len(there):
        raise UnreadablePlan(_("it does not fit the text"))
    read = {}
    if any(wrong.values()):
        read = {(p.number, p.name): p for p in understand(lines).document.projects}
    projects, sources, doubts = [], [], []
    for index in there:
        project, fields = document.projects[index], wrong[index]
        other = read.get((project.number, project.name))
        if fields:
            doubts.append(doc.Doubt(parts[index][1][0], _not_same(project, fields)))
            project = _as_on_paper(project, other or project, fields, parts[index][0])
        projects.append(project)
        found = tuple(fields)
        sources.append(Source(CHANGED, found, found) if fields else Source(FROM_DATA))
    missing = [p for index, p in enumerate(document.projects) if index not in there]
    if missing:
        doubts.append(doc.Doubt(None, gone([f"{p.number} {p.name}" for p in missing])))
    made = replace(document, projects=tuple(projects), warnings=tuple(doubts), projects_left_out=0)
    return Reading(made, tuple(lines), tuple(parts[i][1] for i in there), tuple(sources))


class _Pages:
    """The letters of all pages, and where each project's heading stands among them."""

    def __init__(self, lines: Sequence[Line], projects: Sequence[doc.PlannedProject]) -> None:
        self.lines = lines
        found = [squeezed(line.text) for line in lines]
        self.text = "".join(found)
        self.begins = [0, *accumulate(map(len, found))][:-1]
        starts: list[tuple[int, int]] = []
        for index, project in enumerate(projects):
            heading = squeezed(f"{project.number} {project.name}")
            at = self.text.find(heading) if heading else -1
            while at >= 0:
                starts.append((at, index))
                at = self.text.find(heading, at + len(heading))
        starts.sort()
        self.parts: dict[str, list[tuple[int, int]]] = {}
        for (at, index), after in zip(starts, [*starts[1:], (len(self.text), -1)], strict=True):
            self.parts.setdefault(projects[index].number, []).append((at, after[0]))

    def of(self, project: doc.PlannedProject) -> tuple[str, tuple[int, int]]:
        """The project's text, and the lines of the longest part of it."""
        parts = self.parts.get(project.number, [])
        if not parts:
            return "", (0, 0)
        start, end = max(parts, key=lambda part: part[1] - part[0])
        first, last = (bisect_right(self.begins, place) - 1 for place in (start, end - 1))
        place = self.lines[first].number, self.lines[last].number
        return "".join(self.text[a:b] for a, b in parts), place


def _as_on_paper(
    project: doc.PlannedProject, read: doc.PlannedProject, fields: Sequence[str], words: str
) -> doc.PlannedProject:
    """The project with those fields as the pages say them. A page says each sum and each time
    twice, among the facts and in its list."""
    told = squeezed(words)
    values: dict[str, Any] = {name: getattr(read, name) for name in fields}
    for name in {"schedule", "costs", "resources"} & set(fields):
        written = getattr(project, name).text
        text = written if squeezed(written) in told else values[name].text
        values[name] = replace(values[name], text=text)
    if "costs" in values:
        items = dict.fromkeys(replace(item, description="") for item in values["costs"].items)
        values["costs"] = replace(values["costs"], items=tuple(items))
    if "schedule" in values:
        phases = dict.fromkeys(values["schedule"].phases)
        values["schedule"] = replace(values["schedule"], phases=tuple(phases))
    return replace(project, **values)


def _not_same(project: doc.PlannedProject, fields: Sequence[str]) -> str:
    words = field_names()
    return _(
        "“%(project)s”: the pages say something else than the data in the file: %(names)s. Check it."
    ) % {
        "project": f"{project.number} {project.name}".strip(),
        "names": ", ".join(words[name] for name in fields),
    }
