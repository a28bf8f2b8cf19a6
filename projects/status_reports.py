"""Status reports as they are given in passing: from the list, and in the report round."""

from __future__ import annotations

from accounts.models import User
from accounts.types import AnyUser
from projects.clock import today
from projects.models import Project, StatusReport
from projects.saving.reasons import give_reason
from projects.values.choices import LIGHTS


def own_of_today(project: Project, author: AnyUser) -> StatusReport | None:
    """The author's report of today, unless somebody reported after it; forms show its words."""
    latest = project.last_report
    is_own = latest and latest.author_id == author.pk and latest.date == today()
    return latest if is_own else None


def report(
    project: Project, author: User, *, unchanged: bool = False, reason: str = "", **values: object
) -> StatusReport | None:
    """Give the project a report of today with the values, fields of `StatusReport`.

    Who reports twice on a day changes the first report, whose words the form showed, and what it
    keeps of the project. That nothing has changed is a report too, if it is said (`unchanged`). The
    history tells the `reason`.

    Returns the report if it is a new one, of which followers are told (projects/talk/mail.py).
    """
    latest = project.last_report
    own = own_of_today(project, author)
    lights = {name: values.pop(name) for name in LIGHTS if values.get(name)}
    words = {name: value for name, value in values.items() if name not in LIGHTS}
    if not own:
        words = {name: value for name, value in words.items() if value not in (None, "")}
    # The same sentence as last month is a report all the same.
    is_news = bool(words.get("text")) and not own
    if not (unchanged or is_news) and all(
        value == getattr(latest, name, "") for name, value in (lights | words).items()
    ):
        return None
    row = own or StatusReport(project=project, author=author)
    for name in LIGHTS:
        setattr(row, name, lights.get(name) or (getattr(latest, name) if latest else ""))
    for name, value in words.items():
        setattr(row, name, value)
    if own:
        row.keep_snapshot()
    give_reason(row, reason)
    row.save()
    return None if own else row
