"""Reads a plan from standard input in a process of its own, with bounds on memory and time.

`python -m reports.reading LANGUAGE` writes what was understood, or what is wrong, as JSON. See
`reports.reading.apart`.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from reports.reading.limits import MAX_MEMORY, MAX_SECONDS

ROOT = Path(__file__).resolve().parents[2]


def main(language: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    import django
    from django.conf import settings

    # The catalogues of our texts are all that reading takes of Django: no app, no database.
    settings.configure(USE_I18N=True, LANGUAGE_CODE="fi", LOCALE_PATHS=[ROOT / "locale"])
    django.setup()
    from django.utils import translation

    from reports.interchange import UnreadablePlan, as_dict
    from reports.reading import read_plan

    with translation.override(language):
        try:
            reading = read_plan(data)
        except UnreadablePlan as error:
            json.dump({"error": str(error)}, sys.stdout)
            return
    lines = [[line.number, line.page, line.text] for line in reading.lines]
    places = [list(place) for place in reading.places]
    document = as_dict(reading.document)
    json.dump({"document": document, "lines": lines, "places": places}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
