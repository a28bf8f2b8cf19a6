"""Reading an upload in a process of its own: whatever a file does there, the site goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisation.json_types import JsonObject
from projects.clock import today
from reports.document.interchange import UnreadablePlan
from reports.processes.child import Limits
from reports.processes.parent import ChildEnded, run_apart
from reports.reading.limits import MAX_MEMORY, MAX_SECONDS

LIMITS = Limits(
    seconds=MAX_SECONDS + 15,
    silence=MAX_SECONDS + 15,  # a reader says nothing before it is done
    processor=MAX_SECONDS,
    memory=MAX_MEMORY,
    written=512 * 1024**2,
)


def read_apart(data: bytes, known: Mapping[str, str], areas: Sequence[str]) -> JsonObject:
    """`document` (the JSON of the plan), `lines` ([number, page, text]), `places`, `sources` and
    `unknown` labels; `known` are labels that people said the meaning of, `areas` those that the city
    has.

    Texts are in the active language. Raises `UnreadablePlan`, and `OSError` where the disk has no
    room.
    """
    try:
        arguments = [
            get_language() or "fi",
            today().isoformat(),
            json.dumps([dict(known), list(areas)]),
        ]
        made = run_apart("reports.reading", data, LIMITS, arguments=arguments, is_kept=True)
        result = json.loads(made)
    except (ChildEnded, MemoryError, ValueError) as error:
        raise UnreadablePlan(
            _(
                "Reading the file took too much time or memory and was stopped. Save it again in a simpler form."
            )
        ) from error
    if "error" in result:
        raise UnreadablePlan(result["error"])
    return result
