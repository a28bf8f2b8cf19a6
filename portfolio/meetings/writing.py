"""What is said in a meeting is written where it is said; each small form is saved by itself."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.types import SignedInRequest
from accounts.web.posts import require_POST
from accounts.web.typed_text import next_address
from portfolio.meetings.agenda import item_for
from portfolio.meetings.forms import EntryForm, StandForm, entry_form
from portfolio.meetings.screen import STAND, Place, screen
from portfolio.web.in_place import is_in_place, whole_page
from projects.clock import today
from projects.editing.edit import edit, status_of
from projects.models import EntryKind, Meeting, MeetingEntry, Project
from projects.saving.reasons import give_reason
from projects.talk.mail import tell_of_reports

TYPED = ("text", "owner_name", "due", "stand-text", "stand-forecast_end")


@require_POST
@transaction.atomic
def write_of_item(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """A decision, an action or a note about a project."""
    item = item_for(request.user, pk)
    if item is None:
        return refused(request, 404)
    return _write(request, Place(item.meeting, item), EntryKind(kind))


@require_POST
@transaction.atomic
def write_of_other(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The same beside all projects."""
    meeting = Meeting.objects.visible_to(request.user).filter(pk=pk).first()
    if meeting is None:
        return refused(request, 404)
    return _write(request, Place(meeting), EntryKind(kind))


def _write(request: SignedInRequest, place: Place, kind: EntryKind) -> HttpResponse:
    # Of two who write at once the second waits, and sees what the first wrote.
    place.meeting = Meeting.objects.select_for_update().get(pk=place.meeting.pk)
    if not place.meeting.is_written_by(request.user, place.project):
        return refused(request, 403, place)
    entry = MeetingEntry(
        meeting=place.meeting, project=place.project, kind=kind, written_by=request.user
    )
    form = entry_form(entry, request.POST)
    if not form.is_valid():
        return screen(request, place, form, kind)
    same = _same(entry)
    if same is not None:
        said = _("%(who)s has written the same already: it stands here once.") % {
            "who": same.written_by or "–"
        }
    else:
        give_reason(entry, place.meeting.reason)
        form.save()
        said = _written(kind)
    if is_in_place(request):
        return screen(request, place, None, kind, said)
    messages.success(request, said)
    return redirect(f"{place.address}#{kind}")


def _same(entry: MeetingEntry) -> MeetingEntry | None:
    """What says the same already: of two secretaries both have heard it."""
    rows = MeetingEntry.objects.filter(
        meeting=entry.meeting, project=entry.project, kind=entry.kind,
        owner=entry.owner, owner_name=entry.owner_name, due=entry.due,
    )  # fmt: skip
    text = " ".join(entry.text.split())
    return next((row for row in rows if " ".join(row.text.split()) == text), None)


def _written(kind: EntryKind) -> str:
    said = {
        EntryKind.DECISION: _("The decision is written down."),
        EntryKind.ACTION: _("The action is written down."),
        EntryKind.NOTE: _("The note is written down."),
    }
    return said[kind]


@require_POST
@transaction.atomic
def write_stand(request: SignedInRequest, pk: int) -> HttpResponse:
    """How the project stands now: a status report of today, and its status."""
    item = item_for(request.user, pk)
    if item is None:
        return refused(request, 404)
    place = Place(item.meeting, item)
    list(Project.objects.select_for_update().filter(pk=item.project_id))
    project = Project.objects.select_related("last_report").get(pk=item.project_id)
    if not place.meeting.is_written_by(request.user, project):
        return refused(request, 403, place)
    form = StandForm(project, request.user, request.POST)
    said = _("There was nothing new to save.")
    if form.is_filled:
        if not form.is_valid():
            return screen(request, place, form, STAND)
        new = form.save_stand(place.meeting, request.user)
        if new is not None:
            tell_of_reports([new], request.user, request)
        said = _("How the project stands is saved.")
    if is_in_place(request):
        return screen(request, place, None, STAND, said)
    messages.success(request, said)
    return redirect(f"{place.address}#{STAND}")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """An entry put right, or with `remove` taken out, while its meeting is not closed."""
    if request.method == "POST":
        list(MeetingEntry.objects.select_for_update().filter(pk=pk))
    rows = MeetingEntry.objects.visible_to(request.user).select_related("meeting", "project")
    entry = rows.filter(pk=pk).first()
    if entry is None:
        if request.method == "POST":
            return refused(request, 404)
        raise Http404
    place = place_of(entry, request)
    if not entry.is_editable_by(request.user):
        if request.method == "POST":
            return refused(request, 403, place)
        raise PermissionDenied
    back = f"{place.address}#{entry.kind}"
    if "remove" in request.POST:
        give_reason(entry, entry.meeting.reason)
        entry.delete()
        messages.success(request, _("It is taken out. The history keeps it."))
        return redirect(back)

    def make_form(data: QueryDict | None) -> EntryForm:
        return entry_form(MeetingEntry.objects.select_related("meeting").get(pk=pk), data)

    def show(form: EntryForm) -> HttpResponse:
        context = {"form": form, "entry": entry, "meeting": entry.meeting, "back": back}
        return render(request, "portfolio/meetings/entry.html", context, status=status_of(form))

    def save(form: EntryForm) -> HttpResponse:
        give_reason(form.instance, entry.meeting.reason)
        form.save()
        messages.success(request, _("It is saved."))
        return redirect(back)

    return edit(request, entry, make_form, show=show, save=save)


def place_of(entry: MeetingEntry, request: SignedInRequest) -> Place:
    """Where the entry was written; its project may have left the agenda since."""
    item = None
    if entry.project_id:
        found = entry.meeting.items.filter(project=entry.project_id).first()
        item = item_for(request.user, found.pk) if found else None
    return Place(entry.meeting, item)


@require_POST
@transaction.atomic
def mark_done(request: SignedInRequest, pk: int) -> HttpResponse:
    """An action is done, or with `open` is not."""
    rows = MeetingEntry.objects.visible_to(request.user).select_for_update(of=("self",))
    entry = get_object_or_404(rows.select_related("meeting", "project"), pk=pk)
    if not entry.is_done_by(request.user):
        raise PermissionDenied
    done = None if "open" in request.POST else today()
    if (entry.done_on is None) != (done is None):
        entry.done_on = done
        entry.save()
    said = _("“%(action)s” is done.") if done else _("“%(action)s” is open again.")
    messages.success(request, said % {"action": entry.text[:80]})
    return redirect(next_address(request, entry.meeting.get_absolute_url()))


def refused(request: SignedInRequest, status: int, place: Place | None = None) -> HttpResponse:
    """What was typed is shown, so that it can be copied: there is no form any more to keep it."""
    typed = [request.POST.get(name, "").strip() for name in TYPED]
    context = {"typed": [text for text in typed if text], "place": place, "is_gone": status == 404}
    page = render(request, "portfolio/meetings/refused.html", context, status=status)
    whole = whole_page(request, page)
    if "HX-Push-Url" in whole:  # the form's own address is no page
        whole["HX-Push-Url"] = place.address if place else reverse("meeting-list")
    return whole
