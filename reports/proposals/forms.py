"""Forms of proposals: the proposal itself, and each of the planner's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import edits_everything
from accounts.types import AnyUser, Context
from projects.editing.edit import DRAFT
from projects.editing.form_state import VersionField
from projects.fields import MoneyFormField
from projects.models import ServiceArea
from projects.models.area_tree import AreaTree
from projects.plain_texts import PlainFormField
from projects.values.choices import Scope
from reports.models import ActionPlan, Proposal
from reports.models.proposals import LONGEST_TEXT, NEEDED

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SEND = "send"


def _text(label: StrPromise, help_text: StrPromise, rows: int) -> forms.CharField:
    # No maxlength in the browser: it would cut a pasted text off without a word.
    return PlainFormField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea({"rows": rows})
    )


class ProposalForm(forms.ModelForm):
    """A proposal in plain words. What is missing is asked for only when it is sent."""

    need = _text(
        gettext_lazy("What is needed, and why?"),
        gettext_lazy("As you would tell a colleague: what does not work now, and for whom?"),
        5,
    )
    changes = _text(
        gettext_lazy("What changes when it is done?"),
        gettext_lazy("For customers, for staff, in costs. A sentence or two is enough."),
        4,
    )
    schedule_text = _text(
        gettext_lazy("More about the schedule"),
        gettext_lazy("If something decides it: a law, a contract that ends, another project."),
        2,
    )
    cost_low = MoneyFormField(
        label=gettext_lazy("Costs at least (€)"), required=False, min_value=0,
        max_digits=14, decimal_places=2,
        help_text=gettext_lazy("A rough guess is enough, for example 15 000. Empty if not known."),
    )  # fmt: skip
    cost_high = MoneyFormField(
        label=gettext_lazy("Costs at most (€)"), required=False, min_value=0,
        max_digits=14, decimal_places=2,
        help_text=gettext_lazy("Empty if one sum is enough."),
    )  # fmt: skip
    cost_text = _text(
        gettext_lazy("More about the costs"),
        gettext_lazy("What they come from, and what is paid every year."),
        2,
    )
    resource_text = _text(
        gettext_lazy("Whose work does it need?"),
        gettext_lazy("From your own area and from the IT department, for example “2 weeks of IT”."),
        2,
    )
    version = VersionField()

    field_order = (
        "name", "service_area", "need", "changes", "start", "end", "schedule_text",
        "cost_low", "cost_high", "cost_text", "resource_text", "strategic_goals", "plan",
    )  # fmt: skip

    class Meta:
        model = Proposal
        fields = (
            "name", "service_area", "need", "changes", "start", "end", "schedule_text",
            "cost_low", "cost_high", "cost_text", "resource_text", "strategic_goals", "plan",
        )  # fmt: skip
        labels = {
            "name": gettext_lazy("Name of the proposal"),
            "service_area": gettext_lazy("Whose proposal is it?"),
            "start": gettext_lazy("When could it begin?"),
            "end": gettext_lazy("When should it be ready?"),
            "strategic_goals": gettext_lazy("Which goals of the city does it serve?"),
            "plan": gettext_lazy("For which action plan?"),
        }
        help_texts = {
            "name": gettext_lazy("A few words, for example “Electronic application to day care”."),
            "service_area": gettext_lazy("The service area or unit that needs it."),
            "start": gettext_lazy("As exactly as you know: 2024, autumn 2024, Q3/2024, 9/2024."),
            "end": gettext_lazy("The same way. Empty if you do not know."),
            "strategic_goals": gettext_lazy("Choose those that fit, or none."),
            "plan": gettext_lazy("Empty if any will do."),
        }
        widgets = {"strategic_goals": forms.CheckboxSelectMultiple}

    def __init__(self, user: AnyUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = AreaTree().choices()
        if not edits_everything(user):
            given = ServiceArea.objects.keys_given_to(user) | {self.instance.service_area_id}
            areas = [(key, name) for key, name in areas if key in given]
        choice = self.fields["service_area"]
        choice.queryset = ServiceArea.objects.filter(pk__in=[key for key, _name in areas])
        choice.choices = [("", _("choose")), *areas]
        if len(areas) == 1 and not self.instance.pk:
            self.initial["service_area"] = areas[0][0]
        drafts = ActionPlan.objects.filter(state=ActionPlan.State.DRAFT)
        self.fields["plan"].queryset = drafts | ActionPlan.objects.filter(pk=self.instance.plan_id)
        self.fields["plan"].empty_label = _("any")

    @property
    def is_sent(self) -> bool:
        """Whether the button pressed sends the proposal, rather than keeping it as a draft."""
        return SEND in self.data

    def clean(self) -> Context:
        values = super().clean() or {}
        for name in ("need", "changes", "schedule_text", "cost_text", "resource_text"):
            text = values.get(name) or ""
            values[name] = text
            if len(text) > LONGEST_TEXT:
                self.add_error(
                    name,
                    _("The text is %(length)s characters long; at most %(most)s fit.")
                    % {"length": len(text), "most": LONGEST_TEXT},
                )
        if DRAFT in self.data:
            raise forms.ValidationError(_("This is your draft. Check it and save it."))
        if self.is_sent:
            for name in NEEDED:
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("This is needed before the proposal can be sent."))
        return values


class AcceptForm(forms.Form):
    scope = forms.ChoiceField(
        label=gettext_lazy("Group in the plan"), choices=Scope.choices, initial=Scope.SERVICE_AREA
    )
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Put into the plan"),
        queryset=ActionPlan.objects.none(),
        required=False,
        empty_label=gettext_lazy("no plan yet"),
    )
    answer = PlainFormField(
        label=gettext_lazy("Word to the proposer"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, proposal: Proposal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="accept_%s", **kwargs)
        drafts = ActionPlan.objects.filter(state=ActionPlan.State.DRAFT)
        self.fields["plan"].queryset = drafts
        if proposal.plan_id:
            self.initial["plan"] = proposal.plan_id


# The answers that are only words: what each is called in a page, and its label.
ANSWERS = {
    "ask": gettext_lazy("Your question"),
    "decline": gettext_lazy("Reason"),
    "reopen": gettext_lazy("Reason"),
}


class AnswerForm(forms.Form):
    """A question or a reason, which must be said: one of `ANSWERS`, by its name."""

    answer = PlainFormField(max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}))

    def __init__(self, name: str, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"{name}_%s")
        self.fields["answer"].label = ANSWERS[name]
