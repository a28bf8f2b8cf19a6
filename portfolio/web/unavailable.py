"""503: what the service leans on is away, busy or full. The page says what and keeps what was sent.

Drawn without the database. What was typed comes back as a form that sends it once more: a browser's
*Back* would bring an empty one, because pages of signed-in people are not kept.
"""

from __future__ import annotations

import logging
import sys

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from accounts.types import Context
from accounts.web.troubles import Trouble, trouble_of
from organisation.traces import request_id

log = logging.getLogger(__name__)

NO_MEMORY = gettext_noop("The page needs more memory than the service has just now.")
REASONS = {
    Trouble.FULL: gettext_noop(
        "The disk of the service is full, so nothing can be saved. The administrator has to make "
        "room."
    ),
    Trouble.READ_ONLY: gettext_noop(
        "The service may not write to its disk or its database just now. The administrator has to "
        "mend it."
    ),
    Trouble.BUSY: gettext_noop("Something else is being saved and takes long."),
    Trouble.AWAY: gettext_noop(
        "The database does not answer: it is being restarted, or too many use it at once."
    ),
    Trouble.FILES: gettext_noop(
        "The storage of files does not answer. Pages without files go on working."
    ),
}
SOON, LATER = "30", "300"  # seconds after which asking again makes sense
SHOWN = 20  # characters from which on something typed is shown, not only sent once more
SECRETS = ("password", "credential", "code", "otp")


def handler500(request: HttpRequest) -> HttpResponse:
    """The page of a failure (`portfolio.urls`): 503 with its reason, or 500."""
    error = sys.exc_info()[1]
    trouble = trouble_of(error) if error is not None else None
    is_memory = isinstance(error, MemoryError)
    if trouble is None and not is_memory:
        page = render_to_string("500.html", {"number": request_id.get()})
        return HttpResponse(page, status=500)
    # What stands around the page would ask a database that does not answer once more.
    request.user = AnonymousUser()
    reason = REASONS[trouble] if trouble else NO_MEMORY
    context = {
        "languages": [_words(code, reason) for code in _languages(request)],
        "again": request.get_full_path() if request.method in ("GET", "HEAD") else "",
        "sent": _sent(request),
        "number": request_id.get(),
    }
    page = render_to_string("503.html", context)
    soon = trouble in (Trouble.BUSY, Trouble.AWAY, Trouble.FILES) or is_memory
    headers = {"Retry-After": SOON if soon else LATER, "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _languages(request: HttpRequest) -> list[str]:
    """The reader's, if it is known without the database; else all."""
    known = dict(settings.LANGUAGES)
    chosen = getattr(request, "LANGUAGE_CODE", "") or request.COOKIES.get(
        settings.LANGUAGE_COOKIE_NAME, ""
    )
    return [chosen] if chosen in known else list(known)


def _words(code: str, reason: str) -> dict[str, str]:
    with translation.override(code):
        return {
            "code": code,
            "title": gettext("The service cannot answer just now"),
            "reason": gettext(reason),
            "nothing_saved": gettext(
                "What you sent was probably not saved. It is kept on this page: send it again in "
                "a moment, and leave the page open until then."
            ),
            "files": gettext("Files have to be chosen again:"),
            "number": gettext("Number to tell:"),
            "lost": gettext("What you sent was not saved. Go back and send it again in a moment."),
            "wait": gettext("Try again in a moment. If it goes on, tell the administrator."),
            "send": gettext("Send again"),
            "try": gettext("Try again"),
            "typed": gettext("What you wrote"),
        }


def _sent(request: HttpRequest) -> Context | None:
    """The fields of the form that was sent, to be sent again; none of a page with a secret.

    Its token against forgery is the one that came along: what another site made a browser send
    is refused then as it is now.
    """
    if request.method != "POST":
        return None
    try:
        fields = [(name, value) for name, row in request.POST.lists() for value in row]
        files = [file.name for _name, row in request.FILES.lists() for file in row]
    except Exception:  # the body itself could not be read
        return {"fields": []}
    if request.path_info.startswith("/accounts/") or any(
        secret in name.lower() for name, _value in fields for secret in SECRETS
    ):
        return {"fields": []}
    return {
        "action": request.get_full_path(),
        "fields": fields,
        "files": files,
        "typed": [
            value
            for name, value in fields
            if name != "csrfmiddlewaretoken" and (len(value) >= SHOWN or "\n" in value)
        ],
    }
