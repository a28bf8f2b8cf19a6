"""Rendering in a process of its own: its memory goes with it, and stopping it is a kill."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext_noop

from reports.document import Imprint, PlanDocument
from reports.interchange import as_dict
from reports.rendering import KINDS, brand

LOOK = 0.25  # seconds between two looks at how far it is
QUICK = ("json",)  # what takes less than the start of a process
# The settings that show in a file.
BRANDING = (
    "ORGANISATION_NAME", "ORGANISATION_ACCENT", "ORGANISATION_LOGO_FILE", "ORGANISATION_FONT",
    "ORGANISATION_FONT_FOLDER",
)  # fmt: skip
NO_MEMORY = 3  # the exit status of a child that ran out of memory
LENGTH = 8  # bytes before each file that a child writes: how long it is

STAGES = {
    "start": gettext_noop("Starting"),
    "layout": gettext_noop("Laying out the pages"),
    "write": gettext_noop("Writing the file"),
}


class Progress(Protocol):
    def __call__(self, fraction: float, stage: str = "") -> None: ...


class RenderingStopped(Exception):
    """The process that renders ended without a file; the message is what it wrote last."""


def unwatched(fraction: float, stage: str = "") -> None:
    """Nobody asks how far it is."""


@dataclass(frozen=True)
class Wanted:
    """A file that is wanted, of one of `reports.rendering.KINDS`."""

    kind: str
    document: PlanDocument
    imprint: Imprint


def render_apart(
    kind: str, document: PlanDocument, imprint: Imprint, progress: Progress = unwatched
) -> bytes:
    """One file; otherwise as `render_all_apart`."""
    if kind in QUICK:
        return KINDS[kind].render(document, imprint)
    return render_all_apart([Wanted(kind, document, imprint)], progress)[0]


def render_all_apart(wanted: Sequence[Wanted], progress: Progress = unwatched) -> list[bytes]:
    """The files in their order, all by one process: most of a small file is its start.

    `progress` is called several times a second; what it raises ends the process. Raises
    `MemoryError`, and `RenderingStopped` for a fault of the renderer. Asks no database.
    """
    documents = {id(each.document): each.document for each in wanted}
    places = {key: place for place, key in enumerate(documents)}
    asked = {
        "documents": [as_dict(document) for document in documents.values()],
        "files": [
            {
                "kind": each.kind,
                "document": places[id(each.document)],
                "imprint": imprint_dict(each.imprint),
            }
            for each in wanted
        ],
        "branding": branding(),
    }
    told, tells = os.pipe()
    listens, alive = os.pipe()
    try:
        child = subprocess.Popen(
            [sys.executable, "-m", "reports.rendering", str(tells), str(listens)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            pass_fds=(tells, listens),
            start_new_session=True,  # Ctrl+C at the worker is the worker's to answer
        )
        os.close(tells)
        os.close(listens)
        tells = listens = -1
        os.set_blocking(told, False)
        made = _wait(child, json.dumps(asked).encode(), told, progress)
    finally:
        # `alive` is never written to: when this process ends, however it does, the child reads
        # the end of it and ends too.
        for handle in (told, tells, listens, alive):
            if handle >= 0:
                os.close(handle)
    return list(_files(made))


def _files(made: bytes) -> Iterator[bytes]:
    """Each file that the child wrote, after its length."""
    place = 0
    while place < len(made):
        begin = place + LENGTH
        place = begin + int.from_bytes(made[place:begin])
        yield made[begin:place]


def _wait(child: subprocess.Popen, data: bytes, told: int, progress: Progress) -> bytes:
    fraction, stage = 0.0, STAGES["start"]
    given: bytes | None = data
    with child:
        try:
            while True:
                progress(fraction, stage)
                try:
                    made, said = child.communicate(given, timeout=LOOK)
                    break
                except subprocess.TimeoutExpired:
                    given = None
                    fraction, stage = _heard(told) or (fraction, stage)
        finally:
            child.kill()  # does nothing to one that has ended
    if child.returncode == NO_MEMORY:
        raise MemoryError
    if child.returncode:
        last = said.decode(errors="replace").strip()[-2000:]
        raise RenderingStopped(f"status {child.returncode}: {last}")
    return made


def _heard(told: int) -> tuple[float, str] | None:
    """The newest `fraction stage` that the child wrote, if any is new."""
    try:
        lines = os.read(told, 65536).decode().split("\n")[:-1]
    except BlockingIOError:
        return None
    if not lines:
        return None
    fraction, _space, stage = lines[-1].partition(" ")
    return float(fraction), STAGES.get(stage, "")


def branding() -> dict[str, Any]:
    """What of the settings shows in a file."""
    values = {name: getattr(settings, name) for name in BRANDING}
    return values | {"BRAND_FILES": brand.fingerprint()}


def imprint_dict(imprint: Imprint) -> dict[str, Any]:
    values = dataclasses.asdict(imprint)
    for name in ("made_on", "decided_on"):
        values[name] = values[name].isoformat() if values[name] else None
    return values


def imprint_from(values: dict[str, Any]) -> Imprint:
    made_on, decided_on = values["made_on"], values["decided_on"]
    return Imprint(
        **values
        | {
            "made_on": datetime.date.fromisoformat(made_on),
            "decided_on": datetime.date.fromisoformat(decided_on) if decided_on else None,
        }
    )
