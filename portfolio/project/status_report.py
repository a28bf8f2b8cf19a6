"""A status report on a page of its own and as PDF, with the project as it was then."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import Context
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer
from organisation.names import organisation_name
from projects.clock import today
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.models import Project, StatusReport
from projects.sheets.writing import file_name
from projects.values.choices import Likelihood, Status
from projects.values.fuzzy_dates import format_fuzzy_range, span
from projects.values.money import format_money_range
from projects.values.project_snapshot import Snapshot
from reports.jobs.views import say_if_no_archive
from reports.rendering.paper.pdf import html_to_pdf
from reports.rendering.presentation import accents


@require_GET
def report_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    project, report = _visible(request, pk, number)
    if project.is_not_public:
        audit.record(audit.Event.NOT_PUBLIC_READ, request=request, about=project)
    beside = project.reports.exclude(number=None).order_by("date", "pk")
    keys = list(beside.values_list("number", flat=True))
    place = keys.index(number)
    context = _told(project, report) | {
        "earlier": keys[place - 1] if place else None,
        "later": keys[place + 1] if place + 1 < len(keys) else None,
    }
    return render(request, "portfolio/report_page.html", context)


@require_GET
def report_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    project, report = _visible(request, pk, number)
    context = _told(project, report) | {
        "language": get_language(),
        "organisation": organisation_name(),
        "made_on": today(),
        **accents(),
    }
    data = html_to_pdf(render_to_string("portfolio/report_pdf.html", context))
    say_if_no_archive(request, data)
    audit.record(audit.Event.EXPORTED, request=request, about=project, detail=f"PDF {number}")
    name = file_name(context["name"], "pdf", report.date)
    return file_answer(data, name, CONTENT_TYPES["pdf"])


def _visible(request: HttpRequest, pk: int, number: int) -> tuple[Project, StatusReport]:
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    project = project.seen_by(request.user)
    report = project.reports.select_related("author").filter(number=number).first()
    if report is None:
        raise Http404
    return project, report


def _told(project: Project, report: StatusReport) -> Context:
    then = report.then
    return {
        "project": project,
        "report": report,
        "then": then,
        "name": then.name if then else project.name,
        "facts": _facts(then, project.left_out) if then else [],
        "milestones": then.milestones if then and Piece.MILESTONES not in project.left_out else (),
    }


def _facts(then: Snapshot, left_out: tuple[str, ...]) -> list[tuple[str, str]]:
    """What was true then, in words, without what is not public to the reader now."""
    start, end = span((start, end) for _name, start, end in then.phases)
    facts = [
        (_("Service area"), then.service_area),
        (_("Status"), Status(then.status).label),
        (_("Schedule"), format_fuzzy_range(start, end, reader_language()) or _("not known")),
    ]
    if then.likelihood:
        facts.append((_("Keeping the schedule"), Likelihood(then.likelihood).label))
    if Piece.COSTS not in left_out:
        cost = format_money_range(then.cost, reader_language()) if then.cost else _("not known")
        facts.append((_("Cost over all years"), cost))
    if Piece.RISKS not in left_out:
        high = _("%(n)d of them high") % {"n": then.risks_high} if then.risks_high else ""
        facts.append((_("Open risks"), ", ".join(filter(None, [str(then.risks_open), high]))))
    facts += [
        (label, name)
        for label, name in ((_("Owner"), then.owner), (_("Project manager"), then.manager))
        if name
    ]
    return [(label, str(text)) for label, text in facts]
