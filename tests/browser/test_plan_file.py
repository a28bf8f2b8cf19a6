"""The plan as one HTML file, as a browser opens it from a disk."""

import dataclasses

import pytest

from reports.rendering.html import render_html
from tests.reports.full_plan import IMPRINT, PLAN

LONG = "Tietohallintopalvelutuotantojärjestelmäkokonaisuusarkkitehtuurinhallinta"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_file_is_accessible_fits_the_screen_and_asks_nobody(page, axe, tmp_path, width, scheme):
    words = dataclasses.replace(PLAN.projects[0], name=LONG, description=LONG)
    plan = dataclasses.replace(PLAN, projects=(words, PLAN.projects[1]))
    file = tmp_path / "plan.html"
    file.write_text(render_html(plan, IMPRINT), encoding="utf-8")
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(file.as_uri())
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []
    assert said == []
