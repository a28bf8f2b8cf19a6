"""The sections of a project's page, each edited where it is read."""

import re

import lxml.html
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from portfolio.sections.declared import SECTIONS
from projects.admin.projects import ProjectAdmin
from projects.models import Project, StrategicGoal
from projects.saving.change_sets import one_change
from projects.values.fuzzy_dates import FuzzyDate

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # forms and what pages say of them
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


def send(client, project, key, /, *, htmx=False, opened=None, more="", **typed):
    where = address(project, key)
    headers = HTMX if htmx else {}
    values = form_of(client.get(where, headers=headers)) if opened is None else opened
    to = f"{where}?more={more}" if more else where
    return client.post(to, values | typed, headers=headers)


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
def fill(project, make_project):
    """`fill(3)`: three more of each that the project has several of."""

    def make(number):
        for n in range(number):
            name = f"{n}-{User.objects.count()}"
            person = User.objects.create(username=name)
            project.strategic_goals.add(StrategicGoal.objects.create(name=name))
            project.readers.add(person)
            project.phases.create(name=name, start=FuzzyDate.from_edtf("2023"))
            project.milestones.create(name=name)
            project.costs.create(kind="one_off", low=1, high=2, per="total")
            project.resources.create(party="it")
            project.risks.create(description=name, probability=1, impact=2, owner=person)
            project.benefits.create(description=name)
            project.dependencies.create(other=make_project(name), kind="relates")

    return make


def test_every_field_of_the_administration_s_form_is_in_one_section():
    fields = [name for _title, options in ProjectAdmin.fieldsets for name in options["fields"]]
    here = [name for section in SECTIONS.values() for name in section.fields]
    assert sorted(here) == sorted(set(fields) - {"change_reason"})


def test_the_page_without_scripts_has_everything_in_one_form(maija, project):
    answer = maija.get(address(project, "description"))
    text = answer.content.decode()
    assert "hx-post" not in text
    assert re.search(r'<form[^>]*method="post"[^>]*action="/projects/', text)


def phases(project):
    return [(phase.name, str(phase)) for phase in project.phases.all()]


def test_rows_are_added_and_changed_with_the_section(maija, planner, project):
    answer = send(
        maija, project, "schedule",
        **{"phases-0-end": "Q1/2024", "phases-1-name": "Pilotti", "phases-1-start": "9/2023",
           "milestones-0-name": "Käytössä", "change_reason": "Viivästyi"},
    )  # fmt: skip
    assert answer.status_code == 302
    assert phases(project) == [("", "2022–Q1/2024"), ("Pilotti", "Pilotti: 9/2023–")]
    assert [row.name for row in project.milestones.all()] == ["Käytössä"]
    project.refresh_from_db()
    assert str(project.ends_on) == "2024-03-31"
    version = project.phases.first().history.first()
    assert (version.history_user, version.history_change_reason) == (planner, "Viivästyi")


def test_a_row_goes_by_a_tick_that_can_be_taken_back(maija, project):
    opened = form_of(maija.get(address(project, "schedule")))
    ticked = opened | {"phases-0-DELETE": "on"}
    shown = maija.post(f"{address(project, 'schedule')}?more=phases", ticked)
    assert phases(project) == [("", "2022–2023")]
    kept = form_of(shown)
    assert kept["phases-0-DELETE"] == ["on"]
    del kept["phases-0-DELETE"]
    maija.post(address(project, "schedule"), kept | {"schedule_text": "Ennallaan"})
    assert phases(project) == [("", "2022–2023")]
    opened = form_of(maija.get(address(project, "schedule")))
    maija.post(address(project, "schedule"), opened | {"phases-0-DELETE": "on"})
    assert phases(project) == []
    project.refresh_from_db()
    assert project.ends_on is None


@pytest.mark.parametrize("htmx", [False, True])
def test_one_more_row_is_asked_for_and_nothing_is_judged_yet(maija, project, htmx):
    typed = {"costs-0-description": "Palvelin", "costs-0-low": "paljon", "cost_text": "Kallis"}
    answer = send(maija, project, "costs", htmx=htmx, more="costs", **typed)
    assert answer.status_code == 200
    page = lxml.html.fromstring(answer.content.decode())
    assert not page.find_class("error-summary")
    sent = form_of(answer)
    assert sent["costs-0-low"] == ["paljon"]
    assert sent["cost_text"] == ["Kallis"]
    assert sent["costs-TOTAL_FORMS"] == ["2"]
    (focused,) = page.xpath("//*[@autofocus]")
    assert focused.get("name") == "costs-1-description"
    assert not project.costs.exists()
    rows = {"low": "5", "high": "6", "kind": "one_off", "per": "total"}
    both = {f"costs-{n}-{name}": value for n in (0, 1) for name, value in rows.items()}
    assert send(maija, project, "costs", opened=sent, **both).status_code == 302
    assert project.costs.count() == 2


