"""A planner who is signed in over the demonstration portfolio; clicks that wait for their page.

Every browser that a test opens is listened to: no page breaks the Content-Security-Policy, and no
script fails on it.
"""

import datetime
import functools
import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from projects.models import SavedView
from reports.editions.publishing import withdraw
from reports.models import ActionPlan, EditionFile, Face
from reports.rendering import PLAN_FILE_KINDS
from tests import demonstration
from tests.people import just_signed_in
from tests.reports.editions import make_edition, make_edition_of

HERE = Path(__file__).parent
NARROW, WIDE = 320, 1280
# What a test expects to see may take this long on a busy machine; nobody waits for it longer than
# it takes.
expect.set_options(timeout=30_000)
STEPS = {
    kind: ("check", "click", "fill", "focus", "press", "select_option", "uncheck", *more)
    for kind, more in ((Page, ()), (Locator, ("press_sequentially",)))
}
# The console names what was stopped; this adds where. It stands there before the page does.
POLICY = """
document.addEventListener("securitypolicyviolation", event => console.error(
  `policy: ${event.violatedDirective} ${event.blockedURI} ` +
  `${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""
NO_FAULT = (
    "Failed to load resource",  # an address that answers 404, or a connection that a test cuts
    "/axe.min.js",  # axe tries colours out in a style of its own
    # What htmx tells of a connection that is lost, and of facts in whose place there is a form now.
    *(f"htmx:{event}," for event in ("afterRequest", "sendError", "sendAbort", "oobErrorNoTarget")),
)


def pytest_collection_modifyitems(items):
    """The browser shows the same on both databases: `make test` opens it on one.

    A handful of journeys that save are marked `both_databases`.
    """
    for item in items:
        if HERE in item.path.parents and not item.get_closest_marker("both_databases"):
            item.add_marker("one_database")


@pytest.fixture(autouse=True)
def _today(settings):
    """One day in all of them: the demonstration is made once for it in each process."""
    settings.TODAY = datetime.date(2023, 3, 15)


@pytest.fixture(autouse=True)
def complaints(monkeypatch):
    """What browsers complain of during the test; in the end there is nothing."""
    heard = []
    opened = Browser.new_context

    def hear(message):
        said = f"{message.text} {message.location['url']}"
        if message.type == "error" and not any(each in said for each in NO_FAULT):
            heard.append(f"{message.page and message.page.url}: {said}")

    def listened_to(browser, **options):
        context = opened(browser, **options)
        context.on("console", hear)
        context.on("weberror", lambda failed: heard.append(f"{failed.page.url}: {failed.error}"))
        context.add_init_script(POLICY)
        return context

    monkeypatch.setattr(Browser, "new_context", listened_to)
    yield heard
    assert heard == []


@pytest.fixture
def enter(live_server):
    """`enter(page, "muokkaaja")`: the browser of the page is theirs, as after signing in.

    Journeys in which people sign in do so on the page.
    """

    def as_somebody(page, username):
        client = Client()
        just_signed_in(client, User.objects.get(username=username))
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return as_somebody


@pytest.fixture
def demonstrated(transactional_db):
    """The demonstration's rows are there."""
    demonstration.load()


@pytest.fixture
def signed_in(page, demonstrated, enter):
    """A planner's page, empty as yet."""
    enter(page, "suunnittelija")
    return page


@pytest.fixture
def read_in(signed_in):
    """`read_in("sv")`: the planner has chosen the language, as by the buttons of each page."""
    return lambda language: User.objects.filter(username="suunnittelija").update(language=language)


@pytest.fixture
def planner_s_view(demonstrated):
    owner = User.objects.get(username="suunnittelija")
    SavedView.objects.create(owner=owner, name="Käynnissä", query="status=in_progress")


@pytest.fixture
def editions(demonstrated):
    """One that is withdrawn, one of September, and the revised one that is in force."""
    plan, planner = ActionPlan.objects.get(), User.objects.get(username="suunnittelija")
    gone = make_edition(plan, datetime.date(2022, 9, 5), slug="peruttu")
    withdraw(gone, planner, "Liitteessä oli virhe.")
    old = make_edition_of(plan, datetime.date(2022, 9, 12), planner)
    # The plan's own page shows every project, in the same way.
    new = make_edition(plan, datetime.date(2023, 3, 1), first=5, slug="tarkistettu", revises=old)
    for face in Face.values:
        for kind in PLAN_FILE_KINDS:
            EditionFile.objects.create(
                edition=new, face=face, kind=kind, file=ContentFile(b"x", "x"), size=200_000,
                sha256=hashlib.sha256(b"x").hexdigest(),
            )  # fmt: skip


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
