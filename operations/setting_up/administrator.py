"""The first administrator: with a password that the rules take, or with a link to choose one."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.mail import link_to, outbox
from accounts.models import User
from accounts.signing_in.account_links import KEY


class Refused(Exception):
    """What cannot be taken, in a sentence that names it."""


@transaction.atomic
def make(username: str, email: str, password: str) -> User:
    """Raises `Refused`. Without a password the account waits for its link."""
    user = User(username=username, email=email)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refused(f"DJANGO_SUPERUSER_{name.upper()}: {' '.join(messages)}") from error
    if not email:
        raise Refused("DJANGO_SUPERUSER_EMAIL: an administrator needs an address.")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"DJANGO_SUPERUSER_USERNAME: somebody is called {username} already.")
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(f"DJANGO_SUPERUSER_EMAIL: somebody has {email} already.")
    if password:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Refused(f"DJANGO_SUPERUSER_PASSWORD: {' '.join(error.messages)}") from error
    made = User.objects.create_superuser(username, email, password or None)
    audit.record(audit.Event.ACCOUNT_MADE, about=made, detail="setup")
    return made


def invite(user: User) -> str:
    """A mail with a link to choose a password, or where no mail is set up, the link itself."""
    pattern = link_to(reverse("account_reset_password_from_key", args=KEY))
    if outbox.is_set_up():
        outbox.promise(
            "invitation", user.email, user.language, person=user.pk, by=None, link=pattern
        )
        return ""
    token = default_token_generator.make_token(user)
    return pattern.replace("-".join(KEY), f"{user_pk_to_url_str(user)}-{token}")
