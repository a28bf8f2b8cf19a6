"""A new user's trial, counted: what a project without effects takes, and a whole assessment."""

import pytest

from impact_assessments.choices import State
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    Link,
    ModelChange,
    PartRequest,
    PartReview,
    ScreeningRecord,
    StillRight,
)
from portfolio.demo import portfolio as demo
from projects.models import Project
from tests.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)
MOST_ANSWERS, MOST_CLICKS = 5, 8
MOST_CLICKS_OF_ALL, MOST_FIELDS_OF_ALL, MOST_PAGES_OF_ALL = 40, 13, 18


def test_a_project_without_effects_takes_few_answers_and_clicks(signed_in):
    page, clicks = signed_in, 0
    project = Project.objects.get(name__startswith="Océ")
    page.goto(project.get_absolute_url())

    def click(selector):
        nonlocal clicks
        clicks += 1
        page.click(selector)

    click("main a[href$='/assessment/screening/']:visible")
    answers = ("s1", "s2", "s3", "s4")
    for code in answers:
        click(f"label:has(input[name={code}][value=no])")
    click("button.primary")
    assert ScreeningRecord.objects.get(project=project).decided == "not_required"
    assert ImpactAssessment.objects.get(project=project).screening == "not_required"
    assert "Arviointia ei tarvita" in page.inner_text("main")
    assert len(answers) <= MOST_ANSWERS
    assert clicks <= MOST_CLICKS


def forget_assessment(project):
    for model in (ScreeningRecord, PartReview, StillRight, AssessmentVersion):
        model._base_manager.filter(project=project)._raw_delete("default")
    for model in (ImpactAssessment, FollowUp, Link, ModelChange, PartRequest):
        model.objects.filter(project=project).delete()


WRITTEN = {
    "economy": "Lisenssit ovat jo olemassa, varmistus maksaa 35 000 € vuodessa vuodesta 2023.",
    "function": "Helpdesk näkee poikkeamat samana päivänä ja kertoo niistä henkilöstölle.",
    "organising": "Tietoturvan vaatimukset täyttyvät paremmin ja riskejä on selkeämpi hallita.",
    "security": "Lokeja kerätään ja tutkitaan järjestelmällisesti, ja poikkeamiin vastataan "
    "selvästi nopeammin.",
    "publicity": "Tietoturvalokit ovat salassa pidettäviä, pyynnöistä päättää "
    "tietohallintojohtaja.",
}


def test_a_whole_assessment_is_made_from_nothing_in_less_than_ten_minutes(signed_in):
    page = signed_in
    project = Project.objects.get(name__startswith="Teknisen")
    forget_assessment(project)
    page.goto(project.get_absolute_url())
    hands = Hands(page)

    hands.click("main a[href$='/assessment/screening/']:visible")
    for code, answer in {"s1": "yes", "s2": "no", "s3": "yes", "s4": "no"}.items():
        hands.choose(code, answer)
    hands.type("essential", "Lokit kootaan uuteen järjestelmään.")
    hands.click("button.primary")
    assert ImpactAssessment.objects.get(project=project).screening == "required"

    hands.click("main .title a.primary")
    for name in ("economy", "function", "organising", "publicity"):
        hands.choose(f"{name}_effect", "some")
    hands.choose("security_effect", "substantial")
    for name in ("data", "case_management", "interoperability"):
        hands.choose(f"{name}_effect", "none")
    for name, text in WRITTEN.items():
        hands.type(f"{name}_text", text)
    hands.click("#security details:first-of-type summary")
    hands.choose("security_ticks", "17")
    hands.pick("stage", "full")
    hands.click("main .actions button.primary")

    hands.click("main .message a:has-text('ei ole nimetty järjestelmää')")
    hands.type("name", "Tietoturvan tilannekuva")
    hands.pick("change", "new")
    hands.click("main .actions button.primary")
    hands.click("main .message a:has-text('jatkotoimenpidettä')")
    assert page.input_value("[name=part]") == "security"
    assert "Mihin mennessä" in page.inner_text("label[for=id_due]")
    hands.type("description", "Varmistusratkaisun riskit arvioidaan")
    hands.type("owner", "Maija Suunnittelija")
    hands.type("due", "30.6.2023")
    hands.click("main .actions button.primary")
    hands.click("button[value=send]")
    assert ImpactAssessment.objects.get(project=project).state == State.REVIEW

    hands.click("header button:has-text('Kirjaudu ulos')")
    page.goto("/accounts/login/")
    hands.type("login", "admin")
    hands.type("password", demo.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/")
    hands.click("nav a:has-text('Arvioinnit')")
    hands.click("main a:has-text('Tarkastusta odottavat')")
    hands.click("main table a:has-text('Teknisen tietoturvan')")
    hands.click("main a[href$='/assessment/review/']")
    hands.choose("security_mark", "ok")
    hands.choose("economy_mark", "improve")
    hands.type("economy_comment", "Kerro myös, kuinka kauan hinta on voimassa.")
    hands.click("main .actions button.primary")
    hands.click("button[value=approve]")

    version = AssessmentVersion.objects.get(project=project)
    assert (version.author.username, version.by.username) == ("suunnittelija", "admin")
    assert hands.clicks <= MOST_CLICKS_OF_ALL, hands.clicks
    assert hands.fields <= MOST_FIELDS_OF_ALL, hands.fields
    assert hands.pages <= MOST_PAGES_OF_ALL, hands.pages
    assert hands.seconds < 10 * 60, hands.seconds
