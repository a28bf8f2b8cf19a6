"""A guide of one page for each role, as a page and as PDF; the reader's own first."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Role, role_label, roles_of
from accounts.types import AnyUser, Context
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer
from organisation.names import organisation_name
from portfolio.help.questions import QUESTIONS
from projects.clock import today
from projects.fields import reader_language
from projects.sheets.writing import file_name
from reports.rendering.paper.pdf import html_to_pdf
from reports.rendering.presentation import accents

FOLDER = Path(__file__).with_name("guides")
ROLES = {
    "reader": Role.READER,
    "editor": Role.AREA_EDITOR,
    "planner": Role.PLANNER,
    "administrator": Role.ADMINISTRATOR,
}
"""From what anybody may do to what only few may."""


def own_guide(user: AnyUser) -> str:
    """The guide of the role that allows a person the most."""
    roles = roles_of(user)
    return next((name for name in reversed(ROLES) if ROLES[name] in roles), "reader")


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    return redirect("help-guide", own_guide(request.user))


@require_safe
def guide(request: HttpRequest, role: str) -> HttpResponse:
    context = _told(role) | {
        "guides": [(name, role_label(each)) for name, each in ROLES.items()],
        "questions": QUESTIONS.values(),
    }
    return render(request, "portfolio/help/guide.html", context)


@require_safe
def guide_pdf(request: HttpRequest, role: str) -> HttpResponse:
    context = _told(role) | {
        "language": reader_language(),
        "organisation": organisation_name(),
        "made_on": today(),
        **accents(),
    }
    data = html_to_pdf(render_to_string("portfolio/help/guide_pdf.html", context))
    return file_answer(
        data,
        file_name(_("Guide: %(role)s") % {"role": context["title"]}, "pdf"),
        CONTENT_TYPES["pdf"],
    )


def _told(role: str) -> Context:
    if role not in ROLES:
        raise Http404
    text = (FOLDER / reader_language() / f"{role}.md").read_text(encoding="utf-8")
    return {"role": role, "title": role_label(ROLES[role]), "text": text}
