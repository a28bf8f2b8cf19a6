"""Every form of the pages that makes or changes something, for tests/test_sent_twice.py."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail, User
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    Link,
    ModelChange,
    PartRequest,
    QuestionSet,
    ScreeningRecord,
)
from portfolio.capacity.words import half_at
from projects.clock import today
from projects.ledger.imports import carry_out, keep, look
from projects.models import (
    Comment,
    Follow,
    LedgerCode,
    Project,
    ServiceArea,
    SheetImport,
    StrategicGoal,
)
from projects.saving.change_sets import one_change
from reports.editions.approval import approve, send_for_approval
from reports.models import ActionPlan, Job, PlanImport, Proposal, Worker
from reports.plan_imports import steps
from reports.plan_imports.labels import keep as keep_label
from reports.reading.read import read_plan
from tests.access import LEDGER, LIST, PASSWORD, World
from tests.sent_twice import Case

SECTIONS = {
    "basics": {"name": "Toisin"},
    "description": {"description": "Toisin"},
    "goal": {"strategic_goal_text": "Toisin"},
    "schedule": {"phases-0-start": "2027", "milestones-0-name": "Käytössä"},
    "dependencies": {"dependencies-0-kind": "blocks", "dependencies-0-other": "other"},
    "costs": {"costs-0-kind": "one_off", "costs-0-low": "5", "costs-0-high": "6 000",
              "costs-0-per": "total"},
    "budget": {"budget-0-year": "2023", "budget-0-frame": "5 000"},
    "resources": {"resources-0-party": "purchased"},
    "risks": {"risks-0-description": "Myöhästyy", "risks-0-probability": "3",
              "risks-0-impact": "3"},
    "benefits": {"benefits-0-description": "Nopeampi palvelu"},
    "people": {"owner_name": "Oma Omistaja"},
    "publicity": {"not_public_fields": ["costs"]},
    "notes": {"notes": "Toisin"},
}  # fmt: skip
"""What changes each section of a project (portfolio/sections/)."""
NEW = "toinen-salasana-2"


def _ledger(world: World) -> Iterator[Case]:
    planner = User.objects.get(username="person-planner")
    LedgerCode.objects.create(project=world.rows["project"]["own"], code="1")
    waiting = look(world.rows["ledger file"][""])
    done = keep(planner, "y.csv", "csv", LEDGER.replace(b"2022", b"2021"), {})
    carry_out(done.pk, planner)
    yield Case("/capacity/", "capacity", {f"days-0-{half_at(today())}": "100"})
    yield Case("/ledger/", "ledger", {"file": ("a.csv", LEDGER)})
    page = waiting.get_absolute_url()
    yield Case(page, "ledger-import", {"column-1": "leave"})
    yield Case(page, "ledger-carry-out")
    yield Case(page, "ledger-discard")
    yield Case(done.get_absolute_url(), "ledger-undo")


def _webhooks(page: str) -> Iterator[Case]:
    typed = {"name": "Raportti", "address": "https://a.fi/", "events": ["report.given"]}
    yield Case("/webhooks/", "webhooks", typed)
    yield Case(page, "webhook", {"name": "Toisin"})
    yield Case(page, "webhook-test")
    yield Case(page, "webhook-secret")
    yield Case(page, "webhook-remove")
    yield Case(page, "webhook-resend")


def _pages(world: World) -> Iterator[Case]:
    rows = world.rows
    own = rows["project"]["own"]
    planner = User.objects.get(username="person-planner")
    User.objects.update(email=Concat("username", Value("@kaupunki.fi")))
    Follow.objects.create(project=own, user=planner)
    project, plan = own.get_absolute_url(), rows["plan"][""]
    yield Case("/", "set_language", button="language=sv")
    yield Case("/accounts/me/", "me", {"language": "sv", "news_mail": "at_once"})
    Comment.objects.filter(pk=rows["comment"]["own"].pk).update(text="@person-editor katso")
    yield Case("/desk/", "desk", button="comment", who="editor")
    passwords = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    yield Case("/accounts/password/change/", "change-password", passwords, who="planner")
    yield Case("/dashboard/", "dashboard-layout", button="step")
    yield Case("/projects/", "saved-views", {"name": "Omat"})
    yield Case("/projects/", "saved-views", {"name": "Omat", "is_default": "on"}, who="named")
    view = rows["view"]["shared"]
    yield Case(f"/projects/?view={view.pk}", "saved-view")
    yield Case("/feeds/?status=in_progress", "feeds", {"name": "Omat"}, who="named")
    yield Case("/feeds/", "feed-remove", who="reader")
    token = {"name": "Power BI"}
    yield Case("/accounts/tokens/", "api-tokens", token, who="named")
    yield Case("/accounts/tokens/services/", "service-tokens", token)
    yield Case("/accounts/tokens/services/", "api-token-revoke")
    yield from _webhooks(rows["webhook"][""].get_absolute_url())
    changed = {"status": "in_progress", "cost_light": "attention", "text": "Kallistuu"}
    yield Case(reverse("project-quick", args=[own.pk]), "project-quick", changed, who="editor")
    quick = f"{reverse('project-quick', args=[own.pk])}?"
    yield Case(quick, "project-quick", changed, htmx=True)
    for key, typed in SECTIONS.items():
        section = reverse(f"project-edit-{key}", args=[own.pk])
        yield Case(section, f"project-edit-{key}", typed, who="editor")
    new = {"name": "Uusi", "service_area": str(own.service_area_id), "description": "Uusi palvelu."}
    yield Case("/projects/new/", "project-new", new, who="editor")
    yield Case("/projects/new/", "project-new", new | {"name": own.name, "anyway": "1"})
    section = reverse("project-edit-description", args=[own.pk])
    yield Case(section, "project-edit-description", SECTIONS["description"], htmx=True)
    yield Case(project, "project-follow")
    yield Case(project, "project-comments", {"text": "Hei @person-planner"})
    yield Case(project, "project-attachments", {"file": ("a.pdf", b"%PDF-1.7 a"), "note": "x"})
    yield Case(project, "attachment-remove")
    yield Case(project, "comment-withdraw", who="named")
    comment = Comment.objects.get(project=own)
    edit = reverse("comment-edit", args=[comment.pk])
    yield Case(edit, "comment-edit", {"text": "Toisin @person-planner"}, who="named")
    own.notes = "Toisin"
    with one_change():
        own.save()
    yield Case(reverse("project-history", args=[own.pk]), "project-restore")
    Project.objects.create(name="Poistettu", service_area=own.service_area).delete()
    yield Case("/projects/deleted/", "project-restore")
    mine = Project.objects.create(
        name="Oma", scope="service_area", service_area=own.service_area, status="in_progress",
        owner=planner,
    )  # fmt: skip
    said = {f"p{mine.pk}-text": "Etenee", f"p{mine.pk}-cost_light": "on_track"}
    yield Case("/reports/", "report-round", said, who="planner")
    yield Case("/reports/unreported/", "unreported", {"person": str(planner.pk)})
    for sheet in ("carry-out", "discard"):
        yield Case(f"/imports/{rows['sheet']['admin'].pk}/", f"sheet-import-{sheet}")
    refused = SheetImport.objects.create(
        model="projects.servicearea", file_name="x.csv", kind="csv",
        data=b"name;part of\nUusi;Olematon\n", rows=1,
        user=User.objects.get(username="person-admin"),
    )  # fmt: skip
    mended = {"cell..2.parent_id": own.service_area.name}
    yield Case(refused.get_absolute_url(), "sheet-import-mend", mended)
    yield Case("/workbook/", "workbook", {"file": ("goals.csv", b"nimi;kuvaus\nUusi;x\n")})
    goal = StrategicGoal.objects.create(name="Tuotu")
    done = SheetImport.objects.create(
        model="projects.strategicgoal", file_name="x.csv", kind="csv", data=b"", state="done",
        user=User.objects.get(username="person-admin"),
        undo={"projects.strategicgoal": {goal.pk: [None, goal.history.get().pk]}},
    )  # fmt: skip
    yield Case(done.get_absolute_url(), "sheet-import-undo")
    bulk = {"step": "preview", "id": [str(own.pk)], "status": "in_progress"}
    yield Case("/projects/bulk/", "project-bulk", button="step=save", reached=bulk)
    pick = {"id": [str(mine.pk)]}
    yield Case(f"/plans/{plan.pk}/pick/", "plan-pick", pick)
    failed = Job.objects.create(
        kind="render", key="again", requested_by=planner, state=Job.State.FAILED,
        queue_key=uuid.uuid4(),
    )  # fmt: skip
    yield Case(failed.get_absolute_url(), "job-again", who="planner")
    waiting = Job.objects.create(kind="render", key="waits", requested_by=planner)
    yield Case(waiting.get_absolute_url(), "job-cancel", who="planner")


def _meetings(world: World) -> Iterator[Case]:
    rows = world.rows
    own, meeting = rows["meeting item"]["own"], rows["meeting"]["shared"]
    screen, other = own.get_absolute_url(), reverse("meeting-other", args=[meeting.pk])
    new = {"group": "Ohjausryhmä", "day": "1.4.2023", "id": [str(own.project_id)]}
    yield Case("/meetings/new/", "meeting-new", new, button="save")
    agenda = reverse("meeting-edit", args=[meeting.pk])
    yield Case(agenda, "meeting-edit", {"items-0-asks": "Jatketaanko?"})
    yield Case(reverse("meeting-delete", args=[rows["meeting"]["private"].pk]), "meeting-delete")
    for kind in ("decision", "action", "note"):
        said = {"text": f"Sovittu {kind}"}
        yield Case(screen, f"meeting-item-{kind}", said, who="editor")
        yield Case(screen, f"meeting-item-{kind}", said, who="editor", htmx=True)
        yield Case(other, f"meeting-other-{kind}", said)
    stand = {"stand-status": "on_hold", "stand-cost_light": "trouble"}
    yield Case(screen, "meeting-item-stand", stand, who="editor")
    entry = rows["meeting entry"]["own"]
    page = entry.get_absolute_url()
    yield Case(page, "meeting-entry", {"text": "Toisin"}, who="editor")
    yield Case(page, "meeting-entry", button="remove")
    yield Case("/meetings/", "meeting-entry-done")
    User.objects.update(email=Concat("username", Value("@kaupunki.fi")))
    minutes = reverse("meeting-minutes", args=[meeting.pk])
    yield Case(minutes, "meeting-close")
    meeting.closed_at = timezone.now()
    meeting.save()
    yield Case(minutes, "meeting-close", button="open")
    yield Case(minutes, "meeting-send")


def _proposals(world: World) -> Iterator[Case]:
    rows = world.rows
    area = rows["proposal"]["own"].service_area
    whole = {"name": "Idea", "need": "Tarve", "changes": "Muutos", "service_area": str(area.pk),
             "schedule_text": "2027", "cost_text": "1000", "resource_text": "Oma työ"}  # fmt: skip
    yield Case("/proposals/new/", "proposal-new", whole)
    yield Case("/proposals/new/", "proposal-new", whole, button="send", who="editor")
    Proposal.objects.update(**{key: whole[key] for key in ("need", "changes", "schedule_text")})
    Proposal.objects.update(cost_text="1000", resource_text="Oma työ")
    sent = rows["proposal"]["own"].get_absolute_url()
    yield Case(f"{sent}edit/", "proposal-edit", {"name": "Toinen"})
    yield Case(sent, "proposal-accept", {"scope": "service_area"})
    for step in ("ask-back", "decline"):
        yield Case(sent, f"proposal-{step}", {"answer": "Miksi"})
    into = f"{sent}merge/into/?project={rows['project']['own'].pk}"
    yield Case(into, "proposal-merge", {"answer": "Yhdessä"})
    for state, step in (("draft", "send"), ("sent", "take-back"), ("declined", "reopen")):
        who = "editor" if step != "reopen" else "admin"
        row = Proposal.objects.create(
            **{**whole, "name": step, "service_area": area},
            state=state,
            proposer=User.objects.get(username=f"person-{who}"),
        )
        typed = {"answer": "Sittenkin"} if step == "reopen" else {}
        yield Case(row.get_absolute_url(), f"proposal-{step}", typed, who=who)


def _round(world: World) -> Iterator[Case]:
    plan = world.rows["plan"][""]
    new = {"title": "Uusi", "period": "2027", "organisation": "Kaupunki"}
    yield Case("/plans/new/", "plan-new", new)
    yield Case(f"/plans/{plan.pk}/cover/", "plan-cover", {**new, "period": "2026"})
    bench, chapters = f"/plans/{plan.pk}/edit/", f"/plans/{plan.pk}/chapters/"
    yield Case(bench, "entry-move", button="down")
    yield Case(bench, "entry-move", button="down", htmx=True)
    yield Case(bench, "entry-take-out")
    plan.chapters.create(title="Toinen", position=2)
    yield Case(chapters, "chapter-move", button="down")
    yield Case(chapters, "chapter-delete")
    plan.chapters.create(title="Viime vuoden", position=3, is_unread=True)
    yield Case(chapters, "chapter-looked-at")
    yield Case(f"{chapters}new/", "plan-chapter-new", {"title": "Kolmas", "text": "Teksti"})
    first = plan.chapters.first()
    first.text = "Toisin"
    first.save()
    page = f"/plans/chapters/{first.pk}/"
    yield Case(page, "chapter", {"text": "Muutettu"})
    yield Case(f"{page}history/", "chapter-history", button="version")
    plan.entries.last().delete()
    yield Case(bench, "plan-put-back", button="version")
    plan.chapters.create(title="Neljäs", position=4).delete()
    yield Case(chapters, "plan-chapter-back", button="version")
    other = ActionPlan.objects.create(title="Tyhjä", organisation="Kaupunki")
    left = f"/plans/{other.pk}/left-out/{plan.pk}/"
    yield Case(left, "plan-left-out", {"id": [str(plan.entries.first().project_id)]})


def _approvals(world: World) -> Iterator[Case]:
    plan, planner = world.rows["plan"][""], User.objects.get(username="person-planner")
    page = f"/plans/{plan.pk}/approval/"
    yield Case(page, "plan-approval", {"send-reason": "Valmis"}, button="step=send")
    yield Case(
        f"/plans/editions/{plan.editions.get().pk}/", "edition", {"withdraw-reason": "Virhe"}
    )
    send_for_approval(plan.pk, planner)
    yield Case(page, "plan-approval", {"back-reason": "Kesken"}, button="step=back")
    decided = {"approve-body": "Lautakunta", "approve-decided_on": "1.3.2023",
               "approve-case_number": "12/2023"}  # fmt: skip
    yield Case(page, "plan-approval", decided, button="step=approve")
    approve(plan.pk, planner, body="Lautakunta", decided_on=timezone.localdate(), case_number="1")
    Worker.objects.create(name="w", seen_at=timezone.now())
    yield Case(page, "plan-approval", {"publish-understood": "on"}, button="step=publish")


def _imports(world: World) -> Iterator[Case]:
    review = world.rows["import"][""]
    page = f"/plans/import/{review.pk}/"
    yield Case("/plans/import/", "plan-import-list", {"file": ("a.txt", b"Suunnitelma")})
    yield Case(page, "plan-import-cover", {"title": "Otsikko"})
    yield Case(f"{page}1/", "plan-import-project", {"name": "Toinen nimi"})
    yield from _unknown_names()
    for step in ("carry-out", "discard"):
        yield Case(page, f"plan-import-{step}")
    read = PlanImport.objects.create(file_name="a.txt", data=b"Suunnitelma")
    yield Case(f"/plans/import/{read.pk}/", "plan-import-read")
    done = PlanImport.objects.create(
        file_name="b.txt", data=b"", document=review.document, state=PlanImport.State.REVIEW
    )
    steps.choose_areas(done, {area.key: "make" for area in steps.areas_to_be_made(done)})
    steps.carry_out(done, User.objects.get(username="person-planner"))
    yield Case(f"/plans/import/{done.pk}/", "plan-import-undo")


def _unknown_names() -> Iterator[Case]:
    """A plan that names an area and labels that nobody knows."""
    project = "Kuvaus: Verkko.\nLäpimeno: kevät\nKustannukset: 2 000 €\n\n"
    text = f"1 Johdanto\n\n2 Rantapalvelut\n\n2.1 Verkko\n\n{project}2.2 Kanava\n\n{project}"
    row = PlanImport(file_name="c.txt", data=text.encode())
    row.keep(read_plan(row.data))
    row.save()
    page = f"/plans/import/{row.pk}/"
    new = {f"area-{area.key}": "make" for area in steps.areas_to_be_made(row)}
    yield Case(page, "plan-import-areas", new)
    yield Case(page, "plan-import-labels", {"label-läpimeno": "leave"})
    keep_label({"läpimeno": "leave"}, User.objects.get(username="person-planner"))
    yield Case("/plans/import/", "plan-import-forget-label")


def _administration(world: World) -> Iterator[Case]:
    rows, new = (
        world.rows,
        Project.objects.create(
            name="Arvioimatta", scope="service_area", service_area=world.rows["area"]["own"]
        ),
    )
    empty = ServiceArea.objects.create(name="Tyhjä")
    unused = ActionPlan.objects.create(title="Turha", organisation="Kaupunki")
    own = rows["project"]["own"]
    places = {"scope": "service_area", "service_area": str(own.service_area_id)}
    report = {"reports-TOTAL_FORMS": "2", "reports-1-date": "1.3.2023", "reports-1-text": "Hyvin",
              "reports-1-cost_light": "on_track", "reports-1-project": str(own.pk)}  # fmt: skip
    for app, model, row, added, changed in (
        ("projects", "servicearea", rows["area"]["own"], {"name": "Uusi"}, {"name": "Toinen"}),
        ("projects", "strategicgoal", rows["goal"][""], {"name": "Uusi"}, {"name": "Toinen"}),
        ("projects", "project", own, {"name": "Uusi", **places}, report),
        ("reports", "actionplan", rows["plan"][""],
         {"title": "Uusi", "organisation": "Kaupunki"}, {"title": "Toinen"}),
        ("reports", "statement", rows["statement"][""],
         {"kind": "privacy", "language": "sv", "text": "Uusi"}, {"text": "Toinen"}),
        ("impact_assessments", "impactassessment", rows["assessment"]["own"],
         {"project": str(new.pk)}, {"data_text": "Henkilötietoja"}),
        ("impact_assessments", "modelitem", rows["item"][""],
         {"kind": "system", "code": "T9", "name_fi": "Uusi"}, {"owner": "Kirjasto"}),
        ("accounts", "user", rows["user"][""],
         {"username": "uusi", "usable_password": "false"}, {"first_name": "Maija"}),
    ):  # fmt: skip
        base, view = f"/admin/{app}/{model}/", f"admin:{app}_{model}"
        yield Case(f"{base}add/", f"{view}_add", added, "_save")
        yield Case(f"{base}{row.pk}/change/", f"{view}_change", changed, "_save")
        if model != "user":  # who is deactivated, never deleted
            gone = {"project": new, "servicearea": empty, "actionplan": unused}.get(model, row)
            yield Case(f"{base}{gone.pk}/delete/", f"{view}_delete")
        if app == "projects" or model == "impactassessment":
            lines = b"name\nUusi\n" if app == "projects" else b"number;stage\n1;full\n"
            sheet = {"import_file": ("a.csv", lines), "format": "1"}
            yield Case(f"{base}import/", f"{view}_import", sheet)
    add = "/admin/projects/strategicgoal/add/"
    yield Case(f"{add}?_popup=1", "admin:projects_strategicgoal_add", {"name": "Uusi"}, "_save")
    password = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    page = f"/admin/accounts/user/{rows['user'][''].pk}/password/"
    yield Case(page, "admin:auth_user_password_change", password, "set-password")
    step = rows["second step"][""].pk
    yield Case(f"/admin/accounts/secondstep/{step}/delete/", "admin:accounts_secondstep_delete")
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED)
    mail = rows["mail"][""].pk
    chosen = {"action": "send_again", "_selected_action": str(mail)}
    page = "/admin/accounts/outgoingmail/"
    yield Case(page, "admin:accounts_outgoingmail_changelist", chosen, "index")


def _assessments(world: World) -> Iterator[Case]:
    own = world.rows["project"]["own"]
    root = f"/projects/{own.pk}/assessment/"
    sets, view = "/admin/impact_assessments/questionset/", "admin:impact_assessments_questionset"
    new = {"number": "2", "name": "Uusi", "valid_from": "1.1.2027"}
    yield Case(f"{sets}add/", f"{view}_add", new, "_save")
    chosen = {"action": "copy", "_selected_action": str(world.rows["questions"][""].pk)}
    yield Case(sets, f"{view}_changelist", chosen, "index")
    written, dropped = (
        QuestionSet.objects.create(number=n, name="Luonnos", valid_from="2027-01-01")
        for n in (6, 7)
    )
    yield Case(f"{sets}{written.pk}/change/", f"{view}_change", {"name": "Toinen"}, "_save")
    yield Case(f"{sets}{dropped.pk}/delete/", f"{view}_delete")
    no = dict.fromkeys(("s1", "s2", "s3", "s4"), "no")
    yield Case(f"{root}screening/", "assessment-screening", no)
    yield Case(f"{root}write/", "assessment-write", {"data_text": "Rajapinta"})
    change = {"kind": "system", "change": "new", "name": "Kirjasto"}
    for what, typed, changed in (
        ("change", change, {"what": "Uusi"}),
        ("action", {"description": "Koulutus"}, {"done_on": "2022-03-01", "done_note": "Pidetty"}),
        ("link", {"kind": "case", "name": "1/2022"}, {"name": "2/2022"}),
    ):
        yield Case(f"{root}{what}s/new/", f"assessment-{what}-new", typed)
        model: Any = {"change": ModelChange, "action": FollowUp, "link": Link}[what]
        row = model.objects.create(project=own, **typed)
        yield Case(f"{root}{what}s/{row.pk}/", f"assessment-{what}", changed)
    yield from _ledger(world)
    listed = {"file": ("a.csv", LIST), "kind": "system"}
    yield Case("/model/import/", "model-upload", listed)
    upload = f"/model/import/{world.rows['list']['planner'].pk}/"
    yield Case(upload, "model-import-discard", who="planner")
    yield Case(upload, "model-import-carry-out", who="planner")
    planner = User.objects.get(username="person-planner")
    asking = {"part": "security", "person": planner.username, "due": "2099-01-01"}
    yield Case(f"{root}requests/new/", "assessment-ask", asking)
    asked = PartRequest.objects.create(
        project=own, part="data", person=planner, asked_by=planner, due="2099-01-01"
    )
    answer = f"{root}requests/{asked.pk}/"
    yield Case(answer, "assessment-answer", {"data_effect": "none"}, who="planner")
    yield Case(root, "assessment-withdraw")
    ScreeningRecord.objects.create(
        project=own, question_set=QuestionSet.objects.get(number=1), computed="not_required",
        decided="not_required",
    )  # fmt: skip
    assessment = ImpactAssessment.objects.get(project=own)
    AssessmentVersion.objects.create(
        project=own, number=1, stage="full", document={}, sha256="0" * 64,
        fingerprint={"area": -1},
    )  # fmt: skip
    ImpactAssessment.objects.filter(project=world.rows["project"]["other"]).update(
        security_text="Lokit kerätään"
    )
    yield Case(f"{root}earlier/?part=security", "assessment-earlier", button="source")
    said = {"reason": "Alueen nimi muuttui, muu ei."}
    yield Case(root, "assessment-still-right", said)
    assessment.state = "review"
    assessment.save()
    yield Case(root, "assessment-step", button="step=take-back")
    yield Case(f"{root}review/", "assessment-review", {"data_mark": "ok"})
    assessment.state, assessment.question_set = "draft", QuestionSet.objects.get(number=1)
    assessment.save()
    QuestionSet.objects.create(
        number=9, name="Uudempi", valid_from="2022-01-01", published_at=timezone.now()
    )
    yield Case(f"{root}questions/", "assessment-questions", button="set")


GROUPS = {
    "pages": _pages,
    "meetings": _meetings,
    "proposals": _proposals,
    "round": _round,
    "approvals": _approvals,
    "imports": _imports,
    "administration": _administration,
    "assessments": _assessments,
}
"""Every form that makes or changes something, on a page that shows it."""

LEFT_OUT = {
    # Reads a list, or answers with a file; nothing is saved.
    "admin:index", "admin:app_list", "admin:projects_project_export", "public-feed",
    "admin:projects_servicearea_export", "admin:projects_strategicgoal_export",
    "admin:impact_assessments_impactassessment_changelist", "admin:projects_project_changelist",
    "admin:impact_assessments_impactassessment_export",
    "admin:projects_servicearea_changelist", "admin:projects_strategicgoal_changelist",
    "admin:reports_actionplan_changelist", "admin:reports_statement_changelist",
    "admin:accounts_auditevent_changelist",
    "admin:accounts_user_changelist", "admin:accounts_auditevent_history",
    "admin:accounts_outgoingmail_history", "admin:accounts_user_history",
    "admin:impact_assessments_questionset_history",
    "admin:impact_assessments_modelitem_changelist",
    "admin:accounts_secondstep_changelist", "admin:accounts_secondstep_history",
    # Signing in and out, and proving who one is: allauth's, each with a code of its own, or sent
    # by nobody who is known yet.
    "admin:login", "admin:logout", "admin:password_change", "admin:password_change_done",
    "account_change_password", "account_confirm_login_code", "account_email", "account_login",
    "account_logout", "account_reauthenticate", "account_reset_password",
    "account_reset_password_from_key", "account_set_password", "account_signup",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp",
    "mfa_generate_recovery_codes", "mfa_login_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
    "socialaccount_connections", "socialaccount_signup", "usersessions_list",
    "mfa_download_recovery_codes",
}  # fmt: skip
"""Addresses that take a POST and are sent twice by no test of these, with the reason."""
