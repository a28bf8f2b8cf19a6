"""The sections of a project's page, edited in their place: clicks, keys, screens, what is said."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from portfolio.sections.declared import SECTIONS
from projects.models import Project
from tests import demonstration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project(signed_in):
    return Project.objects.get(name="Konesalipalvelut")


def opened(page, project, key):
    page.goto(project.get_absolute_url())
    page.click(f"#section-{key} .edit")
    page.wait_for_selector(f"#section-{key} form")
    return page.locator(f"#section-{key}")


def test_a_schedule_is_changed_from_the_dashboard_with_three_clicks_and_one_field(signed_in):
    page = signed_in
    page.goto("/")
    name = page.locator(".panel.late li a").first.inner_text()
    project = Project.objects.get(name=name)
    page.locator(".panel.late li a").first.click()
    page.click("#section-schedule .edit")
    end = page.locator("#section-schedule [name$=-end]").first
    end.fill("Q4/2024")
    page.click("#section-schedule .primary")
    expect(page.locator("#section-schedule .success")).to_contain_text("tallennettu")
    expect(page.locator("#said")).to_contain_text("Aikataulu” on tallennettu")
    expect(page.locator("#facts")).to_contain_text("Q4/2024")
    expect(page.locator("#newest-changes li").first).to_contain_text("Q4/2024")
    expect(page.locator("#section-schedule .edit")).to_be_focused()
    project.refresh_from_db()
    assert project.ends_on == datetime.date(2024, 12, 31)


def test_a_section_is_edited_by_keyboard_alone(signed_in, project):
    page = signed_in
    page.goto(project.get_absolute_url())
    door = page.locator("#section-basics .edit")
    door.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#basics_name")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator("#section-basics .error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Virhe: "))
    page.keyboard.press("Tab")
    expect(page.locator("#section-basics .error-summary a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#basics_name$"))
    expect(page.locator("#basics_name")).to_be_focused()
    page.keyboard.type("Konesalit pilveen")
    page.keyboard.press("Enter")
    expect(door).to_be_focused()
    expect(page.locator("h1")).to_have_text("Konesalit pilveen")


def test_rows_are_added_and_a_removal_is_taken_back(signed_in, project):
    page = signed_in
    before = project.phases.count()
    section = opened(page, project, "schedule")
    section.locator("[name=phases-0-DELETE]").check()
    section.locator("[data-rows=phases]").click()
    expect(section.locator(f"[name=phases-{before + 1}-name]")).to_be_focused()
    assert section.locator("[name=phases-0-DELETE]").is_checked()
    section.locator("[name=phases-0-DELETE]").uncheck()
    section.locator(f"[name=phases-{before + 1}-name]").fill("Jälkityöt")
    section.locator(f"[name=phases-{before + 1}-start]").fill("2025")
    section.locator(".primary").click()
    expect(section.locator(".success")).to_be_visible()
    assert project.phases.count() == before + 1
    expect(section).to_contain_text("Jälkityöt: 2025")


def test_a_schedule_is_typed_as_in_a_plan_and_taken_by_one_key(signed_in, project):
    page = signed_in
    project.phases.all().delete()
    section = opened(page, project, "schedule")
    words = section.locator("[name=schedule_text]")
    expect(words).to_be_focused()
    words.fill("")
    page.keyboard.type("syksy 2026 – kevät 2027, pilotti 9/2026")
    said = section.locator("#schedule-understood")
    expect(said).to_contain_text("pilotti: 9/2026 – uusi rivi")
    page.keyboard.press("Control+Enter")
    expect(section.locator("[name=phases-0-name]")).to_be_focused()
    expect(section.locator("[name=phases-1-name]")).to_have_value("pilotti")
    expect(section.locator("[data-take]")).to_have_count(0)
    section.locator("[name=phases-1-end]").fill("10/2026")
    page.keyboard.press("Tab")
    expect(said).to_contain_text("korvaa rivin")
    section.locator(".actions .primary").click()
    expect(section.locator(".success")).to_be_visible()
    found = [str(phase) for phase in project.phases.order_by("pk")]
    assert found == ["syksy 2026 – kevät 2027", "pilotti: 9/2026–10/2026"]


def test_what_is_typed_before_the_answer_comes_stays_and_so_does_the_cursor(signed_in, project):
    page, held = signed_in, []
    section = opened(page, project, "schedule")
    section.locator("[name=schedule_text]").fill("syksy 2026 – kevät 2027, pilotti 9/2026")
    expect(section.locator("#schedule-understood")).to_contain_text("pilotti: 9/2026")
    page.route("**/edit/schedule/?*=*", lambda route: held.append(route))
    section.locator("#schedule-understood button").click()
    likelihood = section.locator("[name=likelihood]")
    likelihood.select_option("uncertain")
    reason = section.locator("[name=change_reason]")
    reason.fill("Johtoryhmä päätti")
    expect(section.locator("[name=phases-0-end]")).to_have_value("Q3/2023")
    for route in held:
        route.continue_()
    page.unroute("**/edit/schedule/?*=*")
    expect(section.locator("[name=phases-1-name]")).to_have_value("pilotti")
    expect(likelihood).to_have_value("uncertain")
    expect(reason).to_have_value("Johtoryhmä päätti")
    expect(reason).to_be_focused()

    held.clear()
    page.route("**/edit/schedule/", lambda route: held.append(route))
    with page.expect_request("**/edit/schedule/"):
        section.locator(".actions .primary").click()
    page.keyboard.type("kukaan ei näe tätä")
    expect(reason).to_have_value("Johtoryhmä päätti")
    held.pop().continue_()
    expect(section.locator(".success")).to_be_visible()
    expect(section).to_contain_text("pilotti: 9/2026")


def test_leaving_a_section_puts_the_focus_back_and_saves_nothing(signed_in, project):
    section = opened(signed_in, project, "description")
    section.locator("[name=description]").fill("Ei tallenneta")
    section.locator(".actions a").click()
    expect(section.locator(".edit")).to_be_focused()
    expect(section).not_to_contain_text("Ei tallenneta")


def test_the_second_of_two_people_is_asked_on_the_whole_page(signed_in, project):
    page = signed_in
    section = opened(page, project, "description")
    section.locator("[name=description]").fill("Omani")
    project.description = "Toisen"
    project.save()
    section.locator(".primary").click()
    page.wait_for_selector("form.conflict")
    assert page.url.endswith("/edit/description/")
    page.locator("form.conflict [value=yours]").check()
    page.click("form.conflict .primary")
    expect(page).to_have_url(re.compile("#section-description$"))
    expect(page.locator("#section-description")).to_contain_text("Omani")


def test_a_draft_of_rows_comes_back_on_the_section_s_own_page(signed_in, project):
    page = signed_in
    section = opened(page, project, "benefits")
    section.locator("[data-rows=benefits]").click()
    last = section.locator("[name$=-description]").last
    expect(last).to_be_focused()
    last.fill("Lämpö talteen")
    page.evaluate("""async () => {
      const text = () => Object.values(localStorage).join();
      while (!text().includes("Lämpö talteen")) await new Promise(done => setTimeout(done, 50));
    }""")
    section = opened(page, project, "benefits")
    section.locator("[data-take]").click()
    page.wait_for_url("**/edit/benefits/")
    assert page.locator("[name$=-description]").last.input_value() == "Lämpö talteen"
    page.click(".section-form .primary")
    expect(page).to_have_url(re.compile("#section-benefits$"))
    assert project.benefits.filter(description="Lämpö talteen").exists()
    assert page.evaluate("Object.keys(localStorage).length") == 0


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("fi", 1280, "light"), ("sv", 320, "dark")]
)
def test_every_form_in_its_place_is_accessible(
    signed_in, read_in, project, accessible, language, width, scheme
):
    page = signed_in
    read_in(language)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(project.get_absolute_url())
    for number, key in enumerate(SECTIONS, start=1):
        page.click(f"#section-{key} .edit")
        expect(page.locator(".section-form")).to_have_count(number)
    page.fill("[name=schedule_text]", "syksy 2026 – kevät 2027, pilotti 9/2026, siirtyy kesään")
    expect(page.locator("#schedule-understood button")).to_be_visible()
    accessible(page)
    page.fill("#schedule_phases-0-end", "joskus")
    page.click("#section-schedule .actions .primary")
    page.wait_for_selector(".error-summary")
    accessible(page)
    page.fill("#schedule_phases-0-end", "2026")
    page.click("#section-schedule .actions .primary")
    expect(page.locator("#section-schedule .success")).to_be_visible()
    accessible(page)


def test_sections_are_edited_without_javascript(browser, live_server, enter):
    demonstration.load()
    project = Project.objects.get(name="Konesalipalvelut")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    enter(page, "suunnittelija")
    page.goto(project.get_absolute_url())
    page.click("#section-risks .edit")
    count = project.risks.count()
    page.click("[data-rows=risks]")
    for number, name in ((count, "Ensimmäinen"), (count + 1, "Toinen")):
        page.fill(f"[name=risks-{number}-description]", name)
        page.select_option(f"[name=risks-{number}-probability]", "3")
        page.select_option(f"[name=risks-{number}-impact]", "4")
    page.click(".section-form .primary >> nth=0")
    expect(page).to_have_url(re.compile("#section-risks$"))
    expect(page.locator("main")).to_contain_text("Riskit” on tallennettu")
    assert project.risks.count() == count + 2
    page.click("#section-resources .edit")
    page.fill("[name=resource_text]", "2 htkk tietohallinto + konsultti")
    page.click("noscript button")
    understood = page.locator("#resources-understood")
    expect(understood).to_contain_text("Tietohallinto: 2 henkilötyökuukautta")
    page.click("#resources-understood button")
    page.click(".section-form .primary >> nth=0")
    expect(page).to_have_url(re.compile("#section-resources$"))
    expect(page.locator("#section-resources")).to_contain_text("Ostopalvelut: konsultti")
    context.close()


def test_a_lost_connection_is_told_and_what_was_typed_stays(signed_in, project, axe):
    page = signed_in
    section = opened(page, project, "notes")
    section.locator("[name=notes]").fill("Pitkä teksti, jota ei saa hukata")
    page.context.set_offline(True)
    section.locator(".actions .primary").click()
    expect(section.locator("[data-unanswered]")).to_be_visible()
    axe(page)
    page.context.set_offline(False)
    section.locator(".actions .primary").click()
    expect(section.locator(".success")).to_be_visible()
    expect(section).to_contain_text("Pitkä teksti, jota ei saa hukata")


def test_a_door_that_was_closed_meanwhile_leads_to_words_about_it(signed_in, project):
    page = signed_in
    page.goto(project.get_absolute_url())
    User.objects.get(username="suunnittelija").groups.clear()
    page.click("#section-notes .edit")
    page.wait_for_url("**/edit/notes/")
    assert page.locator("h1").is_visible()
