"""A report's own page and PDF show the project as it was; the rights are those of reports."""

import datetime
import io
from decimal import Decimal

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from projects.history.restoring import restore
from projects.models import CostItem, Milestone, Risk, StatusReport
from projects.values.fuzzy_dates import parse_fuzzy_date
from tests.paper import barriers
from tests.projects.editing.test_admin import form

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 3, 1)


@pytest.fixture
def project(make_project):
    project = make_project("Verkko", "Q3/2022", "Q2/2023", status="in_progress")
    CostItem.objects.create(project=project, kind="one_off", per="total", low=15000, high=18000)
    Risk.objects.create(project=project, description="Pula", probability=5, impact=5)
    Milestone.objects.create(
        project=project, name="Puolet valmiina", due=parse_fuzzy_date("2/2023"),
        reached_on=datetime.date(2023, 3, 14),
    )  # fmt: skip
    return project


@pytest.fixture
def report(project, planner):
    return StatusReport.objects.create(
        project=project, date=DAY, author=planner, text="Etenee", schedule_light="attention"
    )


def change_all(project):
    project.name, project.status = "Uusi nimi", "completed"
    project.save()
    project.phases.all().delete()
    project.costs.all().delete()
    project.risks.all().delete()
    project.milestones.all().delete()


def test_a_report_keeps_what_was_true_of_its_project(project, report):
    change_all(project)
    report.refresh_from_db()
    then = report.then
    assert (then.name, then.status, then.service_area) == (
        "Verkko",
        "in_progress",
        "Sivistyspalvelut",
    )
    assert [end.edtf for _name, _start, end in then.phases] == ["2023-34"]
    assert (then.cost.low, then.cost.high) == (Decimal(15000), Decimal(18000))
    assert (then.risks_open, then.risks_high) == (1, 1)
    # What was reached after the report's day was not yet.
    assert [(row.name, row.reached_on) for row in then.milestones] == [("Puolet valmiina", None)]


def test_a_later_correction_leaves_what_was_true(project, report):
    change_all(project)
    report.text = "Etenee hyvin"
    report.save()
    report.refresh_from_db()
    assert report.then.name == "Verkko"


def test_a_report_keeps_what_is_saved_with_it_in_one_form(client, planner, project):
    client.force_login(planner)
    url = reverse("admin:projects_project_change", args=[project.pk])
    data = form(client, url) | {
        "name": "Verkko 2",
        "costs-0-high": "20 000",
        "phases-0-end": "Q4/2023",
        "milestones-0-DELETE": "on",
        "reports-TOTAL_FORMS": 1,
        "reports-0-project": project.pk,
        "reports-0-date": "2.3.2023",
    }
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]
    then = project.reports.get().then
    assert (then.name, then.cost.high, then.milestones) == ("Verkko 2", Decimal(20000), ())
    assert then.phases[0][2].edtf == "2023-36"


def test_numbers_stay_and_are_not_used_again(project):
    first, second = (StatusReport.objects.create(project=project, date=DAY) for _n in range(2))
    assert (first.number, second.number) == (1, 2)
    then = timezone.now()
    second.delete()
    third = StatusReport.objects.create(project=project, date=DAY)
    assert third.number == 3
    restore(project.pk, then, None)
    assert sorted(project.reports.values_list("number", flat=True)) == [1, 2]
    assert project.reports.get(number=2).then.name == "Verkko"


def test_the_page_shows_then_and_not_now(client, make_user, project, report):
    change_all(project)
    StatusReport.objects.create(project=project, date=DAY + datetime.timedelta(days=9))
    client.force_login(make_user("reader"))
    text = client.get(report.get_absolute_url()).content.decode()
    for words in ("Etenee", "planner", "Vaatii huomiota", "Q3/2022–Q2/2023", "15 000–18 000",
                  "1, joista suuria 1", "Puolet valmiina", "myöhässä"):  # fmt: skip
        assert words in text.replace("\u00a0", " "), words
    assert "Seuraava katsaus" in text
    assert "Edellinen katsaus" not in text


def test_the_project_s_page_lists_reports_with_their_lights(client, make_user, project, report):
    later = StatusReport.objects.create(
        project=project, date=DAY + datetime.timedelta(days=9), cost_light="trouble", text="Uusin"
    )
    client.force_login(make_user("reader"))
    text = client.get(project.get_absolute_url()).content.decode()
    series = text[text.index('class="series"') :]
    assert series.index(later.get_absolute_url()) < series.index(report.get_absolute_url())
    assert "light trouble" in series
    assert "light attention" in series
    assert "Uusin" in text
    assert "Etenee" not in text.split('class="history"')[0]


def test_a_report_from_before_says_that_nothing_was_kept(client, planner, project, report):
    StatusReport.objects.update(snapshot={})
    client.force_login(planner)
    assert "alettiin tallentaa" in client.get(report.get_absolute_url()).content.decode()
    assert client.get(reverse("report-pdf", args=[project.pk, 1])).status_code == 200


def test_hidden_reports_have_no_page_and_other_hidden_pieces_are_left_out(
    client, make_user, project, report
):
    client.force_login(make_user("reader"))
    pdf = reverse("report-pdf", args=[project.pk, 1])
    project.not_public_fields = ["costs", "milestones", "risks"]
    project.save()
    for answer in (client.get(report.get_absolute_url()), client.get(pdf)):
        text = text_of(answer).replace("\u00a0", " ")
        assert "Etenee" in text
        assert "Jätetty pois" in text
        for words in ("15 000", "Puolet valmiina", "joista suuria"):
            assert words not in text
    project.not_public_fields = ["reports"]
    project.save()
    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(pdf).status_code == 404


def text_of(answer):
    if answer.headers["Content-Type"] == "application/pdf":
        return " ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages)
    return answer.content.decode()


def test_a_report_of_another_project_is_not_found(client, planner, make_project, report):
    client.force_login(planner)
    other = make_project("Muu")
    assert client.get(reverse("report", args=[other.pk, report.number])).status_code == 404
    assert client.get(reverse("report-pdf", args=[other.pk, report.number])).status_code == 404


def test_the_pdf_is_tagged_and_passes_the_checks(client, planner, project, report, tmp_path):
    for name in ("Kaikki valmiina", "Loppu"):
        Milestone.objects.create(project=project, name=name, due=parse_fuzzy_date("2023"))
    report = StatusReport.objects.create(project=project, date=DAY, text="Pitkä\n\n- yksi\n- kaksi")
    client.force_login(planner)
    answer = client.get(reverse("report-pdf", args=[project.pk, report.number]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="verkko-2023-03-01.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fi"
        assert pdf.open_metadata().get("pdfuaid:part") == "1"
    assert barriers(answer.content, tmp_path) == []
