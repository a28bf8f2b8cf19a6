"""The form of the parts, one or all of them."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from accounts.types import Cleaned, Context
from impact_assessments.choices import (
    SUBSTANTIAL_EFFECT,
    WRITTEN_PARTS,
    Direction,
    Effect,
    Part,
    Stage,
)
from impact_assessments.models import ImpactAssessment, Question
from impact_assessments.rules.completeness import LEADS_ROUND, Answer, is_in_circle, lettered
from projects.days import DayField
from projects.editing.form_state import VersionField
from projects.models.project import LONG_TEXT
from projects.plain_texts import PlainFormField

SUBSTANTIAL = "substantial"
DEGREES = [
    (Effect.NONE.value, Effect.NONE.label),
    (Effect.SOME.value, Effect.SOME.label),
    (SUBSTANTIAL, SUBSTANTIAL_EFFECT),
    (Effect.UNASSESSED.value, Effect.UNASSESSED.label),
]


class PartsForm(forms.Form):
    """The parts with their guiding questions. Nothing is required: what lacks is said beside."""

    version = VersionField()

    def __init__(
        self,
        assessment: ImpactAssessment,
        parts: Sequence[Part],
        shown: Sequence[Part],
        questions: Sequence[Question],
        data: QueryDict | None = None,
        *,
        is_whole: bool = True,
    ) -> None:
        """Without `is_whole` it is of parts alone: stage and day are the editors'."""
        super().__init__(data)
        self.assessment, self.parts, self.shown = assessment, parts, shown
        self.is_whole = is_whole
        self.guides = {
            part.name: [each for each in questions if each.part == part.name] for part in parts
        }
        for part in parts:
            self._add(part)
        if is_whole:
            self._add_frame()

    def _add_frame(self) -> None:
        self.fields["stage"] = forms.ChoiceField(
            label=gettext_lazy("Stage"), choices=Stage.choices, initial=self.assessment.stage
        )
        self.fields["due"] = DayField(
            label=gettext_lazy("To be ready by"), required=False, initial=self.assessment.due
        )

    def _add(self, part: Part) -> None:
        row, name = self.assessment, part.name
        substantial = getattr(row, f"{name}_substantial")
        effect = SUBSTANTIAL if substantial else getattr(row, f"{name}_effect")
        self.fields[f"{name}_effect"] = forms.ChoiceField(
            label=gettext_lazy("Effect"),
            choices=DEGREES,
            widget=forms.RadioSelect,
            initial=effect,
        )
        self.fields[f"{name}_direction"] = forms.ChoiceField(
            label=gettext_lazy("Direction"),
            choices=[("", gettext_lazy("not said")), *Direction.choices],
            required=False,
            initial=getattr(row, f"{name}_direction"),
        )
        self.fields[f"{name}_text"] = PlainFormField(
            label=gettext_lazy("What changes, for whom and from when?"),
            required=False,
            max_length=LONG_TEXT,
            widget=forms.Textarea({"rows": 3}),
            initial=getattr(row, f"{name}_text"),
        )
        same = getattr(row, f"{name}_same_as")
        others = [each for each in WRITTEN_PARTS if each in self.shown or each.name == same]
        self.fields[f"{name}_same_as"] = forms.ChoiceField(
            label=gettext_lazy("Same as"),
            choices=[("", "–"), *((o.name, lettered(o)) for o in others if o is not part)],
            required=False,
            initial=same,
        )
        self.fields[f"{name}_ticks"] = forms.MultipleChoiceField(
            label=gettext_lazy("What applies"),
            choices=[(each.code, each.text) for each in self.guides[name]],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[code for code in getattr(row, f"{name}_ticks").split(",") if code],
        )

    def sections(self) -> list[Context]:
        """Each part with its fields, for the page."""
        columns = ("effect", "direction", "text", "same_as", "ticks")
        return [
            {
                "part": part,
                "title": lettered(part),
                "guides": self.guides[part.name],
                **{column: self[f"{part.name}_{column}"] for column in columns},
            }
            for part in self.parts
        ]

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        row = self.assessment
        answers = {
            part.name: Answer("", same_as=getattr(row, f"{part.name}_same_as"))
            for part in WRITTEN_PARTS
        }
        for part in self.parts:
            answers[part.name] = Answer("", same_as=values.get(f"{part.name}_same_as", ""))
        for part in self.parts:
            if is_in_circle(part.name, answers):
                self.add_error(f"{part.name}_same_as", LEADS_ROUND)
        return values

    def fill(self) -> None:
        """Puts what was written into the row, which is not saved."""
        row, values = self.assessment, self.cleaned_data
        for part in self.parts:
            effect = values[f"{part.name}_effect"]
            is_substantial = effect == SUBSTANTIAL
            setattr(row, f"{part.name}_substantial", is_substantial)
            setattr(row, f"{part.name}_effect", Effect.SOME if is_substantial else effect)
            ticks = ",".join(values[f"{part.name}_ticks"])
            setattr(row, f"{part.name}_ticks", ticks)
            for column in ("direction", "text", "same_as"):
                setattr(row, f"{part.name}_{column}", values[f"{part.name}_{column}"])
        if self.is_whole:
            row.stage, row.due = values["stage"], values["due"]
