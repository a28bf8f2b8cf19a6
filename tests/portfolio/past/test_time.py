"""The timeline, the portfolio as it was, and the changes: what the pages and files show."""

import csv
import datetime
import io
import re
from xml.etree import ElementTree

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from portfolio.timeline import files
from projects.confidentiality import Piece
from projects.models import CostItem, SchedulePhase, ServiceArea, StatusReport
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.models import ActionPlan
from tests.access import World
from tests.paper import barriers

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2023, 3, 15)
SVG = "{http://www.w3.org/2000/svg}"
PAGES = ["timeline", "timeline-svg", "timeline-pdf", "as-it-was", "changes", "changes-xlsx"]


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = TODAY


def at_noon(day):
    return time_machine.travel(f"{day}T10:00:00Z", tick=False)


@pytest.fixture
def project(make_project):
    """Planned in September until Q2/2023, put off in December, its report fears the autumn."""
    with at_noon("2022-09-01"):
        project = make_project("Verkko", "Q3/2022", "Q2/2023", status="approved")
        plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
        plan.add_projects([project])
    with at_noon("2022-12-01"):
        phase = project.phases.get()
        phase.end = parse_fuzzy_date("Q3/2023")
        phase.save()
        project.status = "in_progress"
        project.save()
        StatusReport.objects.create(
            project=project, date="2022-12-01", forecast_end=parse_fuzzy_date("12/2023")
        )
    return project


@pytest.fixture
def page(client, planner):
    """`page(name, query)` is the text of a page as the planner reads it."""
    client.force_login(planner)

    def read(name, query=None, *args):
        response = client.get(reverse(name, args=args), query or {})
        assert response.status_code == 200
        return response.content.decode()

    return read


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_timeline_says_in_words_what_it_draws(page, project):
    html = page("timeline")
    text = words(html)
    assert "Q3/2022–Q3/2023" in text
    assert "Ennuste 12/2023: 3 kuukautta myöhässä" in text
    assert "1.9.2022: Q3/2022–Q2/2023" in text
    assert 'class="gantt__slip"' in html
    assert 'href="#mark-forecast"' in html
    assert 'class="gantt__base"' in html
    assert "/edit/schedule/" in html


def test_the_baseline_is_the_newest_plan_s_a_chosen_day_s_or_none(page, project):
    assert "1.9.2022: Q3/2022–Q2/2023" in words(page("timeline"))
    assert "Q3/2022–Q2/2023" not in words(page("timeline", {"baseline": "2022-12-24"}))
    assert "Q3/2022–Q2/2023" in words(page("timeline", {"baseline": "24.11.2022"}))
    assert 'class="gantt__base"' not in page("timeline", {"baseline": "none"})


def test_the_timeline_keeps_to_the_filters_and_carries_them_along(page, project, make_project):
    make_project("Muu", "2022", "2023", status="proposal")
    html = page("timeline", {"status": "in_progress", "zoom": "month", "group": "status"})
    assert "Verkko" in html
    assert ">Muu<" not in html
    assert "?status=in_progress&amp;group=status&amp;zoom=year" in html
    assert '<input type="hidden" name="zoom" value="month">' in html


@pytest.mark.parametrize(
    ("group", "headings"),
    [
        ("area", ["Sivistyspalvelut", "Sivistyspalvelut › Koulut", "Tekniset"]),
        ("status", ["Ehdotus", "Käynnissä"]),
        ("none", []),
    ],
)
@pytest.mark.parametrize("at", ["", "2023-03-14"])
def test_projects_stand_in_groups(page, make_project, area, group, headings, at):
    with at_noon("2022-09-01"):
        school = ServiceArea.objects.create(name="Koulut", parent=area, position=1)
        other = ServiceArea.objects.create(name="Tekniset", position=2)
        make_project("C", "2022", "2023", service_area=other, status="in_progress")
        make_project("B", "2022", "2023", service_area=school)
        make_project("A", "2022", "2023")
    html = page("timeline", {"group": group, "at": at})
    assert re.findall(r'scope="rowgroup"><span>(.*?)<', html) == headings


def test_years_are_chosen(page, project):
    assert "2022–2023" in words(page("timeline"))
    assert "2020–2030" in words(page("timeline", {"from": "2020", "to": "2030"}))
    text = words(page("timeline", {"from": "2030", "to": "2020"}))
    assert "Loppu on ennen alkua." in text
    assert "Verkko" in text
    assert 'class="gantt__beyond' in page("timeline", {"from": "2023", "to": "2023"})


@pytest.mark.parametrize(
    "query",
    [
        {"at": "huomenna"},
        {"at": "2099-01-01"},
        {"at": "1066-10-14"},
        {"at": "2022-09"},
        {"at": "x" * 5000},
        {"baseline": "x", "zoom": "x", "group": "x", "from": "x", "to": "9" * 30},
        {"from": "1990", "to": "2199"},
        {"from": "2150", "page": "x"},
        {"area": "x", "status": "x", "q": "%"},
        {"from": "2023-03-01", "to": "2022-01-01", "area": "999"},
    ],
)
@pytest.mark.parametrize("name", PAGES)
def test_nonsense_in_the_address_is_answered_and_the_rest_honoured(client, planner, name, query):
    client.force_login(planner)
    assert client.get(reverse(name), query).status_code == 200
    assert client.get(reverse(name), {**query, "at": "2022-09-01"}).status_code == 200


