"""“Aikataulu ylittynyt” and “ennuste myöhässä” are two figures, and each is the same everywhere."""

import datetime
from importlib import import_module

import pytest
from django.urls import reverse
from hypothesis import given

from projects.models import Project, StatusReport
from projects.values.choices import Status
from projects.values.fuzzy_dates import FuzzyDate, Precision
from tests.projects.models.test_values import fuzzy_dates

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2023, 3, 15)
ENDS = ("2022", "3/2023", "Q2/2023", "")
FORECASTS = ("", "2022-12", "2023-03-31", "2023-34", "2024")


@pytest.fixture
def portfolio(settings, make_project):
    settings.TODAY = TODAY
    for status in Status.values:
        for end in ENDS:
            for forecast in FORECASTS:
                project = make_project(f"{status} {end} {forecast}", "2021" if end else "", end,
                                       status=status)  # fmt: skip
                if forecast:
                    StatusReport.objects.create(
                        project=project, date=TODAY, forecast_end=FuzzyDate.from_edtf(forecast)
                    )


def listed(client, **asked):
    found = client.get(reverse("project-list"), {"all": 1, **asked}).context["facets"]
    return found.total


def test_dashboard_list_timeline_and_rows_say_the_same(client, planner, portfolio):
    client.force_login(planner)
    rows = list(Project.objects.select_related("last_report"))
    slipping = {row.pk for row in rows if row.is_slipping}
    assert slipping == set(Project.objects.slipping().values_list("pk", flat=True))
    assert slipping
    late = set(Project.objects.late(TODAY).values_list("pk", flat=True))
    assert slipping - late
    assert late - slipping
    page = client.get(reverse("dashboard"))
    counts = page.context["facets"].counts["when"]
    assert (counts["late"], counts["slipping"]) == (len(late), len(slipping))
    words = " ".join(page.content.decode().split())
    assert f"{len(late)} hankkeen aikataulu on ylittynyt" in words
    assert f"{len(slipping)} hankkeen ennuste on myöhässä" in words
    assert listed(client, when="late") == len(late)
    assert listed(client, when="slipping") == len(slipping)
    drawn = client.get(reverse("timeline"), {"when": "slipping"}).context
    shown = [row for _name, rows in drawn["groups"] for row in rows]
    assert shown
    assert all(row.is_late for row in shown)
    on_time = client.get(reverse("timeline"), {"status": "completed"}).context
    assert not any(row.is_late for _name, rows in on_time["groups"] for row in rows)


def test_the_forecast_of_a_hidden_report_makes_nothing_late(client, make_user, make_project):
    project = make_project("Verkko", "2021", "2022", status="in_progress")
    project.not_public_fields = ("reports",)
    project.save()
    StatusReport.objects.create(
        project=project, date=TODAY, forecast_end=FuzzyDate.from_edtf("2024")
    )
    client.force_login(make_user("reader"))
    assert listed(client, when="slipping") == 0


# Weeks could not be typed yet when it ran.
@given(fuzzy_dates().filter(lambda date: date.precision is not Precision.WEEK))
def test_the_upgrade_fills_the_last_day_that_the_field_keeps(date):
    filled = import_module("projects.migrations.0016_fill_last_day_of_forecasts")
    assert filled.last_day(date.edtf) == date.last_day
