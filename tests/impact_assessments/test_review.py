"""Review and approval: other eyes, of what was on the screen, frozen; no dead ends."""

import json

import pytest
from django.urls import reverse

from accounts.models import Webhook, WebhookDelivery, WebhookEvent
from accounts.web.posts import is_saved
from impact_assessments.choices import WRITTEN_PARTS, State
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    PartReview,
    RecordIsFixed,
)
from impact_assessments.review.freeze import digest
from impact_assessments.review.steps import STEPS
from impact_assessments.state import digest_of
from projects.history.restoring import restore
from tests.impact_assessments.written import screen, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(make_user, area):
    found = make_user("area_editor", "kirjoittaja")
    area.editors.add(found)
    return found


@pytest.fixture
def project(make_project, editor, client):
    """Written and sent to review by the editor of its area."""
    found = make_project("Verkko")
    client.force_login(editor)
    screen(client, found, s2="yes", essential="Asiointiprosessi muuttuu")
    address = reverse("assessment-write", args=[found.pk])
    none = {f"{part.name}_effect": "none" for part in WRITTEN_PARTS}
    client.post(address, sent(client.get(address), **none))
    take(client, found, "send")
    assert ImpactAssessment.objects.get().state == State.REVIEW
    return found


def page(client, project):
    return client.get(reverse("assessment", args=[project.pk]))


def take(client, project, step, **more):
    sent_digest = {}
    for each in page(client, project).context["steps"]:
        if each.step.name == step:
            sent_digest = {"digest": each.digest}
    address = reverse("assessment-step", args=[project.pk])
    return client.post(address, {"step": step, **sent_digest, **more}, follow=True)


def mark(client, project, page=None, **marks):
    """The review as a browser sends it from the page that was opened before."""
    address = reverse("assessment-review", args=[project.pk])
    rows = (page or client.get(address)).context["rows"]
    shown = {}
    for each in rows:
        name = each["part"].name
        shown |= {
            f"{name}_{column}": each[column] or "" for column in ("mark", "comment", "digest")
        }
        shown[f"{name}_newest"] = each["newest"].pk if each["newest"] else ""
    return client.post(address, {**shown, **marks}, follow=True)


def test_no_state_is_one_that_nobody_can_leave():
    for state in State:
        assert any(step.begins == state for step in STEPS), state
    assert {step.ends for step in STEPS} == set(State)


def test_what_is_missing_is_said_instead_of_sent(client, editor, make_project):
    project = make_project("Kesken")
    client.force_login(editor)
    screen(client, project, s1="yes")
    shown = take(client, project, "send").content.decode()
    assert "on avoinna" in shown
    assert ImpactAssessment.objects.get(project=project).state == State.DRAFT


def test_approving_freezes_what_was_on_the_screen(client, project, planner):
    events = [WebhookEvent.ASSESSMENT_SIGNED]
    Webhook.objects.create(name="a", address="https://a.fi/", salt="x", events=events)
    client.force_login(planner)
    take(client, project, "approve")
    version = AssessmentVersion.objects.get()
    row = ImpactAssessment.objects.get()
    told = json.loads(WebhookDelivery.objects.get().body)["data"]
    assert told.pop("address").endswith(f"/api/v1/assessments/{row.pk}/")
    assert told == {"id": row.pk, "project": project.pk, "version": 1, "sha256": version.sha256}
    assert (version.number, version.by, version.author.username) == (1, planner, "kirjoittaja")
    assert version.sha256 == digest_of(version.document)
    assert {part["name"] for part in version.document["parts"]} == {p.name for p in WRITTEN_PARTS}
    assert version.document["questions"][0]["text"].keys() == {"fi", "sv", "en"}
    address = reverse("assessment-version", args=[project.pk, 1])
    assert json.loads(client.get(address).content) == version.document
    for act in (version.save, version.delete):
        with pytest.raises(RecordIsFixed):
            act()


def test_neither_the_author_nor_the_last_editor_approves(client, project, planner, make_user):
    client.force_login(planner)
    row = ImpactAssessment.objects.get()
    ImpactAssessment.objects.update(author=planner)
    assert "Olet laatinut tämän" in take(client, project, "approve").content.decode()
    ImpactAssessment.objects.update(author=row.author)
    take(client, project, "take-back")
    write = reverse("assessment-write", args=[project.pk])
    client.post(write, sent(client.get(write), data_text="Suunnittelijan sanat"))
    take(client, project, "send")
    assert "muuttanut arvioinnin tekstejä" in take(client, project, "approve").content.decode()
    assert not AssessmentVersion.objects.exists()
    client.force_login(make_user("administrator"))
    take(client, project, "approve")
    assert AssessmentVersion.objects.count() == 1


