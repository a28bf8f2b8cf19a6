"""Mail to the administrators when a webhook is switched off."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db.models import Q

from accounts import mail
from accounts.models import User
from accounts.models.webhooks import Webhook, WebhookDelivery
from accounts.permissions import Role


def tell_administrators(webhook: Webhook, delivery: WebhookDelivery) -> None:
    """Written in the transaction that switches it off, to each who can be written to."""
    groups = Group.objects.filter(name=Role.ADMINISTRATOR)
    people = User.objects.filter(Q(groups__in=groups) | Q(is_superuser=True)).distinct()
    for person in people:
        if mail.reaches(person):
            context = {
                "webhook": webhook,
                "delivery": delivery,
                "link": mail.link_to(webhook.get_absolute_url()),
            }
            mail.compose(person, "accounts/email/webhook_off", context).send()
