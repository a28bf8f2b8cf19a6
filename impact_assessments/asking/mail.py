"""Mail to who is asked a part, again when the day is near, and to who asked when it is answered.

Made while it is sent, in the recipient's language, and only to people who then see the part. Of a
project that is not public it gives the address alone, and of a part that is marked no note.
"""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from impact_assessments.models import ImpactAssessment, PartRequest
from impact_assessments.rules.reminding import is_reminded
from projects.clock import day_of, today
from projects.confidentiality import hidden_fields

News = Literal["asked", "answered", "reminded", "withdrawn"]


def tell(news: News, row: PartRequest, person: User | None, link: str) -> bool:
    """Promises the mail; whether the person can be written to."""
    if person is None or not mail.reaches(person):
        return False
    language = person.language or settings.LANGUAGE_CODE
    outbox.promise(
        "part-request", person.email, language, person=person.pk, what=news, row=row.pk, link=link
    )
    return True


def remind(site: str) -> int:
    """Mail to who has not answered, in the week before the day and after it. To how many."""
    told = 0
    for row in PartRequest.objects.open().select_related("project", "person"):
        told_on = day_of(row.told_at) if row.told_at else None
        if is_reminded(row.due, told_on, today()) and not row.is_stranded:
            link = site + reverse("assessment-answer", args=[row.project_id, row.pk])
            if tell("reminded", row, row.person, link):
                PartRequest.objects.filter(pk=row.pk).update(told_at=timezone.now())
                told += 1
    return told


@outbox.made_when_sent("part-request")
def _mail(mail_row: OutgoingMail) -> EmailMessage | None:
    values = mail_row.values
    person = User.objects.filter(pk=values["person"], email=mail_row.to).first()
    row = PartRequest.objects.select_related("project", "person", "asked_by").filter(
        pk=values["row"]
    )
    asked = row.first()
    if person is None or asked is None or not mail.wants(person):
        return None
    if not asked.is_visible_to(person):
        return None
    asks = values["what"] in ("asked", "reminded")
    if asks and not asked.is_open:
        return None
    if values["what"] == "withdrawn" and asked.told_at is None:
        return None  # who never heard of the question need not hear that it is gone
    if asks:
        PartRequest.objects.filter(pk=asked.pk).update(told_at=timezone.now())
    marked = hidden_fields(ImpactAssessment, asked.project.not_public_fields)
    context = {
        "row": asked,
        "project": asked.project,
        "note": "" if f"{asked.part}_text" in marked else asked.note,
        "link": values["link"],
    }
    return mail.compose(person, f"impact_assessments/email/{values['what']}", context)