def test_a_version_that_changed_since_is_read_again_before_it_is_approved(client, project, planner):
    client.force_login(planner)
    old = digest(project, ImpactAssessment.objects.get())
    FollowUp.objects.create(project=project, description="Tuli väliin")
    project.refresh_from_db()
    address = reverse("assessment-step", args=[project.pk])
    shown = client.post(address, {"step": "approve", "digest": old}, follow=True)
    assert "on muuttunut sen jälkeen" in shown.content.decode()
    assert not AssessmentVersion.objects.exists()


def test_only_what_is_to_be_mended_goes_back_and_it_returns_by_itself(
    client, project, planner, editor
):
    client.force_login(planner)
    shown = mark(client, project, security_mark="fix").content.decode()
    assert "Kerro, mitä on korjattava" in shown
    mark(client, project, security_mark="fix", security_comment="Entä lokit?", data_mark="ok")
    assert "Merkitty korjattavaksi" in take(client, project, "approve").content.decode()
    take(client, project, "return")
    client.force_login(editor)
    assert "Entä lokit?" in page(client, project).content.decode()
    write = reverse("assessment-write", args=[project.pk])
    values = sent(client.get(write), security_text="Lokit kerätään kuten ennenkin")
    client.post(write, values)
    assert ImpactAssessment.objects.get().state == State.REVIEW
    parts = {row["part"].name: row["mark"] for row in page(client, project).context["parts"]}
    assert parts["data"].mark == "ok"
    assert parts["security"] is None
    assert PartReview.objects.count() == 2  # nothing erases a review


def test_a_mark_is_of_the_text_that_the_reviewer_read(client, project, planner):
    client.force_login(planner)
    shown = mark(client, project, security_mark="ok", security_digest="0" * 64)
    assert shown.status_code == 400
    assert not PartReview.objects.exists()


def test_the_reviewer_reads_that_an_effect_is_substantial(client, project, planner):
    ImpactAssessment.objects.update(security_effect="some", security_substantial=True)
    client.force_login(planner)
    page = client.get(reverse("assessment-review", args=[project.pk])).content.decode()
    assert "Merkittävä vaikutus" in page


def test_writing_after_approval_begins_the_next_draft_beside_the_version(client, project, planner):
    client.force_login(planner)
    take(client, project, "approve")
    row = ImpactAssessment.objects.get()
    row.data_text = "Hallinnan lomakkeelta"
    row.save()
    assert row.state == State.DRAFT
    version = AssessmentVersion.objects.get()
    data = next(part for part in version.document["parts"] if part["name"] == "data")
    assert data["text"] == ""


def test_closing_waits_for_every_action(client, project, planner):
    client.force_login(planner)
    action = FollowUp.objects.create(project=project, description="Koulutus")
    take(client, project, "approve")
    assert "tekemättä: 1" in take(client, project, "close").content.decode()
    action.done_on = "2022-01-01"
    action.save()
    take(client, project, "close")
    assert ImpactAssessment.objects.get().state == State.CLOSED
    take(client, project, "open-again")
    assert ImpactAssessment.objects.get().state == State.DRAFT


def test_a_step_that_somebody_else_took_first_is_told_of(client, project, planner):
    client.force_login(planner)
    assert "Joku muu" in take(client, project, "send").content.decode()


def test_readers_take_no_steps_and_review_nothing(client, project, make_user):
    client.force_login(make_user("reader"))
    assert page(client, project).context["steps"] == []
    take(client, project, "approve")
    take(client, project, "take-back")
    assert ImpactAssessment.objects.get().state == State.REVIEW
    assert client.get(reverse("assessment-review", args=[project.pk])).status_code == 403


def test_versions_outlast_the_project_and_are_there_when_it_comes_back(client, project, planner):
    client.force_login(planner)
    take(client, project, "approve")
    before = project.history.first().history_date
    key = project.pk
    project.delete()
    assert AssessmentVersion.objects.count() == 1
    assert restore(key, before, planner).project.assessmentversions.count() == 1


def test_of_two_reviewers_at_once_neither_undoes_what_the_other_marked(
    client, project, planner, make_user
):
    second, address = (
        make_user("planner", "toinen"),
        reverse("assessment-review", args=[project.pk]),
    )
    client.force_login(planner)
    mark(client, project, data_mark="ok")
    opened = client.get(address)
    client.force_login(second)
    fix = {"data_mark": "fix", "data_comment": "Kenelle luovutetaan?"}
    mark(client, project, **fix)
    client.force_login(planner)
    mark(client, project, opened, security_mark="ok")  # left the other's part alone
    assert PartReview.objects.filter(part="data").first().mark == "fix"
    assert PartReview.objects.filter(part="security").get().by == planner
    page = mark(client, project, opened, data_mark="improve", data_comment="Hyvä näin")
    assert page.status_code == 400
    assert "toinen" in page.content.decode()
    assert "Hyvä näin" in page.content.decode()  # nothing typed is lost
    assert PartReview.objects.filter(part="data").first().mark == "fix"
    mark(client, project, data_mark="improve", data_comment="Hyvä näin")
    assert PartReview.objects.filter(part="data").first().mark == "improve"


