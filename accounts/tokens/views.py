"""The pages on which tokens are made and revoked: one's own, and those of services."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.models import ApiToken
from accounts.permissions import Role, administrators_only, roles_of
from accounts.signing_in import sessions
from accounts.tokens.forms import ServiceTokenForm, TokenForm
from accounts.types import SignedInRequest
from accounts.web.posts import require_POST

SHOWN_ONCE = "new_api_token"  # in the session, until the next page


@require_http_methods(["GET", "HEAD", "POST"])
def own_tokens(request: SignedInRequest) -> HttpResponse:
    """One's tokens, and a form for one more."""
    if not roles_of(request.user):
        raise PermissionDenied
    form = TokenForm(request.POST if request.method == "POST" else None)
    rows = list(request.user.api_tokens.filter(revoked_at=None))
    if request.method == "POST":
        sessions.ask_again(request)
        if len(rows) >= ApiToken.MOST:
            text = _("You have %(most)d tokens already. Revoke one of them first.")
            form.add_error(None, text % {"most": ApiToken.MOST})
        if form.is_valid():
            step = sessions.gave_second_step(request)
            with transaction.atomic():
                secret = form.make(request.user, request.user, with_second_step=step)
                _note_made(request, form.instance)
            request.session[SHOWN_ONCE] = secret
            return redirect("api-tokens")
    return _page(request, form, rows, "accounts/tokens/own.html")


@require_http_methods(["GET", "HEAD", "POST"])
def service_tokens(request: SignedInRequest) -> HttpResponse:
    """The administrator's: tokens of services, and whoever else has some."""
    administrators_only(request.user)
    form = ServiceTokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        sessions.ask_again(request)
        if form.is_valid():
            step = sessions.gave_second_step(request)
            with transaction.atomic():
                secret = form.make_service(request.user, with_second_step=step)
                _note_made(request, form.instance)
            request.session[SHOWN_ONCE] = secret
            return redirect("service-tokens")
    rows = ApiToken.objects.filter(revoked_at=None).select_related("owner").order_by(
        "-is_service", "name", "pk"
    )  # fmt: skip
    return _page(request, form, list(rows), "accounts/tokens/services.html")


@require_POST
def revoke_token(request: SignedInRequest, pk: int) -> HttpResponse:
    """One's own; an administrator any. The account of a service goes with its last token."""
    token = get_object_or_404(ApiToken.objects.select_related("owner"), pk=pk)
    is_administrator = Role.ADMINISTRATOR in roles_of(request.user)
    if token.owner_id != request.user.pk and not is_administrator:
        raise Http404
    with transaction.atomic():
        if ApiToken.objects.filter(pk=pk).revoke():
            audit.record(audit.Event.TOKEN_REVOKED, request=request, about=token)
            _close_account(token)
    text = _("The token “%(name)s” is revoked: it opens nothing any more.")
    messages.success(request, text % {"name": token.name})
    return redirect("api-tokens" if token.owner_id == request.user.pk else "service-tokens")


def _close_account(token: ApiToken) -> None:
    owner = token.owner
    if token.is_service and not owner.api_tokens.filter(revoked_at=None).exists():
        owner.is_active = False
        owner.save()


def _note_made(request: SignedInRequest, token: ApiToken) -> None:
    until = token.expires_at.date().isoformat()
    detail = f"{token.scope}, {until}, {token.owner.username}"
    audit.record(audit.Event.TOKEN_MADE, request=request, about=token, detail=detail)


def _page(
    request: SignedInRequest, form: TokenForm, rows: list[ApiToken], template: str
) -> HttpResponse:
    context = {"form": form, "rows": rows, "secret": request.session.pop(SHOWN_ONCE, "")}
    return render(request, template, context, status=400 if form.errors else 200)
