"""Status reports as they are given in passing: from the list, and in the report round."""

from __future__ import annotations

from typing import Any

from projects.choices import LIGHTS
from projects.clock import today
from projects.models import Project, StatusReport


def report(
    project: Project, author: Any, *, unchanged: bool = False, **values: Any
) -> StatusReport | None:
    """Give the project a report of today with the values, fields of `StatusReport`.

    Who reports twice on a day adds to the first report. None if nothing was said or changed,
    unless that nothing has changed is itself the report (`unchanged`).
    """
    latest = project.last_report
    own = project.reports.filter(date=today(), author=author).first()
    before = own or latest
    said = {name: value for name, value in values.items() if value not in (None, "")}
    if not unchanged and all(value == getattr(before, name, "") for name, value in said.items()):
        return None
    row = own or StatusReport(project=project, author=author)
    for name in LIGHTS:
        row_value = getattr(row, name) or (getattr(latest, name) if latest else "")
        setattr(row, name, values.get(name) or row_value)
    for name in values.keys() - set(LIGHTS):
        if values[name] not in (None, ""):
            setattr(row, name, values[name])
    row.save()
    return row
