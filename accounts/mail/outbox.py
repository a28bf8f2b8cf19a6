"""Mail on its way: written down with the event that it tells of, sent by the worker.

No page waits for a mail server. `OutboxBackend` is Django's `EMAIL_BACKEND`: every mail goes this
way; `settings.MAIL_BACKEND` names what carries it on, and is empty where no mail is set up.
A mail that opens an account is only promised: its maker writes it, with the link, while it is sent.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
from collections.abc import Callable, Iterable
from email.utils import make_msgid, parseaddr
from typing import TypedDict

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from accounts.models import OutgoingMail, User

log = logging.getLogger(__name__)
State = OutgoingMail.State
# What a mail says, as its row keeps it until it is sent.
Content = TypedDict(
    "Content",
    {
        "subject": str,
        "body": str,
        "html": list[str],
        "from": str,
        "reply_to": list[str],
        "headers": dict[str, str],
    },
)
Maker = Callable[[OutgoingMail], EmailMessage | None]

MINUTE, HOUR = 60, 60 * 60
PAUSES = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR)  # then the last one again
GIVE_UP_AFTER = 2 * 24 * HOUR  # seconds from when it was asked for
AT_ONCE = 50  # mails of one call

AWAY = gettext_noop("The mail server could not be reached, or did not answer in time.")
NOT_LET_IN = gettext_noop("The mail server did not accept the name and the password of EMAIL_URL.")
SENDER_REFUSED = gettext_noop("The mail server does not take mail from the sender of MAIL_FROM.")
REFUSED = gettext_noop("The mail server refused the mail or its recipient.")
LATER = gettext_noop("The mail server asked to try again later.")
FAULT = gettext_noop("A fault in the program. The reason is in the worker's log.")

_makers: dict[str, Maker] = {}


def made_when_sent(kind: str) -> Callable[[Maker], Maker]:
    """Registers what makes the promised mails of a kind; None where nobody is to get one."""

    def register(maker: Maker) -> Maker:
        _makers[kind] = maker
        return maker

    return register


def is_set_up() -> bool:
    """Whether mail goes anywhere (`EMAIL_URL`). Where it does not, none is written down."""
    return bool(settings.MAIL_BACKEND)


def promise(kind: str, to: str, language: str = "", **values: object) -> None:
    """A mail that is made while it is sent. Costs the same whether or not anybody has the address.

    Without `language` it is written in the one that is active.
    """
    if is_set_up():
        language = language or translation.get_language() or ""
        OutgoingMail.objects.create(kind=kind, to=to, language=language, values=values)


class OutboxBackend(BaseEmailBackend):
    """Django's way of sending, which here writes down: a row for each recipient."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        messages = list(email_messages)
        if not is_set_up():
            return 0
        OutgoingMail.objects.bulk_create(row for each in messages for row in _rows(each))
        return len(messages)


def _rows(message: EmailMessage) -> Iterable[OutgoingMail]:
    if message.attachments:
        raise NotImplementedError("The outbox keeps no attachments.")
    content: Content = {
        "subject": str(message.subject),
        "body": str(message.body),
        "html": [part.content for part in getattr(message, "alternatives", ())],
        "from": str(message.from_email),
        "reply_to": list(message.reply_to),
        # The same at each attempt: a reader who gets it twice can tell.
        "headers": {"Message-ID": make_msgid(domain=_domain()), **message.extra_headers},
    }
    for address in message.recipients():
        yield OutgoingMail(
            to=address,
            subject=content["subject"][:300],
            content=content,
            language=translation.get_language() or "",
        )


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def waiting() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(state=State.WAITING)


def deliver() -> int:
    """Sends what is due, once; returns how many were sent. Raises nothing of a mail server's.

    A server that cannot be reached is asked again after a pause that grows, for two days; what it
    refuses for good is told to the administrator at once.
    """
    if not is_set_up():
        return 0
    due = list(waiting().filter(next_at__lte=timezone.now()).order_by("next_at", "pk")[:AT_ONCE])
    if not due:
        return 0
    sent = 0
    connection = get_connection(str(settings.MAIL_BACKEND))
    try:
        for row in due:
            if _claim(row):
                outcome = _send(row, connection)
                sent += outcome is State.SENT
                if outcome is None:
                    break  # no other mail would fare better now
    finally:
        _close(connection)
    return sent


