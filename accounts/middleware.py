"""The language of the signed-in person, the end of idle sessions, and the second factor."""

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.permissions import edits_everything


class UserLanguageMiddleware:
    """Shows pages in the language that the person chose; else in the cookie's, else in Finnish.

    The browser's own language is not asked: Finnish is the default of the service.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = {code for code, _name in settings.LANGUAGES}
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(
            settings.LANGUAGE_COOKIE_NAME, ""
        )
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class IdleTimeoutMiddleware:
    """Moves the session's end (`SESSION_COOKIE_AGE`) while it is in use, once a minute at most."""

    STEP = 60  # seconds

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get("used_at", 0) >= self.STEP:
            request.session["used_at"] = now
            # What the page of one's sessions shows; allauth's middleware writes at every request.
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """With `MFA_REQUIRED`, who edits everything sets up a second factor before anything else.

    Who signed in with the organisation's provider had their factors asked there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MFA_REQUIRED and self._is_missing(request):
            messages.info(
                request,
                _("Your role needs a second step at sign-in. Set up an authenticator app here."),
            )
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _is_missing(self, request: HttpRequest) -> bool:
        if request.path.startswith(("/accounts/", "/static/", "/brand.css")):
            return False
        if not request.user.is_authenticated or not edits_everything(request.user):
            return False
        methods = {record["method"] for record in get_authentication_records(request, request.user)}
        return "socialaccount" not in methods and not is_mfa_enabled(request.user)
