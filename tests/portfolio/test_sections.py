"""The sections of a project's page, each edited where it is read."""

import re

import lxml.html
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from portfolio.sections.declared import SECTIONS
from projects.models import Project, StrategicGoal
from projects.saving.change_sets import one_change

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
KEYS = sorted(SECTIONS)


@pytest.fixture
def project(make_project):
    return make_project("Verkko", "2022", "2023", description="Uusi verkko", notes="Hiljaa")


@pytest.fixture
def editor(make_user, area):
    person = make_user("area_editor")
    area.editors.add(person)
    return person


@pytest.fixture
def maija(client, planner):
    client.force_login(planner)
    return client


def address(project, key):
    return reverse(f"project-edit-{key}", args=[project.pk])


def form_of(answer):
    """The fields of the section's form as a browser would send them."""
    page = lxml.html.fromstring(answer.content.decode())
    form = next(each for each in page.forms if "section-form" in each.get("class", ""))
    sent = {each.get("name"): "" for each in form.iter("input") if each.get("type") == "text"}
    for name, value in form.form_values():
        value = value.removeprefix("\n")  # which a browser leaves out of a text of several lines
        sent[name] = [*sent[name], value] if sent.get(name) else [value]
    return sent


def send(client, project, key, /, *, htmx=False, opened=None, **typed):
    where = address(project, key)
    headers = HTMX if htmx else {}
    values = form_of(client.get(where, headers=headers)) if opened is None else opened
    return client.post(where, values | typed, headers=headers)


def history_of(project):
    return [(row.history_user, row.history_change_reason) for row in project.history.all()]


@pytest.mark.parametrize("key", KEYS)
def test_who_may_edit_the_project_has_a_form_for_each_section(client, editor, project, key):
    client.force_login(editor)
    page = client.get(project.get_absolute_url()).content.decode()
    assert f'href="{address(project, key)}"' in page
    answer = client.get(address(project, key))
    assert answer.status_code == 200
    assert "change_reason" in form_of(answer)


@pytest.mark.parametrize("key", KEYS)
def test_who_only_reads_has_none(client, make_user, project, key):
    client.force_login(make_user("reader"))
    page = client.get(project.get_absolute_url()).content.decode()
    assert "/edit/" not in page
    assert client.get(address(project, key)).status_code == 403
    assert client.post(address(project, key), {"description": "x"}).status_code == 403
    assert Project.objects.get(pk=project.pk).description == "Uusi verkko"


def test_a_section_that_nobody_declared_is_no_page(maija, project):
    assert maija.get(f"{project.get_absolute_url()}edit/olematon/").status_code == 404


@pytest.mark.parametrize("htmx", [False, True])
def test_a_section_is_saved_by_itself_with_its_reason(maija, planner, project, htmx):
    answer = send(maija, project, "description", htmx=htmx, description="Vanha verkko",
                  change_reason="Täsmennys")  # fmt: skip
    project.refresh_from_db()
    assert project.description == "Vanha verkko"
    assert project.notes == "Hiljaa"
    assert history_of(project)[0] == (planner, "Täsmennys")
    if not htmx:
        assert answer.status_code == 302
        assert answer["Location"] == f"{project.get_absolute_url()}#section-description"
        answer = maija.get(answer["Location"])
    assert "Kuvaus” on tallennettu" in answer.content.decode()


def test_what_follows_elsewhere_on_the_page_comes_with_the_section(maija, project):
    answer = send(maija, project, "basics", htmx=True, name="Langaton verkko", status="in_progress")
    page = lxml.html.fromstring(f"<div>{answer.content.decode()}</div>")
    parts = {each.get("id"): each for each in page.xpath("//*[@hx-swap-oob]")}
    assert parts["project-name"].text_content() == "Langaton verkko"
    assert "Perustiedot” on tallennettu" in parts["said"].text_content()
    assert "Langaton verkko" in parts["newest-changes"].text_content()
    assert "Käynnissä" in page.get_element_by_id("section-basics").text_content()
    focused = page.xpath("//*[@autofocus]")
    assert [each.get("href") for each in focused] == [address(project, "basics")]


def test_leaving_a_section_shows_it_as_it_was_with_the_focus_on_its_door(maija, project):
    answer = maija.get(f"{address(project, 'description')}?read=1", headers=HTMX)
    page = lxml.html.fromstring(f"<div>{answer.content.decode()}</div>")
    assert "Uusi verkko" in page.get_element_by_id("section-description").text_content()
    assert page.xpath("//*[@autofocus]")[0].get("href") == address(project, "description")
    assert page.xpath("//*[@hx-swap-oob]")[0].text_content() == ""
    alone = maija.get(f"{address(project, 'description')}?read=1")
    assert (alone.status_code, alone["Location"]) == (302, project.get_absolute_url())


@pytest.mark.parametrize(("htmx", "status"), [(False, 400), (True, 200)])
def test_errors_stand_at_the_field_and_on_top_and_nothing_is_lost(maija, project, htmx, status):
    answer = send(maija, project, "basics", htmx=htmx, name="", status="zzz", language="sv")
    assert answer.status_code == status
    page = lxml.html.fromstring(answer.content.decode())
    (summary,) = page.find_class("error-summary")
    links = {link.get("href") for link in summary.iter("a")}
    assert links == {"#basics_name", "#basics_status"}
    control = page.get_element_by_id("basics_name")
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "basics_name_error"
    assert form_of(answer)["language"] == ["sv"]
    assert Project.objects.get(pk=project.pk).name == "Verkko"


def test_saving_what_was_not_changed_leaves_no_trace(maija, project):
    before = history_of(project)
    answer = send(maija, project, "description", htmx=True, change_reason="Miksi")
    assert "ei muuttunut mitään" in answer.content.decode()
    assert history_of(project) == before


