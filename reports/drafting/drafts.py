"""Only drafts of plans are edited: every page that changes a plan asks here."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import edits_everything
from accounts.web.posts import keeps_draft
from reports.models import ActionPlan


class NotADraft(Exception):
    """The plan (`args[0]`) is past its draft."""


class Gone(Exception):
    """What was to be changed was taken out of the plan (its key is `args[0]`) by somebody."""


def plan_to_edit(request: HttpRequest, pk: int) -> ActionPlan:
    """The plan, if the user may change it now; locked where the request changes it.

    Raises `NotADraft` past the draft, and 403 for who only reads.
    """
    plan = get_object_or_404(ActionPlan.objects.visible_to(request.user), pk=pk)
    if not edits_everything(request.user):
        raise PermissionDenied
    if request.method == "POST":
        plan = plan.lock()
    if not plan.is_editable_by(request.user):
        raise NotADraft(plan)
    return plan


def drafts_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view in one transaction, with a page that says why where a plan is past its draft."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: int, **kwargs: int) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except NotADraft as refusal:
            context = {"plan": refusal.args[0]}
            return render(request, "reports/drafting/not_a_draft.html", context, status=409)
        except Gone as refusal:
            text = _("It was taken out of the plan by somebody else in between.")
            messages.warning(request, text)
            return keeps_draft(redirect("plan-edit", refusal.args[0]))

    return answer
