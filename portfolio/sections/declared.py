"""The sections of a project's page, in its order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portfolio.sections.section import Section

SECTIONS = {
    section.key: section
    for section in (
        Section(
            "basics",
            _("Basics"),
            ("name", "scope", "service_area", "status", "priority", "is_flagship", "language"),
        ),
        Section("description", _("Description"), ("description", "change_effects")),
        Section("goal", _("Strategic goal"), ("strategic_goals", "strategic_goal_text")),
    )
}
