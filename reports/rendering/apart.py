"""Rendering in a process of its own: its memory goes with it, and stopping it is a kill."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_noop

from organisation import brand
from organisation.json_types import JsonObject
from reports.document.interchange import as_dict
from reports.document.plan import Imprint, PlanDocument
from reports.processes.child import Limits
from reports.processes.parent import run_apart
from reports.processes.progress import Progress, unwatched
from reports.rendering import PLAN_FILE_KINDS

QUICK = ("json",)  # what takes less than the start of a process
# The settings that show in a file.
BRANDING = (
    "ORGANISATION_NAME", "ORGANISATION_NAMES", "ORGANISATION_ACCENT", "ORGANISATION_LOGO_FILE",
    "ORGANISATION_FONT", "ORGANISATION_FONT_FOLDER",
)  # fmt: skip
LIMITS = Limits(
    seconds=60 * 60,
    silence=10 * 60,
    processor=50 * 60,
    memory=3 * 1024**3,
    written=1024**3,
)
# While somebody waits for the page; shorter than the time after which a web server gives up.
WAITED_FOR = dataclasses.replace(LIMITS, seconds=100)
LENGTH = 8  # bytes before each file that a child writes: how long it is

STAGES = {
    "start": gettext_noop("Starting"),
    "layout": gettext_noop("Laying out the pages"),
    "write": gettext_noop("Writing the file"),
}


@dataclass(frozen=True)
class Wanted:
    """A file that is wanted, of one of `reports.rendering.PLAN_FILE_KINDS`."""

    kind: str
    document: PlanDocument
    imprint: Imprint


def render_apart(
    kind: str,
    document: PlanDocument,
    imprint: Imprint,
    progress: Progress = unwatched,
    limits: Limits = LIMITS,
) -> bytes:
    """One file; otherwise as `render_all_apart`."""
    if kind in QUICK:
        return PLAN_FILE_KINDS[kind].render(document, imprint)
    return render_all_apart([Wanted(kind, document, imprint)], progress, limits)[0]


def render_all_apart(
    wanted: Sequence[Wanted], progress: Progress = unwatched, limits: Limits = LIMITS
) -> list[bytes]:
    """The files in their order, all by one process: most of a small file is its start.

    Raises what `reports.processes.parent.run_apart` does. Asks no database.
    """
    documents = {id(each.document): each.document for each in wanted}
    places = {key: place for place, key in enumerate(documents)}
    request = {
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
    return list(_files(_made(request, progress, limits)))


def page_apart(html: str, progress: Progress = unwatched, limits: Limits = LIMITS) -> bytes:
    """A page of our templates as PDF; otherwise as `render_all_apart`."""
    request = {"documents": [], "files": [], "pages": [html], "branding": branding()}
    return next(_files(_made(request, progress, limits)))


def _made(request: JsonObject, progress: Progress, limits: Limits) -> bytes:
    return run_apart(
        "reports.rendering",
        json.dumps(request).encode(),
        limits,
        progress=lambda fraction, stage="": progress(fraction, STAGES[stage or "start"]),
        is_kept=True,
    )


def _files(made: bytes) -> Iterator[bytes]:
    """Each file that the child wrote, after its length."""
    place = 0
    while place < len(made):
        begin = place + LENGTH
        place = begin + int.from_bytes(made[place:begin])
        yield made[begin:place]


def branding() -> JsonObject:
    """What of the settings shows in a file."""
    values = {name: getattr(settings, name) for name in BRANDING}
    return values | {"BRAND_FILES": brand.fingerprint()}


def imprint_dict(imprint: Imprint) -> JsonObject:
    values = dataclasses.asdict(imprint)
    for name in ("made_on", "decided_on"):
        values[name] = values[name].isoformat() if values[name] else None
    return values


def imprint_from(values: JsonObject) -> Imprint:
    made_on, decided_on = values["made_on"], values["decided_on"]
    return Imprint(
        **values
        | {
            "made_on": datetime.date.fromisoformat(made_on),
            "decided_on": datetime.date.fromisoformat(decided_on) if decided_on else None,
        }
    )
