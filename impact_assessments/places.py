"""Where what an assessment lacks is mended."""

from __future__ import annotations

from django.urls import reverse

from impact_assessments.rules.completeness import Finding

SCREENING = ("unscreened", "asked", "outdated", "covering", "withdrawn")
CHANGES = ("no_system", "model")
ACTIONS = ("no_action", "late_actions")


def place_of(finding: Finding, project: int) -> str:
    """The address of the place on the pages of the project's assessment."""
    if finding.code in SCREENING:
        return reverse("assessment-screening", args=[project]) + "#content"
    page = reverse("assessment", args=[project])
    if finding.code in CHANGES:
        return f"{page}#changes"
    if finding.code in ACTIONS:
        return f"{page}#actions"
    return f"{page}#{finding.part or 'content'}"
