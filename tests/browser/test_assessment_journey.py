"""A new user's trial, counted: a project without effects is screened and finished in a minute."""

import datetime

import pytest
from django.urls import reverse

from impact_assessments.models import ImpactAssessment, PartRequest, ScreeningRecord
from projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)
MOST_ANSWERS, MOST_CLICKS = 5, 8
FOLDS = "document.querySelectorAll('main details').forEach(fold => fold.open = true)"


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = datetime.date(2023, 3, 15)


def test_a_project_without_effects_takes_few_answers_and_clicks(signed_in):
    page, clicks = signed_in, 0
    project = Project.objects.get(name__startswith="Océ")
    page.goto(project.get_absolute_url())

    def click(selector):
        nonlocal clicks
        clicks += 1
        page.click(selector)

    click("main a[href$='/assessment/screening/']")
    answers = ("s1", "s2", "s3", "s4")
    for code in answers:
        click(f"label:has(input[name={code}][value=no])")
    click("button.primary")
    assert ScreeningRecord.objects.get(project=project).decided == "not_required"
    assert ImpactAssessment.objects.get(project=project).screening == "not_required"
    assert "Arviointia ei tarvita" in page.inner_text("main")
    assert len(answers) <= MOST_ANSWERS
    assert clicks <= MOST_CLICKS


def addresses():
    """The pages of assessments in their states, with something on each."""

    def of(beginning, name, query=""):
        project = Project.objects.get(name__startswith=beginning)
        return reverse(name, args=[project.pk]) + query

    asked = PartRequest.objects.open().get(person__username="suunnittelija")
    return [
        *(of(name, "assessment") for name in ("Teknisen", "Konesali", "Työajan", "Digitaalinen")),
        of("Maankäytön", "assessment-write"),
        of("Maankäytön", "assessment-write", "?part=security"),
        of("Maankäytön", "assessment-earlier", "?part=security"),
        of("Maankäytön", "assessment-ask", "?part=data"),
        of("Velkuan", "assessment-screening"),
        of("Jatkuvuudenhallinta", "assessment-review"),
        reverse("assessment-answer", args=[asked.project_id, asked.pk]),
        reverse("assessment-asked"),
        reverse("screening-queue"),
    ]


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("fi", 1280, "light"), ("sv", 320, "dark"), ("en", 1280, "dark"), ("fi", 320, "light")],
)
def test_the_pages_are_accessible_and_no_wider_than_the_screen(
    signed_in, axe, language, width, scheme
):
    page = signed_in
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.click(f"button[lang={language}]")
    for address in addresses():
        page.goto(address)
        page.evaluate(FOLDS)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
