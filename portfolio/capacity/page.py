"""The page on which planners write how many person-days there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import edits_everything
from accounts.types import AnyUser, Cleaned, SignedInRequest
from portfolio.capacity.words import half_at, half_words
from projects.clock import today
from projects.models import Capacity, ResourceNeed
from projects.models.money.capacity import MOST_DAYS, team_names
from projects.plain_texts import PlainFormField, one_line

HALVES = 8  # from this one on
MOST_NAMED = 20


class DaysField(forms.IntegerField):
    """Person-days of a team in a half-year. It is sent with what it was opened with."""

    widget = forms.TextInput

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label, required=False, min_value=0, max_value=MOST_DAYS, show_hidden_initial=True
        )
        self.widget.attrs |= {"inputmode": "numeric", "aria-label": label, "size": 6}


class CapacityForm(forms.Form):
    """A line a team, a column a half-year; the whole department is the team without a name."""

    team = PlainFormField(label=gettext_lazy("New team"), required=False, max_length=100)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        first = half_at(today())
        self.halves = list(range(first, first + HALVES))
        self.stored = {(row.team, row.half): row for row in Capacity.objects.all()}
        self.teams = ["", *team_names()]
        for place, team in enumerate([*self.teams, None]):
            for half in self.halves:
                label = f"{self._called(team)}, {half_words(half)}"
                field = self.fields[_name(place, half)] = DaysField(label)
                row = None if team is None else self.stored.get((team, half))
                field.initial = row.days if row else None

    @staticmethod
    def _called(team: str | None) -> str:
        if team is None:
            return _("New team")
        return team or _("The whole IT department")

    @property
    def lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (self._called(team), [self[_name(place, half)] for half in self.halves])
            for place, team in enumerate(self.teams)
        ]

    @property
    def new_line(self) -> list[forms.BoundField]:
        return [self[_name(len(self.teams), half)] for half in self.halves]

    @property
    def heads(self) -> list[str]:
        return [half_words(half) for half in self.halves]

    def clean(self) -> Cleaned | None:
        values = super().clean() or {}
        name = one_line(values.get("team") or "")
        is_told = any(values.get(_name(len(self.teams), half)) is not None for half in self.halves)
        if is_told and not name:
            self.add_error("team", _("Give the team a name."))
        if name in self.teams and name:
            self.add_error("team", _("There is a team of this name already."))
        for place, team in enumerate(self.teams):
            for half in self.halves:
                self._settle(_name(place, half), self.stored.get((team, half)))
        return values

    def _settle(self, name: str, stored: Capacity | None) -> None:
        """What somebody else wrote meanwhile is shown before it is written over."""
        hidden = self[name].html_initial_name
        opened = self.data.get(hidden, "")
        now = "" if stored is None else str(stored.days)
        if name in self.errors or opened == now:
            return
        sent = self.cleaned_data.get(name)
        if ("" if sent is None else str(sent)) in (opened, now):
            self.cleaned_data[name] = stored.days if stored else None
            return
        data = cast("QueryDict", self.data).copy()
        data[hidden] = now
        self.data = data
        text = _("Somebody else wrote %(days)s here meanwhile. Save again to keep yours.")
        self.add_error(name, ValidationError(text % {"days": now or _("nothing")}))

    @transaction.atomic
    def save(self) -> int:
        """How many figures were changed."""
        count = 0
        for place, team in enumerate([*self.teams, one_line(self.cleaned_data["team"])]):
            for half in self.halves:
                days = self.cleaned_data.get(_name(place, half))
                row = self.stored.get((team, half)) if place < len(self.teams) else None
                if days == (row.days if row else None):
                    continue
                count += 1
                if days is not None:
                    row = row or Capacity(team=team, half=half)
                    row.days = days
                    row.save()
                elif row is not None:
                    row.delete()
        return count


def _name(place: int, half: int) -> str:
    return f"days-{place}-{half}"


@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: SignedInRequest) -> HttpResponse:
    if not edits_everything(request.user):
        raise PermissionDenied
    form = CapacityForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if form.save():
            messages.success(request, _("The capacity is saved."))
        else:
            messages.info(request, _("There was nothing new to save."))
        return redirect("capacity")
    context = {"form": form, "nameless": _without_capacity(request.user, form.teams)}
    status = 400 if form.errors else 200
    return render(request, "portfolio/capacity/page.html", context, status=status)


def _without_capacity(user: AnyUser, known: Collection[str]) -> list[str]:
    """The first of the teams that projects name, and that have no person-days: often misspelt."""
    needs = ResourceNeed.objects.visible_to(user).exclude(team__in=["", *known])
    return list(needs.order_by("team").values_list("team", flat=True).distinct()[:MOST_NAMED])
