"""One project of a meeting on a screen, and what stands beside all projects."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from accounts.types import AnyUser, Context, SignedInRequest
from accounts.web.posts import forget_draft
from portfolio.meetings.agenda import AgendaRow, agenda_of, item_of, meeting_of, since
from portfolio.meetings.forms import EntryForm, StandForm, entry_form
from portfolio.web.in_place import is_in_place
from projects.changes.between_days import changes_between
from projects.changes.words import sentence
from projects.clock import day_of, today
from projects.confidentiality import Piece
from projects.editing.edit import status_of
from projects.models import EntryKind, Meeting, MeetingEntry, MeetingItem, Project

STAND = "stand"
PARTS = (STAND, *EntryKind.values)
"""The parts of the screen that are saved each by itself, by the keys of their places."""


@dataclass
class Place:
    """Where in a meeting something is said: at a project, or beside all of them."""

    meeting: Meeting
    item: MeetingItem | None = None
    entries: list[MeetingEntry] = field(default_factory=list)

    @property
    def project(self) -> Project | None:
        return self.item.project if self.item else None

    @property
    def address(self) -> str:
        if self.item:
            return self.item.get_absolute_url()
        return reverse("meeting-other", args=[self.meeting.pk])

    def address_of(self, part: str) -> str:
        """Where the form of a part is sent to."""
        if self.item:
            return reverse(f"meeting-item-{part}", args=[self.item.pk])
        return reverse(f"meeting-other-{part}", args=[self.meeting.pk])

    @property
    def stand_address(self) -> str:
        return self.address_of(STAND)

    def read(self, user: AnyUser) -> None:
        rows = MeetingEntry.objects.visible_to(user).filter(
            meeting=self.meeting, project=self.project
        )
        self.entries = list(rows.select_related("owner", "written_by", "project"))


@dataclass(frozen=True)
class Part:
    """Entries of one kind with the form of a new one; no form for who only reads."""

    kind: EntryKind
    entries: list[MeetingEntry]
    form: EntryForm | None
    address: str

    @property
    def title(self) -> str:
        titles = {
            EntryKind.DECISION: _("Decisions"),
            EntryKind.ACTION: _("Actions"),
            EntryKind.NOTE: pgettext("in a meeting", "Notes"),
        }
        return titles[self.kind]


def part_of(place: Place, kind: EntryKind, user: AnyUser, form: EntryForm | None) -> Part:
    may_write = place.meeting.is_written_by(user, place.project)
    if form is None and may_write:
        entry = MeetingEntry(meeting=place.meeting, project=place.project, kind=kind)
        form = entry_form(entry, None)
    entries = [row for row in place.entries if row.kind == kind]
    return Part(kind, entries, form if may_write else None, place.address_of(kind))


@require_GET
def item_page(request: SignedInRequest, pk: int) -> HttpResponse:
    item = item_of(request, pk)
    return screen(request, Place(item.meeting, item))


@require_GET
def other_page(request: SignedInRequest, pk: int) -> HttpResponse:
    return screen(request, Place(meeting_of(request, pk)))


def screen(
    request: SignedInRequest,
    place: Place,
    sent: EntryForm | StandForm | None = None,
    part: str = "",
    said: str = "",
) -> HttpResponse:
    """The screen with a form that was sent, or for htmx the one part of it that changed."""
    wanted = part or request.GET.get("part", "")
    alone = is_in_place(request) and wanted in PARTS
    context = _context(request, place, sent, wanted if alone else "")
    context["said"] = said
    if not alone:
        status = status_of(sent) if sent is not None else 200
        name = "item" if place.item else "other"
        return render(request, f"portfolio/meetings/{name}.html", context, status=status)
    context |= {"part": context["stand_part"] if wanted == STAND else context["parts"][0]}
    name = "stand" if wanted == STAND else "entries"
    if part:
        if sent is None and part != STAND and context["part"].form is not None:
            context["part"].form.fields["text"].widget.attrs["autofocus"] = True  # for the next one
        answer = render(request, f"portfolio/meetings/{name}_saved.html", context)
        return answer if sent is not None else forget_draft(request, answer)
    return render(request, "portfolio/meetings/entry_rows.html", context)


def _context(
    request: SignedInRequest, place: Place, sent: EntryForm | StandForm | None, only: str
) -> Context:
    user, meeting = request.user, place.meeting
    place.read(user)
    kinds = [kind for kind in EntryKind if only in ("", kind)]
    may_write = meeting.is_written_by(user, place.project)
    for_kind = sent.instance.kind if isinstance(sent, EntryForm) else ""
    parts = [
        part_of(place, kind, user, sent if kind == for_kind else None)  # type: ignore[arg-type]
        for kind in kinds
    ]
    context: Context = {
        "meeting": meeting,
        "place": place,
        "parts": parts,
        "form": sent,
        "may_write": may_write,
        "stand_part": None,
    }
    if only in ("", STAND) and place.item is not None:
        context |= _stand(user, place.item, sent if isinstance(sent, StandForm) else None)
    if not only:
        context |= _around(user, place)
    return context


def _stand(user: AnyUser, item: MeetingItem, sent: StandForm | None) -> Context:
    """How the project stands: its newest report, and the form of another one."""
    whole = get_object_or_404(
        Project.objects.with_parts().select_related("owner", "manager", "last_report__author"),
        pk=item.project_id,
    )
    seen = whole.seen_by(user)
    form = sent
    if form is None and item.meeting.is_written_by(user, whole):
        form = StandForm(whole, user)
    report = None if Piece.REPORTS in seen.left_out else seen.last_report
    return {"project": seen, "report": report, "stand_part": {"form": form}, "stand_form": form}


def _around(user: AnyUser, place: Place) -> Context:
    """The way to the other screens, and what is news to this group."""
    rows = agenda_of(place.meeting, user).rows
    before, first = since(place.meeting)
    here = next((n for n, row in enumerate(rows) if row.item == place.item), len(rows))
    closed = place.meeting.closed_at
    last = day_of(closed) if closed else today()
    context: Context = {
        "rows": rows,
        "before": before if before and before.is_visible_to(user) else None,
        "since": first,
        "place_number": here + 1,
        "previous_screen": rows[here - 1].item.get_absolute_url() if here else "",
        "next_screen": _after(rows, here, place.meeting),
    }
    if place.item is None:
        return context
    key = place.item.project_id
    changes = changes_between(first, last, user, only=[key]) if first < last else []
    row: AgendaRow = rows[here]
    entries = MeetingEntry.objects.visible_to(user).filter(project=key)
    earlier = entries.exclude(meeting=place.meeting).select_related("meeting", "owner", "project")
    last_decisions = earlier.filter(meeting=before, kind=EntryKind.DECISION) if before else []
    return context | {
        "row": row,
        "news": [sentence(change) for change in changes],
        "decided_before": list(last_decisions),
        "open_actions": [_with_right(each, user) for each in earlier.open_actions()],
    }


def _with_right(entry: MeetingEntry, user: AnyUser) -> tuple[MeetingEntry, bool]:
    return entry, entry.is_done_by(user)


def _after(rows: list[AgendaRow], here: int, meeting: Meeting) -> str:
    if here + 1 < len(rows):
        return rows[here + 1].item.get_absolute_url()
    return reverse("meeting-other", args=[meeting.pk]) if here < len(rows) else ""
