"""Writing the parts: one page or step by step, what lacks, what follows, two people at once."""

import pytest
from django.urls import reverse

from impact_assessments.choices import WRITTEN_PARTS
from impact_assessments.models import FollowUp, ImpactAssessment, ModelChange
from impact_assessments.rules.completeness import Answer, is_in_circle
from projects.confidentiality import Piece
from projects.history.sentences import changes
from tests.impact_assessments.written import field_names, screen, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(make_project, planner, client):
    found = make_project("Verkko")
    client.force_login(planner)
    screen(client, found, s1="yes")
    return found


def write(project):
    return reverse("assessment-write", args=[project.pk])


def test_what_is_written_is_read_on_the_page_and_in_the_history(client, project):
    page = client.get(write(project))
    values = sent(page, security_effect="substantial", security_text="Käyttöoikeudet uusitaan",
                  security_ticks=["16", "17"], security_direction="better")  # fmt: skip
    shown = client.post(write(project), values, follow=True).content.decode()
    assert "Käyttöoikeudet uusitaan" in shown
    assert "Merkittävä vaikutus" in shown
    row = ImpactAssessment.objects.get()
    assert (row.security_effect, row.security_substantial) == ("some", True)
    assert row.security_ticks == "16,17"
    told = " ".join(s for change in changes(project.pk) for s in change.sentences)
    assert "Käyttöoikeudet uusitaan" in told


def test_step_by_step_saves_one_part_and_leads_to_the_next(client, project):
    address = f"{write(project)}?part=security"
    page = client.get(address)
    values = sent(page, security_effect="none")
    assert not any(name.startswith("data_") for name in field_names(page))
    answer = client.post(address, {**values, "next": "data"})
    assert answer["Location"].endswith("?part=data")
    assert ImpactAssessment.objects.get().security_effect == "none"


def test_the_page_says_what_is_missing_until_it_is_there(client, project):
    page = reverse("assessment", args=[project.pk])
    assert "b) Tietoturvallisuus on avoinna." in client.get(page).content.decode()
    none = {f"{part.name}_effect": "none" for part in WRITTEN_PARTS}
    form = client.get(write(project))
    client.post(write(project), sent(form, **none))
    shown = client.get(page).content.decode()
    assert "on avoinna" not in shown
    assert "ilman vaikutusta tietoturvallisuuteen" in shown
    assert "ei ole nimetty järjestelmää" in shown


def test_ticks_and_answers_propose_what_follows_until_it_is_there(client, project):
    form = client.get(write(project))
    client.post(write(project), sent(form, case_management_effect="some",
                                     case_management_ticks=["28"]))  # fmt: skip
    page = reverse("assessment", args=[project.pk])
    link = reverse("assessment-action-new", args=[project.pk]) + "?kind=publicity"
    assert link in client.get(page).content.decode()
    new = client.get(f"{link}&part=case_management")
    assert 'value="Kuvaus asiakirjajulkisuuden' in new.content.decode()
    values = sent(new, due="2020-01-01", owner_name="Kirjaamo")
    shown = client.post(link, values, follow=True).content.decode()
    assert link not in shown
    assert "Myöhässä" in shown
    assert FollowUp.objects.late().count() == 1


def test_what_lacks_a_row_leads_to_its_form_for_who_may_write_it(client, project, make_user):
    form = client.get(write(project))
    values = sent(form, security_effect="substantial", security_text="Lokit uusitaan kaikki nyt")
    client.post(write(project), values)
    page = reverse("assessment", args=[project.pk])
    action = (
        reverse("assessment-action-new", args=[project.pk]) + "?kind=security&amp;part=security"
    )
    change = reverse("assessment-change-new", args=[project.pk]) + "?kind=system"
    shown = client.get(page).content.decode()
    assert f'href="{action}"' in shown
    assert f'href="{change}"' in shown
    new = client.get(action.replace("&amp;", "&"))
    assert sent(new)["part"] == "security"
    assert "Mihin mennessä" in new.content.decode()
    client.force_login(make_user("reader"))
    shown = client.get(page).content.decode()
    assert action not in shown
    assert f'href="{page}#actions"' in shown


