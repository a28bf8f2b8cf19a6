"""A planner's main journey in a real browser, and axe on the pages."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.both_databases
def test_editing_a_project_shows_on_its_page_the_dashboard_and_in_the_history(signed_in):
    page = signed_in
    page.goto("/projects/?q=konesali")
    page.click("text=Konesalipalvelut")
    address = page.url
    page.click(".edit-menu summary")
    page.click(".edit-menu .quiet a")
    page.fill("#id_name", "Konesalipalvelut uudistetaan")
    page.fill("#id_phases-0-end", "Q4/2023")
    page.fill("#id_change_reason", "Toimitus siirtyi")
    page.click("input[name=_save]")
    page.goto(address)
    text = page.inner_text("main")
    assert "Konesalipalvelut uudistetaan" in text
    assert "Q3/2023 → Q4/2023" in text
    assert "Toimitus siirtyi" in text


def test_axe_finds_nothing_on_the_sign_in(page, axe):
    page.goto("/")
    axe(page)
