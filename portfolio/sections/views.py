"""A section of a project as a form: in its place on the project's page, else a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts import audit
from accounts.types import Context, SignedInRequest
from accounts.web.once import only_asks
from accounts.web.posts import forget_draft
from accounts.web.typed_text import next_address
from portfolio.project.page import section_context, visible_project
from portfolio.sections.declared import SECTIONS
from portfolio.sections.fields import project_names
from portfolio.sections.forms import (
    UNDERSTOOD,
    SectionForm,
    grow,
    section_form,
    take_focus,
)
from portfolio.sections.rows import STEPS, OrderedRows, one_more
from portfolio.sections.section import Section
from portfolio.sections.typed import typed_texts
from portfolio.sections.understood import first_taken, taken
from portfolio.web.in_place import is_in_place, whole_page
from projects.editing.edit import edit, status_of
from projects.models import Project
from projects.models.money.capacity import team_names

# In the address: the section as it is read; the rows of which one more is asked for; what the words
# say taken into their rows.
READ, MORE, TAKE = "read", "more", "take"
FIELD = "field"
"""In the address: the field, or the rows, that the page opens with the focus on."""


@only_asks(UNDERSTOOD)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """The section's form, or what it was sent with; htmx asks for it as it is read, to cancel."""
    section = SECTIONS[key]
    if request.method != "POST" or UNDERSTOOD in request.GET:
        return _answer(request, section, pk)
    with transaction.atomic():
        # Whoever saves the same project waits here until this save is through.
        list(Project.objects.select_for_update().filter(pk=pk))
        return _answer(request, section, pk)


def _answer(request: SignedInRequest, section: Section, pk: int) -> HttpResponse:
    project = Project.objects.visible_to(request.user).filter(pk=pk).first()
    if project is None:
        return _refused(request, section, 404)
    hidden = project.hidden_from(request.user)
    may_edit = request.user.has_perm("projects.change_project", project)
    if not (may_edit and section.is_open_beside(hidden)):
        return _refused(request, section, 403)
    if request.method != "POST" and READ in request.GET:
        return _read(request, section, pk) if is_in_place(request) else redirect(project)
    if request.method != "POST" and project.is_not_public:
        audit.record(audit.Event.NOT_PUBLIC_READ, request=request, about=project)

    def make_form(data: QueryDict | None) -> SectionForm:
        return section_form(section, Project.objects.get(pk=pk), request.user, hidden, data)

    def show(form: SectionForm) -> HttpResponse:
        take_focus(form, field=request.GET.get(FIELD, ""))
        return _form(request, section, project, form)

    def save(form: SectionForm) -> HttpResponse:
        said = _("Nothing had changed in “%(section)s”.")
        if form.says_something:
            form.save_section()
            said = _("“%(section)s” is saved.")
        said %= {"section": section.title}
        if is_in_place(request):
            return forget_draft(request, _read(request, section, pk, said))
        messages.success(request, said)
        return HttpResponseRedirect(_way_back(request, section, project))

    if request.method == "POST" and {MORE, TAKE, UNDERSTOOD, *STEPS} & set(request.GET):
        return _grown(request, section, project, make_form)
    answer = edit(request, project, make_form, show=show, save=save, rows_of=lambda f: f.rows)
    return whole_page(request, answer) if answer.status_code == 409 else answer


def _grown(
    request: SignedInRequest,
    section: Section,
    project: Project,
    make_form: Callable[[QueryDict | None], SectionForm],
) -> HttpResponse:
    """The form with what was typed, before anybody judges it: with one row more or one moved, with
    rows that the words say, or only with what they say."""
    form = make_form(request.POST)
    grow(form)
    found, rows = form.understood, form.said_rows
    if UNDERSTOOD in request.GET and is_in_place(request):
        return render(
            request, "portfolio/sections/understood.html", {"section": section, "form": form}
        )
    if TAKE in request.GET and form.words and found and rows:
        form = make_form(taken(form.words, found.steps, rows, request.POST))
        grow(form)
        again = form.understood.steps if form.understood else ()
        take_focus(form, grown=rows.prefix or "", row=first_taken(found.steps, again))
    asked = [each for each in form.rows if each.prefix == request.GET.get(MORE)]
    for each in asked:
        form = make_form(one_more(request.POST, each))
        grow(form)
        take_focus(form, grown=each.prefix or "")
    for way in STEPS.keys() & set(request.GET):
        name = request.GET[way]
        for place, rows in enumerate(form.rows):
            if isinstance(rows, OrderedRows) and (row := rows.named(name)):
                form = make_form(rows.moved(request.POST, row, way))
                grow(form)
                told = cast(OrderedRows, form.rows[place]).told_of_move(name, way)
                return _form(request, section, project, form, told)
    return _form(request, section, project, form)


def _form(
    request: HttpRequest, section: Section, project: Project, form: SectionForm, said: str = ""
) -> HttpResponse:
    context = {
        "said": said,
        "section": section,
        "project": project,
        "form": form,
        "forms": [*form.rows, form],
        "back": _way_back(request, section, project),
        "next": next_address(request, ""),
        "names": project_names(request.user) if section.key == "dependencies" else [],
        "teams": team_names() if section.key == "resources" else [],
    }
    if is_in_place(request):  # htmx puts in nothing with another status
        return render(request, "portfolio/sections/in_place.html", context)
    return render(
        request, "portfolio/sections/page.html", context, status=status_of(form, form.rows)
    )


def _way_back(request: HttpRequest, section: Section, project: Project) -> str:
    """Where the form was asked for (`next`), or where the section is read."""
    return next_address(request, f"{project.get_absolute_url()}#{section.anchor}")


def _read(request: SignedInRequest, section: Section, pk: int, said: str = "") -> HttpResponse:
    """The section as the page shows it, and whatever else of the page follows from it."""
    project = visible_project(request, pk)
    context: Context = section_context(request, project)
    context |= {"shown": context["sections"][section.key], "said": said, "focus": True}
    return render(request, "portfolio/sections/saved.html", context)


def _refused(request: HttpRequest, section: Section, status: int) -> HttpResponse:
    """What was typed is shown, so that it can be copied: there is no form any more to keep it."""
    if request.method != "POST":
        if is_in_place(request):  # the page of this address says why
            return HttpResponseClientRedirect(request.path)
        raise Http404 if status == 404 else PermissionDenied
    typed = typed_texts(section, request.POST)
    context = {"section": section, "typed": typed, "is_gone": status == 404}
    answer = render(request, "portfolio/sections/refused.html", context, status=status)
    return whole_page(request, answer)
