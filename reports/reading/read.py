"""A plan's file of any kind, understood by what is in it.

Apart from the rest, for what reads files is large in memory, and pages do not need it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from reports.document.interchange import UnreadablePlan, from_json
from reports.reading.files.csv_lists import read_csv
from reports.reading.files.docx import read_docx
from reports.reading.files.docx_check import check_package
from reports.reading.files.ods import is_ods, read_ods
from reports.reading.files.pdf import read_pdf
from reports.reading.files.pdf_tables import with_tables
from reports.reading.files.sheets import Sheets
from reports.reading.files.txt import decode, numbered, read_txt
from reports.reading.files.xlsx import is_xlsx, read_xlsx
from reports.reading.limits import MAX_BYTES, MAX_CHARACTERS, Clock, too_large
from reports.reading.own.open import read_pdf_of_ours, read_word, read_workbook
from reports.reading.plan import understand
from reports.reading.result import FROM_DATA, Reading, Source


def read_plan(
    data: bytes, known: Mapping[str, str] | None = None, areas: Collection[str] = ()
) -> Reading:
    """Reads a plan's file by what is in it, whatever its name.

    `known` says what labels ask that no wording of ours names: folded label to the name of a
    field in labels.toml, or "leave"; `areas` are those that the city has. Texts of doubts are in the active language. Raises `UnreadablePlan` with a sentence that says
    what is wrong and what to do.
    """
    if len(data) > MAX_BYTES:
        raise UnreadablePlan(too_large(len(data)))
    if not data.strip():
        raise UnreadablePlan(_("The file is empty."))
    clock = Clock()
    if data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        pages = read_pdf(data, clock)
        lines = [placed.line for page in pages for placed in page]
        return read_pdf_of_ours(
            data, lines, lambda: understand(with_tables(pages), known, areas=areas)
        )
    if data.startswith(b"PK") and is_ods(data):
        check_package(data)
        return _of_sheets(read_ods(data, clock), known, areas)
    if data.startswith(b"PK") and is_xlsx(data):
        return read_workbook(data, clock, lambda: _of_sheets(read_xlsx(data, clock), known, areas))
    if data.startswith(b"PK"):
        return read_word(
            data, clock, lambda: understand(read_docx(data, clock), known, areas=areas)
        )
    _refuse_others(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        document = from_json(data.removeprefix(b"\xef\xbb\xbf"))
        lines = numbered(data.decode("utf-8", errors="replace").splitlines())
        sources = (Source(FROM_DATA),) * len(document.projects)
        return Reading(document, tuple(lines), (), sources)
    if len(data) > 4 * MAX_CHARACTERS:
        raise UnreadablePlan(_("There is more text in the file than any plan has."))
    sheets = read_csv(data, clock)
    if sheets is not None:
        return _of_sheets(sheets, known, areas)
    lines = read_txt(data)
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise UnreadablePlan(_("There is more text in the file than any plan has."))
    return understand(lines, known, areas=areas)


def _of_sheets(sheets: Sheets, known: Mapping[str, str] | None, areas: Collection[str]) -> Reading:
    return understand(sheets.lines, known, sheets.doubts, areas)


def _refuse_others(data: bytes) -> None:
    """Says what a file is that is none of ours."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadablePlan(
                _("This file is protected with a password. Save it without one and try again.")
            )
        if "Workbook".encode("utf-16-le") in data:
            raise UnreadablePlan(
                _("This is a file of an old Excel (.xls). Open it in Excel and save it as .xlsx.")
            )
        raise UnreadablePlan(
            _("This is a file of an old Word (.doc). Open it in Word and save it as .docx.")
        )
    if data.startswith(b"{\\rtf"):
        raise UnreadablePlan(_("This is an RTF file. Open it in Word and save it as .docx."))
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")):
        raise UnreadablePlan(
            _("This is a picture. Save the plan as PDF or .docx from the word processor.")
        )
    text = decode(data[:20_000])
    odd = sum(not (c.isprintable() or c.isspace()) for c in text)
    if odd > len(text) * 0.02:
        raise UnreadablePlan(
            _(
                "This is not a plan that we read. Save it as .docx, PDF or plain text; a list of "
                "projects as .xlsx, .ods or .csv."
            )
        )
