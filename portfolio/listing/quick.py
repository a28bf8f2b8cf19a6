"""Status, likelihood and lights of a project, changed in its row of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import AnyUser, SignedInRequest
from accounts.web.posts import forget_draft
from portfolio.listing.page import plain_query, table_row
from portfolio.listing.request import ListRequest
from portfolio.web.in_place import is_in_place, whole_page
from projects.clock import today
from projects.confidentiality import Piece
from projects.editing.edit import edit
from projects.editing.form_state import VersionField
from projects.models import Project
from projects.plain_texts import PlainFormField
from projects.status_reports import own_of_today, report
from projects.talk.mail import tell_of_reports
from projects.values.choices import LIGHTS, Light, Likelihood, Status


class QuickForm(forms.Form):
    """The fields of one row. A light that changes makes a status report of today."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=Status.choices)
    likelihood = forms.ChoiceField(
        label=gettext_lazy("Keeping the schedule"),
        choices=[("", gettext_lazy("not known")), *Likelihood.choices],
        required=False,
    )
    schedule_light = forms.ChoiceField(label=gettext_lazy("Light of the schedule"), required=False)
    cost_light = forms.ChoiceField(label=gettext_lazy("Light of the cost"), required=False)
    content_light = forms.ChoiceField(label=gettext_lazy("Light of the content"), required=False)
    text = PlainFormField(label=gettext_lazy("Situation in short"), required=False, max_length=2000)
    version = VersionField()

    def __init__(self, project: Project, author: AnyUser, *args: Any, **more: Any) -> None:
        more.setdefault("auto_id", f"p{project.pk}_%s")
        super().__init__(*args, **more)
        latest, own = project.last_report, own_of_today(project, author)
        self.fields["status"].widget.attrs["autofocus"] = True
        self.initial = {"status": project.status, "likelihood": project.likelihood}
        if own:  # who reports twice on a day goes on with the first report
            self.initial["text"] = own.text
        for name in LIGHTS:
            light = getattr(latest, name) if latest else ""
            self.initial[name] = light
            # A light that is known stays known: there is no report that takes one back.
            unknown = [] if light else [("", gettext_lazy("not known"))]
            self.fields[name].choices = [*unknown, *Light.choices]
        if Piece.REPORTS in project.left_out:
            for name in (*LIGHTS, "text"):
                del self.fields[name]


def quick_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form of a row: in its place with htmx, else a page of its own."""
    query = QueryDict(plain_query(request.GET))
    back = f"{reverse('project-list')}?{query.urlencode() or 'all=1'}#project-{pk}"

    def make_form(data: QueryDict | None) -> QuickForm:
        return QuickForm(project, request.user, data)

    def show(form: QuickForm) -> HttpResponse:
        return _form(request, project, form, query, back)

    def save(form: QuickForm) -> HttpResponse:
        save_row(project, form, request)
        if request.headers.get("HX-Request"):
            return forget_draft(request, _row(request, _editable(request, pk), query))
        messages.success(request, _("“%(name)s” is saved.") % {"name": project.name})
        return redirect(back)

    with transaction.atomic():
        if request.method == "POST":
            list(Project.objects.select_for_update().filter(pk=pk))
        project = _editable(request, pk)
        if request.method != "POST" and "row" in request.GET:
            return _row(request, project, query)
        answer = edit(request, project, make_form, show=show, save=save)
    return whole_page(request, answer) if answer.status_code == 409 else answer


def save_row(seen: Project, form: QuickForm, request: SignedInRequest) -> None:
    project = Project.objects.select_related("last_report").get(pk=seen.pk)
    values = form.cleaned_data
    if (project.status, project.likelihood) != (values["status"], values["likelihood"]):
        project.status, project.likelihood = values["status"], values["likelihood"]
        project.save()
    lights = {name: values[name] for name in (*LIGHTS, "text") if name in form.fields}
    if lights and (new := report(project, request.user, **lights)):
        tell_of_reports([new], request.user, request)


def _editable(request: HttpRequest, pk: int) -> Project:
    visible = Project.objects.visible_to(request.user).select_related("last_report")
    project = get_object_or_404(visible, pk=pk)
    if not request.user.has_perm("projects.change_project", project):
        raise PermissionDenied
    return project.seen_by(request.user)


def _row(request: HttpRequest, project: Project, query: QueryDict) -> HttpResponse:
    asked = ListRequest(query, request.user)
    is_stale = Project.objects.filter(pk=project.pk).stale(today(), request.user).exists()
    whole = Project.objects.select_related("last_report", "assessment").get(pk=project.pk)
    asked.read([whole])
    context = {
        "row": table_row(asked, whole, is_stale),
        "query": plain_query(query),
        "may_edit_some": True,
        "focus": True,
    }
    return render(request, "portfolio/list/row.html", context)


def _form(
    request: HttpRequest, project: Project, form: QuickForm, query: QueryDict, back: str
) -> HttpResponse:
    context = {
        "project": project,
        "form": form,
        "query": plain_query(query),
        "back": back,
        "width": len(ListRequest(query, request.user).columns) + 2,
    }
    name = "row" if is_in_place(request) else "page"
    return render(request, f"portfolio/list/quick_{name}.html", context)
