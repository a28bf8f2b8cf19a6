"""Mail to people, from a page and from a command alike."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from accounts.mail import outbox
from accounts.models import User


def wants(user: User) -> bool:
    """Whether the person can be written to about the portfolio."""
    return bool(user.email and user.wants_mail and user.is_active)


def reaches(user: User) -> bool:
    """Whether mail about the portfolio goes to the person: wanted, and set up here."""
    return outbox.is_set_up() and wants(user)


def link_to(path: str) -> str:
    """The whole address of a page, where no request tells it: of `SITE_ADDRESS`."""
    origins = [settings.SITE_ADDRESS, *settings.CSRF_TRUSTED_ORIGINS, "http://localhost:8000"]
    return next(filter(None, origins)).rstrip("/") + path


def compose(user: User, template: str, context: dict[str, object]) -> EmailMessage:
    """The texts `<template>_subject.txt` and `<template>_message.txt`, in the reader's language."""
    with translation.override(
        user.language or translation.get_language() or settings.LANGUAGE_CODE
    ):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        text = render_to_string(f"{template}_message.txt", context).strip()
    return EmailMessage(subject=subject, body=f"{text}\n", to=[user.email])
