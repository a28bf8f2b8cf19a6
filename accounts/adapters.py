"""How django-allauth signs people in here: nobody signs up; accounts are made by the administrator
or at the first sign-in with the organisation's own provider.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, sessions
from accounts.attempts import Answer, Attempt
from accounts.models import User
from accounts.oidc.grants import Grant, give, grant_of

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    # One sentence for a name that nobody has, a wrong password, a closed account and too many
    # attempts, whichever of name and address was typed.
    error_messages = DefaultAccountAdapter.error_messages | {
        f"{typed}_password_mismatch": gettext_lazy(
            "Signing in did not succeed. The username, e-mail address or password is wrong, or "
            "there were too many wrong attempts: after six, wait a quarter of an hour."
        )
        for typed in ("username", "email")
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, request: Any, level: int, *args: Any, **kwargs: Any) -> None:
        """Only what needs a person's attention: that they signed in they can see."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if "logged_in" not in str(template) and "logged_out" not in str(template):
            super().add_message(request, level, *args, **kwargs)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Answers alike, in words and work, for whatever keeps a person out."""
        word = str(credentials.get("username") or credentials.get("email") or "")
        password = str(credentials.get("password") or "")
        answer = Attempt.to_sign_in(request, word).look()
        if answer is Answer.MAY_TRY:
            return authenticate(request, username=word, password=password)
        if answer is Answer.REFUSED:
            User().check_password(password)
        return None

    def reauthenticate(self, user: Any, password: str) -> bool:
        """The password of who is signed in; wrong ones of all their sessions count together."""
        attempt = Attempt.in_session(self.request, user)
        if attempt.look() is not Answer.MAY_TRY:
            raise self.validation_error("too_many_login_attempts")
        if user.check_password(password):
            return True
        attempt.failed()
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only this host, and over HTTPS never down to HTTP."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Password and second step are asked for both (accounts/sessions.py), or the provider."""
        if app == "allauth.mfa" and not self._signs_in_here(self.request.user):
            raise PermissionDenied  # a passkey would be a door beside the provider
        sessions.ask_again(self.request)
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """What is asked for next; where nothing is, what could be."""
        every = super().get_reauthentication_methods(user) if self._signs_in_here(user) else []
        ways = sessions.asks_next(self.request)
        if not ways:
            return every
        offered = []
        for way in ways:
            if way == sessions.PROVIDER:
                app = SocialAccount.objects.filter(user=user).first().get_provider().app
                offered.append(
                    {
                        "id": "provider",
                        "description": _("Sign in with %(name)s") % {"name": app.name},
                        "url": reverse("oidc_login", args=[app.provider_id]),
                    }
                )
            wanted = {"password": "reauthenticate", "mfa": "mfa_reauthenticate"}.get(way)
            offered += [each for each in every if each["id"].partition(":")[0] == wanted]
        return offered

    def _signs_in_here(self, user: Any) -> bool:
        return not settings.SOCIALACCOUNT_ONLY and user.has_usable_password()


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Accounts and rights of people who sign in with OpenID Connect."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuses who may not come in before an account is made."""
        grant = grant_of(sociallogin.account.extra_data)
        if grant is None:
            self._refuse(request, sociallogin, "no_role")
        if sociallogin.is_existing:
            self._give(request, sociallogin.user, grant)
            return
        email = (sociallogin.user.email or "").lower()
        same = User.objects.annotate(folded=Lower("email")).filter(folded=email) if email else ()
        if not same:
            return
        verified = any(address.verified for address in sociallogin.email_addresses)
        if len(same) > 1 or not (verified or settings.OIDC_TRUST_EMAIL):
            self._refuse(request, sociallogin, "email_taken")
        if not same[0].is_active:
            self._refuse(request, sociallogin, "inactive")
        sociallogin.connect(request, same[0])
        audit.record(audit.Event.JOINED, request=request, actor=same[0], about=same[0])
        self._give(request, same[0], grant)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        audit.record(audit.Event.ACCOUNT_MADE, request=request, actor=user, about=user)
        self._give(request, user, grant_of(sociallogin.account.extra_data))
        return user

    def on_authentication_error(
        self, request: Any, provider: Any, error: Any = None, exception: Any = None,
        extra_context: Any = None,
    ) -> None:  # fmt: skip
        log.warning("Sign-in with %s failed: %s", provider.name, exception or error)
        audit.record(audit.Event.SIGN_IN_FAILED, request=request, detail=str(exception or error))

    def _give(self, request: HttpRequest, user: Any, grant: Grant | None) -> None:
        if grant is not None:
            give(user, grant, request)

    def _refuse(self, request: HttpRequest, sociallogin: Any, why: str) -> None:
        audit.record(
            audit.Event.SIGN_IN_FAILED,
            request=request,
            detail=f"{why}: {sociallogin.user.email or sociallogin.account.uid}",
        )
        page = render(request, "accounts/no_access.html", {"why": why}, status=403)
        raise ImmediateHttpResponse(page)
