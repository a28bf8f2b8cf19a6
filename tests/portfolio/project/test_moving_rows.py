"""Rows whose order people choose are moved in their section's form."""

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from projects.history.past_portfolio import PastPortfolio
from projects.history.restoring import restore
from projects.history.sentences import changes
from projects.models import CostItem

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def project(make_project):
    project = make_project("Verkko")
    for name in ("Kytkimet", "Kaapelit", "Asennus"):
        CostItem.objects.create(
            project=project, description=name, kind="one_off", per="total", low=5, high=9
        )
    return project


@pytest.fixture
def maija(client, planner):
    client.force_login(planner)
    return client


@pytest.fixture
def address(project):
    return reverse("project-edit-costs", args=[project.pk])


def page_of(answer):
    return lxml.html.fromstring(answer.content.decode())


def form_of(answer):
    form = next(f for f in page_of(answer).forms if "section-form" in f.get("class", ""))
    # A browser leaves out the first line end of a text of several lines.
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def names(project):
    return list(project.costs.values_list("description", flat=True))


def versions(project):
    return CostItem.history.filter(project_id=project.pk).count()


def told(project):
    with translation.override("fi"):
        return changes(project.pk)[0].sentences


def in_page(answer):
    rows = page_of(answer).xpath('//input[contains(@name, "-description")]/@value')
    return [name for name in rows if name]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_row_is_moved_without_a_script_and_saved_with_the_section(
    maija, project, address, headers
):
    before = versions(project)
    opened = form_of(maija.get(address))
    typed = opened | {"costs-3-description": "Koulutus", "costs-3-low": "paljon"}
    shown = maija.post(f"{address}?up=costs-2", typed, headers=headers)
    assert in_page(shown) == ["Kytkimet", "Asennus", "Kaapelit", "Koulutus"]
    (focused,) = page_of(shown).xpath("//*[@autofocus]")
    words = " ".join(focused.text_content().split())
    assert (words, focused.get("formaction")) == (
        "Siirrä ylös: Asennus (2/4)", f"{address}?up=costs-2",
    )  # fmt: skip
    if headers:
        assert "”Asennus” on nyt kohdassa 2/4." in shown.content.decode()
    shown = maija.post(f"{address}?up=costs-2", form_of(shown), headers=headers)
    (focused,) = page_of(shown).xpath("//*[@autofocus]")
    assert focused.get("formaction") == f"{address}?down=costs-2"  # it is the first now
    assert versions(project) == before
    sent = form_of(shown) | {"costs-3-low": "7", "costs-3-high": "8", "costs-3-per": "total",
                             "costs-3-kind": "one_off"}  # fmt: skip
    maija.post(address, sent, headers=headers)
    assert names(project) == ["Asennus", "Kytkimet", "Kaapelit", "Koulutus"]
    assert list(project.costs.values_list("position", flat=True)) == [0, 1, 2, 3]
    assert told(project)[-1] == "Kustannusten järjestys muutettiin"
    assert len(told(project)) == 2
    project_page = maija.get(project.get_absolute_url()).content.decode()
    assert project_page.index("Asennus") < project_page.index("Kytkimet")
    before = versions(project)
    maija.post(address, form_of(maija.get(address)))
    assert versions(project) == before


def test_an_empty_row_among_others_is_no_error_and_a_new_one_comes_last(maija, project, address):
    shown = maija.post(f"{address}?up=costs-3", form_of(maija.get(address)))
    shown = maija.post(f"{address}?up=costs-1", form_of(shown))
    assert maija.post(address, form_of(shown)).status_code == 302
    assert names(project) == ["Kaapelit", "Kytkimet", "Asennus"]
    CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=1)
    assert names(project)[-1] == ""


def test_the_order_of_a_day_is_known_and_comes_back(maija, planner, project, address):
    moment = timezone.now()
    shown = maija.post(f"{address}?down=costs-0", form_of(maija.get(address)))
    maija.post(address, form_of(shown))
    for when, order in (
        (moment, ["Kytkimet", "Kaapelit"]),
        (timezone.now(), ["Kaapelit", "Kytkimet"]),
    ):
        (past,) = PastPortfolio(when, planner).projects([project.pk])
        assert [row.description for row in past.costs.all()][:2] == order
    restore(project.pk, moment, planner)
    assert names(project) == ["Kytkimet", "Kaapelit", "Asennus"]
    assert told(project) == ("Kustannusten järjestys muutettiin",)


def test_two_people_who_move_the_same_rows_are_asked_for_the_order(maija, project, address):
    opened = form_of(maija.get(address))
    mine = form_of(maija.post(f"{address}?down=costs-0", opened))
    theirs = form_of(maija.post(f"{address}?up=costs-2", opened))
    maija.post(address, theirs)
    assert names(project) == ["Kytkimet", "Asennus", "Kaapelit"]
    asked = maija.post(address, mine)
    assert asked.status_code == 409
    text = asked.content.decode()
    assert "Järjestys: Kustannuserät" in text
    assert "1. Kytkimet, 2. Asennus, 3. Kaapelit" in text
    assert "1. Kaapelit, 2. Kytkimet, 3. Asennus" in text
    form = next(f for f in page_of(asked).forms if "_seen" in f.fields)
    assert maija.post(address, dict(form.form_values()) | {"_pick0": "yours"}).status_code == 302
    assert names(project) == ["Kaapelit", "Kytkimet", "Asennus"]


@pytest.mark.parametrize("order", ["", "-1 x", "9" * 5_000, "new0 new7 \0"])
def test_an_order_that_names_no_row_moves_nothing(maija, project, address, order):
    before = versions(project)
    sent = form_of(maija.get(address)) | {"costs_order": order}
    assert maija.post(f"{address}?up=costs-99", sent).status_code == 200
    assert maija.post(address, sent).status_code == 302
    assert versions(project) == before
