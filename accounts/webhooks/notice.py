"""Mail to the administrators when a webhook is switched off."""

from __future__ import annotations

from accounts import mail
from accounts.models.webhooks import Webhook, WebhookDelivery
from accounts.permissions import administrators


def tell_administrators(webhook: Webhook, delivery: WebhookDelivery) -> None:
    """Written in the transaction that switches it off, to each who can be written to."""
    for person in administrators():
        if mail.reaches(person):
            context = {
                "webhook": webhook,
                "delivery": delivery,
                "link": mail.link_to(webhook.get_absolute_url()),
            }
            mail.compose(person, "accounts/email/webhook_off", context).send()
