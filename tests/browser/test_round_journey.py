"""The round as people go through it: proposing, answering, opening a plan, its order by key."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from projects.models import Project
from reports.composing.from_portfolio import plan_document
from reports.models import ActionPlan, Proposal
from tests import demonstration

pytestmark = pytest.mark.django_db(transaction=True)


def order(plan):
    return [project.name for project in plan_document(plan).projects]


def key_of(plan, name):
    return plan.entries.get(project__name=name).pk


def test_a_project_is_moved_by_keyboard_and_the_focus_stays_on_it(signed_in):
    page, plan = signed_in, ActionPlan.objects.get()
    page.goto(reverse("plan-edit", args=[plan.pk]))
    key = key_of(plan, "Konesalipalvelut")  # 2.4
    page.locator(f"#up-{key}").focus()
    for number in ("2.3", "2.2", "2.1"):
        page.keyboard.press("Enter")
        expect(page.locator(f"#entry-{key} .number")).to_have_text(number)
        expect(page.locator("#said")).to_contain_text(number)
        held = "down" if number == "2.1" else "up"
        expect(page.locator(f"#{held}-{key}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#entry-{key} .number")).to_have_text("2.2")
    expect(page.locator(f"#down-{key}")).to_be_focused()
    assert order(plan)[1] == "Konesalipalvelut"


def test_taking_out_is_undone_by_the_button_that_has_the_focus(signed_in):
    page, plan = signed_in, ActionPlan.objects.get()
    before = order(plan)
    page.goto(reverse("plan-edit", args=[plan.pk]))
    page.click(f"#entry-{key_of(plan, 'Konesalipalvelut')} button.plain")
    undo = page.locator("#said form.undo button")
    expect(undo).to_be_focused()
    assert order(plan) == [name for name in before if name != "Konesalipalvelut"]
    page.keyboard.press("Enter")
    expect(page.locator("main .message.success")).to_contain_text("Konesalipalvelut")
    assert order(plan) == before


def test_a_preview_stands_below_the_form_and_what_is_typed_stays(signed_in):
    page, plan = signed_in, ActionPlan.objects.get()
    page.goto(reverse("plan-chapter-new", args=[plan.pk]))
    page.fill("#id_title", "Lähtökohdat")
    page.fill("#id_text", "- verkot\n- palvelimet")
    page.click("button[name=_preview]")
    expect(page.locator("#preview li")).to_have_count(2)
    assert page.input_value("#id_title") == "Lähtökohdat"
    assert not plan.chapters.filter(title="Lähtökohdat").exists()
    page.click("main button.primary")
    expect(page).to_have_url(re.compile("/chapters/#chapter-"))
    assert plan.chapters.get(title="Lähtökohdat").text == "- verkot\n- palvelimet"


def test_an_editor_s_draft_stays_in_the_browser(page, enter):
    demonstration.load()
    enter(page, "muokkaaja")
    page.goto("/proposals/new/")
    page.fill("#id_name", "Kesken jäänyt")
    page.wait_for_function("() => Object.values(localStorage).join().includes('Kesken jäänyt')")
    page.goto("/projects/?all=1")
    page.goto("/proposals/new/")
    page.click("[data-take]")
    expect(page.locator("#id_name")).to_have_value("Kesken jäänyt")
    assert not Proposal.objects.filter(name="Kesken jäänyt").exists()


@pytest.mark.both_databases
@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_proposal_to_the_next_plan(browser, live_server, enter, javascript):
    demonstration.load()
    context = browser.new_context(
        base_url=live_server.url, locale="fi-FI", java_script_enabled=javascript
    )
    page = context.new_page()
    enter(page, "muokkaaja")
    page.goto("/projects/?all=1")
    page.click("text=Ehdota hanketta")
    page.wait_for_url("**/proposals/new/")
    page.fill("#id_name", "Sähköinen ilmoittautuminen")
    page.select_option("#id_service_area", label="Sivistyspalvelut")
    page.fill("#id_start", "syksy 2024")
    page.click("button[name=send]")  # need and changes are missing
    expect(page.locator("main .message.error")).to_be_visible()
    assert page.input_value("#id_start") == "syksy 2024"
    page.fill("#id_need", "Ilmoittautumiset tulevat paperilla.")
    page.fill("#id_changes", "Ne tulevat verkossa.")
    page.click("button[name=send]")
    expect(page.locator("main .message.success")).to_be_visible()
    proposal = Proposal.objects.get(name="Sähköinen ilmoittautuminen")
    assert proposal.state == "sent"
    context.clear_cookies()

    enter(page, "suunnittelija")
    page.goto("/plans/new/")
    page.fill("#id_title", "Suunnitelma 2024")
    page.fill("#id_period", "vuosi 2024")
    page.click("main button.primary")
    page.wait_for_url("**/left-out/**")
    plan = ActionPlan.objects.get(title="Suunnitelma 2024")
    assert order(plan) == ["Sähköinen säilytysjärjestelmä"]
    page.goto(proposal.get_absolute_url())
    page.select_option("#accept_plan", label="Suunnitelma 2024")
    page.click(".triage form[action$='accept/'] button")
    page.wait_for_url("**/projects/*/")
    project = Project.objects.get(name="Sähköinen ilmoittautuminen")
    assert set(order(plan)) == {"Sähköinen säilytysjärjestelmä", project.name}

    page.goto(reverse("plan-pick", args=[plan.pk]) + "?status=on_hold")
    page.check("main table input[type=checkbox]")
    page.click("main .picking-actions button.primary")
    expect(page.locator("main .message.success")).to_be_visible()
    page.goto(reverse("plan-pick", args=[plan.pk]) + "?status=approved")
    page.click("button[name=every]")
    page.click("button[name=sure]")
    expect(page.locator("main .message.success")).to_be_visible()
    assert plan.entries.count() == 3 + Project.objects.filter(status="approved").count()
    context.close()
