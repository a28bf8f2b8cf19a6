"""What waits for a person from meetings: the actions that were agreed to be theirs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import Truncator

from accounts.models import User
from portfolio.desk.waiting import Found, Waiting, first_of
from projects.models import MeetingEntry


def agreed(user: User) -> Found:
    """Open actions, the most urgent first."""
    page = f"{reverse('meeting-list')}?actions=mine#open-actions"

    def made(row: MeetingEntry) -> Waiting:
        about, link = str(row.meeting), page
        if row.project is not None:
            about, link = f"{row.project.name} · {about}", row.project.get_absolute_url()
        done = reverse("meeting-entry-done", args=[row.pk])
        return Waiting(Truncator(row.text).chars(200), link, said=about, due=row.due, done=done)

    found = first_of(MeetingEntry.objects.waiting_for(user), made)
    return Found(found.rows, found.total, page if found.more else "")
