"""What every address answers to everybody: the harness of tests/test_access.py and its table."""

from __future__ import annotations

import contextlib
import copy
import datetime
import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from accounts.models import AuditEvent, OutgoingMail, User, Webhook
from impact_assessments.model_items.imports import keep as keep_list
from impact_assessments.models import ImpactAssessment, ModelItem, QuestionSet
from projects.ledger.imports import keep as keep_ledger
from projects.models import (
    Attachment,
    Comment,
    Feed,
    Meeting,
    MeetingEntry,
    MeetingItem,
    Project,
    SavedView,
    ServiceArea,
    SheetImport,
    StatusReport,
    StrategicGoal,
)
from reports.composing.from_portfolio import plan_document
from reports.document.interchange import as_dict
from reports.models import (
    ActionPlan,
    EditionFile,
    Face,
    Job,
    PlanEdition,
    PlanImport,
    Proposal,
    Statement,
)
from reports.rendering import PLAN_FILE_KINDS
from tests.api.asking import token_of
from tests.people import just_signed_in
from tests.reports.editions import make_edition
from tests.routes import Route, routes

Look = Callable[[str, Route, Any], None]
TABLE = Path(__file__).with_name("access.txt")
LEDGER = b"Kustannuspaikka;Vuosi;Toteuma\n1;2022;10\n"
LIST = b"code;name\nT2;Lokipalvelu\n"
PASSWORD = "pitka-salasana-1"
TOMORROW = int(time.time()) + 24 * 60 * 60
PEOPLE = ("out", "none", "reader", "named", "editor", "planner", "admin")
# What the rows below are called.
WORDS = {
    "own", "other", "shared", "private", "name", "Sivistyspalvelut", "Koulut", "Tekniset",
    "palvelut", "Suunnitelma", "Kaupunki", "Johdanto", "Tavoite",
    "Kirjasto", "Lokipalvelu", "Johtoryhmä", "Ohjelma",
    "Kustannuspaikka", "Vuosi", "Toteuma",
}  # fmt: skip
ROLES = {"reader": "reader", "named": "reader", "editor": "area_editor", "planner": "planner",
         "admin": "administrator"}  # fmt: skip
MODELS = {
    "api-token": "token",
    "api": "goal",
    "projects_project": "project",
    "impact_assessments_impactassessment": "assessment",
    "impact_assessments_questionset": "questions",
    "impact_assessments_modelitem": "item",
    "model-item": "item",
    "model-import": "list",
    "assessment": "project",
    "projects_servicearea": "area",
    "projects_strategicgoal": "goal",
    "reports_actionplan": "plan",
    "reports_statement": "statement",
    "accounts_user": "user",
    "auth_user": "user",
    "accounts_auditevent": "event",
    "accounts_outgoingmail": "mail",
    "accounts_secondstep": "second step",
    "mfa_remove_webauthn": "second step",
    "mfa_edit_webauthn": "second step",
    "project": "project",
    "report": "project",
    "comment": "comment",
    "attachment": "attachment",
    "meeting-entry": "meeting entry",
    "meeting-item": "meeting item",
    "meeting": "meeting",
    "proposal": "proposal",
    "chapter": "chapter",
    "entry": "entry",
    "plan-import": "import",
    "sheet-import": "sheet",
    "ledger": "ledger file",
    "plan": "plan",
    "edition": "edition",
    "job": "job",
    "saved-view": "view",
    "feed": "feed",
    "webhook-resend": "delivery",
    "webhook": "webhook",
}


def _edition(plan: ActionPlan) -> PlanEdition:
    """An edition whose public page is at /published/1/, with a file of each kind."""
    edition = make_edition(plan, slug="1")
    for face in Face.values:
        for kind in PLAN_FILE_KINDS:
            EditionFile.objects.create(
                edition=edition, face=face, kind=kind, file=ContentFile(b"x", "x"), size=1,
                sha256=hashlib.sha256(b"x").hexdigest(),
            )  # fmt: skip
    return edition


