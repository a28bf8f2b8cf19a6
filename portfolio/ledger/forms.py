"""What is asked of a file of the ledger: what its columns mean, and whose its codes are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import AnyUser, Cleaned
from portfolio.sections.fields import ProjectNameField
from projects.clock import EARLIEST_YEAR, LATEST_YEAR
from projects.days import DayField
from projects.ledger.headings import FIGURES, SEVERAL, Meaning, split_heading
from projects.ledger.reading import plain_code
from projects.models import LedgerImport, Project

COLUMN, PROJECT, LEAVE = "column", "project", "leave"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The ledger's file as csv or xlsx"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx"}),
        help_text=gettext_lazy(
            "From the beginning of the year: what the file says takes the place of what is stored."
        ),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year of the whole file"),
        required=False,
        min_value=EARLIEST_YEAR,
        max_value=LATEST_YEAR,
        localize=False,
        help_text=gettext_lazy("Lines of other years are refused. Empty: each line says its year."),
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    until = DayField(
        label=gettext_lazy("Actual until"),
        required=False,
        help_text=gettext_lazy("Empty: the last day in the file, or today."),
    )


class NamedOrNot(ProjectNameField):
    def clean(self, value: object) -> Project | None:  # type: ignore[override]
        return super().clean(value) if str(value or "").strip() else None


class ChoicesForm(forms.Form):
    """What the columns mean, and which projects the unknown codes are of."""

    def __init__(self, upload: LedgerImport, user: AnyUser, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.preview = upload.preview or {}
        self.choices = upload.choices
        for place, (text, meaning, _year) in enumerate(self.preview.get("columns", ())):
            if text:
                self.fields[f"{COLUMN}-{place}"] = forms.ChoiceField(
                    label=text, choices=Meaning.choices, initial=meaning
                )
        for code, _lines, _count in self.preview.get("unknown", ()):
            name = NamedOrNot(user, None)
            name.required = False
            name.label = _("Project of the code %(code)s") % {"code": code}
            self.fields[f"{PROJECT}-{code}"] = name
            self.fields[f"{LEAVE}-{code}"] = forms.BooleanField(
                label=_("Leave %(code)s out of this and of later files") % {"code": code},
                required=False,
            )

    def clean(self) -> Cleaned | None:
        values = super().clean() or {}
        seen: dict[tuple[str, int | None], str] = {}
        for place, (text, _meaning, _year) in enumerate(self.preview.get("columns", ())):
            meaning = values.get(f"{COLUMN}-{place}", Meaning.LEAVE)
            of_year = split_heading(text)[1] if meaning in FIGURES else None
            if meaning not in SEVERAL and (meaning, of_year) in seen:
                said = _("“%(other)s” means the same already.")
                self.add_error(f"{COLUMN}-{place}", said % {"other": seen[meaning, of_year]})
            seen[meaning, of_year] = text
        return values

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(f"{COLUMN}-")]

    @property
    def codes(self) -> list[tuple[str, list[int], int, forms.BoundField, forms.BoundField]]:
        return [
            (code, lines, count, self[f"{PROJECT}-{code}"], self[f"{LEAVE}-{code}"])
            for code, lines, count in self.preview.get("unknown", ())
        ]

    def chosen(self) -> dict[str, object]:
        """The choices of the upload with those of the form; only what differs from recognised."""
        columns = dict(self.choices.get("columns", {}))
        for place, (text, meaning, _year) in enumerate(self.preview.get("columns", ())):
            wanted = self.cleaned_data.get(f"{COLUMN}-{place}", meaning)
            if wanted != meaning:
                columns[text] = wanted
        codes = dict(self.choices.get("codes", {}))
        written = dict(self.choices.get("written", {}))
        for code, _lines, _count in self.preview.get("unknown", ()):
            project = self.cleaned_data.get(f"{PROJECT}-{code}")
            if project is not None:
                codes[plain_code(code)], written[plain_code(code)] = project.pk, code
            elif self.cleaned_data.get(f"{LEAVE}-{code}"):
                codes[plain_code(code)] = None
        return {**self.choices, "columns": columns, "codes": codes, "written": written}
