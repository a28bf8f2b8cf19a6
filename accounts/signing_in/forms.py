"""allauth's forms where Salkku asks otherwise."""

from __future__ import annotations

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.mail import outbox
from accounts.signing_in import account_links, sessions
from accounts.signing_in.bounded_forms import Bounded


class ChangePasswordForm(Bounded, forms.ChangePasswordForm):
    """Asks for the old password unless the page before did; a wrong one counts like any other."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if sessions.typed_password_again(context.request):
            del self.fields["oldpassword"]

    def clean_oldpassword(self) -> str:
        typed = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class ResetPasswordForm(Bounded, forms.ResetPasswordForm):
    """Promises a mail and looks for nobody: the answer is the same, and takes as long, for all."""

    can_send = property(lambda self: outbox.is_set_up())

    def clean_email(self) -> str:
        if not self.can_send:
            raise ValidationError(_("No mail is set up here, so no link can be sent."))
        return get_adapter().clean_email(self.cleaned_data["email"].strip())

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        account_links.ask_for_reset(self.cleaned_data["email"], request)
        return self.cleaned_data["email"]
