"""What is understood of the words of a schedule, costs and resources, and taken into fields."""

import datetime

import lxml.html
import pytest
from django.urls import reverse

from projects.models import Project
from tests.portfolio.project.test_editing_sections import HTMX, address, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what is read of words


@pytest.fixture
def maija(client, planner):
    client.force_login(planner)
    return client


def asked(client, project, key, what, htmx=True, **typed):
    """What is answered to the words as typed, with the fields of the form that was opened."""
    values = form_of(client.get(address(project, key))) | typed
    headers = HTMX if htmx else {}
    return client.post(f"{address(project, key)}?{what}=1", values, headers=headers)


def told(answer):
    """What was understood, line by line."""
    page = lxml.html.fromstring(f"<div>{answer.content.decode()}</div>")
    texts = [
        each.text_content() for each in page.xpath("//li[@class='news' or @class='known']|//p")
    ]
    return [" ".join(text.split()) for text in texts if text.strip()]


def taken(client, project, key, **typed):
    """The fields after what was understood was taken into them."""
    return form_of(asked(client, project, key, "take", **typed))


THREE = "Määrittely 2024; pilotti kevät 2025; käyttöönotto syksy 2025 – kevät 2026"


def test_a_sentence_with_three_schedules_becomes_three_phases(maija, project_of):
    project = project_of()
    answer = asked(maija, project, "schedule", "understood", schedule_text=THREE)
    lines = told(answer)
    assert "Määrittely: 2024 – uusi rivi" in lines
    assert "käyttöönotto: syksy 2025 – kevät 2026 – uusi rivi" in lines
    assert not project.phases.exists()
    fields = taken(maija, project, "schedule", schedule_text=THREE)
    assert not project.phases.exists()
    assert maija.post(address(project, "schedule"), fields).status_code == 302
    assert [str(phase) for phase in project.phases.all()] == [
        "Määrittely: 2024", "pilotti: kevät 2025", "käyttöönotto: syksy 2025 – kevät 2026",
    ]  # fmt: skip
    project.refresh_from_db()
    assert project.schedule_text == THREE
    again = told(asked(maija, project, "schedule", "understood"))
    assert all("on jo riveillä" in line for line in again[1:4])


def test_two_currencies_become_no_mixture(maija, project_of):
    project = project_of()
    text = "Lisenssit 10 000–12 000 € vuodessa, alv 0 %, 2026–2028 tai 11 000 USD"
    lines = told(asked(maija, project, "costs", "understood", cost_text=text))
    assert "10 000–12 000 € vuodessa (alv 0 %), 2026–2028 – uusi rivi" in spaced(lines)
    assert any("Ei tunnistettu" in line and "11 000 USD" in line for line in lines)
    fields = taken(maija, project, "costs", cost_text=text)
    assert maija.post(address(project, "costs"), fields).status_code == 302
    (item,) = project.costs.all()
    assert (item.low, item.high, item.per, item.vat) == (10000, 12000, "year", "excluded")
    assert (item.first_year, item.last_year, item.kind) == (2026, 2028, "recurring")


def test_three_schedules_and_two_currencies_in_one_sentence_are_told_apart(maija, project_of):
    project = project_of()
    text = "Suunnittelu syksy 2026, pilotti 9/2027, käyttöönotto 2028; 10 000 € ja 11 000 USD"
    phases = told(asked(maija, project, "schedule", "understood", schedule_text=text))
    for words in ("Suunnittelu: syksy 2026", "pilotti: 9/2027", "käyttöönotto: 2028"):
        assert f"{words} – uusi rivi" in phases
    costs = spaced(told(asked(maija, project, "costs", "understood", cost_text=text)))
    assert any(line.startswith("10 000 €") and line.endswith("uusi rivi") for line in costs)
    for lines, left in ((spaced(phases), "10 000 €"), (costs, "11 000 USD")):
        assert any("Ei tunnistettu" in line and left in line for line in lines)


def spaced(lines):
    return [line.replace("\u00a0", " ") for line in lines]


def test_the_only_item_is_changed_and_not_doubled(maija, project_of):
    project = project_of()
    project.costs.create(kind="one_off", low=15, high=15, per="total", description="Työ",
                         first_year=2022, last_year=2022)  # fmt: skip
    text = "15 000–18 000 € / vuosi, 2026–"
    lines = spaced(told(asked(maija, project, "costs", "understood", cost_text=text)))
    assert any("korvaa rivin" in line and "15 €, 2022" in line for line in lines)
    fields = taken(maija, project, "costs", cost_text=text)
    assert maija.post(address(project, "costs"), fields).status_code == 302
    (item,) = project.costs.all()
    assert (item.low, item.high, item.description) == (15000, 18000, "Työ")
    assert (item.first_year, item.last_year, item.kind) == (2026, None, "recurring")


def test_work_of_a_party_without_an_amount_is_a_need_too(maija, project_of):
    project = project_of()
    text = "2 htkk tietohallinto + konsultti; 20 htp joltakulta"
    answer = asked(maija, project, "resources", "understood", resource_text=text)
    assert any("Ei tunnistettu" in line and "20 htp" in line for line in told(answer))
    fields = taken(maija, project, "resources", resource_text=text)
    assert maija.post(address(project, "resources"), fields).status_code == 302
    needs = [(n.party, n.low, n.unit, n.description) for n in project.resources.all()]
    assert needs == [("it", 2, "person_months", ""), ("purchased", None, "", "konsultti")]


