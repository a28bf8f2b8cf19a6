"""From an installed program to an administrator who can sign in; can be run again."""

from __future__ import annotations

import getpass
import os
import smtplib
import sys

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management import CommandParser, call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import connection

from accounts.mail import outbox
from accounts.models import User
from accounts.permissions import administrators
from operations.setting_up.administrator import Refused, invite, make
from organisation.places import command
from portfolio.starting.start import unreachable
from portfolio.starting.tables import are_migrated

PREFIX = "DJANGO_SUPERUSER_"


class Command(BaseCommand):
    help = (
        "Write the settings that are missing, make the tables of an empty database, and the first "
        "administrator (DJANGO_SUPERUSER_USERNAME, _EMAIL, _PASSWORD; without a password, by a "
        "link). What is there already is told and left alone."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--noinput", "--no-input", action="store_true", help="ask nothing, take the environment"
        )
        parser.add_argument("--test-mail", metavar="ADDRESS", help="send a test message there")

    def handle(
        self, *args: object, noinput: bool, test_mail: str | None, **options: object
    ) -> None:
        self.asks = not noinput and sys.stdin.isatty()
        try:
            self._tables()
            user = self._administrator()
            self._mail(test_mail or os.environ.get("SETUP_TEST_MAIL", ""), user)
        except (KeyboardInterrupt, EOFError) as error:
            raise CommandError("It was ended before its end. Run it again.") from error
        self.stdout.write(
            "Salkku is set up. Start the pages and the worker, or start them again "
            "(docs/operations.md), and sign in at "
            f"{settings.SITE_ADDRESS or 'its address'}{settings.FORCE_SCRIPT_NAME or ''}/"
        )

    def _tables(self) -> None:
        if no_answer := unreachable():
            raise CommandError(no_answer)
        if are_migrated():
            self.stdout.write("The database has the tables of this version.")
        elif connection.introspection.table_names():
            raise CommandError(
                "The database has tables of another version. Make a backup, run "
                f"'{command('migrate')}', and then this again."
            )
        else:
            self.stdout.write("The database is empty: its tables are made.")
            call_command("migrate", verbosity=0)

    def _administrator(self) -> User | None:
        if there := administrators().first():
            self.stdout.write(f"An administrator is there: {there.username}.")
            return None
        values = {
            name: os.environ.get(PREFIX + name.upper(), "").strip()
            for name in ("username", "email")
        }
        password = os.environ.get(f"{PREFIX}PASSWORD", "")
        while True:
            if self.asks:
                values = {
                    name: value
                    or input(f"{name.capitalize()} of the first administrator: ").strip()
                    for name, value in values.items()
                }
                password = password or _typed_password()
            elif not values["username"]:
                raise CommandError(
                    f"No administrator is there. Set {PREFIX}USERNAME and {PREFIX}EMAIL, and "
                    f"{PREFIX}PASSWORD or leave it to a link."
                )
            try:
                user = make(values["username"], values["email"], password)
                break
            except Refused as error:
                if not self.asks:
                    raise CommandError(str(error)) from error
                self.stderr.write(str(error))
                values, password = dict.fromkeys(values, ""), ""
        self.stdout.write(f"Made the administrator {user.username}.")
        if not password:
            link = invite(user)
            how = f"with this link, once and for three days: {link}" if link else (
                f"with the link that the worker sends to {user.email}"
            )  # fmt: skip
            self.stdout.write(f"{user.username} chooses a password {how}")
        return user

    def _mail(self, address: str, user: User | None) -> None:
        if not outbox.is_set_up():
            self.stdout.write("No mail is set up (EMAIL_URL): nobody is told of anything.")
            return
        if not address and self.asks and user is not None:
            address = input(f"Send a test message to [{user.email}] (- for none): ") or user.email
        if not address or address == "-":
            return
        try:
            validate_email(address)
        except Exception as error:
            raise CommandError(f"--test-mail: {address} is no address of mail.") from error
        message = EmailMessage(
            "Salkku", "Salkku: sähköposti toimii. E-posten fungerar. Mail works.\n", to=[address],
            connection=get_connection(str(settings.MAIL_BACKEND)),
        )  # fmt: skip
        try:
            message.send()
        except (OSError, smtplib.SMTPException) as error:
            raise CommandError(
                f"The test message to {address} was not sent; EMAIL_URL or MAIL_FROM may be wrong: "
                f"{_reason(error)}"
            ) from error
        self.stdout.write(f"Sent a test message to {address}.")


def _typed_password() -> str:
    while True:
        password = getpass.getpass("Password (empty for a link to choose one): ")
        if not password or getpass.getpass("The same password again: ") == password:
            return password
        print("They differ.")


def _reason(error: Exception) -> str:
    answer = getattr(error, "smtp_error", "") or getattr(error, "strerror", "") or str(error)
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:200]
