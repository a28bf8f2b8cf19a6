"""The pages that tests walk through, with something on each; each function makes its rows."""

import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User, Webhook
from accounts.webhooks import delivery, reaching
from impact_assessments.model_items.imports import keep
from impact_assessments.models import ModelChange, ModelItem, PartRequest
from projects.ledger.imports import keep as keep_ledger
from projects.models import (
    EntryKind,
    Feed,
    LedgerCode,
    Meeting,
    MeetingEntry,
    MeetingItem,
    Project,
    Risk,
    StatusReport,
)
from reports.jobs.running import NO_ROOM
from reports.models import (
    ActionPlan,
    Job,
    PlanChapter,
    PlanEdition,
    PlanImport,
    Proposal,
)
from tests.api.asking import token_of
from tests.reports.plan_files import FINNISH, docx_forms

THEN = "?at=2022-10-01"
OPEN_FOLDS = "document.querySelectorAll('main details').forEach(fold => fold.open = true)"


def addresses():
    """The pages that people read, with something on each."""
    project = Project.objects.get(name="Konesalipalvelut")
    report = StatusReport.objects.filter(project=project).first()
    page = project.get_absolute_url()
    return [
        "/",
        "/desk/",
        "/dashboard/",
        "/projects/?all=1",
        "/projects/?group=area&sort=-total,name&status=in_progress",
        "/projects/?status=zzz&q=olematon",
        reverse("project-quick", args=[project.pk]),
        *(reverse(f"project-edit-{key}", args=[project.pk]) for key in ("schedule", "publicity")),
        f"{page}?view=status%3Din_progress",
        reverse("project-history", args=[project.pk]),
        reverse("report", args=[project.pk, report.number]),
        "/reports/",
        "/reports/unreported/",
        *risk_addresses(),
        "/workbook/?status=in_progress",
        "/assessments/",
        "/assessments/parts/security/",
        "/search/?q=verkko",
        "/search/?q=",
        "/timeline/",
        "/timeline/?zoom=month&group=status",
        f"/timeline/{THEN}",
        f"/as-it-was/{THEN}",
        f"{page}{THEN}",
        f"{page}?at=huomenna",
        "/changes/?from=2022-09-01",
        "/plans/",
        ActionPlan.objects.get().get_absolute_url(),
        "/accounts/me/",
        feed_address(),
        "/projects/new/",
        "/projects/deleted/",
        "/help/",
        *(reverse(f"statement-{kind}") for kind in ("accessibility", "terms")),
        "/capacity/",
        "/ledger/",
        ledger_address(),
        *round_addresses(),
        *edition_addresses(),
        *job_addresses(),
        *model_addresses(project),
        *meeting_addresses(project),
        *token_addresses(),
        *import_addresses(),
    ]


def assessment_addresses():
    """The pages of assessments in their states, whose folds are opened."""

    def of(beginning, name, query=""):
        project = Project.objects.get(name__startswith=beginning)
        return reverse(name, args=[project.pk]) + query

    asked = PartRequest.objects.open().get(person__username="suunnittelija")
    return [
        *(of(name, "assessment") for name in ("Teknisen", "Konesali", "Työajan", "Digitaalinen")),
        of("Maankäytön", "assessment-write"),
        of("Maankäytön", "assessment-write", "?part=security"),
        of("Maankäytön", "assessment-earlier", "?part=security"),
        of("Maankäytön", "assessment-ask", "?part=data"),
        of("Velkuan", "assessment-screening"),
        of("Jatkuvuudenhallinta", "assessment-review"),
        reverse("assessment-answer", args=[asked.project_id, asked.pk]),
        reverse("assessment-asked"),
        reverse("screening-queue"),
    ]


def risk_addresses():
    """The worst risk and its place in the matrix, who waits for another, and what was reported."""
    report = StatusReport.objects.exclude(snapshot__milestones=[]).first()
    waiting = Project.objects.get(dependencies__kind="waits_for", name__startswith="Velkuan")
    risk = Risk.objects.open().worst_first()[0]
    return [
        reverse("risks"),
        f"{reverse('risks')}?probability={risk.probability}&consequence={risk.impact}",
        risk.project.get_absolute_url(),
        waiting.get_absolute_url(),
        report.get_absolute_url(),
    ]


def import_addresses():
    """A plan's file that was read, and a project in it."""
    row = PlanImport.objects.create(file_name="suunnitelma.docx", data=docx_forms(FINNISH))
    row.read()
    return [f"/plans/import/{address}" for address in ("", f"{row.pk}/", f"{row.pk}/0/")]


def administrator_addresses():
    """Those that a planner may not open."""
    return [
        *(f"/service/{page}" for page in ("", "retention/", "processing/")),
        "/accounts/tokens/services/",
        *webhook_addresses(),
    ]


def feed_address():
    owner = User.objects.get(username="suunnittelija")
    Feed.objects.create(owner=owner, name="Käynnissä", query="status=in_progress")
    return "/feeds/?status=in_progress"


def token_addresses():
    """Two tokens of one name, and the page on which one tries them."""
    for _time in range(2):
        token_of(User.objects.get(username="suunnittelija"))
    return "/accounts/tokens/", "/api/v1/docs/"


