"""The administrator's pages of webhooks: made, changed, tested, and what each was sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.models import Webhook, WebhookDelivery
from accounts.permissions import administrators_only
from accounts.signing_in import sessions
from accounts.types import SignedInRequest
from accounts.web.posts import require_POST
from accounts.webhooks import delivery, tell_test
from portfolio.webhooks.forms import ChangedWebhookForm, WebhookForm
from reports.models import Worker

SHOWN_ONCE = "new_webhook_secret"  # in the session, until the next page
SHOWN = 50  # deliveries of the log


@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: SignedInRequest) -> HttpResponse:
    """All of them, and a form for one more."""
    administrators_only(request.user)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    rows = list(Webhook.objects.all())
    if request.method == "POST":
        sessions.ask_again(request)
        if len(rows) >= Webhook.MOST:
            text = _("There are %(most)d webhooks already. Remove one of them first.")
            form.add_error(None, text % {"most": Webhook.MOST})
        if form.is_valid():
            with transaction.atomic():
                form.instance.made_by = request.user
                form.instance.renew_secret()
                webhook = form.save()
                _note(request, audit.Event.WEBHOOK_MADE, form)
            request.session[SHOWN_ONCE] = webhook.secret
            return redirect(webhook)
    context = {"form": form, "rows": rows}
    return render(
        request, "portfolio/webhooks/list.html", context, status=400 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of them: its form, and what it was sent."""
    row = _webhook(request, pk)
    form = ChangedWebhookForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        sessions.ask_again(request)
        with transaction.atomic():
            form.save()
            if not row.is_active:
                delivery.drop_waiting(row)
            if form.has_changed():
                _note(request, audit.Event.WEBHOOK_CHANGED, form)
        messages.success(request, _("Saved."))
        return redirect(row)
    rows: Any = row.deliveries.defer("body")
    context = {
        "form": form,
        "webhook": Webhook.objects.get(pk=pk),  # as it is stored, whatever the form says
        "deliveries": rows[:SHOWN],
        "total": rows.count(),
        "shown": SHOWN,
        "secret": request.session.pop(SHOWN_ONCE, ""),
        "no_worker": not Worker.is_any_running(),
    }
    return render(
        request, "portfolio/webhooks/page.html", context, status=400 if form.errors else 200
    )


@require_POST
def webhook_test(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _webhook(request, pk)
    tell_test(row)
    text = _("The test is on its way: the worker sends it in a moment. Load the page again then.")
    messages.success(request, text)
    return redirect(f"{row.get_absolute_url()}#log")


@require_POST
def webhook_secret(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another secret; the one of before signs nothing any more."""
    row = _webhook(request, pk)
    sessions.ask_again(request)
    with transaction.atomic():
        row.renew_secret()
        row.save(update_fields=["salt"])
        audit.record(audit.Event.WEBHOOK_CHANGED, request=request, about=row, detail="secret")
    request.session[SHOWN_ONCE] = row.secret
    return redirect(row)


@require_POST
def webhook_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _webhook(request, pk)
    with transaction.atomic():
        audit.record(audit.Event.WEBHOOK_REMOVED, request=request, about=row)
        row.delete()
    messages.success(request, _("The webhook “%(name)s” is removed.") % {"name": row.name})
    return redirect("webhooks")


@require_POST
def webhook_resend(request: SignedInRequest, pk: int) -> HttpResponse:
    """One delivery once more, with its number: whoever got it knows it again."""
    administrators_only(request.user)
    row = get_object_or_404(WebhookDelivery.objects.select_related("webhook"), pk=pk)
    delivery.send_again(row)
    messages.success(request, _("It is sent again: the worker does it in a moment."))
    return redirect(f"{row.webhook.get_absolute_url()}#log")


def _webhook(request: SignedInRequest, pk: int) -> Webhook:
    administrators_only(request.user)
    return get_object_or_404(Webhook, pk=pk)


def _note(request: SignedInRequest, event: str, form: WebhookForm) -> None:
    audit.record(event, request=request, about=form.instance, detail=form.told_of)