@dataclass
class World:
    """People in every role, and rows of their own and of others, public and not."""

    clients: dict[str, Client] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def make(cls) -> World:
        own = ServiceArea.objects.create(name="Sivistyspalvelut")
        unit = ServiceArea.objects.create(name="Koulut", parent=own)
        other = ServiceArea.objects.create(name="Tekniset palvelut")
        people = {
            name: User.objects.create_user(f"person-{name}", password=PASSWORD)
            for name in PEOPLE[1:]
        }
        events = ["edition.published"]
        webhook = Webhook.objects.create(name="Ohjelma", address="https://a.fi/", events=events)
        for name, role in ROLES.items():
            people[name].groups.add(Group.objects.get_or_create(name=role)[0])
        for name in ("editor", "planner", "admin"):
            people[name].is_staff = True
            people[name].save()
        own.editors.add(people["editor"])
        projects = {}
        for name, area, secret in (
            ("own", unit, False),
            ("other", other, False),
            ("own-secret", unit, True),
            ("other-secret", other, True),
        ):
            projects[name] = Project.objects.create(
                name=name, scope="service_area", service_area=area, is_not_public=secret
            )
            projects[name].readers.add(people["named"])
            StatusReport.objects.create(project=projects[name])
        assessments = {
            name: ImpactAssessment.objects.create(project=project)
            for name, project in projects.items()
        }
        plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
        plan.add_projects(projects.values())
        world = cls()
        world.rows = {
            "project": projects,
            "assessment": assessments,
            "comment": {
                name: Comment.objects.create(project=project, author=people["named"], text="x")
                for name, project in projects.items()
            },
            "attachment": {
                name: Attachment.objects.create(
                    project=project,
                    name="x.pdf",
                    size=1,
                    added_by=people["planner"],
                    file=ContentFile(b"x", "x.pdf"),
                )
                for name, project in projects.items()
            },
            **_meetings(people, projects),
            "area": {"own": own, "other": other},
            "questions": {"": QuestionSet.objects.get()},
            "goal": {"": StrategicGoal.objects.create(name="Tavoite")},
            "plan": {"": plan},
            "statement": {"": _statement()},
            "edition": {"": _edition(plan)},
            "chapter": {"": plan.chapters.create(title="Johdanto")},
            "entry": {"": plan.entries.get(project=projects["own"])},
            "proposal": {
                name: Proposal.objects.create(
                    name=name, service_area=area, proposer=people["planner"], state="sent"
                )
                for name, area in (("own", unit), ("other", other))
            },
            "user": {"": people["reader"]},
            "import": {
                "": PlanImport.objects.create(
                    file_name="plan.json",
                    data=b"",
                    state=PlanImport.State.REVIEW,
                    document=as_dict(plan_document(plan)),
                )
            },
            "sheet": {
                name: SheetImport.objects.create(
                    model="projects.strategicgoal",
                    file_name="x.csv",
                    kind="csv",
                    data=b"name\nTavoite 2\n",
                    rows=1,
                    user=people[name],
                )
                for name in ("planner", "admin")
            },
            "item": {"": ModelItem.objects.create(kind="system", code="T1", name_fi="Kirjasto")},
            "list": {"planner": keep_list(people["planner"], "x.csv", "csv", LIST, "system")},
            "ledger file": {"": keep_ledger(people["planner"], "x.csv", "csv", LEDGER, {})},
            "job": {name: _job_of(people[name]) for name in ("reader", "planner")},
            "event": {"": AuditEvent.objects.create(event=AuditEvent.Event.EXPORTED)},
            "mail": {"": OutgoingMail.objects.create(to="x@example.fi", subject="x")},
            "view": {
                name: SavedView.objects.create(
                    owner=people["planner"], name=name, is_shared=name == "shared"
                )
                for name in ("shared", "private")
            },
            "feed": {"reader": Feed.objects.create(owner=people["reader"], name="own")},
            "token": {"reader": token_of(people["reader"])[0]},
            "webhook": {"": webhook},
            "delivery": {
                "": webhook.deliveries.create(event="webhook.test", body="{}", state="sent")
            },
            "second step": {
                "": Authenticator.objects.create(
                    user=people["reader"],
                    type=Authenticator.Type.TOTP,
                    data={"secret": "JBSWY3DPEHPK3PXP"},
                )
            },
        }
        for name in PEOPLE:
            world.clients[name] = Client()
            if name in people:
                # What a request of a walk writes is taken back: the next would move the session's
                # end once more, and so all of them.
                just_signed_in(world.clients[name], people[name], used_at=TOMORROW)
        return world

    @contextlib.contextmanager
    def as_made(self) -> Iterator[World]:
        """For one test of those of a file: what it changes in rows and cookies goes with it."""
        cookies = {who: copy.deepcopy(client.cookies) for who, client in self.clients.items()}
        yield World(self.clients, copy.deepcopy(self.rows))
        for who, client in self.clients.items():
            client.cookies = cookies[who]

    def lines(self, method: str, wanted: str, look: Look | None = None) -> Iterator[str]:
        """The lines of the table for the addresses whose name begins with `wanted`.

        `look` is given what everybody is answered at each address, of its first row.
        """
        for route in routes():
            if group_of(route) == wanted:
                for place, (variant, row) in enumerate(self.variants(route).items()):
                    yield self._line(method, route, variant, row, None if place else look)

    def variants(self, route: Route) -> dict[str, Any]:
        takes_a_row = {"pk", "object_id", "id"} & set(route.arguments) or "([^/]+)" in route.pattern
        if not takes_a_row:
            return {"": None}
        if "content_type_id" in route.arguments:  # "view on site"
            return self.rows["project"]
        kind = next((MODELS[name] for name in MODELS if _belongs(route, name)), "")
        if not kind:
            raise LookupError(f"tests/access.py does not know a row for {route.pattern}")
        return self.rows[kind]

    def _line(self, method: str, route: Route, variant: str, row: Any, look: Look | None) -> str:
        where = address(route, row)
        answers = []
        for who, client in self.clients.items():
            cookies = client.cookies.copy()
            with transaction.atomic():
                answer = client.generic(method, where, content_type=FORM)
                if look:
                    look(who, route, answer)
                answers.append(answer.status_code)
                transaction.set_rollback(True)
            client.cookies = cookies
        words = f"{method:4} {key_of(route)} {variant}".rstrip()
        return f"{words:{WIDTH}}" + "".join(f"{answer:>8}" for answer in answers)


