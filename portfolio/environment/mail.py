"""`EMAIL_URL` and `MAIL_FROM`: who carries mail, and in whose name."""

from __future__ import annotations

import re

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from portfolio.environment.database import refuse_bare_signs
from portfolio.environment.variables import Variables, shown, split

SHAPE = "smtp+tls://user:password@mail.example.fi:587"
WITHOUT_SERVER = ("consolemail", "filemail", "memorymail", "dummymail")
WITH_SERVER = ("smtp", "smtps", "smtp+tls", "smtp+ssl")


def mail(env: Variables, debug: bool) -> dict[str, object]:
    """Django's settings of mail; with an empty backend where none is set up.

    Mail holds links that open accounts. It is printed with `DEBUG=1` only.
    """
    url = env.text("EMAIL_URL")
    if not url and not debug:
        return {"EMAIL_BACKEND": ""}
    url = url or "consolemail://"
    scheme, _sep, rest = url.partition("://")
    refuse_bare_signs("EMAIL_URL", rest)
    parts = split(url)
    readable = parts is not None and (
        scheme in WITHOUT_SERVER or (scheme in WITH_SERVER and bool(parts.hostname))
    )
    if not readable:
        raise ImproperlyConfigured(
            f"EMAIL_URL cannot be read. Write it as {SHAPE}, and percent-encode signs such as "
            "/ # ? : @ % in the password."
        )
    if scheme in WITHOUT_SERVER and not debug:
        raise ImproperlyConfigured(
            f"EMAIL_URL is {scheme}://, which sends no mail and is for DEBUG=1 only. Write it as "
            f"{SHAPE}, or leave it out: pages then say that no mail is set up."
        )
    return dict(environ.Env.email_url_config(url))


def sender(env: Variables) -> str:
    value = env.text("MAIL_FROM", "Salkku <salkku@localhost>")
    found = re.fullmatch(r"[^<>]*<([^<>]+)>|([^<>]+)", value)
    try:
        validate_email(found and (found[1] or found[2]))
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"MAIL_FROM is {shown(value)}. Write it as an address, for example "
            "MAIL_FROM=Salkku <salkku@example.fi>"
        ) from error
    return value
