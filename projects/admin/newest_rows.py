"""Rows of which a project gets ever more: the newest in its form, and all where they are asked for.

Two hundred reports as two hundred rows of fields made a form of a megabyte, and people write the
next one.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, QueryDict

from accounts.web.bounded_admin import SentInlineRows
from accounts.web.typed_text import key_of
from projects.admin.base import PartInline

NEWEST = 20
ALL = "all"
"""In the address: the prefix of the rows that are shown to the last one."""


class NewestRows(SentInlineRows):
    """In the order of their model, newest first; a save takes the rows that were sent with it."""

    asked: QueryDict
    sent: QueryDict
    """Of the request, also while it is only looked up what others saved meanwhile."""
    more = 0
    """How many older rows are not in the form."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: models.Model,
        queryset: models.QuerySet,
        **kwargs: Any,
    ) -> None:
        rows = queryset.filter(**{self.fk.name: instance}) if instance.pk else queryset.none()
        keys = list(rows.values_list("pk", flat=True))
        prefix = kwargs.get("prefix") or self.get_default_prefix()
        if len(keys) > NEWEST and self.asked.get(ALL) != prefix:
            shown = (
                self._sent_keys(prefix) if f"{prefix}-TOTAL_FORMS" in self.sent else keys[:NEWEST]
            )
            queryset = queryset.filter(pk__in=shown)
            self.more = len(set(keys) - set(shown))
        super().__init__(data, instance=instance, queryset=queryset, **kwargs)

    def _sent_keys(self, prefix: str) -> list[int]:
        count = min(key_of(str(self.sent[f"{prefix}-TOTAL_FORMS"])), self.absolute_max)
        names = (f"{prefix}-{n}-id" for n in range(count))
        return [key_of(self.sent.get(name, "")) for name in names]

    @property
    def address_of_all(self) -> str:
        return f"?{ALL}={self.prefix}"


class NewestInline(PartInline):
    formset: type[SentInlineRows] = NewestRows

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.BaseInlineFormSet]:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.asked, formset.sent = request.GET, request.POST
        return formset
