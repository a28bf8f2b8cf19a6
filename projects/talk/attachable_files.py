"""Which files may be attached: by the ending of the name and by what the file itself says."""

from __future__ import annotations

import zipfile
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

LONGEST_NAME = 150
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
# Parts of Office files that hold programs, and names that a reader would run or open in a browser.
MACROS = ("vbaproject", "vbadata", "activex", "macrosheets", "basic/", "scripts/", "oleobject")
MARKUP = ("<!doctype", "<html", "<script", "<svg", "<?xml", "<body", "<iframe")


def file_name(name: str) -> str:
    """The name without folders, control characters and what file systems take amiss."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in last)
    stem, dot, ending = kept.strip(" .").rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]


def kind_of(name: str, file: File) -> str:
    """The media type of a file that may be attached. Raises `ValidationError` with the reason."""
    if file.size > settings.ATTACHMENT_BYTES:
        raise ValidationError(
            _("The file is %(size)s MB; at most %(most)s MB can be attached.")
            % {
                "size": -(-file.size // 1024**2),
                "most": settings.ATTACHMENT_BYTES // 1024**2,
            }
        )
    if not file.size:
        raise ValidationError(_("The file is empty."))
    ending = name.rpartition(".")[2].lower()
    if ending not in FILE_KINDS:
        raise ValidationError(
            _("Files of this kind are not taken. Attach one of these: %(endings)s.")
            % {"endings": ", ".join(sorted(FILE_KINDS))}
        )
    kind, is_such = FILE_KINDS[ending]
    file.seek(0)
    fits = is_such(file)
    file.seek(0)
    if not fits:
        raise ValidationError(
            _(
                "The file is not what its name says (%(ending)s), or it holds macros or other "
                "programs. Save it anew without them, for instance as PDF."
            )
            % {"ending": ending}
        )
    return kind


def _begins(*beginnings: bytes) -> Callable[[File], bool]:
    return lambda file: file.read(16).startswith(beginnings)


def _is_webp(file: File) -> bool:
    head = file.read(12)
    return head[:4] == b"RIFF" and head[8:] == b"WEBP"


def _office(part: str) -> Callable[[File], bool]:
    return lambda file: part in _names(file)


def _open_document(kind: str) -> Callable[[File], bool]:
    def check(file: File) -> bool:
        if "mimetype" not in _names(file):
            return False
        with zipfile.ZipFile(file) as parts, parts.open("mimetype") as said:
            return said.read(200).strip() == kind.encode()

    return check


def _names(file: File) -> frozenset[str]:
    """The parts of a zip file; none where it is none, or holds programs."""
    try:
        with zipfile.ZipFile(file) as parts:
            names = frozenset(parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()
    if any(macro in name.lower() for name in names for macro in MACROS):
        return frozenset()
    return names


def _is_text(file: File) -> bool:
    """Text in UTF-8 or as older programs of the region write it, and no markup."""
    data = file.read()
    if b"\0" in data:
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return not any(mark in text[:4096].lower() for mark in MARKUP)


FILE_KINDS: dict[str, tuple[str, Callable[[File], bool]]] = {
    "pdf": ("application/pdf", _begins(b"%PDF-")),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "gif": ("image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", _is_webp),
    "docx": (f"{OFFICE}.wordprocessingml.document", _office("word/document.xml")),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "pptx": (f"{OFFICE}.presentationml.presentation", _office("ppt/presentation.xml")),
    "odt": (f"{OPEN}.text", _open_document(f"{OPEN}.text")),
    "ods": (f"{OPEN}.spreadsheet", _open_document(f"{OPEN}.spreadsheet")),
    "odp": (f"{OPEN}.presentation", _open_document(f"{OPEN}.presentation")),
    "txt": ("text/plain", _is_text),
    "csv": ("text/csv", _is_text),
}
