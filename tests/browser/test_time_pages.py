"""The timeline, past days and changes in a real browser: axe, narrow, dark, the picture alone."""

import pytest

from projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bar_lies_under_the_year_that_its_words_say(signed_in):
    signed_in.goto("/timeline/?from=2021&to=2024&group=none")
    row = signed_in.locator("tr", has_text="Velkuan omatoimikirjasto")
    assert "5/2023–12/2023" in row.inner_text()
    bar = row.locator("rect.gantt__bar").bounding_box()
    years = {
        text.text_content(): text.bounding_box()["x"]
        for text in signed_in.locator(".gantt__axis .gantt__year").all()
    }
    assert years["2023"] < bar["x"] < bar["x"] + bar["width"] < years["2024"] + 4


def test_months_scroll_by_keyboard_and_the_names_stay(signed_in):
    signed_in.goto("/timeline/?zoom=month&from=2022&to=2026")
    box = signed_in.locator(".gantt.month")
    box.focus()
    signed_in.keyboard.press("ArrowRight")
    signed_in.wait_for_function("() => document.querySelector('.gantt').scrollLeft > 0")
    name = signed_in.locator(".gantt tbody tr:not(.gantt__group) th").first
    assert name.bounding_box()["x"] >= box.bounding_box()["x"]


def test_the_picture_opens_by_itself(signed_in):
    svg = signed_in.request.get("/timeline/timeline.svg").text()
    size = signed_in.evaluate(
        """svg => new Promise((done, failed) => {
          const image = new Image();
          image.onload = () => done([image.naturalWidth, image.naturalHeight]);
          image.onerror = () => failed("no picture");
          image.src = "data:image/svg+xml," + encodeURIComponent(svg);
        })""",
        svg,
    )
    assert min(size) > 400


def test_looking_at_the_past_and_back(signed_in):
    project = Project.objects.get(name="Konesalipalvelut")
    signed_in.goto("/projects/")
    signed_in.click("text=Salkku aiempana päivänä")
    signed_in.fill("[name=at]", "2022-10-01")
    signed_in.click("main button:has-text('Näytä')")
    signed_in.click(f"a:text-is('{project.name}')")
    assert "Tilanne 1.10.2022" in signed_in.inner_text(".past")
    assert signed_in.locator("main form").count() == 0
    signed_in.click("text=Palaa nykyhetkeen")
    assert signed_in.locator(".past").count() == 0
    assert signed_in.url.endswith(project.get_absolute_url())