def webhook_addresses():
    """One with each kind of line in its log, and one of the same name that was switched off."""
    now = timezone.now()
    events = ["project.changed", "report.given"]
    named = {"name": "Raportointi", "address": "https://raportit.example.fi/", "events": events}
    webhook = Webhook.objects.create(failing_since=now, **named)
    Webhook.objects.create(is_active=False, given_up_at=now, **named)
    tried = {"tried_at": now, "took_ms": 87, "attempts": 2}
    webhook.deliveries.create(event="webhook.test", state="sent", status=204, **tried)
    error = {"status": 500, "error": delivery.REFUSED, "answer": "Internal <b>Error</b>"}
    webhook.deliveries.create(event="project.changed", state="waiting", **tried, **error)
    webhook.deliveries.create(event="report.given", state="failed", error=reaching.AWAY, **tried)
    return "/webhooks/", webhook.get_absolute_url()


def meeting_addresses(project):
    """A meeting of two projects with an entry of each kind."""
    meeting = Meeting.objects.create(group="Johtoryhmä", day=datetime.date(2023, 3, 15))
    for row in (project, Project.objects.get(name="Perhetalot")):
        item = MeetingItem.objects.create(meeting=meeting, project=row, asks="Jatketaanko?")
    for kind in EntryKind.values:
        entry = MeetingEntry.objects.create(
            meeting=meeting, project=project, kind=kind, text="Sovittu", due="2023-03-01"
        )
    names = ("meeting", "meeting-edit", "meeting-other", "meeting-minutes", "meeting-delete")
    return [
        "/meetings/",
        "/meetings/new/",
        *(reverse(name, args=[meeting.pk]) for name in names),
        item.get_absolute_url(),
        meeting.items.get(project=project).get_absolute_url(),
        entry.get_absolute_url(),
    ]


def model_addresses(project):
    """The city's model, who touches it, and a list that would change it in every way."""
    item = ModelItem.objects.create(
        kind="system", code="TJ-1", name_fi="Konesalin hallintajärjestelmä", owner="Tietohallinto"
    )
    ModelItem.objects.create(kind="resource", code="TV-1", name_fi="Laiterekisteri")
    change = ModelChange.objects.create(
        project=project, kind="system", item=item, change="changed", what="Uusi versio"
    )
    ModelChange.objects.create(project=project, kind="interface", name="Kartta-API", change="new")
    owner = User.objects.get(username="suunnittelija")
    uploads = [
        keep(owner, "malli.csv", "csv", text.encode(), "system", is_complete=True).pk
        for text in (
            "code;name;huomio\nTJ-2;Lokipalvelu;x\n",
            "code;name;kind\n;Nimetön;\nTJ-2;;kone\n",
        )
    ]
    return [
        "/model/",
        "/model/?q=olematon",
        reverse("model-item", args=[item.pk]),
        "/model/named/?kind=interface&name=Kartta-API",
        "/model/changes/",
        "/model/changes/?kind=process",
        "/model/import/",
        *(reverse("model-import", args=[pk]) for pk in uploads),
        reverse("assessment-change", args=[project.pk, change.pk]),
    ]


def ledger_address():
    """A file of the ledger with something of each kind on its page."""
    text = "Kustannuspaikka;Vuosi;Toteuma;Muuta\n1;2023;5;\n9;2023;5;x\n;2023;sata;\n"
    LedgerCode.objects.create(project=Project.objects.get(name="Konesalipalvelut"), code="1")
    planner = User.objects.get(username="suunnittelija")
    return keep_ledger(planner, "x.csv", "csv", text.encode(), {}).get_absolute_url()


def edition_addresses():
    """From the check before approval to what residents read."""
    plan = ActionPlan.objects.get()
    gone, old, new = PlanEdition.objects.order_by("number")
    return [
        reverse("plan-preflight", args=[plan.pk]),
        reverse("plan-approval", args=[plan.pk]),
        new.get_absolute_url(),
        reverse("edition-published", args=[new.pk]),
        f"/plans/compare/?a={old.pk}&b=now",
        "/plans/compare/?a=olematon",
        reverse("edition-follow-up", args=[old.pk]),
        "/published/",
        *(reverse("public-edition", args=[row.slug]) for row in (new, gone)),
        *(reverse("public-changes", args=[row.slug]) for row in (new, old)),
    ]


def job_addresses():
    """A job in each of its states."""
    owner = User.objects.get(username="suunnittelija")
    jobs = []
    for state in Job.State.values:
        job = Job.objects.create(
            kind="render", key=state, state=state, title="Suunnitelma (PDF)", requested_by=owner,
            progress=42, seen_at=timezone.now(), error=NO_ROOM if state == "failed" else "",
        )  # fmt: skip
        job.asked_by.add(owner)
        jobs.append(job.get_absolute_url())
    return jobs


def round_addresses():
    """The pages on which a plan is made, and those of proposals."""
    plan, chapter = ActionPlan.objects.get(), PlanChapter.objects.first()
    waiting = Proposal.objects.get(state="sent")
    project = Project.objects.get(name="Perhetalot")
    return [
        *(reverse(name, args=[plan.pk]) for name in (
            "plan-edit", "plan-cover", "plan-pick", "plan-chapters", "plan-chapter-new",
        )),
        reverse("plan-new"),
        reverse("chapter", args=[chapter.pk]),
        reverse("chapter-history", args=[chapter.pk]),
        "/proposals/?state=",
        reverse("proposal-new"),
        *(row.get_absolute_url() for row in Proposal.objects.all()),
        reverse("proposal-edit", args=[waiting.pk]),
        reverse("proposal-merge-choose", args=[waiting.pk]),
        f"{reverse('proposal-merge', args=[waiting.pk])}?project={project.pk}",
    ]  # fmt: skip