def test_errors_of_rows_stand_at_their_fields(maija, project):
    project.costs.create(kind="one_off", low=1, high=2, per="total", description="Ennen")
    typed = {"costs-0-low": "10", "costs-1-description": "Uusi", "costs-1-low": "paljon"}
    answer = send(maija, project, "costs", **typed)
    assert answer.status_code == 400
    page = lxml.html.fromstring(answer.content.decode())
    (summary,) = page.find_class("error-summary")
    links = {link.get("href") for link in summary.iter("a")}
    assert {"#costs_costs-0-high", "#costs_costs-1-low", "#costs_costs-1-per"} <= links
    assert form_of(answer)["costs-1-low"] == ["paljon"]
    assert page.get_element_by_id("costs_costs-1-low").get("aria-invalid") == "true"
    assert [row.description for row in project.costs.all()] == ["Ennen"]


def test_two_people_in_the_same_row_are_asked(maija, project):
    project.risks.create(description="Myöhästyy", probability=2, impact=2)
    opened = form_of(maija.get(address(project, "risks")))
    send(maija, project, "risks", **{"risks-0-probability": "4"})
    answer = send(maija, project, "risks", opened=opened,
                  **{"risks-0-probability": "1", "risks-0-cause": "Kiire"})  # fmt: skip
    assert answer.status_code == 409
    text = " ".join(answer.content.decode().split())
    assert "Riski “Myöhästyy”: Todennäköisyys" in text or "Riski ”Myöhästyy”" in text
    page = lxml.html.fromstring(answer.content.decode())
    form = next(each for each in page.forms if each.get("class") == "conflict")
    picks = {"_pick0": "yours", "_pick1": "yours"}
    assert (
        maija.post(address(project, "risks"), dict(form.form_values()) | picks).status_code == 302
    )
    (risk,) = project.risks.all()
    assert (risk.probability, risk.cause) == (1, "Kiire")


def test_a_row_that_somebody_removed_meanwhile_comes_back_or_stays_away(maija, project):
    project.benefits.create(description="Nopeampi", measure="aika")
    opened = form_of(maija.get(address(project, "benefits")))
    with one_change():
        project.benefits.get().delete()
    answer = send(maija, project, "benefits", opened=opened, **{"benefits-0-target": "1 päivä"})
    assert answer.status_code == 409
    assert "1 päivä" in answer.content.decode()
    page = lxml.html.fromstring(answer.content.decode())
    form = next(each for each in page.forms if each.get("class") == "conflict")
    values = dict(form.form_values()) | {"_pick0": "yours"}
    maija.post(address(project, "benefits"), values)
    assert [row.target for row in project.benefits.all()] == ["1 päivä"]


def test_rows_that_are_hidden_from_the_editor_are_no_part_of_their_form(
    client, editor, make_project
):
    project = make_project("Verkko", not_public_fields=["costs", "risks"])
    project.costs.create(kind="one_off", low=12345, high=12345, per="total")
    project.risks.create(description="Salainen riski", probability=2, impact=2)
    client.force_login(editor)
    for key in ("costs", "risks", "publicity"):
        assert client.get(address(project, key)).status_code == 403
        assert client.post(address(project, key), {"cost_text": "x"}).status_code == 403
    people = form_of(client.get(address(project, "people")))
    assert "owner" not in people
    assert "owner_name" in people


def dependency(client, project, name, **more):
    values = {"dependencies-0-kind": "waits_for", "dependencies-0-other": name, **more}
    return send(client, project, "dependencies", **values)


