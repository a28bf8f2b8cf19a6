"""My desk as a page, and which page comes first."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models.users import FirstPage
from accounts.permissions import Role, edits_everything, roles_of
from accounts.types import AnyUser, Context, SignedInRequest
from accounts.web.typed_text import key_of
from portfolio.desk.kinds import KINDS
from portfolio.desk.own_projects import projects_of, shown
from portfolio.desk.visits import news_of, note_visit, since_or_week
from projects.models import Project
from projects.models.talk import mentioning


@require_GET
def first_page(request: HttpRequest) -> HttpResponse:
    """Where signing in and the name of the service lead to."""
    return redirect(first_page_of(request.user))


def first_page_of(user: AnyUser) -> str:
    """The name of the page that the person chose, or that suits what they do here.

    Who answers for projects begins with what waits; who looks after all with the dashboard.
    """
    roles = roles_of(user)
    if not user.is_authenticated or not roles:
        return FirstPage.DASHBOARD
    if user.first_page or edits_everything(user):
        return user.first_page or FirstPage.DASHBOARD
    if Role.AREA_EDITOR in roles:
        return FirstPage.DESK
    named = Project.objects.filter(Q(owner=user) | Q(manager=user))
    return FirstPage.DESK if named.exists() else FirstPage.DASHBOARD


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits, one's projects, what changed. A POST marks a mention as read."""
    user = request.user
    if not roles_of(user):
        raise PermissionDenied
    if request.method == "POST":
        return _mark_as_read(request)
    waiting = _waiting(request)
    rows = projects_of(user)
    keys = list(rows.values_list("pk", flat=True))
    since = note_visit(user)
    context = {
        "waiting": waiting,
        "total": sum(each["found"].total for each in waiting),
        "late": sum(row.is_late for each in waiting for row in each["found"].rows),
        "projects": shown(rows, user) if keys else [],
        "projects_total": len(keys),
        "since": since,
        "news": news_of(user, since_or_week(since), keys),
    }
    return render(request, "portfolio/desk/page.html", context)


def _waiting(request: SignedInRequest) -> list[Context]:
    """The kinds of which something waits."""
    found = [(kind, kind.find(request.user)) for kind in KINDS]
    return [
        {
            "kind": kind,
            "found": each,
            "everything": each.everything or (reverse(kind.page) if kind.page else ""),
        }
        for kind, each in found
        if each.total
    ]


def _mark_as_read(request: SignedInRequest) -> HttpResponse:
    comment = get_object_or_404(
        mentioning(request.user), pk=key_of(request.POST.get("comment", ""))
    )
    comment.read_by.add(request.user)
    text = _("The comment on “%(project)s” is marked as read.")
    messages.success(request, text % {"project": comment.project})
    return redirect("desk")
