"""Where a finding about a project is mended: a section of its page, or its assessment."""

from __future__ import annotations

from django.urls import reverse

from projects.models import Project

SECTION_OF = {
    "name": "basics",
    "status": "basics",
    "description": "description",
    "change_effects": "description",
    "strategic_goals": "goal",
    "strategic_goal_text": "goal",
    "phases": "schedule",
    "schedule_text": "schedule",
    "likelihood_text": "schedule",
    "responsible_party": "schedule",
    "responsible_text": "schedule",
    "costs": "costs",
    "cost_text": "costs",
    "resources": "resources",
    "resource_text": "resources",
    "notes": "notes",
}
"""The section of the project's page that has a field, or rows of a kind."""
ASSESSMENT = "assessment"


def form_of(place: str, project: Project) -> str:
    """The address of the form that has the place, with the focus on it, for who edits the project.

    A place that begins with a slash is an address.
    """
    if place.startswith("/"):
        return place
    if place in SECTION_OF:
        address = reverse(f"project-edit-{SECTION_OF[place]}", args=[project.pk])
        return f"{address}?field={place}"
    name = "assessment" if getattr(project, "assessment", None) else "assessment-screening"
    return reverse(name, args=[project.pk])
