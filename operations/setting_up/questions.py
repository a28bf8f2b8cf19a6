"""The settings that a city has to give, how each is asked for, and what is refused of an answer.

Nothing here needs Django's settings: they are what is being made.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from portfolio.environment.database import database
from portfolio.environment.mail import mail, sender
from portfolio.environment.service import default_language, site_address
from portfolio.environment.variables import Variables


@dataclass(frozen=True)
class Question:
    name: str
    asked: str
    default: str
    read: Callable[[Variables], object]
    """Raises `ImproperlyConfigured` with a sentence that names the variable."""
    is_secret: bool = False
    only_with: str = ""
    """Nobody is asked where this variable has no value."""

    def refusal(self, answer: str) -> str:
        """Why the answer cannot be taken, or nothing."""
        from django.core.exceptions import ImproperlyConfigured

        before = os.environ.get(self.name)
        os.environ[self.name] = answer
        try:
            self.read(Variables())
        except ImproperlyConfigured as error:
            return str(error)
        finally:
            if before is None:
                del os.environ[self.name]
            else:
                os.environ[self.name] = before
        return ""


QUESTIONS = (
    Question(
        "ORGANISATION_NAME",
        "Name of the organisation, as pages and documents show it",
        "",
        lambda env: env.text("ORGANISATION_NAME"),
    ),
    Question(
        "DEFAULT_LANGUAGE",
        "Language of who has chosen none: fi, sv or en",
        "fi",
        default_language,
    ),
    Question(
        "SITE_ADDRESS",
        "Address of the service, for example https://salkku.example.fi",
        "",
        site_address,
    ),
    Question(
        "DATABASE_URL",
        "Database, postgres://user:password@host/name",
        "postgres:///salkku",
        database,
        is_secret=True,
    ),
    Question(
        "EMAIL_URL",
        "Mail server, smtp+tls://user:password@host:587; empty for none",
        "",
        lambda env: mail(env, debug=False),
        is_secret=True,
    ),
    Question(
        "MAIL_FROM", "Sender of mail", "Salkku <salkku@localhost>", sender, only_with="EMAIL_URL"
    ),
)
NEEDED = ("ORGANISATION_NAME", "SITE_ADDRESS")
