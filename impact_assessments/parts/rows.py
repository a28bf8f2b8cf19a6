"""Changes of the model, follow-up actions and links: a form for each, on a page of its own."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.types import Cleaned, SignedInRequest
from accounts.web.people_fields import People, name_person
from accounts.web.posts import keeps_draft
from impact_assessments.choices import ActionKind, ModelKind, Part
from impact_assessments.model_items.picking import found_items
from impact_assessments.models import FollowUp, Link, ModelChange, ModelItem
from impact_assessments.parts.views import visible
from impact_assessments.state import shown_parts
from projects.clock import today
from projects.confidentiality import hides_rows
from projects.days import DayField
from projects.editing.edit import edit, status_of
from projects.editing.form_state import VersionField
from projects.saving.renewing import renewed_once


def _link() -> forms.URLField:
    label = gettext_lazy("Link")
    return forms.URLField(label=label, required=False, max_length=500, assume_scheme="https")


class RowForm(forms.ModelForm):
    version = VersionField()

    def __init__(self, *args: Any, shown: Sequence[Part] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        if "part" in self.fields:
            names = {part.name for part in shown} | {"", self.instance.part}
            field: Any = self.fields["part"]
            field.choices = [each for each in field.choices if each[0] in names]
        if "owner" in self.fields:
            name_person(self, "owner", People(), self.instance.owner)


class ChangeForm(RowForm):
    """Names something, or picks it from the city's list: what the typed words find is shown."""

    is_searched = True
    done_on = DayField(label=gettext_lazy("In the model since"), required=False)
    link = _link()

    class Meta:
        model = ModelChange
        fields = ("kind", "name", "item", "change", "what", "part", "done_on", "link")
        widgets = {"what": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kind = self.data.get("kind") if self.is_bound else self.instance.kind
        words = self.data.get("name", "") if self.is_bound else self.instance.name
        picked = self.data.get("item") if self.is_bound else self.instance.item_id
        self.fields["name"].label = _("Name or code")
        item = cast("forms.ModelChoiceField", self.fields["item"])
        item.queryset = ModelItem.objects.filter(Q(retired_on=None) | Q(pk=self.instance.item_id))
        item.choices = [("", _("none: as it is named above")), *found_items(kind, words, picked)]
        item.help_text = _("Write a name or a code above and search: what fits comes here.")

    def clean(self) -> Cleaned:
        values: Cleaned = super().clean() or {}
        if "search" in self.data:
            raise ValidationError(
                _("Not saved yet: pick one of those that were found, or save it as you named it.")
            )
        if values.get("item"):
            values["name"] = ""
        return values


class ActionForm(RowForm):
    due = DayField(label=pgettext_lazy("deadline", "By"), required=False)
    done_on = DayField(label=gettext_lazy("Done on"), required=False)

    class Meta:
        model = FollowUp
        fields = (
            "description", "kind", "part", "owner", "owner_name", "due", "done_on", "done_note",
        )  # fmt: skip
        widgets = {"done_note": forms.Textarea({"rows": 2})}

    def clean_done_on(self) -> datetime.date | None:
        done_on = self.cleaned_data["done_on"]
        if done_on is not None and done_on > today():
            raise forms.ValidationError(_("That day is still to come."))
        return done_on

    def clean(self) -> Cleaned:
        values = super().clean() or {}
        if values.get("done_on") and not values.get("done_note", "").strip():
            self.add_error("done_note", _("Say in a few words how it was done."))
        return values


class LinkForm(RowForm):
    date = DayField(label=gettext_lazy("Date"), required=False)
    url = _link()

    class Meta:
        model = Link
        fields = ("kind", "name", "url", "date")


FORMS: dict[str, type[RowForm]] = {"change": ChangeForm, "action": ActionForm, "link": LinkForm}
ROW_KINDS = {"change": set(ModelKind.values), "action": set(ActionKind.values)}


@require_http_methods(["GET", "POST"])
@transaction.atomic
@renewed_once()
def row(request: SignedInRequest, pk: int, what: str, number: int = 0) -> HttpResponse:
    """A new row, or the one with the number."""
    project = visible(request, pk)
    kind = FORMS[what]._meta.model
    if not project.is_editable_by(request.user):
        raise PermissionDenied
    if hides_rows(kind, project.hidden_from(request.user)):
        raise PermissionDenied
    found = get_object_or_404(kind, pk=number, project=project) if number else None
    if found is not None and "remove" in request.POST and getattr(found, "done_on", None):
        text = _(
            "What is done stays: it is a part of the assessment."
            " If that is a mistake, take the day away first."
        )
        messages.error(request, text)
        return keeps_draft(redirect(request.path))
    if found is not None and "remove" in request.POST:
        found.delete()
        messages.success(request, _("Removed. The history keeps it."))
        return redirect("assessment", pk)
    shown = shown_parts(project.hidden_from(request.user))

    def make_form(data: QueryDict | None) -> RowForm:
        if found is not None:
            return FORMS[what](data, instance=kind.objects.get(pk=found.pk), shown=shown)
        return FORMS[what](data, instance=_begun(kind(project=project), request, what), shown=shown)

    def show(form: RowForm) -> HttpResponse:
        context = {
            "project": project,
            "form": form,
            "row": found,
            "title": capfirst(str(kind._meta.verbose_name)),
        }
        status = status_of(form)
        return render(request, "impact_assessments/parts/row.html", context, status=status)

    def save(form: RowForm) -> HttpResponse:
        form.save()
        messages.success(request, _("Saved."))
        return redirect("assessment", pk)

    if found is not None:
        return edit(request, found, make_form, show=show, save=save)
    form = make_form(request.POST if request.method == "POST" else None)
    return save(form) if form.is_valid() else show(form)


def _begun(new: models.Model, request: SignedInRequest, what: str) -> models.Model:
    """With what a proposal says: the kind and the part in the address."""
    if request.GET.get("kind") in ROW_KINDS.get(what, ()):
        new.kind = request.GET["kind"]
        part = request.GET.get("part", "")
        if any(
            part == each
            for each, _label in cast("models.Field", new._meta.get_field("part")).flatchoices
        ):
            new.part = part
        if what == "action":
            new.description = str(ActionKind(request.GET["kind"]).label)
    return new
