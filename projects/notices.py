"""Mail to people who are mentioned, and to those who follow a project: one for an event each.

Promised with the change and made while it is sent, in the recipient's language, and only to who
sees then what it tells of. Mail travels outside the service: of a project that is not public it
gives the address alone, and no comment of a project whose comments are not public.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models.signals import post_save
from django.dispatch import receiver
from simple_history.models import HistoricalRecords

from accounts import mail, outbox
from accounts.models import OutgoingMail, User
from projects.confidentiality import hides_rows
from projects.models import Comment, StatusReport


def tell_of_comment(comment: Comment, mentioned: Iterable[User], *, is_new: bool) -> None:
    """Mail to the people mentioned, and of a new comment to the followers as well."""
    named = list(mentioned)
    _tell(named, comment, comment.author, "mention")
    if is_new:
        known = {person.pk for person in named}
        others = [person for person in _followers(comment) if person.pk not in known]
        _tell(others, comment, comment.author, "comment")


@receiver(post_save, sender=StatusReport)
def _reported(instance: StatusReport, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw and not getattr(instance, "_restored", False) and _request():
        writer = instance.author or _request().user
        _tell(list(_followers(instance)), instance, writer, "report")


def _followers(row: Any) -> Any:
    return User.objects.filter(follows__project=row.project_id)


def _tell(people: list[User], row: Any, writer: Any, what: str) -> None:
    """Writes to the people about a row of a project."""
    readers = [
        person
        for person in people
        if person.pk != writer.pk and mail.reaches(person) and row.is_visible_to(person)
    ]
    request = _request()
    if not readers or request is None:
        return  # commands and tests write to nobody: they know no address of the site
    link = request.build_absolute_uri(
        row.get_absolute_url() if what != "report" else row.project.get_absolute_url()
    )
    for person in readers:
        outbox.promise(
            "notice", person.email, person.language or settings.LANGUAGE_CODE, what=what,
            person=person.pk, writer=writer.pk, row=row.pk, link=link,
        )  # fmt: skip


@outbox.made_when_sent("notice")
def _notice(mail_row: OutgoingMail) -> EmailMessage | None:
    """Nothing for who sees it or follows no longer, and nothing of what is withdrawn."""
    values = mail_row.values
    model: Any = StatusReport if values["what"] == "report" else Comment
    row = model.objects.select_related("project").filter(pk=values["row"]).first()
    person = User.objects.filter(pk=values["person"], email=mail_row.to).first()
    writer = User.objects.filter(pk=values["writer"]).first()
    if row is None or person is None or getattr(row, "is_withdrawn", False):
        return None
    follows = person.follows.filter(project=row.project_id).exists()
    if not mail.wants(person) or not row.is_visible_to(person):
        return None
    if values["what"] != "mention" and not follows:
        return None
    text = "" if hides_rows(row, row.project.not_public_fields) else getattr(row, "text", "")
    context = {"text": text, "project": row.project, "writer": writer, "link": values["link"]}
    return mail.compose(person, f"projects/email/{values['what']}", context)


def _request() -> Any:
    """The request that is being answered, which simple-history's middleware remembers."""
    return getattr(HistoricalRecords.context, "request", None)
