"""From a draft to an edition: who may, what is frozen, and what refuses."""

import datetime
import html
import io
import json
import re
import zipfile

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import Webhook, WebhookDelivery, WebhookEvent
from projects.models import Project, ServiceArea
from reports.composing.imprints import plan_imprint
from reports.document.imprint import imprint_lines
from reports.document.interchange import from_dict
from reports.editions.approval import StepRefused, approve, send_for_approval, take_back
from reports.editions.forms import ApproveForm
from reports.editions.publishing import publish, withdraw
from reports.editions.submission import standing_document
from reports.models import ActionPlan, EditionFile, PlanEdition
from reports.models.editions import EditionIsFixed
from tests.reports.editions import make_edition

pytestmark = pytest.mark.django_db
DECIDED = {"body": "Kaupunginhallitus", "decided_on": datetime.date(2022, 9, 12)}


@pytest.fixture(autouse=True)
def _nothing_blocks(settings):
    settings.PREFLIGHT_BLOCKING = []


@pytest.fixture
def plan(make_project):
    plan = ActionPlan.objects.create(title="Suunnitelma 2023", organisation="Kaupunki")
    first = make_project("Verkko uusitaan", "1/2023", "5/2023", description="Kaapelit vaihdetaan.")
    second = make_project("Arkisto sähköiseksi", "2023", "2024")
    plan.add_projects([first, second])
    return plan


@pytest.fixture
def approved(plan, planner):
    send_for_approval(plan.pk, planner)
    return approve(plan.pk, planner, **DECIDED, case_number="D/12/2022")


def step(client, plan, name, **values):
    data = {"step": name} | {f"{name}-{key}": value for key, value in values.items()}
    return client.post(reverse("plan-approval", args=[plan.pk]), data, follow=True)


def test_a_planner_takes_a_plan_to_its_public_page(client, planner, plan):
    client.force_login(planner)
    assert "odottaa hyväksymistä" in step(client, plan, "send").content.decode()
    answer = step(
        client, plan, "approve", body="Johtoryhmä", decided_on="12.9.2022", case_number="D/1"
    )
    assert "voidaan julkaista" in answer.content.decode()
    answer = step(client, plan, "publish", is_public="on")
    edition = PlanEdition.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("edition-published", args=[edition.pk])
    page = answer.content.decode()
    assert "Versio 1 on julkaistu" in page
    assert "Asukkaille ja koko organisaatiolle" in page
    # To be copied, whole.
    assert f'value="http://testserver{reverse("public-edition", args=[edition.slug])}"' in page
    assert "Johtoryhmä" in page
    assert "D/1" in page
    assert "12.9.2022" in page
    client.logout()
    public = client.get(reverse("public-edition", args=[edition.slug]))
    assert "Verkko uusitaan" in public.content.decode()


def test_the_section_of_the_minutes_stands_with_the_decision(client, planner, plan):
    client.force_login(planner)
    step(client, plan, "send")
    decided = {"body": "Kaupunginhallitus", "decided_on": "12.9.2022", "section": "§ 45"}
    words = "12.9.2022 § 45"
    step(client, plan, "approve", **decided)
    plan.refresh_from_db()
    assert plan.section == "45"
    assert any(words in line for line in imprint_lines(plan_imprint(plan)))
    step(client, plan, "publish", is_public="on")
    edition = PlanEdition.objects.get()
    client.logout()
    pages = [reverse("public-edition", args=[edition.slug]), reverse("public-list")]
    for address in (*pages, reverse("public-feed")):
        assert "§ 45" in client.get(address).content.decode(), address
    kinds = [reverse(f"public-{kind}", args=[edition.slug]) for kind in ("html", "docx", "xlsx")]
    for address in kinds:
        data = b"".join(client.get(address).streaming_content)
        said = data.decode() if address.endswith("html") else text_of_zip(data)
        assert words in said, address


def test_publishing_leads_on_to_what_changed_since_the_edition_before(client, planner, plan):
    make_edition(plan, datetime.date(2021, 1, 1), number=1, slug="first")
    before = make_edition(plan, datetime.date(2021, 9, 12), number=2, slug="before")
    edition = make_edition(plan, number=3, slug="now")
    client.force_login(planner)
    page = lxml.html.fromstring(client.get(reverse("edition-published", args=[edition.pk])).content)
    links = [link for link in page.xpath("//main//@href") if "compare" in link]
    assert links == [f"{reverse('plan-compare')}?a={before.pk}&b={edition.pk}"]
    assert client.get(links[0]).status_code == 200


