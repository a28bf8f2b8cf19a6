"""A year far from today is asked about once, in every form that takes a date."""

import datetime

import pytest
from django import forms
from django.urls import reverse

from projects.far_years import is_far, meant
from projects.fields import FuzzyDateFormField
from projects.models import Project, StatusReport
from projects.values.fuzzy_dates import FuzzyDate
from reports.models import ActionPlan, Proposal
from tests.projects.editing.test_admin import CHANGE, form

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 3, 15)


@pytest.fixture(autouse=True)
def _day(settings):
    settings.TODAY = DAY


@pytest.mark.parametrize(
    ("typed", "year"), [(2123, 2023), (2199, None), (1923, 2023), (2132, 2032)]
)
def test_the_year_that_is_meant_is_one_slip_away(typed, year):
    assert meant(typed, DAY) == year


def test_plans_of_some_years_are_not_asked_about():
    assert not any(is_far(FuzzyDate(year), DAY) for year in range(1995, 2039))
    assert all(is_far(FuzzyDate(year), DAY) for year in (1923, 2050, 2123))


class Form(forms.Form):
    end = FuzzyDateFormField(required=False)


def test_it_is_taken_with_the_box_and_only_for_what_was_asked():
    asked = Form({"end": "31.12.2123"})
    assert not asked.is_valid()
    assert "Tarkoititko vuotta 2023?" in str(asked["end"].errors)
    shown = str(asked["end"])
    assert '<input type="checkbox" name="end-sure" value="31.12.2123">' in shown
    assert 'value="31.12.2123"' in shown.split("<label")[0]
    assert Form({"end": "31.12.2123", "end-sure": "31.12.2123"}).is_valid()
    assert not Form({"end": "31.12.2124", "end-sure": "31.12.2123"}).is_valid()
    assert "sure" not in str(Form({"end": "2023"})["end"])


def test_what_is_stored_is_not_asked_about_again():
    opened = Form(initial={"end": FuzzyDate(2123)})
    assert '<input type="hidden" name="end-sure" value="2123">' in str(opened["end"])
    again = Form({"end": "2123", "end-sure": "2123"}, initial={"end": FuzzyDate(2123)})
    assert again.is_valid()
    assert not again.has_changed()


def test_the_form_of_a_project_asks(client, planner, make_project):
    project = make_project("Verkko", "2022", "2023")
    client.force_login(planner)
    url = reverse(CHANGE, args=[project.pk])
    data = form(client, url) | {"phases-0-end": "6/2123"}
    answer = client.post(url, data)
    assert answer.status_code == 200
    assert "Tarkoititko vuotta 2023?" in answer.content.decode()
    assert 'name="phases-0-end-sure"' in answer.content.decode()
    assert client.post(url, data | {"phases-0-end-sure": "6/2123"}).status_code == 302
    assert Project.objects.get().ends_on.year == 2123
    assert client.post(url, form(client, url) | {"phases-0-end-sure": "6/2123"}).status_code == 302


def test_the_report_round_asks(client, planner, make_project):
    project = make_project("Verkko", status="in_progress", owner=planner)
    client.force_login(planner)
    sent = {f"p{project.pk}-text": "Sujuu", f"p{project.pk}-forecast_end": "2123"}
    page = client.post(reverse("report-round"), sent).content.decode()
    assert f'name="p{project.pk}-forecast_end-sure"' in page
    assert not StatusReport.objects.exists()
    client.post(reverse("report-round"), sent | {f"p{project.pk}-forecast_end-sure": "2123"})
    assert StatusReport.objects.get().forecast_end == FuzzyDate(2123)


def test_a_proposal_asks(client, planner, area):
    client.force_login(planner)
    sent = {"name": "Uusi", "scope": "service_area", "service_area": area.pk, "end": "2123"}
    page = client.post(reverse("proposal-new"), sent).content.decode()
    assert 'name="end-sure"' in page
    assert not Proposal.objects.filter(name="Uusi").exists()


def test_the_cover_of_a_plan_asks(client, planner):
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    client.force_login(planner)
    url = reverse("plan-cover", args=[plan.pk])
    opened = client.get(url).context["form"]
    sent = {bound.html_name: bound.value() or "" for bound in opened}
    page = client.post(url, sent | {"period": "2123–2124"})
    plan.refresh_from_db()
    assert 'name="period-sure"' in page.content.decode()
    assert plan.period_start is None
