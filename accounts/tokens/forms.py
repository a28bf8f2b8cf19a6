"""What is asked of who makes a token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import ApiToken, User
from accounts.models.api_tokens import expiry
from accounts.permissions import Role
from accounts.web.typed_text import one_line

DAYS = (30, 90, 180, 365)


class TokenForm(forms.ModelForm):
    """A token of one's own."""

    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=lambda: [(n, ngettext("%d day", "%d days", n) % n) for n in DAYS],
        initial=90,
    )

    class Meta:
        model = ApiToken
        fields = ("name", "scope")
        help_texts = {"name": _("What uses it, for instance Power BI.")}

    def clean_name(self) -> str:
        """One line of signs that can be read."""
        return one_line(self.cleaned_data["name"])

    def make(self, owner: User, maker: User, *, with_second_step: bool) -> str:
        """Saves the token and returns what it says."""
        token = self.instance
        token.owner, token.made_by = owner, maker
        token.made_with_second_step = with_second_step
        token.expires_at = expiry(self.cleaned_data["days"])
        secret = token.give_secret()
        token.save()
        return secret


class ServiceTokenForm(TokenForm):
    """A token of a program that acts for itself: it gets an account, and a role, of its own."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[each for each in Role.choices if each[0] != Role.ADMINISTRATOR],
        initial=Role.READER,
        help_text=_("An area editor's areas are given on the pages of the areas, as to people."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.instance.is_service = True

    @transaction.atomic
    def make_service(self, maker: User, *, with_second_step: bool) -> str:
        """The account has neither password nor address: nobody signs in with it."""
        name = self.cleaned_data["name"]
        letters = "abcdefghijkmnpqrstuvwxyz23456789"
        username = f"api-{slugify(name)[:80] or 'palvelu'}-{get_random_string(6, letters)}"
        account = User(username=username, first_name=name[:150], wants_mail=False)
        account.set_unusable_password()
        account.save()
        account.groups.add(Group.objects.get(name=self.cleaned_data["role"]))
        return self.make(account, maker, with_second_step=with_second_step)
