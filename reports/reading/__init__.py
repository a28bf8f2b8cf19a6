"""Readers: a plan's file (docx, pdf, txt, json) to the plan document and what is in doubt."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.document.interchange import UnreadablePlan, from_json
from reports.reading.files.docx import read_docx
from reports.reading.files.pdf import read_pdf
from reports.reading.files.txt import decode, numbered, read_txt
from reports.reading.limits import MAX_BYTES, MAX_CHARACTERS, Clock, too_large
from reports.reading.plan import Reading, understand

__all__ = ["Reading", "UnreadablePlan", "read_plan"]


def read_plan(data: bytes) -> Reading:
    """Reads a plan's file by what is in it, whatever its name.

    Texts of doubts are in the active language. Raises `UnreadablePlan` with a sentence that says
    what is wrong and what to do.
    """
    if len(data) > MAX_BYTES:
        raise UnreadablePlan(too_large(len(data)))
    if not data.strip():
        raise UnreadablePlan(_("The file is empty."))
    clock = Clock()
    if data[:1024].lstrip().startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return understand(read_pdf(data, clock))
    if data.startswith(b"PK"):
        return understand(read_docx(data, clock))
    _refuse_others(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        document = from_json(data.removeprefix(b"\xef\xbb\xbf"))
        lines = numbered(data.decode("utf-8", errors="replace").splitlines())
        return Reading(document, tuple(lines), ())
    if len(data) > 4 * MAX_CHARACTERS:
        raise UnreadablePlan(_("There is more text in the file than any plan has."))
    lines = read_txt(data)
    if sum(len(line.text) for line in lines) > MAX_CHARACTERS:
        raise UnreadablePlan(_("There is more text in the file than any plan has."))
    return understand(lines)


def _refuse_others(data: bytes) -> None:
    """Says what a file is that is none of ours."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadablePlan(
                _("This file is protected with a password. Save it without one and try again.")
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
            _("This is not a plan that we read. Save it as .docx, PDF, plain text or JSON.")
        )
