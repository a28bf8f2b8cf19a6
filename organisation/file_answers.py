"""Files in answers: under which name, and whether a browser shows them."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from django.core.files import File
from django.http import FileResponse, HttpResponse

from organisation.content_types import media_types

# What browsers show; anything else is for another program.
SHOWN = media_types("pdf", "json", "html")


def file_headers(name: str, content_type: str, *, is_saved: bool = False) -> dict[str, str]:
    """The headers of a file with that whole name; `is_saved` where no browser may show it."""
    return {
        "Content-Disposition": disposition(name, content_type, is_saved=is_saved),
        "X-Content-Type-Options": "nosniff",
    }


def file_answer(
    data: bytes | str, name: str, content_type: str, *, is_saved: bool = False
) -> HttpResponse:
    headers = file_headers(name, content_type, is_saved=is_saved)
    return HttpResponse(data, content_type=content_type, headers=headers)


def stream_answer(
    file: File, name: str, content_type: str, *, is_saved: bool = False
) -> FileResponse:
    """The same of an open file, which is sent piece by piece and then closed."""
    answer = FileResponse(file, content_type=content_type)
    # FileResponse names what it sends after the file on the disk: ours replaces it.
    for header, value in file_headers(name, content_type, is_saved=is_saved).items():
        answer[header] = value
    return answer


def disposition(name: str, content_type: str, *, is_saved: bool = False) -> str:
    """The header Content-Disposition (RFC 6266): the name in ASCII, and as it is."""
    how = "inline" if content_type.startswith(SHOWN) and not is_saved else "attachment"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r'[\\"\x00-\x1f\x7f]', "", " ".join(plain.split())).replace("%", "")
    if not plain or plain.startswith("."):
        plain = f"file{plain}"
    header = f'{how}; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"
