"""Take a person's second step off, where no administrator is left who could."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.signing_in import sessions


class Command(BaseCommand):
    help = (
        "Take off a person's authenticator apps, passkeys and recovery codes; end their sessions."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *args: object, username: str, **options: object) -> None:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"There is no user {username}.")
        steps = list(Authenticator.objects.select_for_update().filter(user=user))
        if not steps:
            raise CommandError(f"{username} has no second step.")
        kinds = ", ".join(str(step.get_type_display()) for step in steps)
        for step in steps:
            step.delete()
        sessions.end_sessions(user)
        audit.record(audit.Event.STEP_REMOVED, about=user, detail=f"drop_second_step: {kinds}")
        self.stdout.write(f"{username} signs in with the password, and sets up a second step then.")
