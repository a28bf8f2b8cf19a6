"""Mail to people who are mentioned, and to those who follow a project: one for an event each.

Promised with the change and made while it is sent, in the recipient's language, and only to who
sees then what it tells of. Mail travels outside the service: of a project that is not public it
gives the address alone, and no comment of a project whose comments are not public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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

_together: ContextVar[dict[int, list[dict[str, Any]]] | None] = ContextVar("together", default=None)


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


@contextmanager
def told_together() -> Iterator[None]:
    """The reports that one person saves inside are one mail for each follower."""
    waiting: dict[int, list[dict[str, Any]]] = {}
    token = _together.set(waiting)
    try:
        yield
    finally:
        _together.reset(token)
    people = User.objects.in_bulk(list(waiting))
    for key, told in waiting.items():
        rows = {"rows": [[each["row"], each["link"]] for each in told]} if told[1:] else {}
        _promise(people[key], **{**told[0], **rows})


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
    together = _together.get() if what == "report" else None
    for person in readers:
        values = {"what": what, "writer": writer.pk, "row": row.pk, "link": link}
        if together is None:
            _promise(person, **values)
        else:
            together.setdefault(person.pk, []).append(values)


def _promise(person: User, **values: Any) -> None:
    language = person.language or settings.LANGUAGE_CODE
    outbox.promise("notice", person.email, language, person=person.pk, **values)


@outbox.made_when_sent("notice")
def _notice(mail_row: OutgoingMail) -> EmailMessage | None:
    """Nothing for who sees it or follows no longer, and nothing of what is withdrawn."""
    values = mail_row.values
    person = User.objects.filter(pk=values["person"], email=mail_row.to).first()
    writer = User.objects.filter(pk=values["writer"]).first()
    if person is None or not mail.wants(person):
        return None
    links = dict(values.get("rows") or [(values["row"], values["link"])])
    model: Any = StatusReport if values["what"] == "report" else Comment
    told = [row for row in model.objects.select_related("project").filter(pk__in=links)
            if _is_for(person, row, values["what"])]  # fmt: skip
    if not told:
        return None
    if told[1:]:
        rows = [(row.project, links[row.pk]) for row in told]
        return mail.compose(person, "projects/email/reports", {"rows": rows, "writer": writer})
    row = told[0]
    text = "" if hides_rows(row, row.project.not_public_fields) else getattr(row, "text", "")
    context = {"text": text, "project": row.project, "writer": writer, "link": links[row.pk]}
    return mail.compose(person, f"projects/email/{values['what']}", context)


def _is_for(person: User, row: Any, what: str) -> bool:
    if getattr(row, "is_withdrawn", False) or not row.is_visible_to(person):
        return False
    return what == "mention" or person.follows.filter(project=row.project_id).exists()


def _request() -> Any:
    """The request that is being answered, which simple-history's middleware remembers."""
    return getattr(HistoricalRecords.context, "request", None)
