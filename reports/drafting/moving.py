"""What the workbench does with projects and the page of chapters with chapters: one code.

A row is moved up or down, taken out and brought back; here are the buttons and the answers, and in
`order.py` what becomes of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.permissions import edits_everything
from accounts.types import Context
from accounts.web.posts import keeps_draft
from accounts.web.typed_text import is_key, key_of
from reports.drafting.drafts import Gone
from reports.drafting.order import CannotMove, Row, bring_back
from reports.models import ActionPlan, PlanChapter, PlanEntry

BUTTONS = {"up": True, "down": False}  # whether the row goes before the one named


Moved = TypeVar("Moved", PlanEntry, PlanChapter, contravariant=True)


class Move(Protocol[Moved]):
    """Puts a row directly before or after another one (its key). Raises `CannotMove`."""

    def __call__(self, row: Moved, /, beside: int, *, before: bool) -> None: ...


@dataclass(frozen=True)
class Place:
    """A row's key, and what it shares with those that it may be moved among."""

    key: int
    shared: object = None


def row_buttons(places: Sequence[Place], request: HttpRequest) -> list[Context]:
    """For each row the neighbours that its buttons name (`up`, `down`), and in the row that was
    just moved (`?moved=`) the button that has the `focus`.
    """
    moved, pressed = key_of(request.GET.get("moved", "")), request.GET.get("to", "")
    rows = []
    for at, place in enumerate(places):
        near = {"up": places[max(at - 1, 0)], "down": places[min(at + 1, len(places) - 1)]}
        beside = {
            name: other.key
            for name, other in near.items()
            if other is not place and other.shared == place.shared
        }
        focus = _focused_button(beside, pressed) if place.key == moved else ""
        rows.append({"up": beside.get("up"), "down": beside.get("down"), "focus": focus})
    return rows


def _focused_button(beside: dict[str, int], pressed: str) -> str:
    """The button pressed, unless it leads no further; `name` where there is none."""
    return pressed if pressed in beside else next(iter(beside), "name")


def move_row(
    request: HttpRequest, row: Row, move: Move[Row], describe: Callable[[Row], str], page: str
) -> HttpResponse:
    """Moves the row before (`up`) or after (`down`) the neighbour that the page showed.

    `describe` says where the row is now; `page` names the page of the plan that follows.
    """
    back = f"{reverse(page, args=[row.plan_id])}?moved={row.pk}"
    for button, before in BUTTONS.items():
        beside = request.POST.get(button, "")
        if is_key(beside):
            back += f"&to={button}"
            try:
                move(row, int(beside), before=before)
            except CannotMove as refusal:
                messages.warning(request, refusal.args[0])
                return keeps_draft(redirect(back))
            else:
                messages.success(request, describe(row))
    return redirect(back)  # no fragment: a page that is opened at one does not follow autofocus


def take_out_row(request: HttpRequest, row: Row, message: str, page: str) -> HttpResponse:
    """Takes the row out of its plan; the page that follows offers to bring it back."""
    model, key = type(row), row.pk
    row.delete()
    messages.success(request, message)
    gone = model.history.filter(id=key, history_type="-").order_by("-history_id").first()
    return redirect(f"{reverse(page, args=[row.plan_id])}?removed={gone.history_id}")


def bring_row_back(
    request: HttpRequest, model: type[Row], plan: ActionPlan, describe: Callable[[Row | None], str],
    page: str, *, shows_row: bool = False,
) -> HttpResponse:  # fmt: skip
    """Brings a row that was taken out back to its place (`version`: a history row).

    `describe` says that it is back, or of None that it was there; empty says nothing.
    """
    back = reverse(page, args=[plan.pk])
    try:
        row = bring_back(model, plan, key_of(request.POST.get("version", "")))
    except model.history.model.DoesNotExist as error:
        raise Http404 from error
    except CannotMove as refusal:
        messages.warning(request, refusal.args[0])
        return keeps_draft(redirect(back))
    if text := describe(row):
        (messages.success if row else messages.info)(request, text)
    return redirect(f"{back}?moved={row.pk}" if row and shows_row else back)


def raise_gone(request: HttpRequest, model: type[PlanEntry | PlanChapter], pk: int) -> NoReturn:
    """Of a row that is not there: `Gone` for planners where its plan still knows it, else 404."""
    gone = model.history.filter(id=pk, history_type="-").first()
    if gone is None or not edits_everything(request.user):
        raise Http404
    raise Gone(gone.plan_id)