def test_a_wrong_day_is_explained(page, project):
    assert "”huomenna” ei ole päivä" in words(page("timeline", {"at": "huomenna", "q": "Verkko"}))
    assert "tulevaisuudessa" in words(page("as-it-was", {"at": "2099-01-01"}))
    assert "”Q1/2022” ei ole päivä" in words(page("project", {"at": "Q1/2022"}, project.pk))
    assert "tulevaisuudessa" in words(page("changes", {"from": "2099-01-01"}))


def test_the_timeline_of_a_past_day(page, project):
    html = page("timeline", {"at": "2022-10-01"})
    assert "Tilanne 1.10.2022" in words(html)
    assert "Q3/2022–Q2/2023" in words(html)
    assert "Ennuste" not in html
    assert "/edit/schedule/" not in html
    assert f'href="/projects/{project.pk}/?at=2022-10-01"' in html
    assert f'href="{reverse("timeline")}"' in html  # back to now


def test_the_picture_is_a_file_of_its_own_that_says_what_it_shows(client, planner, project):
    client.force_login(planner)
    response = client.get(reverse("timeline-svg"), {"group": "none"})
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Content-Disposition"].startswith("attachment")
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text.startswith("Hankkeiden aikajana")
    assert "Verkko: Q3/2022–Q3/2023" in root.find(f"{SVG}desc").text
    assert {"width", "height", "viewBox"} <= set(root.attrib)
    assert b"href" not in response.content.replace(b'xmlns="', b"")
    assert b"<style" not in response.content


def test_the_pdf_is_accessible(client, planner, project, make_project, tmp_path):
    make_project("Arkisto", "2022", "2023")
    client.force_login(planner)
    data = client.get(reverse("timeline-pdf")).content
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(data)).pages)
    assert "Q3/2022–Q3/2023" in text
    assert "Ennuste 12/2023" in text
    assert barriers(data, tmp_path) == []


def test_what_is_not_public_is_on_no_timeline(db):
    """The reader sees the public ones without forecasts."""
    world = World.make()
    own = world.rows["project"]["own"]
    own.not_public_fields = (Piece.REPORTS,)
    own.save()
    StatusReport.objects.create(project=own, forecast_end=parse_fuzzy_date("11/2031"))
    reader = world.clients["reader"]
    for name in ("timeline", "timeline-svg"):
        text = reader.get(reverse(name)).content.decode()
        assert "secret" not in text
        assert "2031" not in text
        assert "11/2031" in world.clients["planner"].get(reverse(name)).content.decode()
    assert "Tilannekatsaukset" in reader.get(reverse("timeline")).content.decode()


def test_a_project_s_page_as_it_was(page, project):
    text = words(page("project", {"at": "2022-10-01"}, project.pk))
    assert "Tilanne 1.10.2022" in text
    assert "Hyväksytty" in text
    assert "Q3/2022–Q2/2023" in text
    assert "Suunnitelma" in text
    assert "Q3/2023" not in text
    assert "admin/projects/project/" not in page("project", {"at": "2022-10-01"}, project.pk)


def test_a_project_s_page_before_its_time_is_not_found(client, planner, project):
    client.force_login(planner)
    assert client.get(project.get_absolute_url(), {"at": "2022-08-01"}).status_code == 404


def test_the_list_of_a_past_day_counts_filters_and_links(page, client, project, make_project):
    with at_noon("2022-09-05"):
        make_project("Toinen", status="proposal")
    text = page("as-it-was", {"at": "2022-10-01"})
    assert "2 hanketta" in words(text)
    assert f"/projects/{project.pk}/?at=2022-10-01" in text
    assert "Toinen" not in page("as-it-was", {"at": "2022-10-01", "q": "VERK"})
    assert "Toinen" not in page("as-it-was", {"at": "2022-10-01", "status": "approved"})
    assert "Toinen" not in page("as-it-was", {"at": "2022-09-02"})
    response = client.get(reverse("project-list"), {"at": "2022-10-01", "q": "verk"})
    assert response.url == reverse("as-it-was") + "?at=2022-10-01&q=verk"


def test_the_changes_are_grouped_counted_and_linked(page, project):
    html = page("changes", {"from": "2022-10-01", "to": "2023-03-15"})
    text = words(html)
    assert "Päättyy 3 kuukautta myöhemmin: Q2/2023 → Q3/2023" in text
    assert "Tila: Hyväksytty → Käynnissä" in text
    assert f'href="/projects/{project.pk}/"' in html
    assert "1 hanke muuttui" in text
    assert "mikään ei muuttunut" in words(page("changes", {"from": "2023-01-01"}))


