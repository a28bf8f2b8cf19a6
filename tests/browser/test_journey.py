"""A planner's main journey in a real browser, and axe on the pages."""

import pytest

from portfolio import demo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(page):
    demo.load()
    page.goto("/accounts/sign-in/")
    page.fill("#id_username", "suunnittelija")
    page.fill("#id_password", demo.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/")
    return page


def test_editing_a_project_shows_on_its_page_the_dashboard_and_in_the_history(signed_in):
    page = signed_in
    page.goto("/projects/?q=konesali")
    page.click("text=Konesalipalvelut")
    address = page.url
    page.click(".title .primary")
    page.fill("#id_name", "Konesalipalvelut uudistetaan")
    page.fill("#id_phases-0-end", "Q4/2023")
    page.fill("#id_change_reason", "Toimitus siirtyi")
    page.click("input[name=_save]")
    page.goto(address)
    text = page.inner_text("main")
    assert "Konesalipalvelut uudistetaan" in text
    assert "Q3/2023 → Q4/2023" in text
    assert "Toimitus siirtyi" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(signed_in, axe, scheme, width):
    page = signed_in
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/", "/projects/", "/projects/1/", "/projects/1/history/", "/plans/"):
        response = page.goto(address)
        if response.status == 404:  # numbers go on from test to test
            page.goto("/projects/")
            page.click("tbody th a")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