def test_a_change_is_named_and_can_be_mended_and_removed(client, project):
    new = reverse("assessment-change-new", args=[project.pk])
    values = {"kind": "system", "change": "new", "name": ""}
    page = client.post(new, values)
    assert "Nimeä se tai valitse" in page.content.decode()
    client.post(new, {**values, "name": "Kirjastojärjestelmä"})
    row = ModelChange.objects.get()
    own = reverse("assessment-change", args=[project.pk, row.pk])
    client.post(own, {**sent(client.get(own)), "link": "ei linkki"})
    client.post(own, {**sent(client.get(own)), "what": "Korvaa vanhan"})
    row.refresh_from_db()
    assert (row.what, row.link) == ("Korvaa vanhan", "")
    client.post(own, {"remove": "1"})
    assert not ModelChange.objects.exists()
    assert ModelChange.history.filter(history_type="-").count() == 1


def test_the_second_of_two_is_asked_and_loses_nothing(client, project):
    form = client.get(write(project))
    first, second = sent(form, data_text="Toisen sanat"), sent(form, data_text="Omat sanat")
    client.post(write(project), first)
    page = client.post(write(project), second)
    assert page.status_code == 409
    assert "Toisen sanat" in page.content.decode()
    assert "Omat sanat" in page.content.decode()


def test_same_as_never_leads_round_in_a_circle(client, project):
    form = client.get(write(project))
    page = client.post(write(project), sent(form, data_same_as="security", security_same_as="data"))
    assert page.status_code == 400
    assert "kiertää kehää" in page.content.decode()
    answers = {"a": Answer("some", same_as="b"), "b": Answer("some", same_as="c"), "c": Answer("")}
    assert not is_in_circle("a", answers)


def test_a_part_that_is_not_public_is_neither_shown_nor_lost(client, project, make_user, area):
    form = client.get(write(project))
    client.post(write(project), sent(form, security_text="Salainen", security_effect="some"))
    project.not_public_fields = [Piece.SECURITY, Piece.MODEL_CHANGES]
    project.save()
    ModelChange.objects.create(project=project, kind="system", change="new", name="Salajärjestelmä")
    editor = make_user("area_editor")
    area.editors.add(editor)
    client.force_login(editor)
    for address in (write(project), reverse("assessment", args=[project.pk])):
        shown = client.get(address).content.decode()
        assert "Salainen" not in shown
        assert "Salajärjestelmä" not in shown
    values = sent(client.get(write(project)), data_text="Uutta", data_effect="some")
    client.post(write(project), {**values, "security_text": "Ohi"})
    row = ImpactAssessment.objects.get()
    assert (row.security_text, row.data_text) == ("Salainen", "Uutta")
    assert client.get(reverse("assessment-change-new", args=[project.pk])).status_code == 403


def test_readers_and_editors_of_other_areas_write_nothing(client, project, make_user):
    for role in ("reader", "area_editor"):
        client.force_login(make_user(role))
        assert client.get(reverse("assessment", args=[project.pk])).status_code == 200
        assert client.get(write(project)).status_code == 403
        assert client.post(write(project), {"x": 1}).status_code == 403
        for what in ("change", "action", "link"):
            new = reverse(f"assessment-{what}-new", args=[project.pk])
            assert client.post(new, {}).status_code == 403


def test_whoever_may_see_no_part_is_refused_the_form(client, project, make_user, area):
    project.not_public_fields = [part.name for part in WRITTEN_PARTS if part.letter]
    project.not_public_fields += [Piece.CHANGE_EFFECTS]
    project.save()
    editor = make_user("area_editor")
    area.editors.add(editor)
    client.force_login(editor)
    assert client.get(write(project)).status_code == 403
    assert client.get(reverse("assessment", args=[project.pk])).status_code == 200


def test_none_with_words_that_tell_of_a_change_is_a_hint_and_stops_nothing(client, project):
    form = client.get(write(project))
    none = {f"{part.name}_effect": "none" for part in WRITTEN_PARTS}
    client.post(write(project), sent(form, **none, data_text="Rajapinta muuttuu"))
    page = client.get(reverse("assessment", args=[project.pk]))
    hints = [each for each, _place in page.context["findings"] if each.code == "none_but"]
    assert [each.is_hint for each in hints] == [True]
    assert "c) Tietojen käsittely" in hints[0].text


def test_a_link_that_is_no_address_is_told_at_its_field_and_nothing_is_lost(client, project):
    new = reverse("assessment-link-new", args=[project.pk])
    for wrong in ("ei linkki", "javascript:alert(1)"):
        page = client.post(new, {"kind": "dpia", "name": "Vaikutustenarviointi", "url": wrong})
        assert page.status_code == 400
        assert page.context["form"].errors["url"]
        assert "Vaikutustenarviointi" in page.content.decode()