def test_a_schedule_that_only_the_words_move_is_marked_at_once(
    maija, client, make_user, make_project, settings
):
    settings.TODAY = datetime.date(2023, 3, 15)
    project = make_project("Verkko", "9/2022", "6/2023")
    lines = told(asked(maija, project, "schedule", "understood", schedule_text="siirtyy syksyyn"))
    mark = (
        "Sanallisessa kuvauksessa on ”siirtyy syksyyn”, "
        "mutta mikään vaihe ei ala eikä pääty silloin."
    )
    assert mark in [line.replace("“", "”") for line in lines]
    sent = form_of(maija.get(address(project, "schedule"))) | {"schedule_text": "siirtyy syksyyn"}
    saved = maija.post(address(project, "schedule"), sent, headers=HTMX).content.decode()
    section = lxml.html.fromstring(saved).get_element_by_id("section-schedule").text_content()
    assert "mutta mikään vaihe" in section
    page = lxml.html.fromstring(maija.get(project.get_absolute_url()).content.decode())
    assert "siirtyy syksyyn" in page.get_element_by_id("missing").text_content()
    client.force_login(make_user("reader"))
    page = lxml.html.fromstring(client.get(project.get_absolute_url()).content.decode())
    assert "mutta mikään vaihe" in page.get_element_by_id("section-schedule").text_content()


def test_rows_as_they_are_typed_count_and_not_as_they_are_stored(maija, make_project):
    project = make_project("Verkko", "9/2022", "6/2023")
    text = "9/2022–6/2023"
    (_head, line) = told(asked(maija, project, "schedule", "understood", schedule_text=text))[:2]
    assert "on jo riveillä" in line
    typed = {"schedule_text": text, "phases-0-end": "12/2023"}
    line = told(asked(maija, project, "schedule", "understood", **typed))[1]
    assert "korvaa rivin ”9/2022–12/2023”" in line.replace("“", "”")
    typed = {"schedule_text": text, "phases-0-DELETE": "on"}
    line = told(asked(maija, project, "schedule", "understood", **typed))[1]
    assert "uusi rivi" in line
    fields = taken(maija, project, "schedule", **typed)
    assert (fields["phases-1-start"], fields["phases-0-DELETE"]) == (["9/2022"], ["on"])


def test_without_scripts_the_form_comes_back_with_what_was_understood(maija, project_of):
    project = project_of()
    answer = asked(maija, project, "schedule", "understood", htmx=False, schedule_text=THREE)
    assert answer.status_code == 200
    assert form_of(answer)["schedule_text"] == [THREE]
    assert "pilotti: kevät 2025" in answer.content.decode()
    shown = asked(maija, project, "schedule", "take", htmx=False, schedule_text=THREE)
    assert form_of(shown)["phases-1-name"] == ["pilotti"]
    assert "error-summary" not in shown.content.decode()


@pytest.mark.parametrize("text", ["", "Ei tiedossa", "99/9999–0/2024", "€ € €", "1" * 6000])
@pytest.mark.parametrize("key", ["schedule", "costs", "resources"])
def test_what_says_nothing_changes_nothing(maija, project_of, key, text):
    project = project_of()
    name = {"schedule": "schedule_text", "costs": "cost_text", "resources": "resource_text"}[key]
    assert asked(maija, project, key, "understood", **{name: text}).status_code == 200
    before = form_of(maija.get(address(project, key)))
    after = taken(maija, project, key, **{name: text})
    unlike = {k for k in after if after[k] != before.get(k, "")}
    assert unlike <= {name, "csrfmiddlewaretoken", "version"}


def test_an_empty_new_row_of_costs_is_nothing_wrong(maija, project_of):
    project = project_of()
    opened = form_of(maija.get(address(project, "costs")))
    grown = form_of(maija.post(f"{address(project, 'costs')}?more=costs", opened))
    assert grown["costs-1-certainty"] == ["estimate"]
    sent = grown | {"cost_text": "Ei tiedossa"}
    assert maija.post(address(project, "costs"), sent).status_code == 302
    assert not project.costs.exists()


def test_who_may_not_edit_is_told_nothing(client, make_user, project_of):
    project = project_of()
    client.force_login(make_user("reader"))
    answer = client.post(f"{address(project, 'schedule')}?take=1", {"schedule_text": "2024"})
    assert answer.status_code == 403


@pytest.mark.parametrize("what", ["understood", "take"])
def test_a_session_that_ended_leads_to_the_sign_in_and_back_to_the_form(
    client, planner, project_of, what
):
    project = project_of()
    client.force_login(planner)
    opened = form_of(client.get(address(project, "schedule")))
    client.logout()
    answer = client.post(f"{address(project, 'schedule')}?{what}=1", opened, headers=HTMX)
    assert answer["HX-Redirect"].startswith(reverse("account_login"))
    assert f"next={address(project, 'schedule')}" in answer["HX-Redirect"]
    assert "salkku_saved" not in answer.cookies


@pytest.fixture
def project_of(make_project):
    def make(**more) -> Project:
        return make_project("Verkko", **more)

    return make
