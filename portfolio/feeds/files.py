"""Events as an iCalendar file (RFC 5545), which calendars fetch again and again (RFC 7986)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from icalendar import Calendar
from icalendar import Event as Entry

from portfolio.feeds.events import Event
from projects.models import Project
from projects.sheets.xml_text import shown

AGAIN = datetime.timedelta(hours=6)


def calendar_file(
    name: str,
    events: Sequence[Event],
    host: str,
    address: Callable[[Project], str],
    note: str = "",
) -> bytes:
    """A whole calendar. Each event is a whole day, of no one's time; `host` makes keys unique."""
    calendar = Calendar()
    calendar.add("prodid", "-//Salkku//Salkku//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, shown(name))
    calendar.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    if note:
        for key in ("description", "x-wr-caldesc"):
            calendar.add(key, note)
    for event in events:
        entry = Entry()
        entry.add("uid", f"{event.key}@{host}")
        entry.add("dtstamp", event.changed_at)
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + datetime.timedelta(days=1))
        entry.add("summary", shown(event.title))
        entry.add("url", address(event.project))
        entry.add("description", address(event.project))  # some calendars show no URL
        entry.add("categories", [shown(event.project.service_area)])
        entry.add("transp", "TRANSPARENT")  # nobody is busy with it
        calendar.add_component(entry)
    return calendar.to_ical()
