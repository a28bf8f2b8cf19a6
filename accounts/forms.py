"""allauth's forms where Salkku asks otherwise."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context

from accounts import sessions
from accounts.attempts import person_named
from accounts.bounded_forms import Bounded


class ChangePasswordForm(Bounded, forms.ChangePasswordForm):
    """Asks for the old password unless the page before did; a wrong one counts like any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sessions.typed_password_again(context.request):
            del self.fields["oldpassword"]

    def clean_oldpassword(self) -> str:
        typed = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class ResetPasswordForm(Bounded, forms.ResetPasswordForm):
    """Mails the address that the account has, not the one that was typed.

    Who comes through the organisation's provider and has no password gets none this way.
    """

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"].strip()
        person = person_named(typed)
        mine = (
            person is not None and person.is_active and person.email.lower() == typed.lower()
        ) and (person.has_usable_password() or not person.socialaccount_set.exists())
        self.users = [person] if mine else []
        return person.email if mine else typed
