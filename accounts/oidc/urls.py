"""Where a sign-in with the organisation's provider begins and comes back to."""

from __future__ import annotations

import requests
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
    OAuth2View,
)
from allauth.utils import get_request_param
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from accounts.oidc.provider import CheckedAdapter


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    # Accounts are joined by the address that the provider vouches for, never by a session here.
    if get_request_param(request, "process", "login") != "login":
        raise Http404
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view: type[OAuth2View], request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = CheckedAdapter(request, provider_id)
    try:
        return view.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (requests.RequestException, ValueError, KeyError) as error:
        # The provider is down, or what answers at its address is no provider.
        return render_authentication_error(request, adapter.get_provider(), exception=error)


urlpatterns = [
    path("oidc/<slug:provider_id>/login/", login, name="oidc_login"),
    path("oidc/<slug:provider_id>/login/callback/", callback, name="oidc_callback"),
]
