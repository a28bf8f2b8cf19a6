"""A meeting made of the hits of the list, of picked projects, or like the last one; edited; and
deleted again, as long as nothing is written down in it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.types import AnyUser, Context, SignedInRequest
from accounts.web.typed_text import is_key, key_of
from portfolio.listing.page import plain_query
from portfolio.meetings.agenda import in_order, meeting_of
from portfolio.meetings.forms import ItemRows, MeetingForm, agenda_rows, groups_before
from portfolio.sections.fields import project_names
from portfolio.sections.rows import STEPS, one_more
from projects.clock import today
from projects.editing.edit import edit, status_of
from projects.filtering.project_filter import ProjectFilter
from projects.models import Meeting, MeetingItem, Project
from projects.models.querysets import ProjectQuerySet
from projects.saving.renewing import renewed_once

MOST = 200  # projects of one meeting
MORE = "more"  # in the address: one more project is asked for
SAVE = "save"  # the button; without it the projects were chosen in the list


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: SignedInRequest) -> HttpResponse:
    """Asks when who meets; the projects come along from the list."""
    if not Meeting.may_be_made_by(request.user):
        raise PermissionDenied
    last = _last(request)
    query, rows = _chosen(request, last)
    projects = list(rows.order_by("name_key", "pk")[: MOST + 1])
    too_many = len(projects) > MOST
    is_sent = SAVE in request.POST
    form = MeetingForm(request.POST if is_sent else None, initial={"day": today(), **_like(last)})
    if is_sent and not too_many and form.is_valid():
        return redirect(_make(form, query, projects, request.user))
    context: Context = {
        "form": form,
        "projects": projects[:MOST],
        "too_many": MOST if too_many else 0,
        "query": query,
        "last": last,
        "groups": groups_before(request.user),
    }
    status = 400 if too_many and is_sent else status_of(form)
    return render(request, "portfolio/meetings/new.html", context, status=status)


def _last(request: SignedInRequest) -> Meeting | None:
    """The meeting that the new one follows."""
    key = key_of(request.POST.get("after", request.GET.get("after", "")))
    return get_object_or_404(Meeting, pk=key) if key else None


def _like(last: Meeting | None) -> Context:
    if last is None:
        return {}
    people = list(last.participants.values_list("pk", flat=True))
    return {"group": last.group, "participants": people, "other_people": last.other_people}


def _chosen(request: SignedInRequest, last: Meeting | None) -> tuple[str, ProjectQuerySet]:
    """The filter that the projects are taken from, and the projects: ticked ones stand by
    themselves.
    """
    visible = Project.objects.visible_to(request.user)
    query = plain_query(QueryDict(request.POST.get("query", "")))
    if request.method != "POST":
        query = last.query if last else ""
        if last and not query:
            return "", visible.filter(meeting_items__meeting=last)
    elif not request.POST.get("every"):
        keys = [key for key in request.POST.getlist("id")[: MOST + 1] if is_key(key)]
        return "", visible.filter(pk__in=keys)
    if not query and not request.POST.get("every"):
        return "", visible.none()
    asked = ProjectFilter(QueryDict(query), visible, user=request.user)
    return query, visible.filter(pk__in=asked.narrowed().order_by().values("pk"))


@renewed_once()
def _make(form: MeetingForm, query: str, projects: list[Project], user: AnyUser) -> Meeting:
    form.instance.query = query
    meeting: Meeting = form.save()
    for place, project in enumerate(in_order(projects, user), start=1):
        MeetingItem.objects.create(meeting=meeting, project=project, position=place)
    return meeting


@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """When who meets, and the agenda: projects added, taken off, moved, with what they ask."""
    with transaction.atomic():
        if request.method == "POST":
            list(Meeting.objects.select_for_update().filter(pk=pk))
        meeting = meeting_of(request, pk)
        if not meeting.is_editable_by(request.user) or meeting.is_closed:
            raise PermissionDenied

        def make_form(data: QueryDict | None) -> MeetingForm:
            form = MeetingForm(data, instance=Meeting.objects.get(pk=pk))
            form.take_rows(agenda_rows(form.instance, request.user, data))
            return form

        def show(form: MeetingForm) -> HttpResponse:
            context = {
                "form": form,
                "forms": [form, form.rows],
                "meeting": meeting,
                "groups": groups_before(request.user),
                "names": project_names(request.user),
            }
            status = status_of(form, [form.rows]) if form.rows.is_judged else 200
            return render(request, "portfolio/meetings/edit.html", context, status=status)

        @renewed_once()
        def save(form: MeetingForm) -> HttpResponse:
            form.save()
            form.rows.save()
            messages.success(request, _("The meeting is saved."))
            return redirect(meeting)

        def rows_of(form: MeetingForm) -> list[ItemRows]:
            return [form.rows]

        if request.method == "POST" and {MORE, *STEPS} & set(request.GET):
            return show(_grown(request, make_form))
        return edit(request, meeting, make_form, show=show, save=save, rows_of=rows_of)


def _grown(
    request: SignedInRequest, make_form: Callable[[QueryDict | None], MeetingForm]
) -> MeetingForm:
    """The form with what was typed, unjudged: with one project more, or one of them moved."""
    rows = make_form(request.POST).rows
    for way in STEPS.keys() & set(request.GET):
        if row := rows.named(request.GET[way]):
            form = make_form(rows.moved(request.POST, row, way))
            form.unjudge()
            form.rows.told_of_move(request.GET[way], way)
            return form
    form = make_form(one_more(request.POST, rows) if MORE in request.GET else request.POST)
    form.unjudge()
    form.rows.forms[-1].take_focus()
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def delete_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks, and deletes a meeting that was prepared by mistake; what was said in one stays."""
    if request.method == "POST":  # who writes down an entry meanwhile waits, or was first
        list(Meeting.objects.select_for_update().filter(pk=pk))
    meeting = meeting_of(request, pk)
    if not meeting.is_editable_by(request.user):
        raise PermissionDenied
    is_needed = _why_it_stays(meeting)
    if request.method == "POST" and not is_needed:
        name = str(meeting)
        _delete(meeting)
        messages.success(request, _("“%(meeting)s” is deleted.") % {"meeting": name})
        return redirect("meeting-list")
    context = {"meeting": meeting, "is_needed": is_needed, "projects": meeting.items.count()}
    status = 409 if request.method == "POST" else 200
    return render(request, "portfolio/meetings/delete.html", context, status=status)


def _why_it_stays(meeting: Meeting) -> str:
    """In a sentence; empty for one that can be deleted."""
    if meeting.is_closed:
        return _("The meeting is closed: it was held, and stays.")
    if meeting.entries.exists():
        return _("Something is written down in the meeting already: it stays.")
    return ""


@renewed_once()
def _delete(meeting: Meeting) -> None:
    meeting.delete()
