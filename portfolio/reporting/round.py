"""The report round: people report on their projects on one page; who has not is reminded."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.mail import outbox
from accounts.models import User
from accounts.permissions import Role, edits_everything
from accounts.types import AnyUser, SignedInRequest
from accounts.web.posts import keeps_draft
from portfolio.reporting.form import ReportForm
from portfolio.reporting.reminders import remind
from projects.budgets.sums import read_budgets
from projects.clock import today
from projects.confidentiality import Piece
from projects.models import Project, Reminder, ServiceArea, StatusReport
from projects.models.area_tree import AreaTree
from projects.models.querysets import ProjectQuerySet
from projects.saving.renewing import renewed_once
from projects.status_reports import report
from projects.talk.mail import tell_of_reports
from projects.timing import is_stale
from projects.values.choices import LIGHTS, REPORTED

PAGE = 30
FEW = 5  # projects that a message names
NAMED = 20  # projects of each person on the page of those who have not reported


@require_http_methods(["GET", "POST"])
def report_round(request: SignedInRequest) -> HttpResponse:
    """The projects that the user answers for and may edit, each with a form."""
    if not request.user.has_perm("projects.add_statusreport"):
        raise PermissionDenied
    pages = Paginator(mine(request.user), PAGE)
    page = pages.get_page(request.GET.get("page"))
    if request.method == "POST":
        sent = [ReportForm(project, request.user, request.POST) for project in page]
        forms_, saved, wrong = _save(sent, request)
        if saved:
            messages.success(request, _said(saved))
        if not wrong:
            if not saved:
                messages.info(request, _("There was nothing new to save."))
            return redirect(request.get_full_path())
    else:
        forms_ = [ReportForm(project, request.user) for project in page]
    shown = Project.objects.filter(pk__in=[project.pk for project in page])
    read_budgets((form.project for form in forms_), today().year, request.user)
    due = set(shown.stale(today(), request.user).values_list("pk", flat=True))
    context = {
        "forms": forms_,
        "rows": [(form.project, form, form.project.pk in due) for form in forms_],
        "page": page,
        "due": sum(1 for form in forms_ if form.project.pk in due),
        "given": sum(1 for form in forms_ if form.is_given),
        "today": today(),
    }
    return render(request, "portfolio/round/mine.html", context, status=200)


def _said(saved: list[str]) -> str:
    """How many reports were saved, and of which projects where they are few."""
    n = len(saved)
    if n > FEW:
        return ngettext("%(n)s report was saved.", "%(n)s reports were saved.", n) % {"n": n}
    text = ngettext("%(n)s report was saved: %(names)s.", "%(n)s reports were saved: %(names)s.", n)
    return text % {"n": n, "names": ", ".join(saved)}


def mine(user: AnyUser) -> ProjectQuerySet:
    """The projects that a user reports on, the longest unreported first."""
    rows = Project.objects.visible_to(user).answered_for_by(user).filter(status__in=REPORTED)
    rows = rows.exclude(pk__in=Project.objects.hiding(Piece.REPORTS, user).values("pk"))
    editable = rows.filter(pk__in=Project.objects.editable_by(user).values("pk"))
    return (
        editable.select_related("last_report__author")
        .with_area()
        .prefetch_related("phases")
        .defer("search_text")
        .order_by(F("last_report__date").asc(nulls_first=True), "name_key")
    )


def _save(
    sent: list[ReportForm], request: SignedInRequest
) -> tuple[list[ReportForm], list[str], int]:
    """Save what is right: the forms to show, whose were saved and how many were wrong.

    Followers get one mail about all that was saved.
    """
    shown, new, saved, wrong = [], [], [], 0
    filled = [form.project.pk for form in sent if form.is_filled]
    with transaction.atomic():
        # In one order: of two people with the same projects the second waits for the first.
        list(Project.objects.select_for_update().filter(pk__in=filled).order_by("pk"))
        for form in sent:
            shown.append(form)
            if form.project.pk not in filled:
                continue
            form.project.refresh_from_db(fields=["last_report"])
            if not form.is_valid():
                wrong += 1
                continue
            if not form.is_saved:
                new.append(_report(form, request.user))
            saved.append(form.project.name)
            shown[-1] = ReportForm(form.project, request.user)
        tell_of_reports(filter(None, new), request.user, request)
    return shown, saved, wrong


def _report(form: ReportForm, author: User) -> StatusReport | None:
    values = {name: form.cleaned_data[name] for name in (*LIGHTS, "text", "forecast_end")}
    with renewed_once():
        unchanged = bool(form.cleaned_data.get("unchanged"))
        new = report(form.project, author, unchanged=unchanged, **values)
    form.project.refresh_from_db(fields=["last_report"])
    return new


NAMES = ("username", "first_name", "last_name", "email", "language", "wants_mail", "is_active")
"""What is asked of the people who answer for a project."""


@dataclass
class Person:
    """Somebody who answers for projects without a report; without a user, nobody does."""

    user: User | None
    projects: list[Project] = field(default_factory=list)
    reminded: datetime.datetime | None = None

    @property
    def more(self) -> int:
        """How many projects the page does not name."""
        return max(len(self.projects) - NAMED, 0)


def unreported() -> list[Person]:
    """Who has not reported on what, for the eyes of a planner. A constant number of queries."""
    rows = (
        Project.objects.filter(is_stale(today()))
        .select_related("manager", "owner", "last_report")
        .only(
            "name",
            "language",
            "service_area",
            "is_not_public",
            "not_public_fields",
            "last_report__date",
            *(f"{who}__{name}" for who in ("manager", "owner") for name in NAMES),
        )
        .order_by(F("last_report__date").asc(nulls_first=True), "name_key")
    )
    people: dict[int | None, Person] = {}
    projects = list(rows)
    editors = _editors({row.service_area_id for row in projects})
    for row in projects:
        for person in answers_for(row, editors):
            key = person.pk if person else None
            people.setdefault(key, Person(person)).projects.append(row)
    reminders = Reminder.objects.filter(person__in=[key for key in people if key])
    for key, at in reminders.order_by("at").values_list("person", "at"):
        people[key].reminded = at
    return sorted(people.values(), key=lambda p: (p.user is None, -len(p.projects), str(p.user)))


def answers_for(project: Project, editors: dict[int, list[User]]) -> list[User | None]:
    """Who is asked for a report: the manager, else the owner, else the editors of the area."""
    for person in (project.manager, project.owner):
        if person is not None and person.is_active:
            return [person]
    return [*editors.get(project.service_area_id, [])] or [None]


def _editors(areas: Iterable[int]) -> dict[int, list[User]]:
    """The active area editors of each area, those of the areas above it included."""
    tree = AreaTree()
    given: dict[int, list[User]] = {}
    rows = ServiceArea.editors.through.objects.filter(
        user__is_active=True, user__groups__name=Role.AREA_EDITOR
    ).select_related("user")
    for row in rows:
        given.setdefault(row.servicearea_id, []).append(row.user)
    return {
        area: list({u.pk: u for above in tree.line(area) for u in given.get(above.pk, [])}.values())
        for area in areas
    }


@require_http_methods(["GET", "POST"])
def unreported_page(request: HttpRequest) -> HttpResponse:
    """Who has not reported and since when; a POST reminds the chosen people."""
    if not edits_everything(request.user):
        raise PermissionDenied
    people = unreported()
    if request.method == "POST" and not outbox.is_set_up():
        messages.error(request, _("No mail is set up (EMAIL_URL), so nobody was reminded."))
        return keeps_draft(redirect("unreported"))
    if request.method == "POST":
        chosen = set(request.POST.getlist("person"))
        asked = [p for p in people if p.user and str(p.user.pk) in chosen]
        sent, unsent = remind(asked, request.build_absolute_uri(reverse("report-round")))
        if sent:
            text = ngettext("%(n)s person was reminded.", "%(n)s people were reminded.", sent)
            messages.success(request, text % {"n": sent})
        if unsent:
            text = _("Without an address, or wanting no mail: %(names)s")
            messages.warning(request, text % {"names": ", ".join(map(str, unsent))})
        if not asked:
            messages.warning(request, _("Choose whom to remind."))
        return redirect("unreported") if sent else keeps_draft(redirect("unreported"))
    context = {"people": people, "days": settings.REPORT_DAYS, "today": today()}
    return render(request, "portfolio/round/unreported.html", context)


def due_for(user: AnyUser) -> int:
    """How many projects wait for a report of the user."""
    if not user.has_perm("projects.add_statusreport"):
        return 0
    rows = Project.objects.editable_by(user).answered_for_by(user)
    return rows.stale(today(), user).count()
