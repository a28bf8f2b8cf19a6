"""Make an administrator from the command line, as Django does, with a good password and a trace."""

from __future__ import annotations

import os

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from accounts import audit
from accounts.models import User


class Command(createsuperuser.Command):
    @transaction.atomic
    def handle(self, *args: object, **options: object) -> str | None:
        if not options["interactive"]:
            self._refuse_weak_password(options)
        existing = set(User.objects.values_list("pk", flat=True))
        output = super().handle(*args, **options)
        for user in User.objects.exclude(pk__in=existing):
            audit.record(audit.Event.ACCOUNT_MADE, about=user, detail="createsuperuser")
        return output

    def _refuse_weak_password(self, options: dict[str, object]) -> None:
        """Django asks for a better one only where it asks a person."""
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if password is None:
            return  # an account without a password: a link by mail gives it one
        names = {
            name: str(options.get(name) or "")
            or os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}", "")
            for name in ("username", "email")
        }
        try:
            validate_password(password, User(**names))
        except ValidationError as error:
            raise CommandError(f"DJANGO_SUPERUSER_PASSWORD: {' '.join(error.messages)}") from error
