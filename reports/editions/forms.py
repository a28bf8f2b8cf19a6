"""What is asked on the way from a draft to an edition."""

from __future__ import annotations

import datetime
import re

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.types import Context
from projects.clock import EARLIEST_YEAR, today
from projects.days import DayField
from projects.plain_texts import PlainFormField

SECTION = re.compile(r"[1-9][0-9]{0,4}[a-zåäö]?")


class SendForm(forms.Form):
    prefix = "send"
    reason = PlainFormField(
        label=_("Note"), max_length=300, required=False, help_text=_("Kept in the history.")
    )


class TakeBackForm(SendForm):
    prefix = "back"


class ApproveForm(forms.Form):
    prefix = "approve"
    body = PlainFormField(
        label=_("Approved by"),
        max_length=200,
        help_text=_("The body or the office holder, for example the management team."),
    )
    decided_on = DayField(label=_("Date of the decision"), help_text=_("For example 1.9.2022."))
    section = forms.CharField(
        label=_("Section of the minutes (§)"),
        max_length=20,
        required=False,
        help_text=_("For example 45."),
    )
    case_number = PlainFormField(label=_("Case number"), max_length=100, required=False)

    def clean_section(self) -> str:
        """`45`, `45 a` or `§ 45` as `45`, `45a`, `45`."""
        section = "".join(self.cleaned_data["section"].replace("§", "").split()).lower()
        if section and not SECTION.fullmatch(section):
            raise forms.ValidationError(
                _("Write the section as a number, with a letter if it has one: 45 or 45a.")
            )
        return section

    def clean_decided_on(self) -> datetime.date:
        decided_on: datetime.date = self.cleaned_data["decided_on"]
        if decided_on > today():
            raise forms.ValidationError(_("The decision is in the future. Check the date."))
        if decided_on.year < EARLIEST_YEAR:
            raise forms.ValidationError(_("The decision is too long ago. Check the year."))
        return decided_on


class PublishForm(forms.Form):
    prefix = "publish"
    is_public = forms.BooleanField(
        label=_("Residents may read it too, on the public pages"), required=False, initial=True
    )
    names_are_fine = forms.BooleanField(
        label=_("I have looked at these texts: they may be public"), required=False
    )

    def __init__(self, data: QueryDict | None, *, named: list[str]) -> None:
        super().__init__(data)
        self.named = named
        if not named:
            del self.fields["names_are_fine"]

    def clean(self) -> Context:
        values = super().clean() or {}
        if self.named and values.get("is_public") and not values.get("names_are_fine"):
            self.add_error(
                "names_are_fine",
                _("Look at the texts that name a project that is not public, and tick this."),
            )
        return values


class WithdrawForm(forms.Form):
    prefix = "withdraw"
    reason = PlainFormField(
        label=_("Why is the edition withdrawn?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see this, residents too."),
    )
