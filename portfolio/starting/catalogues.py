"""Compiled translations (`.mo`) that fit their sources (`.po`): made here, and held against them.

A compiled catalogue holds the digest of the source that it was made of. Times of files would say
less: after a clone, a copy or a restore they are those of that moment.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from organisation.places import FILES_DIR

LOCALE = FILES_DIR / "locale"


def unfit(locale: Path = LOCALE) -> Iterator[Path]:
    """The sources whose compiled catalogue is missing, or was made of another text."""
    for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        try:
            fits = _digest(po) in mo.read_bytes()
        except OSError:
            fits = False
        if not fits:
            yield po


def compile_unfit(locale: Path = LOCALE) -> None:
    for po in unfit(locale):
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        catalogue.add("SHA-256 of the source", _digest(po).decode(), context="salkku")
        part = po.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as target:
            write_mo(target, catalogue)
        part.chmod(0o644)  # who installs is not the user of the service
        part.replace(po.with_suffix(".mo"))  # whoever reads meanwhile reads the whole


def _digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).hexdigest().encode()
