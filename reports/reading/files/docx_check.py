"""Looks at a Word file before it is unpacked: is it one, and does it hold an attack?"""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from reports.document.interchange import UnreadablePlan
from reports.reading.limits import MAX_UNPACKED, MAX_XML


def check_docx(data: bytes) -> None:
    """Refuses what is no Word file, and what unpacks to too much, before anything is unpacked."""
    names = check_package(data)
    if any(name.startswith("xl/") for name in names):
        raise UnreadablePlan(
            _("This is a spreadsheet, not a Word file. Import the plan itself (docx or PDF).")
        )
    if any(name.startswith("ppt/") for name in names) or "word/document.xml" not in names:
        raise UnreadablePlan(
            _("This is not a Word file, whatever its name. Save the plan as .docx or PDF.")
        )


def check_package(data: bytes) -> set[str]:
    """The names of what is in an office file. Refuses what holds an attack or is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise UnreadablePlan(
                    _("This file is protected with a password. Save it without one and try again.")
                )
            if sum(m.file_size for m in members) > MAX_UNPACKED or len(members) > 5000:
                raise UnreadablePlan(_("The file unpacks to far more than a plan holds."))
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(package, member)
            return {member.filename for member in members}
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        NotImplementedError,
        ValueError,
        RuntimeError,
    ) as error:
        if isinstance(error, UnreadablePlan):
            raise
        raise UnreadablePlan(
            _("This Word file is broken and cannot be opened. Open it in Word and save it again.")
        ) from error
    except Exception as error:  # zlib.error and others of damaged archives
        raise UnreadablePlan(
            _("This Word file is broken and cannot be opened. Open it in Word and save it again.")
        ) from error


def _check_xml(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Word writes no document type, so one in a file is an attack: entities live there."""
    with package.open(member) as file:
        size, tail = 0, b""
        while piece := file.read(1 << 20):
            size += len(piece)
            if size > MAX_XML:
                raise UnreadablePlan(_("The file unpacks to far more than a plan holds."))
            plain = (tail + piece).replace(b"\x00", b"").upper()
            if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
                raise UnreadablePlan(
                    _("The file refers to things outside itself, which Word does not write.")
                )
            tail = piece[-20:]
