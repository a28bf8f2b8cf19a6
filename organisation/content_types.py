"""What files are called in answers and packages, by their ending."""

from __future__ import annotations

CONTENT_TYPES = {
    "css": "text/css",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_types(*endings: str) -> tuple[str, ...]:
    """What the content types of these files begin with."""
    return tuple(CONTENT_TYPES[ending].partition(";")[0] for ending in endings)
