"""On a phone: the head of the pages is one row, and its menu opens without a script too."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 320, "height": 640}


@pytest.mark.parametrize("address", ["/", "/projects/", "/search/"])
def test_the_head_is_one_row_and_the_menu_opens_by_keyboard(signed_in, axe, address):
    page = signed_in
    page.set_viewport_size(PHONE)
    page.goto(address)
    assert page.locator(".site-bar").bounding_box()["height"] <= 64
    menu = page.get_by_role("navigation", name="Päävalikko")
    assert not menu.is_visible()
    page.focus(".menu-button")
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()
    expect(page.locator(".menu-button")).to_be_focused()
    page.click(".menu-button")
    menu.get_by_role("link", name="Aikajana").click()
    page.wait_for_url("**/timeline/")


def test_the_menu_and_the_languages_need_no_script(signed_in, live_server):
    context = signed_in.context.browser.new_context(
        java_script_enabled=False,
        viewport=PHONE,
        base_url=live_server.url,
        storage_state=signed_in.context.storage_state(),
    )
    page = context.new_page()
    page.goto("/")
    page.click(".menu-button")
    page.click(".languages button[value=sv]")
    expect(page.locator("h1")).to_contain_text("Lägesbild")
    context.close()


def test_on_a_wide_screen_there_is_no_button_and_all_is_seen(signed_in):
    signed_in.goto("/")
    assert not signed_in.locator(".menu-button").is_visible()
    assert signed_in.get_by_role("link", name="Aikajana").first.is_visible()
    assert signed_in.locator(".languages").is_visible()
