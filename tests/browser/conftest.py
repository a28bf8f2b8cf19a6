"""A planner who is signed in over the demonstration portfolio."""

import pytest

from portfolio import demo


@pytest.fixture
def signed_in(page):
    demo.load()
    page.goto("/accounts/login/")
    page.fill("#id_login", "suunnittelija")
    page.fill("#id_password", demo.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/")
    return page
