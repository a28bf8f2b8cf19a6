"""Every POST has a page to come back to, and the browser is told which form was saved.

Somebody who posts after the session's end signs in and is led to the page of the form, never to an
address that answers POST alone. What was typed is kept by the browser (static/salkku/drafts.js).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators import http
from django_htmx.http import HttpResponseClientRedirect

ENDED = "ended"  # in the address of the sign-in: what was sent was not saved
SAVED = "salkku_saved"  # the cookie that names the form to static/salkku/drafts.js
ALONE = "takes_posts_alone"  # of a view: its address is no page
BUTTONS = {"admin:logout"}  # of Django's own addresses, those that are no pages
UNSAVED = "keeps_draft"  # of an answer: it leads on, but the form was not saved
HERE = "saved_here"  # of an answer: it leads nowhere, but the form was saved
# Somebody who is led there has saved nothing yet.
ASKING = ("account_login", "account_reauthenticate", "mfa_reauthenticate")

P = ParamSpec("P")


def require_POST(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """As Django's, for an address that is no page: nobody is ever led to it."""

    @wraps(view)
    def posting(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return posts_alone(*args, **kwargs)

    posts_alone = http.require_POST(view)
    setattr(posting, ALONE, True)
    return posting


def page_of(request: HttpRequest) -> str:
    """The page that a request came from: its own address, the form's page, or what stands above.

    An address that is a page itself is its own. Else the page of this site that the browser names
    (`Referer`); without one the nearest address above, `/projects/1/` for `/projects/1/comments/`.
    """
    own = request.get_full_path()
    part = request.headers.get("HX-Request") and request.method == "GET"  # no page by itself
    if _is_page(request.path) and not part:
        return own
    referer = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if referer and url_has_allowed_host_and_scheme(
        referer, hosts, require_https=request.is_secure()
    ):
        split = urlsplit(referer)
        if _is_page(split.path):
            return f"{split.path}?{split.query}" if split.query else split.path
    path = request.path
    while path.count("/") > 1:
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if _is_page(path):
            return path
    return get_script_prefix()


def turned_away(request: HttpRequest, to: str, **more: str) -> HttpResponse:
    """Leads to a sign-in, and from there to the page of the form. htmx leads the whole page."""
    address = f"{to}?{urlencode({REDIRECT_FIELD_NAME: page_of(request), **more}, safe='/')}"
    whole = not request.headers.get("HX-Request")
    return keeps_draft(redirect(address) if whole else HttpResponseClientRedirect(address))


def keeps_draft(response: HttpResponse) -> HttpResponse:
    """Marks an answer that leads on although the form was not saved."""
    setattr(response, UNSAVED, True)
    return response


def is_saved(response: HttpResponse) -> bool:
    """Whether the answer to a POST means that its form was saved."""
    if response.status_code not in (302, 303):
        return hasattr(response, HERE) or closes_window(response)
    to = urlsplit(response["Location"]).path
    return not hasattr(response, UNSAVED) and to not in map(reverse, ASKING)


def closes_window(response: HttpResponse) -> bool:
    """Whether it ends the administration's small window that adds what another form lacks."""
    return "admin/popup_response.html" in (getattr(response, "template_name", None) or ())


def forget_draft(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tells the browser's script that what it kept of this form is saved: the form's address."""
    setattr(response, HERE, True)
    response.set_cookie(
        f"{settings.COOKIE_PREFIX}{SAVED}",
        request.path,
        max_age=300,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for a sign-in; an answer to a POST that leads on means that its form was saved."""

    def handle_no_permission(  # type: ignore[override]  # to htmx it is no redirect of HTTP
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        to = resolve_url(self.get_login_url(view_func))
        return turned_away(request, to, **({ENDED: "1"} if request.method == "POST" else {}))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method == "POST" and request.user.is_authenticated and is_saved(response):
            return forget_draft(request, response)
        return response


def _is_page(path: str) -> bool:
    prefix = get_script_prefix()
    if not path.startswith(prefix):
        return False
    try:
        match = resolve(path.removeprefix(prefix.rstrip("/")))
    except Resolver404:
        return False
    is_button = getattr(match.func, ALONE, False) or match.view_name in BUTTONS
    return not is_button