def test_a_project_that_is_gone_is_linked_to_its_page_as_it_was(client, page, make_project):
    with at_noon("2022-09-01"):
        gone = make_project("Mennyt")
        key = gone.pk
    with at_noon("2022-12-01"):
        gone.delete()
    html = page("changes", {"from": "2022-10-01"})
    assert f'href="/projects/{key}/?at=2022-10-01"' in html
    assert client.get(f"/projects/{key}/", {"at": "2022-10-01"}).status_code == 200


def test_the_changes_of_an_area(page, project, area):
    other = ServiceArea.objects.create(name="Tekniset")
    days = {"from": "2022-10-01"}
    assert "Verkko" in page("changes", {**days, "area": area.pk})
    assert "Verkko" not in page("changes", {**days, "area": other.pk})


def test_the_changes_as_spreadsheets_hold_no_formula(client, planner, project):
    with at_noon("2022-12-02"):
        project.name = "=1+1"
        project.save()
        CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=1)
    client.force_login(planner)
    days = {"from": "2022-10-01", "to": "2023-03-15"}
    data = client.get(reverse("changes-csv"), days).getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data), delimiter=";"))
    assert rows[0][:2] == ["Muutos", "Hanke"]
    assert len(rows) == 4  # later, cost and status have a line each
    assert {row[1] for row in rows[1:]} == {"'=1+1"}
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("changes-xlsx"), days).getvalue()))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert len(list(book.active.rows)) == 4
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize(
    ("name", "query", "most"),
    [
        ("timeline", {}, 24),
        ("timeline", {"at": "2023-03-14"}, 24),
        ("as-it-was", {"at": "2023-03-14"}, 24),
        ("timeline", {"baseline": "2022-09-02"}, 26),
        ("changes", {"from": "2022-01-01"}, 28),
        ("changes-csv", {"from": "2022-01-01"}, 18),
        ("project-export-csv", {"all": 1, "columns": "start,cost,goals,owner,said"}, 18),
    ],
)
def test_queries_do_not_grow_with_projects(
    client, make_user, make_project, area, django_assert_max_num_queries, name, query, most
):
    client.force_login(make_user("reader"))
    with at_noon("2022-09-01"):
        ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
        for n in range(12):
            unit = ServiceArea.objects.create(name=f"Yksikkö {n}", parent=area)
            each = make_project(f"Hanke {n}", "2020", "2021", service_area=unit)
            CostItem.objects.create(project=each, kind="one_off", per="total", low=1, high=1)
            StatusReport.objects.create(project=each, date="2022-09-01", schedule_light="trouble")
    client.get("/")
    with django_assert_max_num_queries(most):
        assert "Hanke 11" in client.get(reverse(name), query).getvalue().decode()


def test_a_long_timeline_comes_in_pages_and_the_picture_whole(page, make_project):
    for n in range(60):
        make_project(f"Hanke {n:02}", "2022", "2023")
    assert "Hanke 55" not in page("timeline", {"zoom": "year"})
    second = page("timeline", {"zoom": "year", "page": 2})
    assert "Hanke 55" in second
    assert "zoom=year&amp;page=1" in second
    assert "Hanke 55" in page("timeline-svg")


def test_a_picture_of_many_long_rows_stays_small_and_says_what_it_leaves_out(
    page, make_project, monkeypatch
):
    monkeypatch.setattr(files, "MOST_BYTES", 30_000)
    for n in range(30):
        project = make_project(f"Hanke {n:02} {'pitkä nimi ' * 15}", "2022", "2023")
        year = parse_fuzzy_date("2023")
        for _part in range(4):
            SchedulePhase.objects.create(project=project, start=year, end=year)
    picture = page("timeline-svg", {"group": "none"})
    assert 15_000 < len(picture.encode()) <= 30_000
    rows = picture.count("<g transform")
    assert f"Näistä näytetään ensimmäiset {rows}." in picture
    assert "Hanke 00" in picture
    assert "Hanke 29" not in picture


def test_a_past_day_has_its_figures(client, planner, make_project, settings):
    """Late, in trouble, silent, lights and costs as they were, whatever they are now."""
    settings.TODAY = datetime.date(2023, 3, 15)
    with at_noon("2022-06-01"):
        project = make_project("Verkko", "2021", "2021", status="in_progress")
        CostItem.objects.create(
            project=project, kind="one_off", per="total", low=10, high=20, first_year=2022
        )
        StatusReport.objects.create(project=project, date="2022-06-01", schedule_light="trouble")
        make_project("Hiljainen", "2020", "2030", status="in_progress")
    with at_noon("2022-12-01"):
        project.status = "completed"
        project.save()
    client.force_login(planner)
    assert client.get(reverse("dashboard"), {"at": "2022-07-01"}).status_code == 302
    then = client.get(reverse("dashboard"), {"at": "2022-07-01"}, follow=True).context["figures"]
    assert (then["late"], then["trouble"], then["stale"]) == (1, 1, 1)
    assert [(year, amount.high) for year, amount in then["years"]] == [(2022, 20)]
    assert [n for _code, _label, n in then["lights"][0][1]] == [0, 0, 1]
    later = client.get(reverse("as-it-was"), {"at": "2023-01-01"}).context["figures"]
    assert (later["late"], later["trouble"]) == (0, 0)