def text_of_zip(data):
    """All XML of an Office file, without tags."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = (packed.read(name).decode() for name in packed.namelist() if name.endswith("xml"))
        return html.unescape(re.sub("<[^>]+>", "", "".join(parts)))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("45a", "45a"),
        ("§45 B", "45b"),
        (" 45 § ", "45"),
        ("0", None),
        ("45, 46", None),
        ("x", None),
    ],
)
def test_a_section_is_a_number_perhaps_with_a_letter(typed, kept):
    data = {"approve-body": "K", "approve-decided_on": "2022-09-12", "approve-section": typed}
    form = ApproveForm(data)
    assert form.is_valid() == (kept is not None)
    if kept is None:
        assert form.errors["section"] == [
            "Kirjoita pykälä numerona, tarvittaessa kirjaimen kanssa: 45 tai 45a."
        ]
    else:
        assert form.cleaned_data["section"] == kept


def test_what_is_sent_stays_as_it_was(plan, planner):
    send_for_approval(plan.pk, planner)
    Project.objects.filter(name="Verkko uusitaan").update(name="Aivan muuta")
    plan.refresh_from_db()
    names = [project.name for project in standing_document(plan, planner).projects]
    assert names == ["Verkko uusitaan", "Arkisto sähköiseksi"]
    approve(plan.pk, planner, **DECIDED)
    edition = publish(plan.pk, planner, is_public=False)
    assert edition.document["projects"][0]["name"] == "Verkko uusitaan"


def test_an_edition_outlives_everything(client, approved, planner):
    events = [WebhookEvent.EDITION_PUBLISHED]
    Webhook.objects.create(name="a", address="https://a.fi/", salt="x", events=events)
    edition = publish(approved.pk, planner, is_public=True)
    told = json.loads(WebhookDelivery.objects.get().body)["data"]
    assert told.pop("address").endswith(f"/api/v1/editions/{edition.pk}/")
    assert told == {
        "id": edition.pk, "plan": approved.pk, "number": 1, "is_public": True,
        "sha256": edition.sha256,
    }  # fmt: skip
    files = {(file.face, file.kind): file.file.read() for file in edition.files.all()}
    assert len(files) == 10
    ServiceArea.objects.update(name="Toinen nimi")
    approved.entries.all().delete()
    Project.objects.all().delete()
    client.force_login(planner)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "Kaapelit vaihdetaan." in page
    assert "Sivistyspalvelut" in page
    assert "Toinen nimi" not in page
    edition = PlanEdition.objects.get()
    assert from_dict(edition.document).projects[0].name == "Verkko uusitaan"
    for file in edition.files.all():
        assert file.file.read() == files[file.face, file.kind]


def test_an_edition_cannot_be_changed_or_deleted(approved, planner):
    edition = publish(approved.pk, planner, is_public=True)
    edition.title = "Toinen"
    with pytest.raises(EditionIsFixed):
        edition.save()
    with pytest.raises(EditionIsFixed):
        edition.delete()
    with pytest.raises(EditionIsFixed):
        PlanEdition.objects.update(title="Toinen")
    with pytest.raises(EditionIsFixed):
        PlanEdition.objects.all().delete()
    with pytest.raises(EditionIsFixed):
        EditionFile.objects.filter(edition=edition).delete()
    assert PlanEdition.objects.get().title == "Suunnitelma 2023"


@pytest.mark.parametrize("state", ActionPlan.State.values)
def test_each_step_is_taken_only_from_the_state_before_it(plan, planner, state):
    ActionPlan.objects.filter(pk=plan.pk).update(state=state)
    allowed = {
        "draft": {"send"},
        "for_approval": {"approve", "back"},
        "approved": {"back"},
        "published": {"back"},
    }[state]
    steps = {
        "send": lambda: send_for_approval(plan.pk, planner),
        "approve": lambda: approve(plan.pk, planner, **DECIDED),
        "back": lambda: take_back(plan.pk, planner),
    }
    for name in set(steps) - allowed:
        with pytest.raises(StepRefused):
            steps[name]()
        plan.refresh_from_db()
        assert plan.state == state
    for name in sorted(allowed)[:1]:
        steps[name]()


def test_a_step_from_an_old_page_says_where_the_plan_stands(client, planner, approved):
    client.force_login(planner)
    answer = step(client, approved, "approve", body="Toinen", decided_on="13.9.2022")
    assert "Mitään ei muutettu" in answer.content.decode()
    approved.refresh_from_db()
    assert approved.body == "Kaupunginhallitus"


def test_what_the_check_blocks_is_not_sent(client, planner, plan, settings):
    settings.PREFLIGHT_BLOCKING = ["assessment_missing"]
    client.force_login(planner)
    page = step(client, plan, "send").content.decode()
    assert "on korjattava ensin" in page
    assert reverse("plan-preflight", args=[plan.pk]) in page
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_an_empty_plan_is_not_sent(client, planner):
    plan = ActionPlan.objects.create(title="Tyhjä", organisation="Kaupunki")
    client.force_login(planner)
    assert "ei ole vielä hankkeita" in step(client, plan, "send").content.decode()
    plan.refresh_from_db()
    assert plan.state == "draft"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"body": "", "decided_on": "12.9.2022"}, "Täytä tämä kenttä"),
        ({"body": "Hallitus", "decided_on": "huomenna"}, "ei ole päivä"),
        ({"body": "Hallitus", "decided_on": "1.1.2999"}, "tulevaisuudessa"),
        ({"body": "Hallitus", "decided_on": "1.1.0202"}, "liian kaukana"),
        ({"body": "x" * 201, "decided_on": "12.9.2022"}, "enintään 200"),
    ],
)
def test_a_wrong_decision_is_told_at_its_field_and_nothing_is_lost(
    client, planner, plan, values, message
):
    send_for_approval(plan.pk, planner)
    client.force_login(planner)
    answer = step(client, plan, "approve", **values)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert message in page
    for value in values.values():
        assert value in page
    plan.refresh_from_db()
    assert plan.state == "for_approval"


def test_who_and_why_is_in_the_history(approved, planner):
    take_back(approved.pk, planner, "Yksi hanke puuttuu")
    row = approved.history.first()
    assert (row.history_user, row.history_change_reason) == (planner, "Yksi hanke puuttuu")
    assert row.state == "draft"
    assert [each.state for each in approved.history.all()][:3] == [
        "draft",
        "approved",
        "for_approval",
    ]


def test_taking_back_forgets_what_was_decided(approved, planner):
    plan = take_back(approved.pk, planner)
    assert (plan.state, plan.body, plan.decided_on, plan.submitted) == ("draft", "", None, None)


def test_what_became_secret_meanwhile_is_not_published(client, approved, planner):
    Project.objects.filter(name="Verkko uusitaan").update(is_not_public=True)
    client.force_login(planner)
    page = step(client, approved, "publish", is_public="on").content.decode()
    assert "Verkko uusitaan" in page
    assert "nämä eivät ole julkisia: Verkko uusitaan" in page
    assert not PlanEdition.objects.exists()
    approved.refresh_from_db()
    assert approved.state == "approved"


def test_a_field_that_became_secret_meanwhile_is_not_published(approved, planner):
    Project.objects.filter(name="Verkko uusitaan").update(not_public_fields=["description"])
    with pytest.raises(StepRefused, match="Verkko uusitaan"):
        publish(approved.pk, planner, is_public=True)
    Project.objects.filter(name="Verkko uusitaan").update(not_public_fields=["comments"])
    assert publish(approved.pk, planner, is_public=True).number == 1


def test_a_revised_edition_follows_and_tells_what_it_replaces(approved, planner):
    first = publish(approved.pk, planner, is_public=True)
    plan = take_back(approved.pk, planner)
    assert plan.compared_with == first
    send_for_approval(plan.pk, planner)
    approve(plan.pk, planner, **DECIDED)
    second = publish(plan.pk, planner, is_public=True)
    assert (second.number, second.revises, second.slug) == (2, first, f"{first.slug}-2")
    assert take_back(plan.pk, planner).compared_with == second


def test_a_withdrawal_is_for_good_and_says_why(client, approved, planner):
    edition = publish(approved.pk, planner, is_public=True)
    client.force_login(planner)
    answer = client.post(edition.get_absolute_url(), {"withdraw-reason": ""})
    assert answer.status_code == 400
    client.post(edition.get_absolute_url(), {"withdraw-reason": "Väärä liite"})
    edition = PlanEdition.objects.get()
    assert edition.withdrawal.reason == "Väärä liite"
    with pytest.raises(StepRefused):
        withdraw(edition, planner, "Uudelleen")
    assert "Väärä liite" in client.get(edition.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["area_editor", "reader"])
def test_others_see_where_a_plan_stands_and_cannot_step(client, make_user, plan, role):
    client.force_login(make_user(role))
    address = reverse("plan-approval", args=[plan.pk])
    assert 'name="step"' not in client.get(address).content.decode()
    for name in ("send", "approve", "publish", "back"):
        assert client.post(address, {"step": name}).status_code == 403
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_reader_gets_the_public_face(client, make_user, make_project, planner):
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    plan.add_projects([make_project("Avoin"), make_project("Salainen", is_not_public=True)])
    send_for_approval(plan.pk, planner)
    approve(plan.pk, planner, **DECIDED)
    edition = publish(plan.pk, planner, is_public=False)
    client.force_login(make_user("reader"))
    for address in (edition.get_absolute_url(), reverse("plan", args=[plan.pk])):
        page = client.get(address).content.decode()
        assert "Avoin" in page
        assert "Salainen" not in page
        assert "ei ole julkinen" in page
    assert client.get(reverse("edition-internal-pdf", args=[edition.pk])).status_code == 403
    assert client.get(reverse("edition-public-json", args=[edition.pk])).status_code == 200
    client.force_login(planner)
    assert "Salainen" in client.get(edition.get_absolute_url()).content.decode()
    assert client.get(reverse("edition-internal-pdf", args=[edition.pk])).status_code == 200