def _meetings(people: dict[str, User], projects: dict[str, Project]) -> dict[str, dict[str, Any]]:
    """A meeting of everybody but the administrator, and one of nobody, over all projects."""
    shared = Meeting.objects.create(group="Johtoryhmä", day=datetime.date(2023, 3, 1))
    shared.participants.set([people[name] for name in people if name not in ("none", "admin")])
    private = Meeting.objects.create(group="Johtoryhmä", day=datetime.date(2023, 2, 1))
    items, entries = {}, {}
    for place, (name, project) in enumerate(projects.items(), start=1):
        items[name] = MeetingItem.objects.create(meeting=shared, project=project, position=place)
        entries[name] = MeetingEntry.objects.create(
            meeting=shared, project=project, kind="action", text="Tavoite"
        )
    return {"meeting": {"shared": shared, "private": private}, "meeting item": items,
            "meeting entry": entries}  # fmt: skip


def _statement() -> Statement:
    return Statement.objects.create(kind="contact", language="fi", text="Johdanto")


def _job_of(person: User) -> Job:
    job = Job.objects.create(
        kind="render",
        key=person.username,
        requested_by=person,
        state=Job.State.DONE,
        result=ContentFile(b"x", "x"),
        result_name="x.pdf",
        content_type="application/pdf",
        size=1,
        sha256=hashlib.sha256(b"x").hexdigest(),
    )
    job.note_asking(person)
    return job


WIDTH = 80
FORM = "application/x-www-form-urlencoded"


def key_of(route: Route) -> str:
    return route.name if not route.name.endswith(":") and route.name else route.pattern


def group_of(route: Route) -> str:
    """The part of the table that an address stands in."""
    match = re.match(r"admin/([a-z_]+/[a-z_]+)/", route.pattern)
    if match and match[1].replace("/", "_") in MODELS:
        return match[1]
    return "admin" if route.pattern.startswith("admin/") else "pages"


def groups() -> list[str]:
    return sorted({group_of(route) for route in routes()})


def _belongs(route: Route, name: str) -> bool:
    app, _line, model = name.rpartition("_")
    slash = f"{app}/{model}/" if app else "no model"
    return bool(re.match(rf"(admin:)?{name}(_|-|$)", route.name)) or slash in route.pattern


def address(route: Route, row: Any) -> str:
    version = row.history.first().history_id if hasattr(row, "history") else 1
    key = row.pk if row is not None else 1
    path = re.sub(r"\(\?P<app_label>.*?\)", "projects", route.pattern)
    path = re.sub(r"\(\?P<\w+>.*?\)", "nowhere", path)
    if "content_type_id" in path:
        kind = ContentType.objects.get_for_model(row)
        path = path.replace("<path:content_type_id>", str(kind.pk))
    path = re.sub(r"<(?:\w+:)?(?:pk|object_id|id)>", str(key), path)
    path = path.replace("<str:number>", "2")  # of a plan: its first group of projects
    path = re.sub(r"<(?:\w+:)?\w+>", "1", path)
    path = path.replace("([^/]+)", str(key), 1).replace("([^/]+)", str(version), 1)
    return "/" + re.sub(r"[\^$]", "", path)