def test_when_the_reviewer_leaves_another_goes_on_where_they_were(
    client, project, planner, make_user
):
    gone = make_user("planner", "lahtija")
    client.force_login(gone)
    mark(client, project, data_mark="fix", data_comment="Kenelle?")
    gone.is_active = False
    gone.save()
    client.force_login(planner)
    assert "Merkitty korjattavaksi" in take(client, project, "approve").content.decode()
    mark(client, project, data_mark="ok", data_comment="")
    take(client, project, "approve")
    assert ImpactAssessment.objects.get().state == State.APPROVED
    assert AssessmentVersion.objects.get().by == planner


def test_from_every_state_a_step_leads_on_for_somebody(project):
    for state in State:
        assert any(step.begins == state for step in STEPS)
    ends = {state: {step.ends for step in STEPS if step.begins == state} for state in State}
    for state in State:
        reached, todo = {state}, [state]
        while todo:
            new = ends[todo.pop()] - reached
            reached |= new
            todo += new
        assert reached == set(State)


def test_what_was_typed_before_it_was_sent_is_kept_and_read_again(client, project, planner, editor):
    client.force_login(planner)
    mark(client, project, data_mark="ok", security_mark="ok")
    seen = page(client, project).context["steps"]
    old = next(each.digest for each in seen if each.step.name == "approve")
    client.force_login(editor)
    take(client, project, "take-back")
    write = reverse("assessment-write", args=[project.pk])
    opened = client.get(write)
    take(client, project, "send")
    late = sent(
        opened, data_effect="some", data_text="Rajapinta uusitaan koko kaupungille keväällä 2023"
    )
    client.post(write, late)
    client.force_login(planner)
    shown = page(client, project)
    assert "Rajapinta uusitaan" in shown.content.decode()
    parts = {row["part"].name: row["mark"] for row in shown.context["parts"]}
    assert parts["data"] is None  # the mark was of another text
    assert parts["security"].mark == "ok"
    address = reverse("assessment-step", args=[project.pk])
    answer = client.post(address, {"step": "approve", "digest": old}, follow=True)
    assert "on muuttunut sen jälkeen" in answer.content.decode()
    assert not AssessmentVersion.objects.exists()


def test_a_review_of_what_was_taken_back_meanwhile_is_not_saved_and_not_lost(
    client, project, planner, editor
):
    client.force_login(planner)
    address = reverse("assessment-review", args=[project.pk])
    opened = client.get(address)
    client.force_login(editor)
    take(client, project, "take-back")
    client.force_login(planner)
    sent_marks = {"data_mark": "ok", "data_comment": "Hyvä"}
    for each in opened.context["rows"]:
        sent_marks[f"{each['part'].name}_digest"] = each["digest"]
    answer = client.post(address, sent_marks)
    assert not is_saved(answer)  # the browser keeps what was typed, and offers it again
    assert "ei ole tarkastettavana" in page(client, project).content.decode()
    assert not PartReview.objects.exists()


def test_an_author_who_finds_nothing_to_mend_may_say_so_and_another_mark_lets_it_pass(
    client, project, planner, editor
):
    """A part that was sent back and stays as it is has no state of its own to be stuck in."""
    client.force_login(planner)
    mark(client, project, data_mark="fix", data_comment="Kenelle?")
    take(client, project, "return")
    client.force_login(editor)
    take(client, project, "send")
    assert ImpactAssessment.objects.get().state == State.REVIEW
    client.force_login(planner)
    mark(client, project, data_mark="ok", data_comment="")
    take(client, project, "approve")
    assert ImpactAssessment.objects.get().state == State.APPROVED


def test_a_project_without_another_officer_is_taken_back_when_nobody_may_approve(
    client, make_project, planner
):
    """The only officer wrote it: they are told why, and the way back stays open."""
    project = make_project("Yksin")
    client.force_login(planner)
    screen(client, project, s2="yes", essential="Asiointiprosessi muuttuu")
    write = reverse("assessment-write", args=[project.pk])
    none = {f"{part.name}_effect": "none" for part in WRITTEN_PARTS}
    client.post(write, sent(client.get(write), **none))
    take(client, project, "send")
    offered = {e.step.name: e.obstacles for e in page(client, project).context["steps"]}
    assert offered["take-back"] == []
    assert "joku muu" in offered["approve"][0]
    take(client, project, "take-back")
    assert ImpactAssessment.objects.get().state == State.DRAFT
