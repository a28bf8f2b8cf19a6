"""The list of meetings with the open actions, and the agenda of one as a page and as PDF."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import Context, SignedInRequest
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer
from organisation.names import organisation_name
from portfolio.meetings.agenda import agenda_of, meeting_of, since
from projects.clock import today
from projects.models import Meeting, MeetingEntry
from projects.sheets.writing import file_name
from reports.jobs.views import say_if_no_archive
from reports.rendering.paper.pdf import html_to_pdf
from reports.rendering.presentation import accents

PAGE = 30
MOST_ACTIONS = 100


@require_GET
def meeting_list(request: SignedInRequest) -> HttpResponse:
    """The newest first, and what earlier ones agreed to do."""
    rows = Meeting.objects.visible_to(request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = MeetingEntry.objects.visible_to(request.user)
    told = dict(
        shown.filter(meeting__in=[row.pk for row in page], kind="decision")
        .order_by()
        .values_list("meeting")
        .annotate(n=Count("pk", filter=Q(kind="decision")))
    )
    actions = shown.open_actions().select_related("meeting", "project", "owner")
    is_mine = request.GET.get("actions") == "mine"
    if is_mine:
        actions = actions.filter(owner=request.user)
    found = list(actions[: MOST_ACTIONS + 1])
    context = {
        "page": page,
        "rows": [(row, told.get(row.pk, 0)) for row in page],
        "actions": [(row, row.is_done_by(request.user)) for row in found[:MOST_ACTIONS]],
        "more_actions": len(found) > MOST_ACTIONS,
        "is_mine": is_mine,
        "may_make": Meeting.may_be_made_by(request.user),
    }
    return render(request, "portfolio/meetings/list.html", context)


@require_GET
def meeting_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """The agenda."""
    meeting = meeting_of(request, pk)
    context = _context(request, meeting) | {
        "may_edit_meeting": meeting.is_editable_by(request.user),
        "written": MeetingEntry.objects.visible_to(request.user).filter(meeting=meeting).count(),
    }
    return render(request, "portfolio/meetings/agenda.html", context)


@require_GET
def agenda_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    context = _context(request, meeting) | {
        "language": get_language(),
        "organisation": organisation_name(),
        "made_on": today(),
        **accents(),
    }
    data = html_to_pdf(render_to_string("portfolio/meetings/agenda_pdf.html", context))
    say_if_no_archive(request, data)
    audit.record(audit.Event.EXPORTED, request=request, detail=f"{_('Agenda')} {meeting.pk}, PDF")
    name = file_name(f"{_('Agenda')} {meeting.group}", "pdf", meeting.day)
    return file_answer(data, name, CONTENT_TYPES["pdf"])


def _context(request: SignedInRequest, meeting: Meeting) -> Context:
    before, _first = since(meeting)
    agenda = agenda_of(meeting, request.user)
    actions = MeetingEntry.objects.visible_to(request.user).open_actions()
    actions = actions.filter(meeting__group__iexact=meeting.group, meeting__day__lt=meeting.day)
    waiting = list(actions.select_related("meeting", "project", "owner")[:MOST_ACTIONS])
    return {
        "meeting": meeting,
        "agenda": agenda,
        "people": people_of(meeting),
        "before": before if before and before.is_visible_to(request.user) else None,
        "actions": [(row, row.is_done_by(request.user)) for row in waiting],
    }


def people_of(meeting: Meeting) -> list[str]:
    """Everybody who takes part, by name."""
    named = [str(person) for person in meeting.participants.all()]
    return sorted(named) + [meeting.other_people] * bool(meeting.other_people)
