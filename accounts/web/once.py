"""The same form sent twice makes one thing: the second answer is the first one's.

Each page gives its forms a value of its own against forged requests, which no other page has. The
same person, address, value and content are therefore the same form sent again: reloaded, clicked
twice, or sent by a slow network. What it led to stands in a row that is written in the transaction
of the change, so the second of two at the same moment waits for the first.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from typing import ParamSpec

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from accounts.models import SentForm
from accounts.web.posts import closes_window, forget_draft, is_saved

TOKEN = "csrfmiddlewaretoken"
KEPT_FOR = datetime.timedelta(days=1)
WORKS_LONG, ONLY_ASKS = "works_long", "only_asks"  # of a view
P = ParamSpec("P")


def works_long(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For a view that renders or reads documents while one waits: nobody else's save waits too.

    It keeps by itself from doing its work twice at the same moment.
    """
    setattr(view, WORKS_LONG, True)
    return view


def only_asks(name: str) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """For a view that is asked while somebody types, with that name in the address, and then saves
    nothing: nobody's save waits for it, and nothing is written down of it.
    """

    def marked(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        setattr(view, ONLY_ASKS, name)
        return view

    return marked


class OnceMiddleware:
    """Answers a form that was sent already as the first time. What was refused may be sent again.

    Stands last, around the view: what the view saves and that it did are saved together.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if not key or _mark(request, ONLY_ASKS) in request.GET:
            return self.get_response(request)
        if _mark(request, WORKS_LONG):
            first = SentForm.objects.filter(pk=key).first()
            if first is not None:
                return _first_answer(request, first)
            response = self.get_response(request)
            if is_saved(response):
                SentForm.objects.get_or_create(pk=key, defaults=_outcome(response))
            return response
        with transaction.atomic():
            row, is_first = SentForm.objects.get_or_create(pk=key)
            if not is_first:
                return _first_answer(request, row)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif is_saved(response):
                SentForm.objects.filter(pk=key).update(**_outcome(response))
            else:
                row.delete()
        return response


def prune() -> int:
    """Drops what was sent more than a day ago. Returns how many rows."""
    return SentForm.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _key(request: HttpRequest) -> str:
    """Which form of which page this is, with all that it says; empty where that is not known."""
    if request.method != "POST" or not request.user.is_authenticated:
        return ""
    token = request.POST.get(TOKEN, "")
    if not token:
        return ""
    digest = hashlib.sha256()
    for part in _parts(request):
        digest.update(f"{len(part)}:".encode() + part)
    return salted_hmac("accounts.once", digest.hexdigest(), algorithm="sha256").hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    yield str(request.user.pk).encode()
    yield request.get_full_path().encode(errors="replace")
    for name, values in sorted(request.POST.lists()):
        for value in values:
            yield name.encode(errors="replace")
            yield value.encode(errors="replace")
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"{name} {file.name}".encode(errors="replace")
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            yield content.digest()


def _mark(request: HttpRequest, name: str) -> object:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return None
    return getattr(view, name, None)


def _outcome(response: HttpResponse) -> dict[str, str]:
    page = response.content.decode() if closes_window(response) else ""
    return {"location": response.get("Location", ""), "page": page}


def _first_answer(request: HttpRequest, first: SentForm) -> HttpResponse:
    if first.page:
        return forget_draft(request, HttpResponse(first.page))
    messages.info(request, _("The same form was sent already. Nothing was done twice."))
    if first.location:
        return HttpResponse(status=302, headers={"Location": first.location})
    return forget_draft(request, HttpResponseClientRefresh())
