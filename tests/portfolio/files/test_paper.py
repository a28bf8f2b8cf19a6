"""Tables on paper: no column breaks a date or a sum, and words end lines at hyphens only."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from portfolio.exports.paper import lay_out
from portfolio.listing.columns import COLUMNS
from projects.models import CostItem, Project, SchedulePhase, ServiceArea, StatusReport
from projects.values.fuzzy_dates import FuzzyDate
from reports.composing.from_portfolio import plan_document
from reports.models import ActionPlan
from reports.rendering.paper.pdf import render_pdf
from tests.paper import broken
from tests.reports.editions import make_edition
from tests.reports.full_plan import IMPRINT

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what files look like
TEN = "area,status,start,end,likelihood,lights,reported,forecast,total,owner"


@pytest.fixture
def portfolio(make_project):
    area = ServiceArea.objects.create(name="Sosiaali- ja terveyspalvelut, yhteiset")
    for number, (status, likelihood) in enumerate(
        [("in_progress", "unlikely"), ("on_hold", "certain"), ("proposal", "uncertain")]
    ):
        project = make_project(
            f"Aurinkosäätiön palvelutalojen siirtyminen {number}",
            service_area=area,
            status=status,
            likelihood=likelihood,
            owner_name="Anna-Maija Meikäläinen-Virtanen",
        )
        SchedulePhase.objects.create(
            project=project,
            start=FuzzyDate.from_edtf("2022-10-11"),
            end=FuzzyDate.from_edtf("2023-12-31"),
        )
        CostItem.objects.create(
            project=project, kind="one_off", per="total", low="1033333.33", high="1133334.34"
        )
        StatusReport.objects.create(
            project=project, date=datetime.date(2022, 12, 12),
            forecast_end=FuzzyDate.from_edtf("2024-12-31"),
            schedule_light="trouble", cost_light="attention", content_light="on_track",
        )  # fmt: skip
    return Project.objects.all()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("columns", [None, TEN, ",".join(COLUMNS)], ids=["some", "ten", "all"])
def test_no_date_sum_or_word_is_broken(client, planner, portfolio, settings, language, columns):
    client.force_login(planner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    query = {"columns": columns, "all": 1} if columns else {"all": 1}
    data = client.get(reverse("project-export-pdf"), query).content
    rows = client.get(reverse("project-list"), query).context["sections"]
    keys = columns.split(",") if columns else ["status", "start", "lights", "total"]
    with translation.override(language):
        texts = [COLUMNS[key].text(row["project"]) for part in rows for row in part["rows"]
                 for key in keys]  # fmt: skip
    assert any("334" in text for text in texts)
    assert broken(data, texts) == []


def test_columns_that_do_not_fit_stand_below():
    """Nothing leaves the sheet: the widths are all of it, whatever the columns hold."""
    rows = [["Hanke", *["12.12.2022"] * 20], ["Toinen", *["1 133 334,34 €"] * 20]]
    layout = lay_out(["Nimi", *["Päättyy"] * 20], rows)
    assert 5 < layout.beside < 21
    assert sum(layout.widths) == pytest.approx(100, abs=0.1)
    assert lay_out(["Nimi", "Koodi"], [["a", "9" * 500]]).beside == 2
    assert lay_out(["Nimi", "Tila"], []).beside == 2


def test_the_timeline_in_words_breaks_nothing(client, planner, portfolio):
    client.force_login(planner)
    data = client.get(reverse("timeline-pdf"), {"all": 1}).content
    texts = ["11.10.2022–31.12.2023", "31.12.2024", "Keskeytetty", "Käynnissä"]
    assert broken(data, texts) == []


def test_plan_and_follow_up_break_nothing(client, planner, portfolio):
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki", language="fi")
    plan.add_projects(portfolio)
    edition, data = make_edition(plan), render_pdf(plan_document(plan), IMPRINT)
    for item in CostItem.objects.all():
        item.low, item.high = "2033333.33", "999999999.99"
        item.save()
    client.force_login(planner)
    promised = ["11.10.2022–31.12.2023", "1\u00a0033\u00a0333,33–1\u00a0133\u00a0334,34\u00a0€"] * 3
    assert broken(data, promised * 2) == []
    data = client.get(reverse("edition-follow-up-pdf", args=[edition.pk])).content
    now = ["2\u00a0033\u00a0333,33–999\u00a0999\u00a0999,99\u00a0€", "12.12.2022"] * 3
    assert broken(data, [*promised, *now, "Keskeytetty", "Käynnissä"]) == []


def test_who_takes_a_pdf_with_boxes_is_told(client, planner, portfolio):
    client.force_login(planner)
    told = "arkistokelpoinen"
    client.get(reverse("project-export-pdf"), {"all": 1})
    assert told not in client.get(reverse("project-list")).content.decode()
    Project.objects.update(name="Thai: ไทย")
    client.get(reverse("project-export-pdf"), {"all": 1})
    assert told in client.get(reverse("project-list")).content.decode()
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki", language="fi")
    plan.add_projects(portfolio)
    client.get(reverse("plan-pdf", args=[plan.pk]))
    assert told in client.get(plan.get_absolute_url()).content.decode()
