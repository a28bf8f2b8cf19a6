"""The mail itself: promised when its turn comes, made while it is sent, none where nothing changed.

Mail travels outside the service: of a project that is not public it gives the address alone, and
of what is marked in another project nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts import mail
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from accounts.models.users import GATHERED, NewsMail
from portfolio.desk.own_projects import projects_of
from portfolio.desk.visits import Changed, news_of
from portfolio.news_mail.stopping import stop_headers, stop_link
from portfolio.news_mail.turns import LASTS, last_turn
from projects.changes.compare import Change, ChangeKind
from projects.confidentiality import Piece
from projects.models import Project
from reports.jobs.timers import every

MOST = 50  # projects of one mail
PIECES = {
    ChangeKind.DEARER: Piece.COSTS,
    ChangeKind.CHEAPER: Piece.COSTS,
    ChangeKind.COST: Piece.COSTS,
    ChangeKind.LIGHT: Piece.REPORTS,
}


@every("news_mail", gettext_noop("News by mail"), minutes=5)
def promise_news() -> int:
    """A mail for each person whose turn has come; returns how many."""
    if not outbox.is_set_up():
        return 0
    now, promised = timezone.now(), 0
    for person in User.objects.filter(news_mail__in=GATHERED, is_active=True).exclude(email=""):
        turn = last_turn(person.news_mail, now)
        told = person.news_told_at
        if not person.wants_mail or (told is not None and turn <= told <= now):
            continue
        since = told if told and told <= now else turn - LASTS[NewsMail(person.news_mail)]
        with transaction.atomic():
            same = User.objects.filter(pk=person.pk, news_told_at=told)
            if same.update(news_told_at=now):  # else another worker was there first
                language = person.language or settings.LANGUAGE_CODE
                since_text = since.isoformat()
                outbox.promise("news", person.email, language, person=person.pk, since=since_text)
                promised += 1
    return promised


@outbox.made_when_sent("news")
def _news(row: OutgoingMail) -> EmailMessage | None:
    person = User.objects.filter(pk=row.values["person"], email=row.to).first()
    if person is None or not mail.wants(person) or person.news_mail not in GATHERED:
        return None
    since = datetime.datetime.fromisoformat(row.values["since"])
    mine = list(projects_of(person).values_list("pk", flat=True))
    news = news_of(person, since, mine, MOST + 1, _told_outside())
    if not news:
        return None
    context = {
        "since": timezone.localtime(since),
        "news": [_outside(each) for each in news[:MOST]],
        "has_more": len(news) > MOST,
        "desk": mail.link_to(reverse("desk")),
        "stop": stop_link(person),
    }
    message = mail.compose(person, "portfolio/email/news", context)
    message.extra_headers.update(stop_headers(person))
    return message


def _told_outside() -> Callable[[Change], bool]:
    """Whether a change may stand in a mail, by today's marks."""
    marked = Project.objects.exclude(not_public_fields="")
    marks: dict[int, Collection[str]] = dict(marked.values_list("pk", "not_public_fields"))
    return lambda change: PIECES.get(change.kind, "") not in marks.get(change.key, ())


def _outside(changed: Changed) -> dict[str, object]:
    project = changed.project
    return {
        "project": project,
        "sentences": () if project.is_not_public else changed.sentences,
        "link": mail.link_to(project.get_absolute_url()),
    }
