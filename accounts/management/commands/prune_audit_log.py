"""Drops audit events older than `AUDIT_KEPT_DAYS`; run it daily."""

import datetime

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import AuditEvent


class Command(BaseCommand):
    help = "Drop audit events older than the setting AUDIT_KEPT_DAYS."

    def handle(self, *args: object, **options: object) -> None:
        oldest = timezone.now() - datetime.timedelta(days=settings.AUDIT_KEPT_DAYS)
        count = AuditEvent.objects.filter(at__lt=oldest)._raw_delete(using="default")
        self.stdout.write(f"Dropped {count} events from before {oldest:%Y-%m-%d}.")
