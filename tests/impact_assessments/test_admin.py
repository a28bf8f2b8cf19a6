"""The assessment in the administration: every part is edited, the state only by its steps."""

import pytest
from django.urls import reverse

from impact_assessments.choices import WRITTEN_PARTS, State
from impact_assessments.models import AssessmentVersion, ImpactAssessment
from projects.confidentiality import Piece
from projects.history.sentences import changes
from tests.projects.editing.test_admin import form

pytestmark = pytest.mark.django_db
LIST = "admin:impact_assessments_impactassessment_changelist"
COLUMNS = ("effect", "substantial", "direction", "text", "same_as")


@pytest.fixture
def row(make_project):
    return ImpactAssessment.objects.create(
        project=make_project("Verkko"), screening="required", stage="preliminary"
    )


def address(row, page="change"):
    return reverse(f"admin:impact_assessments_impactassessment_{page}", args=[row.pk])


def test_every_part_is_edited_and_told_in_the_history(client, planner, row):
    client.force_login(planner)
    sent = form(client, address(row))
    fields = client.get(address(row)).context["adminform"].form.fields
    written = {f"{part.name}_{column}" for part in WRITTEN_PARTS for column in COLUMNS}
    assert written <= set(fields)
    sent |= {
        "publicity_effect": "some",
        "publicity_direction": "worse",
        "publicity_text": "Pyynnöt päättää kirjaamo",
        "interoperability_effect": "none",
        "economy_effect": "some",
        "economy_substantial": "on",
        "function_same_as": "economy",
        "stage": "full",
        "due": "1.6.2023",
        "model_updated_on": "2.6.2023",
        "change_reason": "Kokouksen jälkeen",
    }
    answer = client.post(address(row), sent)
    assert answer.status_code == 302, answer.context["errors"]
    row.refresh_from_db()
    assert (row.publicity_effect, row.publicity_direction) == ("some", "worse")
    assert (row.interoperability_effect, row.economy_substantial) == ("none", True)
    assert (row.function_same_as, row.stage, str(row.due)) == ("economy", "full", "2023-06-01")
    told = changes(row.project_id)[0]
    assert (told.reason, told.who) == ("Kokouksen jälkeen", str(planner))
    sentences = " ".join(told.sentences)
    for words in ("Suunta (e) tyhjä → Heikkenee", "kirjaamo", "(f)", "Täysi"):
        assert words in sentences, sentences
    assert "Muutosvaikutusten arviointi: Vaikutus (f) " in sentences


def test_the_state_is_seen_and_only_steps_change_it(client, planner, row):
    client.force_login(planner)
    page = client.get(address(row))
    assert "Luonnos" in page.content.decode()
    readonly = {"state", "author", "question_set", "project"}
    assert not readonly & set(page.context["adminform"].form.fields)
    other = row.project.__class__.objects.create(
        name="Toinen", service_area=row.project.service_area, scope="service_area"
    )
    client.post(
        address(row), form(client, address(row)) | {"state": "approved", "project": other.pk}
    )
    row.refresh_from_db()
    assert (row.state, row.project.name) == (State.DRAFT, "Verkko")
    inline = reverse("admin:projects_project_change", args=[row.project_id])
    sent = form(client, inline)
    assert "assessment-0-state" not in sent
    client.post(inline, sent | {"assessment-0-state": "closed", "assessment-0-stage": "full"})
    row.refresh_from_db()
    assert (row.state, row.stage) == (State.DRAFT, "full")


def test_writing_in_what_is_approved_begins_the_next_draft(client, planner, row):
    client.force_login(planner)
    for where, prefix in (
        (address(row), ""),
        (reverse("admin:projects_project_change", args=[row.project_id]), "assessment-0-"),
    ):
        ImpactAssessment.objects.update(state=State.APPROVED)
        client.post(where, form(client, where) | {f"{prefix}stage": "full"})
        row.refresh_from_db()
        assert row.state == State.APPROVED  # no part says anything else
        answer = client.post(where, form(client, where) | {f"{prefix}data_text": f"Uutta {prefix}"})
        assert answer.status_code == 302
        row.refresh_from_db()
        assert row.state == State.DRAFT
    assert not AssessmentVersion.objects.exists()


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        ({"data_substantial": "on", "data_effect": "none"}, "data_substantial", "Vain vaikutus"),
        ({"data_same_as": "security", "security_same_as": "data"}, "data_same_as", "kehää"),
        ({"screening": "not_required"}, "justification", "miksi"),
        ({"model_link": "ei linkki"}, "model_link", "URL"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    client, planner, row, values, place, words
):
    client.force_login(planner)
    sent = form(client, address(row)) | values | {"economy_text": "Kirjoitin tämän"}
    answer = client.post(address(row), sent)
    assert answer.status_code == 200
    assert words in str(answer.context["adminform"].form.errors[place])
    assert "Kirjoitin tämän" in answer.content.decode()
    inline = reverse("admin:projects_project_change", args=[row.project_id])
    named = {f"assessment-0-{name}": value for name, value in values.items()}
    if place in ("data_substantial", "justification"):
        answer = client.post(inline, form(client, inline) | named)
        errors = answer.context["inline_admin_formsets"][0].formset.errors[0]
        assert words in str(errors[place])
    row.refresh_from_db()
    assert (row.economy_text, row.screening) == ("", "required")


def test_a_part_that_is_not_public_is_neither_shown_nor_told_of_nor_lost(
    client, make_user, row, area
):
    editor = make_user("area_editor")
    area.editors.add(editor)
    row.publicity_text, row.publicity_same_as, row.justification = "Salaista", "data", ""
    row.save()
    row.project.not_public_fields = [Piece.PUBLICITY, Piece.JUSTIFICATION]
    row.project.save()
    client.force_login(editor)
    inline = reverse("admin:projects_project_change", args=[row.project_id])
    for where, prefix in ((address(row), ""), (inline, "assessment-0-")):
        page = client.get(where).content.decode()
        assert "Salaista" not in page
        assert f"{prefix}publicity_" not in page
        assert f'name="{prefix}data_same_as"' not in page
        sent = form(client, where) | {f"{prefix}data_text": f"Uutta {prefix}"}
        assert client.post(where, sent).status_code == 302
        # What is wrong with a field that they do not see is said above the others.
        wrong = client.post(where, form(client, where) | {f"{prefix}screening": "not_required"})
        assert wrong.status_code == 200
        assert "miksi" in wrong.content.decode()
    row.refresh_from_db()
    assert (row.publicity_text, row.publicity_same_as) == ("Salaista", "data")
    assert "Salaista" not in client.get(reverse(LIST)).content.decode()


def test_the_second_of_two_in_the_administration_is_asked(client, planner, row):
    client.force_login(planner)
    first, second = (form(client, address(row)) for _person in range(2))
    client.post(address(row), first | {"interoperability_text": "Toisen sanat"})
    answer = client.post(address(row), second | {"interoperability_text": "Omat sanat"})
    for words in ("Toisen sanat", "Omat sanat"):
        assert words in answer.content.decode()
    row.refresh_from_db()
    assert row.interoperability_text == "Toisen sanat"


@pytest.mark.parametrize(("role", "status"), [("reader", 302), ("area_editor", 200)])
def test_who_may_not_edit_reads_or_is_sent_away(client, make_user, row, role, status):
    client.force_login(make_user(role))
    assert client.get(address(row)).status_code == status
    client.post(address(row), {"data_text": "Vieras"})
    row.refresh_from_db()
    assert row.data_text == ""
