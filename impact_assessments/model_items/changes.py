"""Changes of the model that a reader may see, by what is asked for."""

from __future__ import annotations

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.types import AnyUser, Cleaned
from impact_assessments.choices import ChangeKind, ModelKind
from impact_assessments.models import ModelChange, ModelItem
from projects.models import ServiceArea
from projects.models.area_tree import AreaTree
from projects.plain_texts import PlainFormField


class ChangesForm(forms.Form):
    """What of the changes is asked for. What is not understood is said, and asks for nothing."""

    q = PlainFormField(label=_("Name, code or project"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all")), *ModelKind.choices], required=False
    )
    change = forms.ChoiceField(
        label=pgettext_lazy("model", "Change"),
        choices=[("", _("all")), *ChangeKind.choices],
        required=False,
    )
    area: forms.ModelChoiceField[ServiceArea] = forms.ModelChoiceField(
        ServiceArea.objects.all(), label=_("Service area"), required=False, empty_label=_("all")
    )
    done = forms.ChoiceField(
        label=_("In the model"),
        choices=[("", _("all")), ("yes", _("updated already")), ("no", _("to be updated"))],
        required=False,
    )

    def rows(self, reader: AnyUser) -> QuerySet[ModelChange]:
        """The changes that the reader sees, in the order of the model."""
        self.is_valid()
        asked: Cleaned = getattr(self, "cleaned_data", {})
        rows = ModelChange.objects.visible_to(reader)
        for name in ("kind", "change"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        if asked.get("area"):
            rows = rows.filter(project__service_area__in=AreaTree().below(asked["area"].pk))
        if asked.get("done"):
            rows = rows.filter(done_on__isnull=asked["done"] == "no")
        for word in (asked.get("q") or "").split():
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(item__name_fi__icontains=word)
                | Q(item__name_sv__icontains=word)
                | Q(item__code__icontains=word)
                | Q(project__name__icontains=word)
            )
        return rows.select_related("item", "project__service_area").order_by(
            "kind", "item__name_fi", "name", "pk"
        )

    def said(self) -> list[str]:
        """What was asked for, in words."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value:
                shown = dict(getattr(field, "choices", ())).get(value, value)
                found.append(f"{field.label}: {shown if name != 'area' else value}")
        return found


def touching(reader: AnyUser, kind: str, item: ModelItem | None, name: str = "") -> QuerySet:
    """The changes of one thing that the reader sees: of the item, or of what was named like it."""
    names = {name, *((item.name_fi, item.name_sv, item.code) if item else ())} - {""}
    named = Q()
    for each in names:
        named |= Q(item=None, name__iexact=each)
    which = (Q(item=item) | named) if item else named
    rows = ModelChange.objects.visible_to(reader)
    return (
        rows.filter(which, kind=kind)
        .select_related("project__service_area", "item")
        .order_by("-project__starts_on", "project__name_key", "pk")
    )
