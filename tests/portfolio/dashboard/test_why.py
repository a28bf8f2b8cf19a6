"""Why a project is late needs no click, and what fits no filter leads on."""

import datetime

import lxml.html
import pytest

from projects.models import Risk, StatusReport
from projects.values.first_sentence import first_sentence

SAID = "Toimittaja myöhästyi kuukauden. Uusi päivä sovitaan 15.4. Hankintatoimiston kanssa."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (SAID, "Toimittaja myöhästyi kuukauden."),
        ("Alkoi 15.3. Helsingissä\n\nToinen kappale.", "Alkoi 15.3. Helsingissä"),
        ("Toim. Oy myöhästyi. Odotamme.", "Toim. Oy myöhästyi."),
        ("sana " * 100, f"{'sana ' * 39}sana …"),
        ("  ", ""),
    ],
)  # fmt: skip
def test_the_first_sentence_of_a_report(text, first):
    assert first_sentence(text) == first


@pytest.fixture
def late(make_project, client, planner, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    client.force_login(planner)
    project = make_project("Verkko", "Q3/2022", "1/2023", status="in_progress")
    StatusReport.objects.create(project=project, date="2022-12-01", text="Vanha syy.")
    StatusReport.objects.create(project=project, date="2023-03-01", text=SAID)
    make_project("Muu", "Q3/2022", "Q3/2023", status="in_progress")
    return project


def test_list_and_dashboard_say_why_a_project_is_late(client, late, make_user):
    for address in ("/projects/?when=late", "/"):
        page = client.get(address).content.decode()
        assert "Toimittaja myöhästyi kuukauden." in page, address
        assert "Vanha syy." not in page
        assert "Hankintatoimiston" not in page
    assert SAID in client.get("/projects/export.csv?columns=said&csv=anyway").getvalue().decode()
    late.not_public_fields = ("reports",)
    late.save()
    client.force_login(make_user("lukija", "reader"))
    for address in ("/projects/?when=late", "/", "/projects/export.csv?columns=said&csv=anyway"):
        assert "Toimittaja" not in client.get(address).getvalue().decode(), address


def test_where_nothing_fits_each_filter_can_be_dropped(client, late):
    Risk.objects.create(project=late, description="Viive", probability=2, impact=2)
    found = lxml.html.fromstring(client.get("/projects/?when=late&q=muu").content.decode())
    told = {
        " ".join(each.text_content().split()): [a.get("href") for a in each.findall("a")]
        for each in found.xpath("//ul[@class='offers']/li")
    }
    assert told == {
        "Ilman rajausta ”Haku: muu”: 1 hanke": ["?when=late"],
        "Ilman rajausta ”Aikataulun tilanne: aikataulu ylittynyt”: 1 hanke": ["?q=muu"],
    }
    for address in ("/timeline/", "/assessments/"):
        page = client.get(f"{address}?when=late&q=muu").content.decode()
        assert page.count("Ilman rajausta") == 2, address
    page = client.get("/risks/?status=proposal").content.decode()
    assert "1 riski" in page.partition('class="offers"')[2]
