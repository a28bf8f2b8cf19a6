"""People's second steps as the administration shows them: in words, under people and roles."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Role, roles_of
from accounts.telling import Told


class SecondStep(Told, Authenticator):
    """allauth's row under a name that a catalogue can translate; it has no table of its own."""

    class Meta:
        proxy = True
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")

    def is_told_to(self, reader: Any) -> bool:
        return reader.pk == self.user_id or Role.ADMINISTRATOR in roles_of(reader)
