"""The forms of signing in, with an end to what each field takes.

Nobody types so much: but SQLite compares no pattern of 60,000 characters (an error of the server),
and a password of a megabyte is hashed for a third of a second.
"""

from __future__ import annotations

import struct
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as steps
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib.auth import forms as auth
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.fields import InvalidJSONInput
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

LONGEST_TYPED, LONGEST_NAME, LONGEST_CREDENTIAL = 1000, 100, 20_000  # characters
# What reading a passkey's answer raises where it is none (fido2: JSON, CBOR and base64 inside).
NO_CREDENTIAL = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
    struct.error,
)  # fmt: skip


class Bounded(forms.Form):
    """A form whose fields of text have an end. The browser is not told: it would cut silently."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and field.max_length is None:
                most = LONGEST_NAME if name == "name" else LONGEST_TYPED
                field.validators.append(MaxLengthValidator(most))


class CredentialField(forms.JSONField):
    """What a browser says for a passkey: an object of a few lines."""

    widget = forms.HiddenInput

    def to_python(self, value: str | None) -> Any:
        if len(value or "") > LONGEST_CREDENTIAL:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            answer = super().to_python(value)
        except NO_CREDENTIAL:
            answer = "no object"
        if answer is not None and not isinstance(answer, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return answer

    def bound_data(self, data: str | None, initial: object) -> InvalidJSONInput:
        return InvalidJSONInput(data or "")  # shown as it came: nothing is read of it again


class WithCredential(Bounded):
    """A form with a passkey's answer; whatever is none is refused like a wrong one."""

    credential = CredentialField()

    def clean_credential(self) -> object:
        form: Any = super()
        try:
            return form.clean_credential()
        except NO_CREDENTIAL as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AddWebAuthnForm(Bounded, keys.AddWebAuthnForm):
    name = forms.CharField(label=_("Name"), required=False)
    credential = CredentialField()

    def clean(self) -> dict[str, object] | None:
        try:
            return super().clean()
        except NO_CREDENTIAL as error:
            raise get_adapter().validation_error("incorrect_code") from error


class AuthenticateWebAuthnForm(WithCredential, keys.AuthenticateWebAuthnForm):
    pass


class LoginWebAuthnForm(WithCredential, keys.LoginWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(WithCredential, keys.ReauthenticateWebAuthnForm):
    pass


class EditWebAuthnForm(Bounded, keys.EditWebAuthnForm):
    name = forms.CharField(label=_("Name"))


class LoginForm(Bounded, account.LoginForm):
    pass


class ReauthenticateForm(Bounded, account.ReauthenticateForm):
    pass


class SetPasswordForm(Bounded, account.SetPasswordForm):
    pass


class ResetPasswordKeyForm(Bounded, account.ResetPasswordKeyForm):
    pass


class AuthenticateForm(Bounded, steps.AuthenticateForm):
    pass


class ReauthenticateWithStepForm(Bounded, steps.ReauthenticateForm):
    pass


class ActivateTOTPForm(Bounded, totp.ActivateTOTPForm):
    pass


class AddUserForm(Bounded, auth.AdminUserCreationForm):
    """In the administration."""


class GivePasswordForm(Bounded, auth.AdminPasswordChangeForm):
    """In the administration, to somebody else."""

    # Django's is put together, and so translated once and for all, when its module is read.
    usable_password_help_text: Any = format_lazy(
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        auth.SetUnusablePasswordMixin.usable_password_help_text,
        _("The password that this person has now stops working."),
    )
