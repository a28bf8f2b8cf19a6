"""Where what an assessment lacks is mended."""

from __future__ import annotations

from django.urls import reverse

from impact_assessments.rules.completeness import Finding

SCREENING = ("unscreened", "asked", "outdated", "covering", "withdrawn")
CHANGES = ("no_system", "model")
ACTIONS = ("no_action", "late_actions")
NEW_ROWS = {
    "no_system": ("assessment-change-new", "kind=system"),
    "no_action": ("assessment-action-new", "kind=security&part=security"),
}
"""What is mended by a row that is not there yet: its form, begun with what is known."""


def place_of(finding: Finding, project: int, *, may_edit: bool = False) -> str:
    """The address of the place on the pages of the project's assessment.

    Who `may_edit` the project comes to the form itself where a row is missing.
    """
    if may_edit and finding.code in NEW_ROWS:
        form, begun = NEW_ROWS[finding.code]
        return f"{reverse(form, args=[project])}?{begun}"
    if finding.code in SCREENING:
        return reverse("assessment-screening", args=[project]) + "#content"
    page = reverse("assessment", args=[project])
    if finding.code in CHANGES:
        return f"{page}#changes"
    if finding.code in ACTIONS:
        return f"{page}#actions"
    return f"{page}#{finding.part or 'content'}"
