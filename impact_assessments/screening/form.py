"""The form of a screening: the questions of the set in force, and the way to decide otherwise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import AnyUser, Cleaned
from impact_assessments.choices import Answered, Decision, QuestionKind, Screening
from impact_assessments.models import Question, QuestionSet, ScreeningRecord
from impact_assessments.rules.screening import Result, result, says_enough
from projects.models import Project
from projects.plain_texts import PlainFormField, one_line

OFFERED = 30
OTHERWISE = [
    ("", gettext_lazy("As computed")),
    (Decision.REQUIRED, Decision.REQUIRED.label),
    (Decision.NOT_REQUIRED, Decision.NOT_REQUIRED.label),
    (Decision.ASK, Decision.ASK.label),
]


class ScreeningForm(forms.Form):
    """Four answers decide; the rest is asked beside, and only where one has something to say."""

    essential = PlainFormField(
        label=gettext_lazy("What in the information management model changes essentially?"),
        help_text=gettext_lazy("Name it if you answered yes to 2–4. Empty if nothing essential."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 2}),
    )
    covered_by = forms.CharField(
        label=gettext_lazy("Covered by the assessment of another project"),
        help_text=gettext_lazy("Its name or some words of it: you are shown what fits."),
        required=False,
        max_length=300,
        widget=forms.TextInput({"list": "covering-projects", "autocomplete": "off"}),
    )
    other_unit = forms.CharField(
        label=gettext_lazy("Another unit assesses it"),
        help_text=gettext_lazy("The name of that information management unit."),
        required=False,
        max_length=200,
    )
    decided = forms.ChoiceField(
        label=gettext_lazy("Decide otherwise"), choices=OTHERWISE, required=False
    )
    reason = PlainFormField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed where you decide otherwise: at least a sentence."),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self, project: Project, questions: QuestionSet, user: AnyUser, *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.project, self.user = project, user
        self.candidates: list[Project] = []
        """Projects that `covered_by` may mean; one of them is chosen as `covering`."""
        self.questions: list[Question] = [
            each for each in questions.questions.all() if each.kind != QuestionKind.GUIDE
        ]
        for each in self.questions:
            self.fields[each.code] = forms.ChoiceField(
                label=each.text,
                help_text=each.help,
                choices=Answered.choices,
                widget=forms.RadioSelect,
                required=each.kind == QuestionKind.SCREEN,
                error_messages={"required": _("Answer this: “Not sure” is an answer too.")},
            )

    def asked(self, kind: str) -> list[tuple[forms.BoundField, str]]:
        """The fields of one kind of question, each with its section of the Act."""
        return [(self[each.code], each.law) for each in self.questions if each.kind == kind]

    @property
    def deciding(self) -> list[tuple[forms.BoundField, str]]:
        return self.asked(QuestionKind.SCREEN)

    @property
    def beside(self) -> list[tuple[forms.BoundField, str]]:
        return self.asked(QuestionKind.BESIDE)

    @property
    def answers(self) -> dict[str, str]:
        said = {each.code: self.cleaned_data.get(each.code, "") for each in self.questions}
        return {code: answer for code, answer in said.items() if answer}

    @property
    def computed(self) -> Result:
        values = self.cleaned_data
        return result(
            self.answers,
            values.get("essential", ""),
            bool(values.get("covered_by")),
            values.get("other_unit", ""),
        )

    def offered(self) -> list[Project]:
        """Projects that are likely to cover this one: assessed, of the same area first."""
        rows = self._others().filter(assessment__screening=Screening.REQUIRED)
        own = Case(When(service_area=self.project.service_area, then=0), default=1)
        return list(rows.order_by(own, "name_key")[:OFFERED])

    def clean_covered_by(self) -> Project | None:
        words = one_line(self.cleaned_data["covered_by"])
        if not words:
            return None
        found = self._meant(words)
        newest = ScreeningRecord.objects.filter(project=found).first()
        if newest is not None and newest.decided == Decision.COVERED:
            raise forms.ValidationError(
                _("That project is covered by another assessment itself: name that one.")
            )
        return found

    def _meant(self, words: str) -> Project:
        """The project of that name; where words fit several, the one that was chosen of them."""
        exact = list(self._others().filter(name__iexact=words)[: OFFERED + 1])
        if len(exact) == 1:
            return exact[0]
        fitting = self._others()
        for word in words.split()[:10]:
            fitting = fitting.filter(name__icontains=word)
        chosen = self.data.get("covering", "")
        self.candidates = exact or list(fitting.order_by("name_key")[: OFFERED + 1])
        for each in self.candidates:
            if str(each.pk) == chosen:
                return each
        if not self.candidates:
            raise forms.ValidationError(_("There is no other project of this name that you see."))
        if len(self.candidates) > OFFERED:
            self.candidates = []
            raise forms.ValidationError(_("Too many projects fit: give more of the name."))
        raise forms.ValidationError(_("Choose which of these you mean."))

    def _others(self) -> QuerySet[Project]:
        visible = Project.objects.visible_to(self.user).select_related("service_area")
        return visible.exclude(pk=self.project.pk)

    def clean_other_unit(self) -> str:
        return one_line(self.cleaned_data["other_unit"])

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        if values.get("covered_by") and values.get("other_unit"):
            self.add_error("other_unit", _("Another project or another unit: not both."))
        decided = values.get("decided")
        if self.errors or not decided or decided == self.computed.decision:
            return values
        if not says_enough(values.get("reason", "")):
            self.add_error(
                "reason", _("You decide otherwise than computed: say why, in a sentence.")
            )
        return values
