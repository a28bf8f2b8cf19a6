"""A project's page, its history, and bringing earlier states back."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.permissions import edits_everything
from accounts.types import Context
from accounts.web.posts import keeps_draft, require_POST
from portfolio.past.portfolio import project_page_then
from portfolio.project.attachments import attachments_context
from portfolio.project.dependencies import dependencies_of
from portfolio.project.missing import missing_in
from portfolio.project.neighbours import neighbours_in_view
from portfolio.project.parts import parts_of
from portfolio.project.talk import talk_context
from portfolio.sections.shown import kept_from_whom, sections_of
from projects.clock import today
from projects.confidentiality import Piece
from projects.history.restoring import NoPlace, deleted_projects, restore
from projects.history.sentences import changes, newest_changes
from projects.history.together import hold_parts
from projects.models import Follow, MeetingEntry, Project
from projects.values.costs import yearly_costs

PARTS = (
    "phases", "milestones", "costs", "resources", "risks", "benefits", "reports", "comments",
    "attachments", "budget", "ledger_codes",
)  # fmt: skip
NEWEST_CHANGES, CHANGES_A_PAGE, NEWEST_DECISIONS = 8, 50, 5


@require_GET
def project_page(request: HttpRequest, pk: int) -> HttpResponse:
    if request.GET.get("at"):
        return project_page_then(request, pk)
    project = visible_project(request, pk)
    if project.is_not_public:
        audit.record(audit.Event.NOT_PUBLIC_READ, request=request, about=project)
    return render(request, "portfolio/project_page.html", page_context(request, project))


def page_context(request: HttpRequest, project: Project) -> Context:
    """What the page shows of a project as its reader sees it. A constant number of queries."""
    return (
        section_context(request, project)
        | entries_of_meetings(request, project)
        | talk_context(request, project)
        | attachments_context(request, project)
        | {
            "neighbours": neighbours_in_view(request, project.pk),
            "reports": list(project.reports.all()),
            "entries": project.plan_entries.select_related("plan"),
            "edits_everything": edits_everything(request.user),
        }
    )


def section_context(request: HttpRequest, project: Project) -> Context:
    """What its sections show, and what follows from them when one of them is saved."""
    rows: list[Any] = [*project.reports.all(), *project.comments.all()]
    people = {request.user, project.owner, project.manager, *(row.author for row in rows)}
    history, count = newest_changes(
        project.pk, project.left_out, request.user, NEWEST_CHANGES, people - {None}
    )
    years = yearly_costs(item.line for item in project.costs.all())
    sections = sections_of(project, request.user)
    may_edit = request.user.has_perm("projects.change_project", project)
    return {
        "project": project,
        "assessment": getattr(project, "assessment", None),
        "dependencies": dependencies_of(project, request.user),
        **parts_of(project, today()),
        "years": sorted(years.items(), key=lambda row: (row[0] is None, row[0] or 0)),
        "history": history,
        "history_count": count,
        **kept_from_whom(project, request.user),
        "sections": sections,
        "missing": missing_in(project, sections) if may_edit else [],
        "may_edit_project": may_edit,
    }


def entries_of_meetings(request: HttpRequest, project: Project) -> Context:
    """The newest decisions about a project as its reader sees it, and the actions that are open."""
    rows = MeetingEntry.objects.filter(project=project.pk, kind__in=("decision", "action"))
    if Piece.MEETINGS in project.left_out:
        rows = rows.none()
    told = list(rows.select_related("meeting", "owner").order_by("-meeting__day", "-pk"))
    actions = [row for row in told if row.is_action and row.done_on is None]
    for row in actions:
        row.project = project
    return {
        "decisions": [row for row in told if not row.is_action][:NEWEST_DECISIONS],
        "agreed": [(row, row.is_done_by(request.user)) for row in actions],
    }


@require_GET
def project_history(request: HttpRequest, pk: int) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    project = project.seen_by(request.user)
    pages = Paginator(changes(pk, project.left_out, request.user), CHANGES_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "project": project,
        "page": page,
        "history": page.object_list,
        "seen": pages.object_list[0].at if pages.object_list else None,
        "may_edit_project": project.may_be_restored_by(request.user),
    }
    return render(request, "portfolio/project_history.html", context)


@require_POST
def restore_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the project back to the state at `at` (ISO 8601), deleted or not."""
    # An earlier state can show more and stand elsewhere: what was hidden, another area.
    if not edits_everything(request.user):
        project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
        if not project.may_be_restored_by(request.user):
            raise PermissionDenied
    at = _moment(request.POST.get("at", ""))
    if "seen" in request.POST and _changed_since(pk, _moment(request.POST["seen"])):
        text = _("Somebody else changed the project in between. Nothing was brought back yet.")
        messages.warning(request, text)
        return keeps_draft(redirect("project-history", pk))
    try:
        restored = restore(pk, at, request.user, request.POST.get("reason", "")[:500])
    except Project.DoesNotExist as error:
        raise Http404 from error
    except NoPlace as error:
        text = _("The service area “%(area)s” is gone. Make one of that name, then try again.")
        messages.error(request, text % {"area": error.args[0]})
        return keeps_draft(redirect("deleted-projects"))
    when = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
    messages.success(request, _("The project is as it was on %(when)s.") % {"when": when})
    if restored.gone:
        text = _("No longer there, and left out: %(what)s.")
        messages.warning(request, text % {"what": ", ".join(restored.gone)})
    return redirect(restored.project)


@require_GET
def deleted_list(request: HttpRequest) -> HttpResponse:
    """Deleted projects, each of which can be brought back."""
    if not edits_everything(request.user):
        raise PermissionDenied
    return render(request, "portfolio/deleted_list.html", {"rows": deleted_projects()})


def visible_project(request: HttpRequest, pk: int) -> Project:
    """With its parts, for reading."""
    visible = Project.objects.visible_to(request.user).with_area()
    visible = visible.annotate(
        is_followed=Exists(Follow.objects.filter(project=OuterRef("pk"), user=request.user.pk))
    )
    rows = visible.select_related("owner", "manager", "assessment")
    project = get_object_or_404(rows.prefetch_related("strategic_goals"), pk=pk)
    hold_parts(project, *PARTS)
    return project.seen_by(request.user)


def _changed_since(pk: int, seen: datetime.datetime) -> bool:
    """Whether the history has a change that the person who asks has not been shown."""
    history = changes(pk)
    return bool(history) and history[0].at > seen


def _moment(text: str) -> datetime.datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    # A year in from the ends of the calendar: in another zone the moment may lie beyond them.
    if moment is None or timezone.is_naive(moment) or not 1 < moment.year < 9999:
        raise Http404
    return moment
