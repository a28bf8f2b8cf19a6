"""What is asked of who keeps a webhook."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Webhook, WebhookEvent
from accounts.web.typed_text import one_line
from accounts.webhooks.reaching import NOT_HTTPS, NotReached, readable, refuse_inside


class WebhookForm(forms.ModelForm):
    """A webhook that is made; whether its name leads outside, only the worker asks."""

    events = forms.MultipleChoiceField(
        label=_("What it hears of"),
        choices=WebhookEvent.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Webhook
        fields: tuple[str, ...] = ("name", "address", "events")
        widgets = {"address": forms.URLInput}
        help_texts = {
            "name": _("What listens there."),
            "address": _("Begins with https://. Salkku sends POST requests there."),
        }

    def clean_name(self) -> str:
        """One line of signs that can be read."""
        return one_line(self.cleaned_data["name"])

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        try:
            parts = readable(address)
            ip = _literal(parts.hostname or "")
            if ip is not None:
                refuse_inside(ip, parts.scheme)
            elif parts.scheme != "https" and not settings.WEBHOOK_NETWORKS:
                raise NotReached(NOT_HTTPS)
        except NotReached as error:
            raise ValidationError(gettext(error.reason)) from error
        return address

    @property
    def told_of(self) -> str:
        """For the audit log: paths and queries of addresses may be secrets."""
        parts = urlsplit(self.instance.address)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
        return f"{parts.scheme}://{host}; {', '.join(self.instance.events)}"


class ChangedWebhookForm(WebhookForm):
    class Meta(WebhookForm.Meta):
        fields = (*WebhookForm.Meta.fields, "is_active")
        help_texts = WebhookForm.Meta.help_texts | {
            "is_active": _("Out of use it hears of nothing, and what waited for it is given up."),
        }

    def save(self, commit: bool = True) -> Any:
        """Taken into use again, it begins anew."""
        if "is_active" in self.changed_data and self.instance.is_active:
            self.instance.failing_since = self.instance.given_up_at = None
        return super().save(commit)


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if host == "localhost":
        return ipaddress.ip_address("127.0.0.1")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
