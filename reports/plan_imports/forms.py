"""Forms of the import: the upload, the plan's cover, and a project as it was understood."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.types import Cleaned
from impact_assessments.choices import PARTS, Effect, Screening
from projects.fields import FuzzyDateFormField, MoneyFormField
from projects.models.project import LONG_TEXT
from projects.plain_texts import PlainFormField
from projects.values.choices import (
    Likelihood,
    Per,
    ResourceParty,
    ResourceUnit,
    ResponsibleParty,
    Scope,
    Vat,
)
from reports.document import plan as doc
from reports.plan_imports.matching import Decision, decision_field, parse_decision
from reports.reading.limits import MAX_BYTES, too_large

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("The plan's file"),
        max_length=255,
        allow_empty_file=True,
        help_text=_(
            "Word (.docx), PDF with text, plain text, a list of projects (.xlsx, .ods, .csv) or "
            "Salkku's own JSON; at most 25 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.xlsx,.ods,.csv,.json"}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(too_large(file.size))
        return file


class CoverForm(forms.Form):
    """What the plan is called, whose it is and for which time."""

    title = PlainFormField(label=_("Title of the plan"), max_length=200)
    organisation = PlainFormField(label=_("Organisation"), max_length=200, required=False)
    period_start = FuzzyDateFormField(label=_("Period from"), required=False)
    period_end = FuzzyDateFormField(label=_("Period to"), required=False)

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        start, end = values.get("period_start"), values.get("period_end")
        if start and end and start.first_day > end.last_day:
            self.add_error("period_end", _("The end is before the start."))
        return values


def _with_unknown(choices: type[TextChoices]) -> list[tuple[str, StrOrPromise]]:
    return [("", _("not known")), *choices.choices]


def _text(label: StrOrPromise, rows: int = 3) -> forms.CharField:
    return PlainFormField(
        label=label,
        required=False,
        max_length=LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _choice(label: StrOrPromise, choices: type[TextChoices]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=_with_unknown(choices))


class PhaseForm(forms.Form):
    name = PlainFormField(label=_("Phase"), max_length=200, required=False)
    start = FuzzyDateFormField(label=_("Start"), required=False)
    end = FuzzyDateFormField(label=_("End"), required=False)

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        start, end = values.get("start"), values.get("end")
        if start and end and start.first_day > end.last_day:
            self.add_error("end", _("The end is before the start."))
        if values.get("name") and not self.errors and not (start or end):
            self.add_error("start", _("Give the phase a start or an end."))
        return values

    def value(self) -> doc.Phase | None:
        values = self.cleaned_data
        start, end = values.get("start"), values.get("end")
        return doc.Phase(values.get("name", ""), start, end) if start or end else None


class _RangeForm(forms.Form):
    """A lower and a higher amount; one alone is both."""

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        low, high = values.get("low"), values.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("The lower sum is above the higher one."))
        return values

    def bounds(self) -> tuple[Decimal, Decimal] | None:
        low, high = self.cleaned_data.get("low"), self.cleaned_data.get("high")
        low, high = (high if low is None else low), (low if high is None else high)
        return None if low is None or high is None else (low, high)


class CostForm(_RangeForm):
    low = MoneyFormField(
        label=_("At least (€)"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    high = MoneyFormField(
        label=_("At most (€)"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    per = forms.ChoiceField(label=_("Paid"), choices=Per.choices, required=False)
    unit = PlainFormField(label=_("Unit"), max_length=100, required=False)
    vat = _choice(_("VAT"), Vat)

    def clean(self) -> Cleaned:
        values = super().clean()
        if (
            values.get("per") == Per.UNIT
            and not values.get("unit")
            and values.get("low") is not None
        ):
            self.add_error("unit", _("Say what the unit is, for instance server."))
        return values

    def value(self) -> doc.Cost | None:
        bounds, values = self.bounds(), self.cleaned_data
        if bounds is None:
            return None
        per = values["per"] or Per.TOTAL.value
        return doc.Cost(*bounds, per, values["unit"] or None, values["vat"] or None)


class NeedForm(_RangeForm):
    party = forms.ChoiceField(label=_("From whom"), choices=ResourceParty.choices, required=False)
    low = MoneyFormField(
        label=_("At least"), required=False, min_value=0, max_digits=8, decimal_places=2
    )
    high = MoneyFormField(
        label=_("At most"), required=False, min_value=0, max_digits=8, decimal_places=2
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=ResourceUnit.choices, required=False)

    def value(self) -> doc.Resource | None:
        bounds, values = self.bounds(), self.cleaned_data
        return doc.Resource(values["party"], *bounds, values["unit"]) if bounds else None


def _rows(form: type[forms.Form]) -> type[forms.BaseFormSet]:
    return forms.formset_factory(form, extra=1, can_delete=True, max_num=50, absolute_max=60)


class ProjectForm(forms.Form):
    """A project of the plan as it was understood, to be corrected; rows of parts hang on it."""

    name = PlainFormField(label=_("Name"), max_length=300)
    scope = forms.ChoiceField(label=_("Scope"), choices=Scope.choices)
    service_area = forms.CharField(
        label=_("Service area"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "areas"}),
        help_text=_("Empty: the IT department keeps the project."),
    )
    unit = PlainFormField(label=_("Unit"), max_length=200, required=False)
    description = _text(_("Description"), 6)
    change_effects = _text(_("Economic and functional effects"))
    strategic_goal = _text(_("Strategic goal"), 2)
    schedule = _text(_("Schedule in words"), 2)
    likelihood = _choice(_("Keeping the schedule"), Likelihood)
    likelihood_text = _text(_("Keeping the schedule, in words"), 2)
    responsible = _choice(_("Answers for the schedule"), ResponsibleParty)
    responsible_text = _text(_("Answers for the schedule, in words"), 2)
    costs = _text(_("Costs in words"), 2)
    resources = _text(_("Resources in words"), 2)
    screening = _choice(_("Assessment of information management"), Screening)
    justification = _text(_("Justification"), 2)
    notes = _text(_("Notes: what found no other place"))

    def __init__(
        self,
        planned: doc.PlannedProject,
        decision: Decision,
        known: list[tuple[int, str]],
        **kwargs: Any,
    ):
        self.planned = planned
        super().__init__(initial=_initial(planned), **kwargs)
        for part, said in zip(PARTS, planned.assessment.parts, strict=True):
            self.fields[f"effect_{part.letter}"] = forms.ChoiceField(
                label=f"{part.letter}) {part.title}", choices=Effect.choices, initial=said.effect
            )
            self.fields[f"text_{part.letter}"] = _text(
                _("%(part)s) in words") % {"part": part.letter}, 2
            )
            self.fields[f"text_{part.letter}"].initial = said.text
        self.fields["decision"] = decision_field(planned.name, decision, known)
        data = kwargs.get("data")
        self.phases = _rows(PhaseForm)(
            data,
            prefix="phases",
            initial=[
                {"name": p.name, "start": p.start, "end": p.end} for p in planned.schedule.phases
            ],
        )
        self.cost_rows = _rows(CostForm)(
            data,
            prefix="costs",
            initial=[
                {
                    "low": c.low,
                    "high": c.high,
                    "per": c.per,
                    "unit": c.unit or "",
                    "vat": c.vat or "",
                }
                for c in planned.costs.items
            ],
        )
        self.needs = _rows(NeedForm)(
            data,
            prefix="needs",
            initial=[
                {"party": r.party, "low": r.low, "high": r.high, "unit": r.unit}
                for r in planned.resources.items
            ],
        )
        # What each row is called where its errors are listed (accounts/web/form_errors.py).
        for rows, heading in zip(self.sets, (_("Schedule"), _("Cost"), _("Resource")), strict=True):
            rows.heading = heading

    @property
    def sets(self) -> tuple[Any, ...]:
        return (self.phases, self.cost_rows, self.needs)

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.sets)])

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        if values.get("screening") == Screening.NOT_REQUIRED and not values.get("justification"):
            self.add_error("justification", _("Say why no assessment is required."))
        if values.get("unit") and not values.get("service_area"):
            self.add_error("service_area", _("Say which service area the unit belongs to."))
        return values

    def project(self) -> doc.PlannedProject:
        """The corrected project."""
        values = self.cleaned_data
        return doc.PlannedProject(
            number=self.planned.number,
            name=values["name"],
            scope=values["scope"],
            service_area=values["service_area"],
            unit=values["unit"] or None,
            description=values["description"],
            change_effects=values["change_effects"],
            strategic_goal=values["strategic_goal"],
            schedule=doc.Schedule(values["schedule"], _values(self.phases)),
            likelihood=doc.Choice(values["likelihood"] or None, values["likelihood_text"]),
            responsible=doc.Choice(values["responsible"] or None, values["responsible_text"]),
            costs=doc.Costs(values["costs"], _values(self.cost_rows)),
            resources=doc.Resources(values["resources"], _values(self.needs)),
            assessment=doc.Assessment(
                values["screening"] or None,
                values["justification"],
                tuple(
                    replace(said, effect=values[f"effect_{x}"], text=values[f"text_{x}"])
                    for x, said in zip(doc.PART_LETTERS, self.planned.assessment.parts, strict=True)
                ),
                self.planned.assessment.more,
                self.planned.assessment.state,
            ),
            notes=values["notes"],
        )

    def decision(self) -> Decision:
        return parse_decision(self.cleaned_data["decision"])


def _values(rows: Any) -> tuple[Any, ...]:
    made = (form.value() for form in rows.forms if not form.cleaned_data.get("DELETE"))
    return tuple(value for value in made if value is not None)


def _initial(planned: doc.PlannedProject) -> dict[str, object]:
    return {
        "name": planned.name,
        "scope": planned.scope,
        "service_area": planned.service_area,
        "unit": planned.unit or "",
        "description": planned.description,
        "change_effects": planned.change_effects,
        "strategic_goal": planned.strategic_goal,
        "schedule": planned.schedule.text,
        "likelihood": planned.likelihood.value or "",
        "likelihood_text": planned.likelihood.text,
        "responsible": planned.responsible.value or "",
        "responsible_text": planned.responsible.text,
        "costs": planned.costs.text,
        "resources": planned.resources.text,
        "screening": planned.assessment.screening or "",
        "justification": planned.assessment.justification,
        "notes": planned.notes,
    }
