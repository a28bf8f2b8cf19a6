"""The world of tests/access.py with data that is hidden from some, and another one in its place.

`hide` marks and fills; `change` changes nothing but what is hidden from `NOT_SEEING`. Whoever of
them gets another answer afterwards, byte for byte, was told of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.test import Client

from accounts.models import User
from impact_assessments.models import ImpactAssessment
from projects.clock import today
from projects.confidentiality import Piece
from projects.editing.form_state import SALT
from projects.models import (
    Attachment,
    Benefit,
    BudgetYear,
    Comment,
    CostItem,
    Dependency,
    Follow,
    LedgerCode,
    Milestone,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    StatusReport,
    StrategicGoal,
)
from projects.values.fuzzy_dates import parse_fuzzy_date
from tests.access import World, _job_of, address, group_of, key_of
from tests.projects.editing.test_admin import form
from tests.routes import routes

NOT_SEEING = ("out", "none", "reader", "former", "editor")
TEXTS = ("description", "change_effects", "strategic_goal_text", "schedule_text",
         "likelihood_text", "responsible_text", "cost_text", "resource_text", "notes")  # fmt: skip
PARTS = ("organising", "security", "data", "case_management")
OLD = datetime.date(2020, 1, 7)


def hide() -> World:
    """`own` has every piece marked; the two secret projects and `other` depend on each other."""
    world = World.make()
    projects = world.rows["project"]
    own, other, secret = projects["own"], projects["other"], projects["other-secret"]
    people = {name: client_user(client) for name, client in world.clients.items() if name != "out"}
    for project in projects.values():
        project.status = "in_progress"
        project.save()
    former = User.objects.create_user("person-former")
    former.groups.add(Group.objects.get_or_create(name="planner")[0])
    job = _job_of(former)
    world.rows["job"]["former"] = job
    former.groups.set([Group.objects.get(name="reader")])
    world.clients["former"] = Client()
    world.clients["former"].force_login(former)
    Follow.objects.create(project=secret, user=people["reader"])
    Follow.objects.create(project=other, user=people["reader"])
    own.not_public_fields = Piece.values
    own.save()
    for report in StatusReport.objects.filter(project__in=(own, secret)):
        report.date = OLD
        report.save()
    _parts(own, "Ensin", 1)
    _parts(secret, "Ensin", 1)
    Risk.objects.create(project=own, description="Ensin omani", probability=1, impact=1,
                        owner=people["reader"])  # fmt: skip
    Dependency.objects.create(project=other, other=secret, kind="blocks", note="Ensin")
    Dependency.objects.create(project=other, other=own, kind="relates", note="Ensin")
    Comment.objects.create(project=secret, author=people["reader"], text="Ensin sanoin")
    _write(own, "Ensin", "some")
    _write(secret, "Ensin", "some")
    return world


def change(world: World) -> None:
    """Other texts, figures, dates, people and numbers of rows, wherever they are hidden."""
    projects = world.rows["project"]
    own, other, secret = projects["own"], projects["other"], projects["other-secret"]
    planner = User.objects.get(username="person-planner")
    for project in (own, secret):
        for kind in (Risk, Milestone, Benefit, CostItem, BudgetYear, LedgerCode, ResourceNeed):
            for row in kind.objects.filter(project=project).exclude(owner_is_reader(kind)):
                row.delete()
        for number in range(3):
            _parts(project, f"Sitten {number}", 5)
        _write(project, "Sitten", "none")
    for row in Risk.objects.all():
        row.description = "Sitten"
        row.save()
    for row in Comment.objects.filter(project=secret):
        row.text = "Sitten"
        row.save()
    secret.name, secret.scope, secret.is_flagship = "Aaa sitten", "city_wide", True
    secret.service_area, secret.priority = own.service_area, "high"
    secret.status, secret.likelihood, secret.manager = "completed", "unlikely", planner
    secret.save()
    secret.strategic_goals.add(StrategicGoal.objects.get())
    SchedulePhase.objects.create(project=secret, start=parse_fuzzy_date("1/2021"))
    world.rows["plan"][""].entries.filter(project=projects["own-secret"]).delete()
    world.rows["plan"][""].add_projects([new_secret(own.service_area)])
    Dependency.objects.create(project=projects["own-secret"], other=other, kind="blocks", note="x")
    Dependency.objects.filter(project=other).exclude(other=projects["own-secret"]).delete()


def new_secret(area: Any) -> Project:
    project = Project.objects.create(
        name="Aaa uusi", scope="infrastructure", service_area=area, status="in_progress",
        is_not_public=True,
    )  # fmt: skip
    ImpactAssessment.objects.create(project=project, security_effect="some")
    _parts(project, "Sitten uusi", 5)
    return project


def owner_is_reader(kind: Any) -> Any:
    return Q(owner__isnull=False) if kind is Risk else Q(pk=None)


def client_user(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def _write(project: Project, word: str, effect: str) -> None:
    """Texts of the project and its assessment, and what was said and attached."""
    before = Project.objects.values_list("updated_at", flat=True).get(pk=project.pk)
    for name in TEXTS:
        setattr(project, name, f"{word} {name}")
    project.save()
    # A change of a hidden text is a change of the project; its day is not what is hidden.
    Project.objects.filter(pk=project.pk).update(updated_at=before)
    assessment = ImpactAssessment.objects.get(project=project)
    for name in PARTS:
        setattr(assessment, f"{name}_text", f"{word} {name}")
        setattr(assessment, f"{name}_effect", effect)
    assessment.justification = word
    assessment.save()
    for comment in project.comments.all():
        comment.text = word
        comment.save()
    for attachment in project.attachments.all():
        attachment.name = attachment.note = word
        attachment.save()


def _parts(project: Project, word: str, size: int) -> None:
    """A row of each kind."""
    planner = User.objects.get(username="person-planner")
    CostItem.objects.create(
        project=project, kind="one_off", per="total", low=111 * size, high=1_111_111 * size,
        description=word, first_year=2022,
    )  # fmt: skip
    BudgetYear.objects.get_or_create(
        project=project, year=today().year, defaults={"frame": size, "spent": 2 * size,
                                                      "reason": word},
    )  # fmt: skip
    LedgerCode.objects.create(project=project, code=word)
    ResourceNeed.objects.create(project=project, party="it", description=word, low=size,
                                high=size, unit="person_days")  # fmt: skip
    Milestone.objects.create(project=project, name=word)
    Risk.objects.create(project=project, description=word, probability=size, impact=size)
    Benefit.objects.create(project=project, description=word)
    light = "trouble" if size > 1 else "on_track"
    day = {"date": OLD} if size == 1 else {}
    StatusReport.objects.create(project=project, text=word, schedule_light=light, **day)
    Comment.objects.create(project=project, author=planner, text=word)
    Attachment.objects.create(project=project, name=f"{word}.pdf", size=size, added_by=planner,
                              file=ContentFile(b"x", "x.pdf"))  # fmt: skip


# Queries that ask for what a page does not show by itself.
QUERIES = {
    "/": ("area=1", "status=in_progress", "split=area"),
    "/projects/": (
        "all=1&columns=name,lights,reported,forecast,cost,total,assessment,changed,owner,manager",
        "reports=stale", "reports=never", "reports=trouble", "schedule_light=trouble",
        "cost_light=unknown", "cost=unknown", "budget=over", "budget=frameless",
        "columns=name,frame,spent,year_forecast,overrun&sort=-spent",
        "cost_year=2022", "cost_kind=one_off", "party=it",
        "assessment=missing", "lacks=late_actions&lacks=again", "columns=lacks&lacks=open",
        "impact=security-some&impact=data-none&impact=data-unassessed",
        "q=sitten", "q=ensin", "mine=true", "sort=reported,-total", "sort=lights", "sort=changed",
        "group=area", "group=status", "group=goal", "group=year",
    ),
    "/projects/export.csv": ("all=1", "sort=-total&columns=name,total,reported,assessment"),
    "/risks/": ("level=high", "probability=5"),
    "/assessments/": (
        "part=security&effect=some", "direction=worse", "model=waiting", "model=done",
        "lacks=late_actions&lacks=again", "lacks=open", "result=unscreened", "state=draft",
    ),
    "/assessments/parts/security/": ("", "year=2022"),
    "/assessments/register.csv": ("all=1",),
    "/timeline/": ("at=2022-01-01", "zoom=year"),
    "/as-it-was/": ("at=2022-01-01",),
    "/changes/": ("from=2022-01-01",),
    "/changes/changes.csv": ("from=2022-01-01",),
    "/search/": ("q=ensin", "q=sitten", "q=own", "q=secret", "q=uusi", "q=x"),
    "/admin/projects/project/": ("q=ensin", "q=sitten", "q=secret", "o=1", "o=-7", "e=1"),
    "/admin/impact_assessments/impactassessment/": ("q=ensin", "q=sitten", "o=3", "o=1"),
    "/admin/projects/servicearea/": ("q=a",),
    "/admin/autocomplete/": tuple(
        f"app_label={app}&model_name={model}&field_name={name}&term={term}"
        for app, model, name in (
            ("projects", "project", "owner"),
            ("projects", "project", "service_area"),
            ("projects", "dependency", "other"),
            ("impact_assessments", "impactassessment", "project"),
        )
        for term in ("", "aaa", "ensin", "sitten", "secret")
    ),
}  # fmt: skip


# Secrets that are made for each request, and the way out.
NEW_EACH_TIME = (
    "account_logout", "admin:logout", "mfa_activate_totp", "mfa_add_webauthn", "usersessions_list",
)  # fmt: skip


def addresses(world: World) -> list[str]:
    """Every address with the rows of the world, and those with queries; each once."""
    found = [
        address(route, row)
        for route in routes()
        if group_of(route) != "accounts/user" and not set(NEW_EACH_TIME) & {key_of(route)}
        for row in world.variants(route).values()
    ]
    found += [f"{path}?{query}" for path, queries in QUERIES.items() for query in queries]
    for project in world.rows["project"].values():
        found += [f"{project.get_absolute_url()}?at=2022-01-01",
                  f"{project.get_absolute_url()}reports/2/"]  # fmt: skip
    return list(dict.fromkeys(found))


def answers(
    client: Client, places: list[str], skipped: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    """What each address answers, without what differs from one request to the next."""
    for place in places:
        if not place.split("?")[0].endswith(skipped):
            yield place, told(client.get(place))


def posts(world: World, who: str) -> Iterator[tuple[str, Any]]:
    """The pages after what the person sends, each taken back."""
    client = world.clients[who]
    for place, sent in _sent(world, who):
        with transaction.atomic():
            page = client.post(place, sent, follow=True)
            yield place, (page.redirect_chain and re.sub(r"\d+", "N", str(page.redirect_chain)),
                          "", "", _without_times(told(page)[-1]))  # fmt: skip
            transaction.set_rollback(True)


def _sent(world: World, who: str) -> Iterator[tuple[str, dict[str, Any]]]:
    projects = world.rows["project"]
    keys = [project.pk for project in projects.values()]
    for project in projects.values():
        page = project.get_absolute_url()
        yield f"{page}comments/", {"text": "Huomio @person-planner"}
        yield f"{page}follow/", {}
        yield f"{page}restore/", {"at": "2022-01-01T00:00:00+00:00"}
    yield "/views/", {"name": "Oma", "query": "reports=stale&columns=name,reported"}
    yield "/dashboard/", {"widget": "costs", "step": "remove"}
    yield "/accounts/me/", {"language": "fi"}
    yield "/projects/bulk/", {"id": keys, "query": "all=1", "step": "preview",
                              "field": "status", "value": "on_hold"}  # fmt: skip
    if who != "editor":
        return
    own = projects["own"]
    lights = {f"p{own.pk}-schedule_light": "trouble", f"p{own.pk}-text": "Myöhässä"}
    yield "/reports/", lights
    yield "/admin/projects/project/", {"action": "mark_flagship", "_selected_action": keys}
    quick = world.clients[who].get(f"{own.get_absolute_url()}quick/").context["form"]
    yield f"{own.get_absolute_url()}quick/", {"status": "on_hold", "likelihood": "", "version":
                                              quick.initial["version"]}  # fmt: skip
    yield "/proposals/new/", {"name": "Uusi", "service_area": own.service_area_id}
    where = f"/admin/projects/project/{own.pk}/change/"
    yield where, form(world.clients[who], where) | {"name": "Uusi nimi"}
    yield where, form(world.clients[who], where) | {"name": "", "service_area": 99}


def _without_times(text: str) -> str:
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+", "T", text)
    text = re.sub(r"\b\d{1,2}[.:]\d{2}(:\d{2})?\b", "T", text)
    ids = r'(comment-|comments/|views/|view=|"view" value="|proposals/|T\d{2}:[\d:.+]*)\d*'
    return re.sub(ids, r"\1N", text)


def told(response: Any) -> tuple[Any, ...]:
    heads = tuple(response.headers.get(name, "") for name in ("Location", "Content-Disposition"))
    return (response.status_code, *map(_masked, (*heads, _text(response))))


def _text(response: Any) -> str:
    data = response.getvalue()
    return data.decode("utf-8", "replace")


def _masked(text: str) -> str:
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce|csrf-token" content)="[^"]*"', "", text)
    text = re.sub(r'name="version" value="([^"]+)"', _version, text)
    text = re.sub(r"/jobs/\d+/", "/jobs/N/", text)
    return re.sub(r'"(at|desk_opened_at)": "[^"]*"', "", text)


def _version(found: re.Match[str]) -> str:
    """What the signed version of a form says, without the moment of its signature."""
    return repr(signing.loads(found[1], salt=SALT))
