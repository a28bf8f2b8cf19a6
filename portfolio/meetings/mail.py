"""The minutes by mail to who took part.

Made while it is sent, in the recipient's language, of what they then see. Mail travels outside the
service: of projects that are not public, or keep their entries, it gives the page's address alone.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage

from accounts import mail
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from portfolio.meetings.files import said_of_action
from portfolio.meetings.minutes import Minutes, MinutesPart, minutes_of
from projects.confidentiality import hides_rows
from projects.models import Meeting, MeetingEntry


def send_minutes(meeting: Meeting, link: str) -> tuple[list[User], list[User]]:
    """Promises the mail; to whom it goes, and who cannot be written to."""
    told, untold = [], []
    for person in meeting.participants.all():
        if not mail.reaches(person):
            untold.append(person)
            continue
        language = person.language or settings.LANGUAGE_CODE
        outbox.promise(
            "minutes", person.email, language, person=person.pk, meeting=meeting.pk, link=link
        )
        told.append(person)
    return told, untold


@outbox.made_when_sent("minutes")
def _mail(row: OutgoingMail) -> EmailMessage | None:
    person = User.objects.filter(pk=row.values["person"], email=row.to).first()
    meeting = Meeting.objects.filter(pk=row.values["meeting"]).first()
    if person is None or meeting is None or not mail.wants(person):
        return None
    if not meeting.is_closed or not meeting.is_visible_to(person):
        return None
    minutes = minutes_of(meeting, person)
    shown = [part for part in minutes.told if _travels(part)]
    parts = [(part, [said_of_action(each) for each in part.actions]) for part in shown]
    context = {
        "meeting": meeting,
        "parts": parts,
        "has_more": len(shown) < len(minutes.told),
        "mine": _mine(minutes, person),
        "link": row.values["link"],
    }
    return mail.compose(person, "portfolio/email/minutes", context)


def _travels(part: MinutesPart) -> bool:
    project = part.project
    if project is None:
        return True
    return not (project.is_not_public or hides_rows(MeetingEntry, project.not_public_fields))


def _mine(minutes: Minutes, person: User) -> int:
    """How many actions wait for the person."""
    return sum(row.owner_id == person.pk and row.done_on is None for row in minutes.actions)