def _claim(row: OutgoingMail) -> bool:
    """Takes the mail for this process. Killed while it sends, it is tried again after the pause."""
    pause = PAUSES[min(row.attempts, len(PAUSES) - 1)]
    next_at = timezone.now() + datetime.timedelta(seconds=pause)
    unclaimed = waiting().filter(pk=row.pk, next_at=row.next_at)
    if not unclaimed.update(next_at=next_at, attempts=F("attempts") + 1):
        return False
    row.next_at = next_at
    return True


def _send(row: OutgoingMail, connection: BaseEmailBackend) -> OutgoingMail.State | None:
    """The mail's new state; None where the server is the trouble, not the mail."""
    try:
        message = _message(row, connection)
        if message is None:
            row.delete()
            return State.DROPPED
        connection.open()
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        return _refused(row, code, answer)
    except smtplib.SMTPAuthenticationError as error:
        return _postpone_all(row, NOT_LET_IN, error.smtp_error)
    except smtplib.SMTPSenderRefused as error:
        return _postpone_all(row, SENDER_REFUSED, error.smtp_error)
    except smtplib.SMTPDataError as error:
        return _refused(row, error.smtp_code, error.smtp_error)
    except OSError as error:  # all of smtplib's among them
        return _postpone_all(
            row, AWAY, getattr(error, "smtp_error", "") or error.strerror or str(error)
        )
    except Exception:
        log.exception("Mail %s could not be made.", row.pk)
        return _end(row, State.FAILED, error=FAULT, answer="")
    return _end(row, State.SENT, content={}, values={}, error="", answer="")


def _message(row: OutgoingMail, connection: BaseEmailBackend) -> EmailMessage | None:
    """The mail as it is sent; None where nobody is to get it, or no longer."""
    if User.objects.filter(email__iexact=row.to, is_active=False).exists():
        return None
    if row.kind:
        with translation.override(row.language or settings.LANGUAGE_CODE):
            made = _makers[row.kind](row)
        if made is not None:
            made.connection = connection
            made.extra_headers["Message-ID"] = (
                f"<{row.pk}-{row.created_at:%Y%m%d%H%M%S}@{_domain()}>"
            )
        return made
    content = row.content
    message = EmailMultiAlternatives(
        content["subject"], content["body"], content["from"], [row.to],
        connection=connection, headers=content["headers"], reply_to=content["reply_to"],
    )  # fmt: skip
    for html in content["html"]:
        message.attach_alternative(html, "text/html")
    return message


def _refused(row: OutgoingMail, code: int, answer: bytes | str) -> OutgoingMail.State:
    if code >= 500:
        return _end(row, State.FAILED, error=REFUSED, answer=_text_of(answer))
    return _retry_later(row, LATER, answer)


def _postpone_all(row: OutgoingMail, error: str, answer: bytes | str) -> OutgoingMail.State | None:
    """The server is the trouble: every mail that is due waits with this one."""
    others = waiting().filter(next_at__lte=timezone.now())
    others.update(next_at=row.next_at, error=error, answer=_text_of(answer))
    _retry_later(row, error, answer)
    return None


def _retry_later(row: OutgoingMail, error: str, answer: bytes | str) -> OutgoingMail.State:
    if row.next_at > row.asked_at + datetime.timedelta(seconds=GIVE_UP_AFTER):
        return _end(row, State.FAILED, error=error, answer=_text_of(answer))
    waiting().filter(pk=row.pk).update(error=error, answer=_text_of(answer))
    return State.WAITING


def _end(row: OutgoingMail, state: OutgoingMail.State, **values: object) -> OutgoingMail.State:
    waiting().filter(pk=row.pk).update(state=state, ended_at=timezone.now(), **values)
    return state


def _text_of(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:300]


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:  # what was sent is sent
        log.warning("The mail server did not say good-bye.")


def send_again(rows: QuerySet[OutgoingMail]) -> int:
    """Puts what could not be sent, or waits for its next attempt, at the head of the queue."""
    now = timezone.now()
    return rows.filter(state__in=(State.WAITING, State.FAILED)).update(
        state=State.WAITING, next_at=now, asked_at=now, attempts=0, ended_at=None
    )


def drop(rows: QuerySet[OutgoingMail]) -> int:
    """Gives up what was not sent; what it said is gone."""
    return rows.filter(state__in=(State.WAITING, State.FAILED)).update(
        state=State.DROPPED, content={}, values={}, ended_at=timezone.now()
    )


def prune() -> int:
    """Drops rows of mail that ended more than `MAIL_KEPT_DAYS` ago. Returns how many."""
    before = timezone.now() - datetime.timedelta(days=settings.MAIL_KEPT_DAYS)
    return OutgoingMail.objects.filter(ended_at__lt=before).delete()[0]
