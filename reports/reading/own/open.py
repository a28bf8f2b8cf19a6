"""The data that Salkku wrote into a file, found and held against the file's text."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from reports.document import plan as doc
from reports.document.data_part import find_in, from_data
from reports.document.interchange import UnreadablePlan
from reports.reading.files.docx_check import check_docx, check_package
from reports.reading.files.lines import Line
from reports.reading.limits import Clock
from reports.reading.own.paper import data_of_pdf, read_own_pdf
from reports.reading.own.sheet import read_own_sheet
from reports.reading.own.word import read_own_word
from reports.reading.result import Reading

Understand = Callable[[], Reading]
"""Reads the text alone, as that of a file that somebody else wrote."""


def read_word(data: bytes, clock: Clock, understand_text: Understand) -> Reading:
    """A Word file: by its data where it has some that its text bears out, else by its text."""
    check_docx(data)
    try:
        told = find_in(data)
        if told is None:
            return understand_text()
        reading, new = read_own_word(data, from_data(told), clock)
    except UnreadablePlan as error:
        return _by_text(understand_text, error)
    except zipfile.BadZipFile:
        return understand_text()
    if not new:
        return reading
    return _with_new(reading, {section.heading.text for section in new}, understand_text)


def read_workbook(data: bytes, clock: Clock, understand_text: Understand) -> Reading:
    """A workbook, the same way."""
    check_package(data)
    try:
        told = find_in(data)
        if told is None:
            return understand_text()
        return read_own_sheet(data, from_data(told), clock)
    except UnreadablePlan as error:
        return _by_text(understand_text, error)


def read_pdf_of_ours(data: bytes, lines: list[Line], understand_text: Understand) -> Reading:
    """A PDF, the same way."""
    try:
        content = data_of_pdf(data)
        return understand_text() if content is None else read_own_pdf(lines, content)
    except UnreadablePlan as error:
        return _by_text(understand_text, error)


def _by_text(understand_text: Understand, why: UnreadablePlan) -> Reading:
    """The text alone, with a doubt that says why the data in the file was not taken.

    Where nobody understands the text either, both reasons are told.
    """
    try:
        reading = understand_text()
    except UnreadablePlan as error:
        message = _("The data that Salkku wrote into this file was not used (%(why)s).")
        raise UnreadablePlan(f"{message % {'why': why}} {error}") from error
    doubt = doc.Doubt(
        None,
        _(
            "The data that Salkku wrote into this file was not used (%(why)s). Everything was read "
            "from the text; check each project."
        )
        % {"why": why},
    )
    document = replace(reading.document, warnings=(doubt, *reading.document.warnings))
    return replace(reading, document=document)


def _with_new(reading: Reading, headings: set[str], understand_text: Understand) -> Reading:
    """The projects, too, whose headings somebody wrote into the file."""
    try:
        text = understand_text()
    except UnreadablePlan:
        return reading
    new = [
        (project, place, source)
        for project, place, source in zip(
            text.document.projects, text.places, text.sources, strict=True
        )
        if f"{project.number} {project.name}".strip() in headings or project.name in headings
    ]
    if not new:
        return reading
    rows = [
        *zip(reading.document.projects, reading.places, reading.sources, strict=True),
        *new,
    ]
    rows.sort(key=lambda row: row[1])
    inside = [
        doubt
        for doubt in text.document.warnings
        if any(first <= (doubt.line or 0) <= last for _p, (first, last), _source in new)
    ]
    return replace(
        reading,
        document=replace(
            reading.document,
            projects=tuple(row[0] for row in rows),
            warnings=(*reading.document.warnings, *inside),
        ),
        places=tuple(row[1] for row in rows),
        sources=tuple(row[2] for row in rows),
    )
