"""People's second steps as the administration shows them: in words, under people and roles."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import Role, roles_of
from accounts.types import AnyUser


class SecondStep(NamedToReader, Authenticator):  # type: ignore[django-manager-missing]
    """allauth's row under a name that a catalogue can translate; it has no table of its own."""

    class Meta:
        proxy = True
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")

    def is_named_to(self, reader: AnyUser) -> bool:
        return reader.pk == self.user_id or Role.ADMINISTRATOR in roles_of(reader)
