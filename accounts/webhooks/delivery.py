"""The worker sends what is written down: signed, again after growing pauses, and not for ever."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import logging
import time

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models.webhooks import TEST, Webhook, WebhookDelivery
from accounts.web.typed_text import one_line
from accounts.webhooks.notice import tell_administrators
from accounts.webhooks.reaching import NotReached, post

log = logging.getLogger(__name__)
State = WebhookDelivery.State

MINUTE, HOUR = 60, 60 * 60
PAUSES = (5, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR)  # then the last one again
CLAIMED = 2 * MINUTE  # seconds after which a delivery whose worker was killed is sent again
GIVE_UP_AFTER = datetime.timedelta(days=2)  # from when it was asked for
LASTING = datetime.timedelta(hours=36)  # without a success, when a delivery is given up
AT_ONCE = 50  # deliveries of one call
LONGEST = 300  # characters of an answer that are kept
GONE = 410  # says for good that nobody listens there

REFUSED = gettext_noop("The receiver did not take it.")
REDIRECTED = gettext_noop("The receiver leads to another address, which is not followed.")
NOBODY = gettext_noop("The receiver says that nobody listens there any more (410).")
FAULT = gettext_noop("A fault in the program. The reason is in the worker's log.")


def waiting() -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(state=State.WAITING)


def signature(webhook: Webhook, message: str, moment: int, body: bytes) -> str:
    """As Standard Webhooks signs: the number, the second and the body, with a dot between."""
    signed = f"{message}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(webhook.key, signed, hashlib.sha256)).decode()


def deliver() -> int:
    """Sends what is due, once; returns how many were taken. Raises nothing of a receiver's."""
    due = waiting().filter(next_at__lte=timezone.now()).select_related("webhook")
    taken, away = 0, set()
    for row in due.order_by("next_at", "pk")[:AT_ONCE]:
        if row.webhook_id in away or not _claim(row):
            continue
        reached, is_taken = _send(row)
        taken += is_taken
        if not reached:
            away.add(row.webhook_id)
    return taken


def _claim(row: WebhookDelivery) -> bool:
    """Takes it for this process. Killed while it sends, it is sent again: with the same number."""
    next_at = timezone.now() + datetime.timedelta(seconds=CLAIMED)
    unclaimed = waiting().filter(pk=row.pk, next_at=row.next_at)
    if not unclaimed.update(next_at=next_at, attempts=F("attempts") + 1):
        return False
    row.attempts += 1
    row.next_at = next_at
    return True


def _send(row: WebhookDelivery) -> tuple[bool, bool]:
    """Whether the receiver answered anything, and whether it took it."""
    webhook, body, began = row.webhook, row.body.encode(), time.monotonic()
    moment = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Salkku",
        "webhook-id": row.message,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(webhook, row.message, moment, body),
    }
    row.tried_at, row.status, row.error, row.answer = timezone.now(), None, "", ""
    try:
        answer = post(webhook.address, body, headers)
    except NotReached as error:
        row.error, row.answer = error.reason, one_line(error.detail)[:LONGEST]
    except Exception:
        log.exception("The delivery %s could not be made.", row.pk)
        row.error = FAULT
    else:
        row.status, row.answer = answer.status, one_line(answer.text)[:LONGEST]
        row.error = _refusal(answer.status)
    row.took_ms = int((time.monotonic() - began) * 1000)
    if not row.error:
        _succeeded(row)
    else:
        _failed(row)
    return row.status is not None, not row.error


def _refusal(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if status == GONE:
        return NOBODY
    return REDIRECTED if 300 <= status < 400 else REFUSED


def _succeeded(row: WebhookDelivery) -> None:
    now = timezone.now()
    with transaction.atomic():
        _note(row, state=State.SENT, ended_at=now)
        Webhook.objects.filter(pk=row.webhook_id).update(worked_at=now, failing_since=None)


def _failed(row: WebhookDelivery) -> None:
    """It waits, and with it whatever waits for a receiver that did not answer; or it has ended."""
    now = timezone.now()
    pause = datetime.timedelta(seconds=PAUSES[min(row.attempts, len(PAUSES)) - 1])
    is_over = row.event == TEST or row.status == GONE or now + pause > row.asked_at + GIVE_UP_AFTER
    with transaction.atomic():
        webhook = Webhook.objects.select_for_update().filter(pk=row.webhook_id).first()
        if webhook is None:
            return
        if row.event != TEST and webhook.failing_since is None:
            webhook.failing_since = now
            webhook.save(update_fields=["failing_since"])
        if not is_over:
            _note(row, next_at=now + pause)
        else:
            _note(row, state=State.FAILED, ended_at=now)
        if row.status is None and row.event != TEST:
            others = waiting().filter(webhook=webhook, next_at__lt=now + pause).exclude(pk=row.pk)
            others.update(next_at=now + pause)
        if is_over and row.event != TEST and _is_lasting(webhook, row, now):
            _switch_off(webhook, row, now)


def _is_lasting(webhook: Webhook, row: WebhookDelivery, now: datetime.datetime) -> bool:
    """Whether the receiver is gone, or has taken nothing for about as long as one is tried."""
    return row.status == GONE or (webhook.failing_since or now) <= now - LASTING


def _switch_off(webhook: Webhook, row: WebhookDelivery, now: datetime.datetime) -> None:
    if not webhook.is_active:
        return
    webhook.is_active, webhook.given_up_at = False, now
    webhook.save(update_fields=["is_active", "given_up_at"])
    drop_waiting(webhook)
    tell_administrators(webhook, row)


def _note(row: WebhookDelivery, **values: object) -> None:
    """What came of the attempt, unless somebody has dropped or ended the delivery meanwhile."""
    told = ("tried_at", "status", "took_ms", "error", "answer")
    waiting().filter(pk=row.pk).update(**{name: getattr(row, name) for name in told}, **values)


def drop_waiting(webhook: Webhook) -> int:
    """Nothing waits for a webhook that is out of use."""
    rows = waiting().filter(webhook=webhook)
    return rows.update(state=State.DROPPED, ended_at=timezone.now())


def send_again(delivery: WebhookDelivery) -> None:
    """Puts it at the head of the queue, with its number."""
    now = timezone.now()
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=State.WAITING, next_at=now, asked_at=now, attempts=0, ended_at=None
    )


def prune() -> int:
    """Drops deliveries that ended more than `WEBHOOK_KEPT_DAYS` ago. Returns how many."""
    before = timezone.now() - datetime.timedelta(days=settings.WEBHOOK_KEPT_DAYS)
    return WebhookDelivery.objects.filter(ended_at__lt=before).delete()[0]


def in_trouble() -> QuerySet[Webhook]:
    """Those of which an administrator must know."""
    long_ago = timezone.now() - datetime.timedelta(seconds=HOUR)
    return Webhook.objects.filter(
        Q(given_up_at__isnull=False, is_active=False)
        | Q(failing_since__lt=long_ago, is_active=True)
    )
