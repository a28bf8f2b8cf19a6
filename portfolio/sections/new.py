"""A new project: a name, an area and two sentences; its page asks for the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import edits_everything
from accounts.types import AnyUser, SignedInRequest
from portfolio.sections.fields import form_field, offer_areas
from projects.editing.edit import status_of
from projects.models import Project
from projects.values.choices import Scope

ANYWAY = "anyway"  # the button of whoever adds a second project of one name


class NewProjectForm(forms.ModelForm):
    """Of one area, unless whoever edits everything says that it is for several."""

    class Meta:
        model = Project
        fields = ("name", "service_area", "scope", "description")
        formfield_callback = form_field
        help_texts = {
            "description": gettext_lazy("Two sentences are enough: what changes, and for whom.")
        }

    def __init__(self, user: AnyUser, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_areas(self, user)
        area: Any = self.fields["service_area"]
        if len(list(area.choices)) > 1:  # the first of several is nobody's choice
            area.choices = [*BLANK_CHOICE_DASH, *area.choices]
        self.fields["description"].required = True
        self.fields["description"].widget.attrs["rows"] = 5
        self.fields["scope"].initial = Scope.SERVICE_AREA
        if not edits_everything(user):
            del self.fields["scope"]
            self.instance.scope = Scope.SERVICE_AREA


@require_http_methods(["GET", "HEAD", "POST"])
def new_project(request: SignedInRequest) -> HttpResponse:
    if not Project.may_be_proposed_by(request.user):
        raise PermissionDenied
    form = NewProjectForm(request.user, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    same = of_the_same_name(request.user, form.cleaned_data["name"])
    if same is not None and ANYWAY not in request.POST:
        return _page(request, form, same)
    with transaction.atomic():
        project = form.save()
    text = _("The project is added. Below is what the yearly plan will ask for.")
    messages.success(request, text)
    return redirect(project)


def _page(request: HttpRequest, form: NewProjectForm, same: Project | None = None) -> HttpResponse:
    """With `same`, it is asked whether that is the project that was meant."""
    context = {"form": form, "same": same, "anyway": ANYWAY}
    status = 400 if same else status_of(form)
    return render(request, "portfolio/sections/new.html", context, status=status)


def of_the_same_name(user: AnyUser, name: str) -> Project | None:
    """One that is there already, of those that the person sees; who adds another is asked."""
    return Project.objects.visible_to(user).filter(name=name).select_related("service_area").first()
