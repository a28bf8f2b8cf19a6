"""Closing a meeting, and what comes of it: the minutes as a page, as files and by mail."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.mail import outbox
from accounts.types import SignedInRequest
from accounts.web.posts import keeps_draft, require_POST
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer
from portfolio.meetings.agenda import meeting_of
from portfolio.meetings.files import minutes_docx, minutes_pdf
from portfolio.meetings.mail import send_minutes
from portfolio.meetings.minutes import Minutes, minutes_of, stand_of
from projects.models import Meeting, MeetingItem
from projects.sheets.writing import file_name
from reports.jobs.views import say_if_no_archive

FILE_KINDS: dict[str, Callable[[Minutes], bytes]] = {"pdf": minutes_pdf, "docx": minutes_docx}


@require_GET
def minutes_page(request: SignedInRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    may_edit = meeting.is_editable_by(request.user)
    minutes = minutes_of(meeting, request.user)
    people = list(meeting.participants.all()) if may_edit else []
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "may_edit_meeting": may_edit,
        "may_send": may_edit and meeting.is_closed and outbox.is_set_up() and people,
        "no_mail": may_edit and meeting.is_closed and not outbox.is_set_up(),
        "recipients": people,
        "files": [(kind, reverse(f"meeting-minutes-{kind}", args=[pk])) for kind in FILE_KINDS],
    }
    return render(request, "portfolio/meetings/minutes.html", context)


@require_GET
def minutes_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The copy of whoever asks: what they may not see is not in it."""
    meeting = meeting_of(request, pk)
    minutes = minutes_of(meeting, request.user)
    data = FILE_KINDS[kind](minutes)
    if kind == "pdf":
        say_if_no_archive(request, data)
    detail = f"{_('Minutes')} {meeting.pk}, {kind}"
    audit.record(audit.Event.EXPORTED, request=request, detail=detail)
    name = file_name(f"{_('Minutes')} {meeting.group}", kind, meeting.day)
    return file_answer(data, name, CONTENT_TYPES[kind])


@require_POST
@transaction.atomic
def close_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Nothing more is written; how the projects stand is kept. With `open` it goes on."""
    meeting_of(request, pk)
    meeting = Meeting.objects.select_for_update().get(pk=pk)
    if not meeting.is_editable_by(request.user):
        raise PermissionDenied
    if "open" in request.POST:
        if meeting.is_closed:
            meeting.closed_at = None
            meeting.save()
        messages.success(request, _("The meeting is open again: entries can be put right."))
        return redirect(meeting)
    if not meeting.is_closed:
        items = MeetingItem.objects.filter(meeting=meeting).select_related("project__last_report")
        for item in items:
            item.closed_as = stand_of(item.project)
            item.save()
        meeting.closed_at = timezone.now()
        meeting.save()
    messages.success(request, _("The meeting is closed. Below are its minutes."))
    return redirect("meeting-minutes", pk)


@require_POST
@transaction.atomic
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """The minutes by mail to the participants, each what they may see."""
    meeting_of(request, pk)
    meeting = Meeting.objects.select_for_update().get(pk=pk)
    if not meeting.is_editable_by(request.user):
        raise PermissionDenied
    if not meeting.is_closed:
        messages.warning(request, _("Close the meeting first: its minutes are a draft."))
        return keeps_draft(redirect("meeting-minutes", pk))
    link = request.build_absolute_uri(reverse("meeting-minutes", args=[pk]))
    told, untold = send_minutes(meeting, link)
    if told:
        meeting.sent_at = timezone.now()
        meeting.save()
        text = ngettext(
            "The minutes go by mail to %(n)s person.",
            "The minutes go by mail to %(n)s people.",
            len(told),
        )
        messages.success(request, text % {"n": len(told)})
    if untold:
        text = _("Without an address, or wanting no mail: %(names)s")
        messages.warning(request, text % {"names": ", ".join(map(str, untold))})
    return redirect("meeting-minutes", pk)
