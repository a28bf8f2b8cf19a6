"""The language of the signed-in person, the end of idle sessions, and the second factor."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.signing_in import devices, sessions
from accounts.web.posts import keeps_draft, turned_away
from accounts.web.troubles import trouble_of

NEW_DEVICE = "new_device"  # of a session: the sign-in is not remembered with the device yet


class UserLanguageMiddleware:
    """Shows pages in the language that the person chose; else in the cookie's, else in Finnish.

    The browser's own language is not asked: Finnish is the default of the service.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        codes = {code for code, _name in settings.LANGUAGES}
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(
            settings.LANGUAGE_COOKIE_NAME, ""
        )
        language = chosen if chosen in codes else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ReadingOnMiddleware(SessionMiddleware):
    """Sessions; where one cannot be saved because nothing can be written, one reads on.

    Django takes each session that cannot be saved for one that ended meanwhile (400).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except SessionInterrupted as error:
            refused = error.__context__ and error.__context__.__context__
            if refused is None or trouble_of(refused) is None:
                raise
            if request.method in ("GET", "HEAD"):
                return response
            raise refused from None


class IdleTimeoutMiddleware:
    """Moves the session's end (`SESSION_COOKIE_AGE`) while it is in use, once a minute at most."""

    STEP = 60  # seconds

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get("used_at", 0) >= self.STEP:
            self._move(request, now)
        return self.get_response(request)

    def _move(self, request: HttpRequest, now: int) -> None:
        """Where nothing can be written, as on a full disk, one reads on until the session ends."""
        try:
            with transaction.atomic():
                request.session["used_at"] = now
                request.session.save()
                # What the page of one's sessions shows; allauth's writes at every request.
                UserSession.objects.create_from_request(request)
        except DatabaseError as error:
            if trouble_of(error) is None:
                raise
            request.session.modified = False


class SecondFactorMiddleware:
    """With `MFA_REQUIRED`, people who edit everything give a second step before anything else.

    A session without it answers the pages that ask for it, the language and signing out.
    """

    OPEN = frozenset(
        {"account_logout", "account_reauthenticate", "set_language", "brand", "favicon", "robots",
         "security", "well-known-security"}
    )  # fmt: skip
    SET_UP = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})
    GIVE = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_new = request.user.is_authenticated and request.session.get(NEW_DEVICE)
        if is_new and sessions.is_whole(request):
            del request.session[NEW_DEVICE]
            devices.remember(request, response)
        return response

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if not request.user.is_authenticated or name in self.OPEN or sessions.is_whole(request):
            return None
        if sessions.has_second_step(request.user):
            if name in self.GIVE:
                return None
            if request.method == "POST":
                messages.warning(request, _("Nothing was saved: your second step is asked first."))
            return turned_away(request, reverse("mfa_reauthenticate"))
        if name in self.SET_UP:
            return None
        if request.headers.get("Sec-Fetch-Dest", "document") == "document":
            messages.info(
                request,
                _("Your role needs a second step at sign-in. Set up an authenticator app here."),
            )
        return keeps_draft(redirect("mfa_activate_totp"))
