"""Events are written down for their receivers, in the transaction in which they happen."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils import timezone

from accounts.mail import link_to
from accounts.models.webhooks import TEST, Webhook, WebhookDelivery, WebhookEvent

BATCH = 500
Told = Mapping[str, object]
"""Numbers, names of fields and addresses: no text of a row, for a receiver is outside."""
News = tuple[WebhookEvent, Told]


def is_heard(*events: WebhookEvent) -> bool:
    """Whether anybody is to be told of one of these; one query."""
    return any(_receivers(set(events)))


def tell(news: Iterable[News]) -> None:
    """A delivery of each piece of news for each receiver. Call it in the event's transaction."""
    told = list(news)
    receivers = _receivers({event for event, _data in told}) if told else []
    WebhookDelivery.objects.bulk_create(
        (
            WebhookDelivery(webhook=receiver, event=event, body=_body(event, data))
            for event, data in told
            for receiver in receivers
            if event in receiver.events
        ),
        batch_size=BATCH,
    )


def tell_test(webhook: Webhook) -> WebhookDelivery:
    """One that says nothing, whatever the receiver hears of."""
    body = _body(TEST, {"webhook": webhook.pk})
    return webhook.deliveries.create(event=TEST, body=body)


def api_address(resource: str, pk: int) -> str:
    """Where the API has the row."""
    return link_to(reverse(f"api-{resource}-one", args=[pk]))


def _receivers(events: set[WebhookEvent]) -> list[Webhook]:
    """Few rows, and no database asks alike what stands in a list: they are read and looked at."""
    active = Webhook.objects.filter(is_active=True).only("pk", "events")
    return [each for each in active if events & set(each.events)]


def _body(event: str, data: Told) -> str:
    stamp = timezone.now().astimezone(datetime.UTC).isoformat(timespec="milliseconds")
    stamp = stamp.replace("+00:00", "Z")
    told = {"type": str(event), "timestamp": stamp, "data": data}
    return json.dumps(told, separators=(",", ":"))
