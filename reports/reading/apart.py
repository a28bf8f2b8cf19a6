"""Reading an upload in a process of its own: whatever a file does there, the site goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.interchange import UnreadablePlan
from reports.reading.limits import MAX_SECONDS


def read_apart(data: bytes) -> dict[str, Any]:
    """`document` (the JSON of the plan), `lines` ([number, page, text]) and `places`.

    Texts are in the active language. Raises `UnreadablePlan`.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reports.reading", get_language() or "fi"],
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS + 15,
            cwd=settings.BASE_DIR,
            check=False,
        )
        result = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        result = None
    if result is None:
        raise UnreadablePlan(
            _(
                "Reading the file took too much time or memory and was stopped. Save it again in a simpler form."
            )
        )
    if "error" in result:
        raise UnreadablePlan(result["error"])
    return result
