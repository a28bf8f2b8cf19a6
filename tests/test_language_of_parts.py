"""WCAG 3.1.2: a screen reader is told the language of the texts that people wrote."""

import datetime

import lxml.html
import pytest
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.models import Benefit, BudgetYear, Comment, Milestone, Risk, StatusReport
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db
MARK = "Merkki"
LONG = (
    "description", "change_effects", "strategic_goal_text", "schedule_text", "likelihood_text",
    "responsible_text", "cost_text", "resource_text", "notes",
)  # fmt: skip
OF_THE_READER = ("title", "label", "option", "svg", "button", "legend")


@pytest.fixture
def project(make_project, planner):
    texts = {name: f"{MARK} {name}" for name in LONG}
    project = make_project(f"{MARK} Verkko", "Q3/2022", "Q1/2023", is_flagship=True, **texts)
    Risk.objects.create(
        project=project, description=f"{MARK} riski", cause=MARK, consequence=MARK,
        response_text=MARK, probability=3, impact=3,
    )  # fmt: skip
    Milestone.objects.create(project=project, name=MARK, due=parse_fuzzy_date("2/2023"))
    Benefit.objects.create(project=project, description=MARK, measure=MARK)
    BudgetYear.objects.create(project=project, year=2023, frame=1, spent=2, reason=MARK)
    StatusReport.objects.create(
        project=project, date="2023-03-01", text=MARK, schedule_light="trouble"
    )
    ImpactAssessment.objects.create(
        project=project, justification=MARK, security_effect="some", security_text=MARK
    )
    Comment.objects.create(project=project, author=planner, text=MARK)
    return project


def test_texts_of_projects_say_their_language_on_a_page_in_another(
    client, planner, project, settings
):
    settings.TODAY = datetime.date(2023, 4, 15)
    client.force_login(planner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "sv"
    plan = ActionPlan.objects.create(title="Plan", organisation="Stad")
    page = reverse("project", args=[project.pk])
    for address in (
        "/",
        "/projects/?all=1&column=name&column=reason",
        "/projects/?all=1&columns=name,overrun",
        page,
        f"{page}history/",
        f"{page}edit/description/",
        f"{page}edit/risks/",
        f"{page}?at=2023-04-14",
        reverse("report", args=[project.pk, project.reports.get().number]),
        "/reports/",
        "/reports/unreported/",
        "/risks/",
        "/assessments/",
        "/assessments/parts/security/",
        reverse("assessment", args=[project.pk]),
        "/timeline/",
        "/changes/?from=2022-09-01",
        f"/search/?q={MARK}",
        reverse("plan-pick", args=[plan.pk]),
    ):
        html = lxml.html.fromstring(client.get(address).content.decode())
        assert html.get("lang") == "sv"
        found = [each for each in html.iter() if MARK in (each.text or "")]
        found += [each.getparent() for each in html.iter() if MARK in (each.tail or "")]
        written = [each for each in found if not within(each, OF_THE_READER)]
        bare = [lxml.html.tostring(each)[:200] for each in written if language(each) != "fi"]
        assert not bare, (address, bare)
    assert client.get("/changes/?from=2022-09-01").content.count(b'lang="fi"') > 1


def test_a_text_in_the_page_s_own_language_has_no_mark(client, planner, project):
    client.force_login(planner)
    html = lxml.html.fromstring(client.get(project.get_absolute_url()).content.decode())
    assert not html.xpath("//main//*[@lang]")
    project.language = "sv"
    project.save()
    html = lxml.html.fromstring(client.get(project.get_absolute_url()).content.decode())
    assert html.xpath("//h1")[0].get("lang") == "sv"


def within(each, tags):
    return each.tag in tags or any(above.tag in tags for above in each.iterancestors())


def language(each):
    chain = (each, *each.iterancestors())
    return next(above.get("lang") for above in chain if above.get("lang"))
