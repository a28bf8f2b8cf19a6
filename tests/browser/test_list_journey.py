"""The list and the report round as people use them: filters, folds, rows, keyboard, no script."""

import re

import pytest
from playwright.sync_api import expect

from portfolio.demo import portfolio as demo
from projects.models import Project
from tests import demonstration

pytestmark = pytest.mark.django_db(transaction=True)


def rows(page):
    return page.locator("table.list tbody tr:not(.group)")


def test_filters_work_as_one_chooses_and_the_fold_stays_open(signed_in):
    page = signed_in
    page.goto("/projects/?all=1")
    expect(rows(page)).to_have_count(20)
    page.click("#pick-status summary")
    with page.expect_response("**/projects/**"):
        page.check("#status-completed")
    expect(rows(page)).to_have_count(5)
    expect(page).to_have_url(re.compile("status=completed"))
    expect(page.locator("#pick-status")).to_have_attribute("open", "")
    expect(page.locator("#status-completed")).to_be_focused()
    area = page.locator("#pick-area label", has_text="Tietohallinto")
    expect(area.locator(".count")).to_have_text("1")
    page.keyboard.press("Escape")
    expect(page.locator("#pick-status")).not_to_have_attribute("open", "")
    expect(page.locator("#pick-status summary")).to_be_focused()


def test_typing_is_not_lost_while_the_list_is_fetched(signed_in):
    page = signed_in
    page.goto("/projects/?all=1")
    page.locator("#id_q").press_sequentially("konesali", delay=120)
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#id_q")).to_have_value("konesali")
    expect(page.locator("#id_q")).to_be_focused()


def test_a_row_is_changed_in_its_place_by_keyboard_alone(signed_in):
    page = signed_in
    project = Project.objects.get(name="Konesalipalvelut")
    page.goto("/projects/?q=konesali&columns=status,lights,likelihood")
    page.locator("table.list a.edit").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("tr.editing")
    page.wait_for_function("() => document.activeElement.tagName === 'SELECT'")
    page.keyboard.press("K")  # Keskeytetty or Käynnissä
    chosen = page.evaluate("document.activeElement.value")
    page.locator("tr.editing select[name=schedule_light]").select_option("trouble")
    page.locator("tr.editing input[name=text]").fill("Laitteet puuttuvat")
    page.keyboard.press("Enter")
    page.wait_for_selector("tr.editing", state="detached")
    project.refresh_from_db()
    assert project.status == chosen
    assert project.last_report.text == "Laitteet puuttuvat"
    expect(page.locator("table.list .light.trouble")).to_have_count(1)
    expect(page.locator("table.list a.edit")).to_be_focused()


@pytest.mark.both_databases
def test_two_people_edit_one_row(signed_in):
    page = signed_in
    project = Project.objects.get(name="Konesalipalvelut")
    page.goto("/projects/?q=konesali")
    page.click("table.list a.edit")
    page.wait_for_selector("tr.editing")
    project.status = "completed"
    project.save()
    page.locator("tr.editing select[name=status]").select_option("on_hold")
    page.click("tr.editing button.primary")
    page.wait_for_selector("form.conflict")
    text = page.inner_text("main")
    assert "Valmis" in text
    assert "Keskeytetty" in text
    page.check("input[value=yours]")
    page.click("form.conflict button.primary")
    page.wait_for_url("**/projects/?**")
    project.refresh_from_db()
    assert project.status == "on_hold"


def test_three_projects_are_reported_on_by_keyboard_in_less_than_a_minute(signed_in):
    page, keys, thoughts = signed_in, 0, 0

    def press(key, times=1):
        nonlocal keys
        keys += times
        for _time in range(times):
            page.keyboard.press(key)

    def say(text):
        nonlocal keys, thoughts
        keys, thoughts = keys + len(text), thoughts + 1
        page.keyboard.type(text)

    def forward_to(field):
        while page.evaluate("document.activeElement.name || ''") != field:
            press("Tab")
            assert keys < 300

    texts = ["Toimitus siirtyi", "Ostetaan", "Koulutus jää"]
    page.goto("/reports/")
    rows = page.locator(".round-row")
    names = [rows.nth(at).locator("legend a").first.inner_text() for at in range(3)]
    prefixes = [
        rows.nth(at).locator("textarea").get_attribute("name").removesuffix("-text")
        for at in range(3)
    ]
    press("Tab")  # past the head of the page
    press("Enter")
    for prefix, text in zip(prefixes, texts, strict=True):
        forward_to(f"{prefix}-schedule_light")
        press("ArrowDown")
        thoughts += 1
        forward_to(f"{prefix}-text")
        say(text)
        forward_to(f"{prefix}-forecast_end")
        press("Control+a")
        say("Q4/2024")
    press("Enter")
    page.wait_for_selector(".message.success")
    reports = [Project.objects.get(name=name).last_report for name in names]
    assert [report.text for report in reports] == texts
    assert {report.forecast_end.edtf for report in reports} == {"2024-36"}
    assert reports[0].schedule_light == "attention"
    # Who types with some fingers takes 0.28 s a key, and 1.35 s to think before each answer.
    assert 0.28 * keys + 1.35 * thoughts < 60, (keys, thoughts)


def test_every_page_shows_its_content_without_javascript(browser, live_server):
    demonstration.load()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("#id_login", "suunnittelija")
    page.fill("#id_password", demo.PASSWORD)
    page.press("#id_password", "Enter")
    page.goto("/projects/?all=1")
    expect(rows(page)).to_have_count(20)
    page.click("#pick-status summary")
    page.check("#status-completed")
    page.click("#pick-status summary")  # the fold lies over the button
    page.click("#filters button.primary")
    expect(rows(page)).to_have_count(5)
    page.locator("table.list a.edit").first.click()
    page.fill("input[name=text]", "Ilman skriptejä")
    page.click("main button.primary")
    assert (
        "Ilman skriptejä" in Project.objects.get(reports__text="Ilman skriptejä").last_report.text
    )
    for address, words in (("/", "Vaatii huomiota"), ("/timeline/", "Konesalipalvelut"),
                           ("/search/?q=verkko", "Toimipisteverkkojen")):  # fmt: skip
        page.goto(address)
        assert words in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("address", ["/", "/projects/?all=1", "/timeline/", "/projects/1/"])
def test_a_first_visit_is_light(signed_in, address):
    """Under 150 kB as sent, pictures left out (none of the pages has any)."""
    page = signed_in
    page.goto(address)
    sent = page.evaluate(
        "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
        ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)"
    )
    assert 10_000 < sent < 150_000