def test_two_people_in_two_sections_do_not_meet(maija, project):
    opened = form_of(maija.get(address(project, "description")))
    send(maija, project, "basics", name="Toisen nimi")
    answer = send(maija, project, "description", opened=opened, description="Oma kuvaus")
    assert answer.status_code == 302
    project.refresh_from_db()
    assert (project.name, project.description) == ("Toisen nimi", "Oma kuvaus")


@pytest.mark.parametrize(("htmx", "status"), [(False, 409), (True, 200)])
def test_two_people_in_one_section_get_both_versions(maija, project, htmx, status):
    opened = form_of(maija.get(address(project, "description")))
    send(maija, project, "description", description="Toisen kuvaus")
    answer = send(maija, project, "description", htmx=htmx, opened=opened,
                  description="Oma kuvaus", change_effects="Omat vaikutukset")  # fmt: skip
    assert answer.status_code == status
    text = answer.content.decode()
    assert "Toisen kuvaus" in text
    assert "Oma kuvaus" in text
    if htmx:
        assert answer["HX-Retarget"] == "body"
    page = lxml.html.fromstring(text)
    form = next(each for each in page.forms if each.get("class") == "conflict")
    values = dict(form.form_values()) | {"_pick0": "theirs", "_pick1": "yours"}
    assert maija.post(address(project, "description"), values).status_code == 302
    project.refresh_from_db()
    assert project.description == "Toisen kuvaus"
    assert project.change_effects == "Omat vaikutukset"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_form_sent_twice_is_saved_once(maija, project, htmx):
    opened = form_of(maija.get(address(project, "description")))
    for _time in range(2):
        answer = send(maija, project, "description", htmx=htmx, opened=opened, description="Uusin")
        assert answer.status_code in (200, 302)
    assert len(history_of(project)) == 2


def typed_is_kept(answer, status, words):
    assert answer.status_code == status
    text = answer.content.decode()
    assert words in " ".join(text.split())
    assert "Pitkä teksti, jota ei saa hukata" in text


@pytest.mark.parametrize("happens", ["deleted", "hidden"])
@pytest.mark.parametrize(("htmx", "status"), [(False, 404), (True, 200)])
def test_a_project_that_went_away_meanwhile(client, editor, project, happens, htmx, status):
    client.force_login(editor)
    opened = form_of(client.get(address(project, "description")))
    with one_change():
        if happens == "deleted":
            where = address(project, "description")
            project.delete()
        else:
            where = address(project, "description")
            Project.objects.filter(pk=project.pk).update(is_not_public=True)
    values = opened | {"description": "Pitkä teksti, jota ei saa hukata"}
    answer = client.post(where, values, headers=HTMX if htmx else {})
    typed_is_kept(answer, status, "hanketta ei enää ole")
    assert client.get(where).status_code == 404


def test_rights_that_were_taken_away_meanwhile(client, editor, project):
    client.force_login(editor)
    opened = form_of(client.get(address(project, "description")))
    editor.groups.set(Group.objects.filter(name="reader") or [Group.objects.create(name="reader")])
    values = opened | {"description": "Pitkä teksti, jota ei saa hukata"}
    answer = client.post(address(project, "description"), values)
    typed_is_kept(answer, 403, "et voi enää muokata sitä")
    assert Project.objects.get(pk=project.pk).description == "Uusi verkko"


def test_a_section_of_which_all_is_hidden_has_no_door(client, editor, make_project):
    project = make_project(description="Salaisuus", not_public_fields=["description"])
    client.force_login(editor)
    form = client.get(address(project, "description"))
    assert "description" not in form_of(form)
    assert "Salaisuus" not in form.content.decode()
    send(client, project, "description", description="Ohi", change_effects="Vaikutus")
    project.refresh_from_db()
    assert (project.description, project.change_effects) == ("Salaisuus", "Vaikutus")
    project.not_public_fields = ["description", "change_effects"]
    project.save()
    page = client.get(project.get_absolute_url()).content.decode()
    assert address(project, "description") not in page
    assert client.get(address(project, "description")).status_code == 403


def test_an_area_editor_moves_a_project_only_to_their_own_areas(client, editor, project, area):
    other = type(area).objects.create(name="Tekniset palvelut")
    client.force_login(editor)
    assert "Tekniset palvelut" not in client.get(address(project, "basics")).content.decode()
    assert send(client, project, "basics", service_area=other.pk).status_code == 400
    project.refresh_from_db()
    assert project.service_area == area


def test_a_draft_comes_back_into_the_form_and_is_not_saved(maija, project):
    answer = send(maija, project, "description", description="Luonnos", _draft="1")
    assert form_of(answer)["description"] == ["Luonnos"]
    assert Project.objects.get(pk=project.pk).description == "Uusi verkko"


@pytest.mark.parametrize("key", KEYS)
def test_the_queries_of_a_form_do_not_grow(maija, project, fill, key):
    def count():
        with CaptureQueriesContext(connection) as found:
            assert maija.get(address(project, key)).status_code == 200
        return len(found)

    count()
    fill(2)
    few = count()
    fill(8)
    assert count() == few


@pytest.fixture
def fill(project):
    def make(number):
        for n in range(number):
            name = f"{n} {Project.objects.count()} {StrategicGoal.objects.count()}"
            project.strategic_goals.add(StrategicGoal.objects.create(name=name))
            User.objects.create(username=f"p-{name}".replace(" ", "-"))

    return make


def test_the_page_without_scripts_has_everything_in_one_form(maija, project):
    answer = maija.get(address(project, "description"))
    text = answer.content.decode()
    assert "hx-post" not in text
    assert re.search(r'<form[^>]*method="post"[^>]*action="/projects/', text)
