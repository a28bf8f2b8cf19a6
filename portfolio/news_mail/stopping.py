"""Stopping mail of news by its own link, without signing in (RFC 8058)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import mail
from accounts.models import User
from accounts.models.users import NewsMail

SALT = "portfolio.news_mail"


def stop_link(person: User) -> str:
    return mail.link_to(reverse("news-stop", args=[signing.Signer(salt=SALT).sign(str(person.pk))]))


def stop_headers(person: User) -> dict[str, str]:
    """A mail program shows a button of its own, and sends what the second header says."""
    return {
        "List-Unsubscribe": f"<{stop_link(person)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@csrf_exempt  # a mail provider sends it, with no page of ours before it; all it can do is stop mail
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_news(request: HttpRequest, signed: str) -> HttpResponse:
    """Asks on GET, which a program that looks at links may send, and stops on POST."""
    try:
        key = int(signing.Signer(salt=SALT).unsign(signed))
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    is_stopped = request.method == "POST"
    if is_stopped:
        User.objects.filter(pk=key).update(news_mail=NewsMail.NEVER)
    return render(request, "portfolio/news_mail/stop.html", {"is_stopped": is_stopped})
