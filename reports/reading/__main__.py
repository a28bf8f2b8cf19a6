"""Reads a plan in a process of its own (see `reports.reading.apart`).

The arguments are the language, the day of today, and what the city knows
(labels that people said the meaning of, service areas); what was understood, or what is wrong, is given back as JSON.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from organisation.json_types import JsonObject
from reports.processes.child import Tell, run

ROOT = Path(__file__).resolve().parents[2]


def load() -> None:
    import django
    from django.conf import settings

    # The catalogues of our texts are all that reading takes of Django: no app, no database.
    settings.configure(USE_I18N=True, LANGUAGE_CODE="fi", LOCALE_PATHS=[ROOT / "locale"])
    django.setup()


def load_all() -> None:
    """What every file takes: for a process that is kept."""
    load()
    import docx  # noqa: F401
    import openpyxl  # noqa: F401
    import pypdf  # noqa: F401

    import reports.reading.read  # noqa: F401


def main(data: bytes, _tell: Tell, arguments: list[str]) -> Iterator[bytes]:
    yield json.dumps(_read(data, *arguments)).encode()


def _read(data: bytes, language: str, today: str, known: str) -> JsonObject:
    from django.conf import settings

    settings.TODAY = datetime.date.fromisoformat(today)  # for what asks projects.clock
    from django.utils import translation

    from reports.document.interchange import UnreadablePlan, as_dict
    from reports.reading.read import read_plan

    with translation.override(language):
        try:
            reading = read_plan(data, *json.loads(known))
        except UnreadablePlan as error:
            return {"error": str(error)}
    lines = [[line.number, line.page, line.text] for line in reading.lines]
    places = [list(place) for place in reading.places]
    return {
        "document": as_dict(reading.document),
        "lines": lines,
        "places": places,
        "sources": [source.as_dict() for source in reading.sources],
        "unknown": [asdict(label) for label in reading.unknown],
    }


if __name__ == "__main__":
    run(main, load, load_all)
