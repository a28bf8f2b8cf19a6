"""A stored file that is missing, or altered since: it is not handed out, and somebody is told."""

from __future__ import annotations

import hashlib
import logging
from typing import IO

from django.core.files import File
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)
BLOCK = 1024 * 1024
MISSING, ALTERED = "missing", "altered"
# Sent with `name` and `fault` each time that somebody asks for such a file (operations/broken.py).
found_broken = Signal()


def digest_of(file: IO[bytes] | File) -> str:
    """The SHA-256 of what is left to read of it, in hexadecimal."""
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.hexdigest()


def is_as_stored(file: File, sha256: str) -> bool:
    """Reads the file through, and leaves it at its beginning."""
    digest = digest_of(file)
    file.seek(0)
    return digest == sha256


def answer_broken(request: HttpRequest, name: str, fault: str) -> HttpResponse:
    """The page instead of the file. 503: it is back when an administrator has brought it back."""
    logger.error("The stored file %s is %s and was not handed out.", name, fault)
    found_broken.send(None, name=name, fault=fault)
    answer = render(request, "reports/files/broken.html", status=503)
    answer["Cache-Control"] = "no-store"
    return answer
