"""The pages that are measured, by `make bench` and by `make bench-check`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str
    address: str
    hangs_on_saves: bool = False
    """It is measured once more, each time after a save by somebody."""
    is_of_api: bool = False
    """It is asked with a token."""


PAGES = (
    Page("dashboard", "/", True),
    Page("dashboard since a day, an area", "/?area=1&since={since}", True),
    Page("list", "/projects/?all=1"),
    Page(
        "list, filtered", "/projects/?status=in_progress&flagship=1&columns=area,status,cost,goals"
    ),
    Page("list, its total and a word", "/projects/?sort=start&q=verkko"),
    Page("list, grouped by area", "/projects/?group=area&sort=-total,name"),
    Page("list, grouped by goal", "/projects/?group=goal&status=in_progress"),
    Page("list as it was", "/as-it-was/?at={since}"),
    Page("search", "/search/?q=arkiston+rekisteri"),
    Page("changes of 30 days", "/changes/", True),
    Page("timeline", "/timeline/"),
    Page("timeline's svg", "/timeline/timeline.svg"),
    Page("csv of all", "/projects/export.csv?all=1"),
    Page("xlsx of all", "/projects/export.xlsx?all=1"),
    Page("project", "/projects/{project}/"),
    Page("administration's form", "/admin/projects/project/{project}/change/"),
    Page("administration's form, big", "/admin/projects/project/{big}/change/"),
    Page("risks", "/risks/"),
    Page("risks, high, of a year", "/risks/?level=high&year=2023"),
    Page("unreported", "/reports/unreported/"),
    Page("assessments", "/assessments/", True),
    Page("assessments, filtered", "/assessments/?part=security&effect=some&result=required", True),
    Page("assessments, what they lack", "/assessments/?lacks=again"),
    Page("one part of all", "/assessments/parts/security/?year=2023"),
    Page("desk", "/desk/", True),
    Page("meetings", "/meetings/"),
    Page("plan", "/plans/{plan}/"),
    Page("API: 100 projects", "/api/v1/projects/", is_of_api=True),
    Page("API: csv of all", "/api/v1/projects.csv", is_of_api=True),
)
SAVES = (("description", "description"), ("schedule", "schedule_text"))
"""Sections of a project that are saved, and the text that changes."""
CROWD = ("dashboard", "list", "list, filtered", "search", "project", "changes of 30 days", "desk")
"""What eight people ask for at once."""
