"""Mail to people who are mentioned, and to those who follow a project: one for an event each.

Promised with the change and made while it is sent, in the recipient's language, and only to people
who then see what it tells of. Mail travels outside the service: of a project that is not public it
gives the address alone, and no comment of a project whose comments are not public.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from accounts import mail
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from accounts.models.users import NewsMail
from projects.confidentiality import hides_rows
from projects.models import Comment, StatusReport

News = Literal["mention", "comment", "report"]


def tell_of_comment(
    comment: Comment, mentioned: Iterable[User], request: HttpRequest, *, is_new: bool
) -> None:
    """Mail to the people mentioned, and of a new comment to the followers as well."""
    named = list(mentioned)
    people: list[tuple[News, User]] = [("mention", person) for person in named]
    if is_new:
        keys = {person.pk for person in named}
        people += [("comment", person) for person in _followers(comment) if person.pk not in keys]
    link = request.build_absolute_uri(comment.get_absolute_url())
    for news, person in people:
        if _is_told(person, comment, comment.author):
            _promise(person, news, comment.author, [(comment.pk, link)])


def tell_of_reports(reports: Iterable[StatusReport], writer: User, request: HttpRequest) -> None:
    """One mail to each follower about all of these new reports, which one person gave at once."""
    links: dict[User, list[tuple[int, str]]] = {}
    for report in reports:
        link = request.build_absolute_uri(report.project.get_absolute_url())
        for person in _followers(report):
            if _is_told(person, report, writer):
                links.setdefault(person, []).append((report.pk, link))
    for person, rows in links.items():
        _promise(person, "report", writer, rows)


def _followers(row: Comment | StatusReport) -> Iterable[User]:
    """Who follows the project and hears of each event at once."""
    return User.objects.filter(follows__project=row.project_id, news_mail=NewsMail.AT_ONCE)


def _is_told(person: User, row: Comment | StatusReport, writer: User) -> bool:
    return person.pk != writer.pk and mail.reaches(person) and row.is_visible_to(person)


def _promise(person: User, news: News, writer: User, links: list[tuple[int, str]]) -> None:
    """One mail about rows, each with its address; `rows` is there where they are several."""
    language = person.language or settings.LANGUAGE_CODE
    row, link = links[0]
    several = {"rows": links} if links[1:] else {}
    outbox.promise(
        "notice", person.email, language,
        person=person.pk, what=news, writer=writer.pk, row=row, link=link, **several,
    )  # fmt: skip


@outbox.made_when_sent("notice")
def _notice(mail_row: OutgoingMail) -> EmailMessage | None:
    """None where the person no longer sees or follows it, and of what is withdrawn."""
    values = mail_row.values
    person = User.objects.filter(pk=values["person"], email=mail_row.to).first()
    writer = User.objects.filter(pk=values["writer"]).first()
    if person is None or not mail.wants(person):
        return None
    links = dict(values.get("rows") or [(values["row"], values["link"])])
    model: type[Comment | StatusReport] = StatusReport if values["what"] == "report" else Comment
    rows = [row for row in model.objects.select_related("project").filter(pk__in=links)
            if _is_for(person, row, values["what"])]  # fmt: skip
    if not rows:
        return None
    if rows[1:]:
        pairs = [(row.project, links[row.pk]) for row in rows]
        return mail.compose(person, "projects/email/reports", {"rows": pairs, "writer": writer})
    row = rows[0]
    text = "" if hides_rows(row, row.project.not_public_fields) else getattr(row, "text", "")
    context = {"text": text, "project": row.project, "writer": writer, "link": links[row.pk]}
    return mail.compose(person, f"projects/email/{values['what']}", context)


def _is_for(person: User, row: Comment | StatusReport, news: News) -> bool:
    if getattr(row, "is_withdrawn", False) or not row.is_visible_to(person):
        return False
    if news == "mention":
        return True
    hears = person.news_mail == NewsMail.AT_ONCE
    return hears and person.follows.filter(project=row.project_id).exists()
