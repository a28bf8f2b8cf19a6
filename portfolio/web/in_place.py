"""Answers to htmx: a part of the page in its place, or a page that takes the place of the whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def is_in_place(request: HttpRequest) -> bool:
    """Whether the answer goes into a page that is there already."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def whole_page(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """A question or a refusal takes the place of the whole page, with the form's own address."""
    if request.headers.get("HX-Request"):
        page.status_code = 200  # htmx puts nothing else in
        page["HX-Retarget"], page["HX-Reswap"] = "body", "innerHTML"
        page["HX-Push-Url"] = request.get_full_path()
    return page
