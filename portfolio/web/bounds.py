"""What no page can use is refused before it is asked: one place for every address.

A NUL, which PostgreSQL stores in no text; an address as long as a book; a number longer than any
row's; a form in another encoding than the pages'. A button's address that is opened as a page
answers with a page that leads on.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    UnreadablePostError,
)
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

LONGEST_QUERY = 16_000  # characters; a view of the list with all its filters takes some 1,500
LONGEST_COOKIE = 4096  # what a browser keeps of one (RFC 6265, 6.1)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
NUL_IN_QUERY = re.compile(r"\x00|%00")
ENCODINGS = ("utf-8", "utf8", "us-ascii")
# A whole part of an address, `/projects/99…9/`: no row has such a number.
TOO_LARGE = re.compile(r"(^|/)\d{19,}(/|$)")


class BoundsMiddleware:
    """Stands before whatever asks the database; refuses where the page of the refusal can be drawn.

    Cookies that no page of ours has set are dropped: Django reads `"\\000"` in one as a NUL, and
    asks the database for such a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name, value in list(request.COOKIES.items()):
            if len(value) > LONGEST_COOKIE or CONTROL.search(value):
                del request.COOKIES[name]
        given = request.content_params or {}
        request.is_in_our_encoding = given.get("charset", "utf-8").lower() in ENCODINGS
        request.encoding = "utf-8"
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            # A button's address that was opened without the button.
            response.content = render_to_string("405.html", request=request)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        arguments: tuple[str, ...],
        names: dict[str, str],
    ) -> HttpResponse | None:
        if CONTROL.search(request.path_info) or TOO_LARGE.search(request.path_info):
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY or NUL_IN_QUERY.search(query):
            raise BadRequest("The query is too long, or holds a NUL")
        if not request.is_in_our_encoding:
            raise BadRequest("Pages and forms are UTF-8")
        if request.method == "POST":
            _drop_nul(request)
        return None


def _drop_nul(request: HttpRequest) -> None:
    """No person types a NUL: it goes, so that the form keeps and saves what was typed."""
    try:
        sent = request.POST
    except UnreadablePostError:
        return  # the visitor has gone; the view is told
    if any("\0" in value for _name, values in sent.lists() for value in values):
        kept = sent.copy()
        for name, values in sent.lists():
            kept.setlist(name, [value.replace("\0", "") for value in values])
        request.POST = kept  # type: ignore[assignment]
