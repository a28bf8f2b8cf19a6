"""A meeting held on a wall of ten projects: nothing is noted anywhere else, and nothing is lost."""

import pytest
from playwright.sync_api import expect

from projects.models import Meeting, MeetingEntry, MeetingItem, StatusReport
from tests.paper import text_of

pytestmark = pytest.mark.django_db(transaction=True)
DECISIONS = [f"Päätös {number}" for number in range(1, 6)]


def begin(page, count):
    """From the list to the first project of a meeting of that many."""
    page.goto("/projects/?all=1")
    for number in range(count):
        page.locator("tbody input[type=checkbox]").nth(number).check()
    page.click("button[formaction$='/meetings/new/']")
    page.fill("[name=group]", "Tietohallinnon johtoryhmä")
    page.locator("[name=participants_more]").press_sequentially("suunn")
    offered = page.locator("#id_participants_more_offers option").first
    expect(offered).to_be_attached()
    page.fill("[name=participants_more]", offered.get_attribute("value"))
    page.click("main button.primary")
    page.click(".title a.primary")


def written(page, kind, text):
    page.fill(f"#{kind}_text", text)
    page.click(f"#{kind} button.primary")
    expect(page.locator(f"#{kind}-rows")).to_contain_text(text)
    expect(page.locator(f"#{kind}_text")).to_have_value("")


def test_a_meeting_of_ten_projects_with_five_decisions_leaves_no_note_outside(signed_in, axe):
    page = signed_in
    page.set_viewport_size({"width": 1280, "height": 800})
    begin(page, 10)
    for number in range(10):
        assert page.inner_text(".way-on span") == f"{number + 1} / 10"
        if number < 5:
            written(page, "decision", DECISIONS[number])
            expect(page.locator("#decision_text")).to_be_focused()
        if number == 0:
            axe(page)
            page.fill("#action_owner_name", "Maija Mallikas")
            page.fill("#action_due", "1.4.2023")
            written(page, "action", "Pyydä tarjoukset")
            written(page, "note", "Toimittaja kuultiin.")
            page.click("#stand summary")
            page.check("[name=stand-schedule_light][value=attention]")
            page.fill("[name=stand-text]", "Viivästyy hieman")
            page.fill("[name=stand-forecast_end]", "5/2024")
            page.click("#stand button.primary")
            expect(page.locator("#stand .success")).to_be_visible()
            expect(page.locator("#stand")).to_contain_text("5/2024")
        here = page.url
        if number < 5:
            page.focus("#decision_text")
            page.keyboard.press("ArrowRight")  # in a field it moves the cursor
            page.evaluate("document.activeElement.blur()")
        assert page.url == here
        page.keyboard.press("ArrowRight")
        page.wait_for_url(lambda url, here=here: url != here)
    assert page.url.endswith("/other/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/meetings/items/*/")
    page.goto(Meeting.objects.get().get_absolute_url() + "minutes/")
    page.click(".title button.primary")
    assert page.locator(".minutes-decisions li").count() == 5
    axe(page)
    address = page.get_attribute("a[href$='.pdf']", "href")
    path = page.evaluate_handle(
        "async a => [...new Uint8Array(await (await fetch(a)).arrayBuffer())]", address
    ).json_value()
    told = text_of(bytes(path))
    for text in (*DECISIONS, "Pyydä tarjoukset", "Toimittaja kuultiin", "5/2024"):
        assert text in told
    assert StatusReport.objects.get(text="Viivästyy hieman")
    assert MeetingEntry.objects.exclude(project=None).count() == 7


def test_a_lost_connection_and_a_lost_project_lose_nothing_that_was_typed(signed_in):
    page = signed_in
    begin(page, 2)
    address = page.url
    page.context.set_offline(True)
    page.fill("#decision_text", "Kirjoitettu verkon katkettua")
    page.click("#decision button.primary")
    expect(page.locator("#decision [data-unanswered]")).to_be_visible()
    expect(page.locator("#decision_text")).to_have_value("Kirjoitettu verkon katkettua")
    page.context.set_offline(False)
    page.goto("/meetings/")
    page.goto(address)
    page.click("#decision .draft [data-take]")
    expect(page.locator("#decision_text")).to_have_value("Kirjoitettu verkon katkettua")
    page.click("#decision button.primary")
    expect(page.locator("#decision-rows")).to_contain_text("Kirjoitettu verkon katkettua")
    # The next decision is begun before the answer to this one has come.
    held = []
    page.route("**/decision/", lambda route: held.append(route))
    page.fill("#decision_text", "Ensimmäinen")
    with page.expect_request("**/decision/"):
        page.click("#decision button.primary")
    page.fill("#decision_text", "Toinen, jo kesken")
    held.pop().continue_()
    page.unroute("**/decision/")
    expect(page.locator("#decision-rows")).to_contain_text("Ensimmäinen")
    expect(page.locator("#decision_text")).to_have_value("Toinen, jo kesken")
    # Somebody takes the project off the agenda while the next decision is typed.
    page.fill("#decision_text", "Hanke katosi alta")
    MeetingItem.objects.get(project__name=page.inner_text("h1")).delete()
    page.click("#decision button.primary")
    expect(page.locator("h1")).to_have_text("Tallentaminen ei onnistunut")
    expect(page.locator("p.typed")).to_have_text("Hanke katosi alta")
