"""A new user's trial, counted: from a name and two sentences to a project the plan can take."""

import pytest
from playwright.sync_api import expect

from impact_assessments.models import ImpactAssessment
from projects.models import Project
from tests.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)
MOST_CLICKS, MOST_FIELDS = 30, 5
MISSING = ".missing a"


def save(hands):
    """A section where it is read; the list of what is missing tells it when it is saved."""
    missing = hands.page.locator(MISSING).count()
    hands.click("main .section .actions .primary")
    expect(hands.page.locator(MISSING)).not_to_have_count(missing)


def test_a_new_project_is_ready_for_the_plan_in_less_than_five_minutes(signed_in):
    page = signed_in
    page.goto("/projects/")
    hands = Hands(page)
    hands.click("main a:has-text('Lisää hanke')")
    hands.type("name", "Sähköinen asiakirjahallinta")
    hands.pick("service_area", "Tietohallinto")
    hands.type(
        "description",
        "Asiakirjat siirtyvät yhteen järjestelmään. Paperista luovutaan vaiheittain.",
    )
    hands.click("main .actions button.primary")
    project = Project.objects.get(name="Sähköinen asiakirjahallinta")

    hands.click(f"{MISSING}:has-text('strategista tavoitetta')")
    hands.click("label:has([name=strategic_goals]) >> nth=0")
    save(hands)

    hands.click(f"{MISSING}:has-text('Aikataulu puuttuu')")
    expect(page.locator("[name=schedule_text]")).to_be_focused()
    hands.type("schedule_text", "syksy 2026 – kevät 2027")
    hands.click("#schedule-understood button")
    expect(page.locator("[name=phases-0-start]")).not_to_be_empty()
    hands.pick("responsible_party", "Tietohallinto")
    save(hands)

    hands.click(f"{MISSING}:has-text('Kustannus')")
    expect(page.locator("[name=cost_text]")).to_be_focused()
    hands.type("cost_text", "15 000–18 000 € / vuosi, alv 0, 2026–")
    hands.click("#costs-understood button")
    expect(page.locator("[name=costs-0-high]")).not_to_be_empty()
    save(hands)

    hands.click(f"{MISSING}:has-text('Vaikutusarviointi')")
    for code in ("s1", "s2", "s3", "s4"):
        hands.choose(code, "no")
    hands.click("main button.primary")

    expect(page.locator("main")).to_contain_text("Arviointia ei tarvita")
    page.goto(project.get_absolute_url())
    assert page.locator(MISSING).all_inner_texts() == []
    assert [str(phase) for phase in project.phases.all()] == ["syksy 2026 – kevät 2027"]
    assert project.costs.get().high == 18_000
    assert ImpactAssessment.objects.get(project=project).screening == "not_required"
    assert hands.clicks <= MOST_CLICKS, hands.clicks
    assert hands.fields <= MOST_FIELDS, hands.fields
    assert hands.seconds < 5 * 60, hands.seconds
