"""What of the program shows in a file: whatever changes there makes cached files anew."""

from __future__ import annotations

import hashlib
from functools import cache

from django.conf import settings

from organisation.version import VERSION

PLACES = (
    "reports/**/*.py",
    "reports/**/*.dic",
    "projects/*.py",
    "impact_assessments/choices.py",
    "templates/reports/**/*",
    "static/salkku/**/*.css",
    "locale/**/*.mo",
    "requirements/base.txt",  # the libraries
)


@cache
def render_version() -> str:
    """A digest of the files that renderers are made of. Read once for each process."""
    digest = hashlib.sha256(VERSION.encode())
    for root in dict.fromkeys((settings.BASE_DIR, settings.FILES_DIR)):
        for place in PLACES:
            for path in sorted(root.glob(place)):
                if path.is_file():
                    digest.update(path.relative_to(root).as_posix().encode())
                    digest.update(path.read_bytes())
    return digest.hexdigest()
