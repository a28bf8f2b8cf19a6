"""The form of one project in the report round."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import AnyUser, Context
from projects.fields import FuzzyDateFormField, verbose_name
from projects.models import Project, StatusReport
from projects.plain_texts import PlainFormField
from projects.status_reports import own_of_today
from projects.values.choices import LIGHTS, Light


class ReportForm(forms.Form):
    """One project of the round: three lights, a sentence, a forecast."""

    schedule_light = forms.ChoiceField(
        label=gettext_lazy("Schedule"),
        choices=Light.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    cost_light = forms.ChoiceField(
        label=gettext_lazy("Cost"), choices=Light.choices, widget=forms.RadioSelect, required=False
    )
    content_light = forms.ChoiceField(
        label=gettext_lazy("Content"),
        choices=Light.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    text = PlainFormField(
        label=gettext_lazy("Situation in short"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unchanged = forms.BooleanField(
        label=gettext_lazy("Nothing has changed since the last report"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, project: Project, author: AnyUser, *args: Any, **more: Any) -> None:
        more.setdefault("prefix", f"p{project.pk}")
        super().__init__(*args, **more)
        self.project, self.author = project, author
        self.heading = project.name
        self.is_saved = False  # sent twice, and saved by the first
        latest, own = project.last_report, own_of_today(project, author)
        self.own = own
        forecast = FuzzyDateFormField(
            label=capfirst(verbose_name(StatusReport, "forecast_end")),
            required=False,
            help_text=_("For instance 5/2023, Q3/2023 or 2024."),
        )
        self.fields["forecast_end"] = forecast
        self.order_fields([*LIGHTS, "text", "forecast_end", "unchanged", "seen"])
        self.initial = {name: getattr(latest, name, "") for name in LIGHTS}
        self.initial["seen"] = _state(latest)
        if own:  # who reports twice on a day goes on with the first report
            self.initial["text"] = own.text
        if latest:
            self.initial["forecast_end"] = latest.forecast_end
        else:
            del self.fields["unchanged"]

    @property
    def is_given(self) -> bool:
        """Whether the author has reported today, and nothing of the form waits to be mended."""
        return self.own is not None and not self.is_bound

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything: what is as it was opened is no report."""
        if not self.is_bound:
            return False
        return any(name != "seen" and name in self.changed_data for name in self.fields)

    def clean(self) -> Context:
        values = super().clean() or {}
        latest = self.project.last_report
        if _state(latest) != (values.get("seen") or ""):
            own = own_of_today(self.project, self.author)
            said = (*LIGHTS, "text", "forecast_end")
            if own and not self.errors and all(getattr(own, n) == values[n] for n in said):
                self.is_saved = True
                return values
            # Whoever sends it again has been shown what was reported.
            data = self.data.copy()
            data[self.add_prefix("seen")] = _state(latest)
            self.data = data
            raise forms.ValidationError(
                _("You have reported in another window in between: see that report, then save.")
                if own
                else _("Somebody else has reported in between: see their report, then save yours.")
            )
        if not any(values.get(name) for name in LIGHTS) and not values.get("text"):
            raise forms.ValidationError(_("Choose at least one light, or write a sentence."))
        return values


def _state(latest: StatusReport | None) -> str:
    """What a form was opened over: which report, and what it says."""
    if latest is None:
        return ""
    said = repr([getattr(latest, name) for name in (*LIGHTS, "text", "forecast_end")])
    return f"{latest.pk}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
