"""What axe cannot see: large text, and what the keyboard focuses under bars that stay in view."""

import pytest
from django.urls import reverse

from projects.models import Project
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 640}
COVERED = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  const places = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]];
  return focused !== document.body && places.every(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return !top || !(focused.contains(top) || top.contains(focused));
  }) ? focused.outerHTML.slice(0, 120) : "";
}"""


def test_text_of_twice_the_size_needs_no_scrolling_sideways(signed_in):
    page = signed_in
    page.set_viewport_size(WIDE)
    browser = page.context.new_cdp_session(page)
    browser.send("Page.enable")
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 32}})
    project = Project.objects.get(name="Konesalipalvelut").get_absolute_url()
    pick = reverse("plan-pick", args=[ActionPlan.objects.get().pk])
    for address in ("/", "/projects/", project, "/risks/", "/timeline/", "/reports/", pick):
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= WIDE["width"], address


def test_no_bar_covers_what_the_keyboard_focuses(signed_in):
    page = signed_in
    page.set_viewport_size(PHONE)
    pick = reverse("plan-pick", args=[ActionPlan.objects.get().pk])
    for address in ("/reports/", pick, "/as-it-was/?at=2022-10-01"):
        page.goto(address)
        for key, steps in (("Tab", 60), ("Shift+Tab", 30)):
            for _step in range(steps):
                page.keyboard.press(key)
                assert not page.evaluate(COVERED), address
