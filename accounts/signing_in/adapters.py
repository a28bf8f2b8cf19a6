"""How django-allauth signs people in here: nobody signs up; accounts are made by the administrator
or at the first sign-in with the organisation's own provider.
"""

from __future__ import annotations

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import Provider
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

from accounts import audit
from accounts.models import User
from accounts.oidc.grants import Grant, apply_grant, grant_of
from accounts.signing_in import sessions
from accounts.signing_in.attempts import Answer, Attempt

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

    def add_message(
        self, request: HttpRequest, level: int, *args: object, **kwargs: object
    ) -> None:
        """Only what needs a person's attention: that they signed in they can see."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if "logged_in" not in str(template) and "logged_out" not in str(template):
            super().add_message(request, level, *args, **kwargs)

    def authenticate(self, request: HttpRequest, **credentials: object) -> User | None:
        """Answers alike, in words and work, for whatever keeps a person out."""
        word = str(credentials.get("username") or credentials.get("email") or "")
        password = str(credentials.get("password") or "")
        answer = Attempt.to_sign_in(request, word).decide()
        if answer is Answer.MAY_TRY:
            return authenticate(request, username=word, password=password)
        if answer is Answer.REFUSED:
            User().check_password(password)
        return None

    def reauthenticate(self, user: User, password: str) -> bool:
        """The password of the person signed in; wrong ones of all their sessions count together."""
        attempt = Attempt.in_session(self.request, user)
        if attempt.decide() is not Answer.MAY_TRY:
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

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Password and second step are asked for both (signing_in/sessions.py), or the provider."""
        if app == "allauth.mfa" and not self._signs_in_here(self.request.user):
            raise PermissionDenied  # a passkey would be a door beside the provider
        sessions.ask_again(self.request)
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """What is asked for next; where nothing is, what could be."""
        methods = super().get_reauthentication_methods(user) if self._signs_in_here(user) else []
        ways = sessions.next_methods(self.request)
        if not ways:
            return methods
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
            offered += [each for each in methods if each["id"].partition(":")[0] == wanted]
        return offered

    def _signs_in_here(self, user: User) -> bool:
        return not settings.SOCIALACCOUNT_ONLY and user.has_usable_password()


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Accounts and rights of people who sign in with OpenID Connect."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuses people who may not come in before an account is made."""
        grant = grant_of(sociallogin.account.extra_data)
        if grant is None:
            self._refuse(request, sociallogin, "no_role")
        if sociallogin.is_existing:
            self._apply(request, sociallogin.user, grant)
            return
        email = (sociallogin.user.email or "").lower()
        owners = User.objects.annotate(folded=Lower("email")).filter(folded=email) if email else ()
        if not owners:
            return
        verified = any(address.verified for address in sociallogin.email_addresses)
        if len(owners) > 1 or not (verified or settings.OIDC_TRUST_EMAIL):
            self._refuse(request, sociallogin, "email_taken")
        if not owners[0].is_active:
            self._refuse(request, sociallogin, "inactive")
        sociallogin.connect(request, owners[0])
        audit.record(audit.Event.JOINED, request=request, actor=owners[0], about=owners[0])
        self._apply(request, owners[0], grant)

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: SignupForm | None = None
    ) -> User:
        user = super().save_user(request, sociallogin, form)
        audit.record(audit.Event.ACCOUNT_MADE, request=request, actor=user, about=user)
        self._apply(request, user, grant_of(sociallogin.account.extra_data))
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Provider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, object] | None = None,
    ) -> None:
        log.warning("Sign-in with %s failed: %s", provider.name, exception or error)
        audit.record(audit.Event.SIGN_IN_FAILED, request=request, detail=str(exception or error))

    def _apply(self, request: HttpRequest, user: User, grant: Grant | None) -> None:
        if grant is not None:
            apply_grant(user, grant, request)

    def _refuse(self, request: HttpRequest, sociallogin: SocialLogin, why: str) -> None:
        audit.record(
            audit.Event.SIGN_IN_FAILED,
            request=request,
            detail=f"{why}: {sociallogin.user.email or sociallogin.account.uid}",
        )
        page = render(request, "accounts/no_access.html", {"why": why}, status=403)
        raise ImmediateHttpResponse(page)
