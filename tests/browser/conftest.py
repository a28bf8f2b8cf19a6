"""A planner who is signed in over the demonstration portfolio; clicks that wait for their page."""

import functools
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from portfolio.demo import portfolio as demo
from tests import demonstration

HERE = Path(__file__).parent
NARROW, WIDE = 320, 1280
# What a test expects to see may take this long on a busy machine; nobody waits for it longer than
# it takes.
expect.set_options(timeout=30_000)
STEPS = {
    kind: ("check", "click", "fill", "focus", "press", "select_option", "uncheck", *more)
    for kind, more in ((Page, ()), (Locator, ("press_sequentially",)))
}


def pytest_collection_modifyitems(items):
    """The browser shows the same on both databases: `make test` opens it on one.

    A handful of journeys that save are marked `both_databases`.
    """
    for item in items:
        if HERE in item.path.parents and not item.get_closest_marker("both_databases"):
            item.add_marker("one_database")


@pytest.fixture
def signed_in(page):
    demonstration.load()
    page.goto("/accounts/login/")
    page.fill("#id_login", "suunnittelija")
    page.fill("#id_password", demo.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/")
    return page


@pytest.fixture
def accessible(axe):
    """`accessible(page)`: axe finds nothing, and nothing is wider than the screen, wide or narrow.

    On the screen of the page axe asks everything, on the other one what a width changes.
    """

    def check(page):
        first = page.viewport_size["width"]
        for width in (first, *({NARROW, WIDE} - {first})):
            page.set_viewport_size({"width": width, "height": 900})
            axe(page, drawn=width != first)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        page.set_viewport_size({"width": first, "height": 900})

    return check


@pytest.fixture(scope="session", autouse=True)
def _a_step_begins_and_ends_with_a_page_that_is_there():
    """Playwright's click returns once the next page begins to arrive, and `count` and
    `is_visible` look at once: on a busy machine they would see half of it. And htmx listens in what
    it has put on a page, and moves the focus there, some 20 ms after it can be seen: a program that
    types in between is not heard, a person is never that quick.
    """
    with pytest.MonkeyPatch.context() as patch:
        for kind, names in STEPS.items():
            for name in names:
                patch.setattr(kind, name, _on_a_page_that_is_there(getattr(kind, name)))
        keyboard = Page.keyboard.fget
        patch.setattr(Page, "keyboard", property(_on_a_page_that_is_there(keyboard)))
        yield


def _on_a_page_that_is_there(step):
    @functools.wraps(step)
    def stepping(target, *args, **kwargs):
        page = target if isinstance(target, Page) else target.page
        expect(page.locator(".htmx-added")).to_have_count(0)
        done = step(target, *args, **kwargs)
        page.wait_for_load_state()
        return done

    return stepping
