"""What browsers, search engines and those who found a hole ask for at the site's root."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

DAY = 24 * 60 * 60
VALID = datetime.timedelta(days=180)  # how long what security.txt says may be relied on


@login_not_required
@require_safe
@cache_control(max_age=DAY, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """What is published may be found; everything else asks for a sign-in anyway."""
    lines = [
        "User-agent: *",
        f"Allow: {reverse('public-list')}",
        f"Allow: {settings.STATIC_URL}",
        f"Disallow: {reverse('dashboard')}",
    ]
    return _text(lines)


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116); nothing where nobody is set."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(timezone.now() + VALID).strftime('%Y-%m-%dT00:00:00Z')}",
        "Preferred-Languages: fi, sv, en",
    ]
    return _text(lines)


@login_not_required
@require_safe
@cache_control(max_age=DAY, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it beside pages that name no icon, such as files."""
    return HttpResponse(status=302, headers={"Location": static("salkku/icon.svg")})


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
