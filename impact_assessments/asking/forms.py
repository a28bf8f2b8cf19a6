"""The form with which a part is asked of somebody."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.types import Cleaned
from accounts.web.people_fields import People, name_person
from impact_assessments.choices import Part
from impact_assessments.models import PartRequest
from impact_assessments.rules.completeness import lettered
from projects.clock import today
from projects.days import DayField
from projects.models import Project


class AskForm(forms.ModelForm):
    """Asked is only who can answer: somebody who sees the project and the part."""

    due = DayField(label=pgettext_lazy("deadline", "By"))

    class Meta:
        model = PartRequest
        fields = ("part", "person", "due", "note")
        widgets = {"note": forms.Textarea({"rows": 3})}
        labels = {"note": gettext_lazy("What you would like to know")}

    def __init__(self, project: Project, shown: Sequence[Part], *args: Any, **more: Any) -> None:
        super().__init__(*args, instance=PartRequest(project=project), **more)
        part = cast("forms.ChoiceField", self.fields["part"])
        part.choices = [(each.name, lettered(each)) for each in shown]
        name_person(self, "person", People(), None)

    def clean_due(self) -> datetime.date | None:
        due = self.cleaned_data["due"]
        if due < today():
            raise forms.ValidationError(_("That day has passed."))
        return due

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        person, part = values.get("person"), values.get("part")
        if not person or not part:
            return values
        row = PartRequest(project=self.instance.project, part=part, person=person)
        if not row.is_answerable_by(person):
            words = _("%(person)s does not see this part of the project: name them as a reader.")
            self.add_error("person", words % {"person": person})
        asked = PartRequest.objects.open().filter(project=row.project, part=part, person=person)
        if asked.exists():
            words = _("%(person)s has been asked this part already.")
            self.add_error("person", words % {"person": person})
        return values
