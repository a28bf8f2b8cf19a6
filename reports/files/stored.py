"""Serving a stored file: unchanged, cheaply asked for again, and harmless in a browser.

`serve(request, edition_file.file, name=edition.title, content_type=…, sha256=edition_file.sha256)`
"""

from __future__ import annotations

import re
import unicodedata

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from organisation.file_answers import stream_answer
from reports.files.broken import ALTERED, MISSING, answer_broken, is_as_stored

PRIVATE = "private, no-cache"  # kept by the reader's browser, and asked for again each time
PUBLIC = "public, max-age=300"  # what is withdrawn is soon seen to be
# Text of users is no page of this site: nothing in it runs, loads, or acts in the reader's name.
SANDBOX = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
LONGEST_NAME = 120  # characters before the ending: file systems take 255 bytes
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]')
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


def serve(
    request: HttpRequest, stored: FieldFile, *, name: str, content_type: str, sha256: str,
    public: bool = False,
) -> HttpResponseBase:  # fmt: skip
    """The file of a `FieldFile`, or 304 where the reader has it. For GET and HEAD.

    `name` is the whole name with its ending (`file_name` makes one of a title), `sha256` that of
    the content. A file that is missing or has another content is not sent: a page says so (503).
    Who can make it anew asks `is_there` first.
    """
    etag = quote_etag(sha256)
    unchanged = get_conditional_response(request, etag=etag)
    answer: HttpResponseBase
    if unchanged is not None:
        answer = unchanged
    else:
        try:
            file = stored.storage.open(stored.name or "", "rb")
        except FileNotFoundError:
            return answer_broken(request, stored.name or "", MISSING)
        if not is_as_stored(file, sha256):
            file.close()
            return answer_broken(request, stored.name or "", ALTERED)
        answer = stream_answer(file, name, content_type)
    answer["ETag"] = etag
    answer["Cache-Control"] = PUBLIC if public else PRIVATE
    answer["X-Content-Type-Options"] = "nosniff"
    if content_type.startswith("text/html"):
        answer["Content-Security-Policy"] = SANDBOX
    if public:
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def is_there(stored: FieldFile) -> bool:
    """Whether the file of a `FieldFile` is where it should be."""
    storage: Storage = stored.storage
    name = stored.name or ""
    return bool(name) and storage.exists(name)


def file_name(title: str, ending: str) -> str:
    """`Suunnitelma 1/2023 🎉` → `Suunnitelma 1-2023 🎉.pdf`: a name that any system takes."""
    name = FORBIDDEN.sub("-", unicodedata.normalize("NFC", title))
    # Marks that turn the direction of writing could make an ending look like another.
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    name = " ".join(name.split()).strip(". -")[:LONGEST_NAME].rstrip(". ")
    if not name or RESERVED.match(name):
        name = f"plan {name}".strip()
    return f"{name}.{ending}"