def test_the_other_project_is_named(maija, project, make_project):
    palvelin = make_project("Palvelin")
    make_project("Samanniminen")
    same = make_project("Samanniminen")
    offered = maija.get(address(project, "dependencies")).content.decode()
    assert '<option value="Palvelin">' in offered
    missing = dependency(maija, project, "palveli").content.decode()
    assert "Tarkoitatko näitä: Palvelin?" in missing
    assert "Usealla hankkeella" in dependency(maija, project, "Samanniminen").content.decode()
    assert dependency(maija, project, "Palvelin").status_code == 302
    assert [row.other for row in project.dependencies.all()] == [palvelin]
    again = maija.get(address(project, "dependencies"))
    assert form_of(again)["dependencies-0-other"] == ["Palvelin"]
    assert "ei muuttunut mitään" in send(maija, project, "dependencies", htmx=True).content.decode()
    assert dependency(maija, project, str(same.pk)).status_code == 302
    assert [row.other for row in project.dependencies.all()] == [same]


def test_a_project_that_is_hidden_cannot_be_named(client, editor, project, make_project, area):
    secret = make_project("Salahanke", is_not_public=True)
    client.force_login(editor)
    assert "Salahanke" not in client.get(address(project, "dependencies")).content.decode()
    for name in ("Salahanke", str(secret.pk), "Salah"):
        answer = dependency(client, project, name)
        assert answer.status_code == 400
        assert "Tarkoitatko" not in answer.content.decode()
    assert not project.dependencies.exists()


def test_projects_that_would_wait_for_each_other_in_a_circle(maija, project, make_project):
    other = make_project("Palvelin")
    dependency(maija, project, "Palvelin")
    answer = dependency(maija, other, "Verkko")
    assert answer.status_code == 400
    assert other.dependencies.count() == 0


def test_who_hides_something_goes_on_seeing_it(client, editor, project):
    client.force_login(editor)
    assert send(client, project, "publicity", is_not_public="on").status_code == 302
    project.refresh_from_db()
    assert project.is_not_public
    assert editor in project.readers.all()
    assert client.get(project.get_absolute_url()).status_code == 200


def test_people_are_picked_or_named(maija, planner, project):
    send(maija, project, "people", owner=planner.username, manager_name="Ulkopuolinen Päällikkö")
    project.refresh_from_db()
    assert (project.owner, project.manager_shown) == (planner, "Ulkopuolinen Päällikkö")
    planner.is_active = False
    planner.save()
    other = User.objects.create_user("toinen")
    other.groups.add(planner.groups.get())
    maija.force_login(other)
    assert form_of(maija.get(address(project, "people")))["owner"] == [str(planner)]


def test_what_was_typed_into_rows_is_shown_where_the_project_is_gone(maija, project):
    opened = form_of(maija.get(address(project, "risks")))
    typed = {"risks-0-description": "Pitkä teksti, jota ei saa hukata", "risks-0-impact": "3"}
    where = address(project, "risks")
    with one_change():
        project.delete()
    answer = maija.post(where, opened | typed)
    typed_is_kept(answer, 404, "hanketta ei enää ole")


def test_the_page_of_the_past_has_no_doors(maija, project):
    day = timezone.localtime(project.created_at).date()
    page = maija.get(f"{project.get_absolute_url()}?at={day}")
    assert page.status_code == 200
    assert "/edit/" not in page.content.decode()


def test_a_session_that_ended_loses_nothing_typed(client, planner, project):
    client.force_login(planner)
    opened = form_of(client.get(address(project, "description")))
    client.logout()
    sent = opened | {"description": "Pitkä teksti, jota ei saa hukata"}
    whole = client.post(address(project, "description"), sent)
    assert whole["Location"].startswith(reverse("account_login"))
    part = client.post(address(project, "description"), sent, headers=HTMX)
    assert part["HX-Redirect"].startswith(reverse("account_login"))
    for answer in (whole, part):  # the browser's draft is kept, and offered at this address
        assert not any("saved" in name for name in answer.cookies)
    assert f"next={address(project, 'description')}" in part["HX-Redirect"]
    project.refresh_from_db()
    assert project.description == "Uusi verkko"


@pytest.mark.parametrize("role", ["planner", "editor"])
def test_the_menu_on_top_has_every_section_and_the_administration_for_planners(
    client, planner, editor, project, role
):
    client.force_login({"planner": planner, "editor": editor}[role])
    page = lxml.html.fromstring(client.get(project.get_absolute_url()).content.decode())
    (menu,) = page.xpath("//details[@data-edit-menu]")
    links = [a.get("href") for a in menu.iter("a")]
    assert {address(project, key) for key in SECTIONS} <= set(links)
    in_admin = reverse("admin:projects_project_change", args=[project.pk])
    assert (in_admin in links) == (role == "planner")
    assert page.xpath(f"count(//a[@href='{in_admin}'])") == (role == "planner")
