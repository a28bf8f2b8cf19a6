"""A csv has no place for a sentence: what it would leave out is told before it is made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

ANYWAY = "anyway"
"""The parameter with which the file is made all the same."""


def ask_before_csv(request: HttpRequest, rejected: list[str], back: str) -> HttpResponse:
    """A page with what of the address does not hold, and the file one click on."""
    query = request.GET.copy()
    query[ANYWAY] = "1"
    context = {"rejected": rejected, "back": back, "file": f"{request.path}?{query.urlencode()}"}
    return render(request, "portfolio/before_csv.html", context)
