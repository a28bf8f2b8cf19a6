"""Files in answers: under which name, and whether a browser shows them."""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from typing import IO
from urllib.parse import quote

from django.core.files import File
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, override

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


def blocks_answer(blocks: Iterator[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    """A file that is sent while it is made: memory does not grow with it.

    The first block is made at once, so that what fails is a page and not a part of a file; the
    others in the language of the request, which is over by then.
    """
    first, language = next(blocks, b""), get_language()

    def sent() -> Iterator[bytes]:
        block: bytes | None = first
        while block is not None:
            yield block
            with override(language):
                block = next(blocks, None)

    headers = file_headers(name, content_type)
    return StreamingHttpResponse(sent(), content_type=content_type, headers=headers)


def written_answer(
    write: Callable[[IO[bytes]], object], name: str, content_type: str
) -> FileResponse:
    """A file that is written to the disk first, and then sent piece by piece."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    answer = stream_answer(File(file), name, content_type)
    answer["Content-Length"] = str(size)
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
