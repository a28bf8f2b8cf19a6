"""The buttons that move a row of the workbench or of the chapters, and where the focus goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.posts import keeps_draft
from accounts.typed import is_key
from reports.drafting.order import CannotMove

BUTTONS = {"up": True, "down": False}  # whether the row goes before the one named


def move_as_asked(
    request: HttpRequest, row: Any, move: Callable[..., None], said: Callable[[Any], str], page: str
) -> HttpResponse:
    """Moves the row before (`up`) or after (`down`) the neighbour that the page showed.

    `said` tells where the row is now; `page` names the page of the plan that follows.
    """
    back = f"{reverse(page, args=[row.plan_id])}?moved={row.pk}"
    for to, before in BUTTONS.items():
        beside = request.POST.get(to, "")
        if is_key(beside):
            back += f"&to={to}"
            try:
                move(row, int(beside), before=before)
            except CannotMove as refusal:
                messages.warning(request, refusal.args[0])
                return keeps_draft(redirect(back))
            else:
                messages.success(request, said(row))
    return redirect(back)  # no fragment: a page that is opened at one does not follow autofocus


def held_by(beside: dict[str, int], to: str) -> str:
    """The button that a moved row is held by: the one pressed, unless it leads no further."""
    return to if to in beside else next(iter(beside), "name")
