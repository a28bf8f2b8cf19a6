"""A planner's main journey in a real browser, and axe on the pages."""

import pytest
from django.urls import reverse

from projects.models import Project
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db(transaction=True)


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
    plan, project = ActionPlan.objects.get(), Project.objects.get(name="Konesalipalvelut")
    history = reverse("project-history", args=[project.pk])
    addresses = ["/", "/projects/", project.get_absolute_url(), history]
    addresses += ["/plans/", plan.get_absolute_url()]
    for address in addresses:
        assert page.goto(address).status == 200
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_in_the_other_languages(signed_in, axe, language):
    page = signed_in
    page.click(f"button[lang={language}]")
    project = Project.objects.get(name="Konesalipalvelut")
    for address in ("/", "/projects/", project.get_absolute_url(), "/plans/"):
        page.goto(address)
        assert page.get_attribute("html", "lang") == language
        axe(page)


def test_axe_finds_nothing_on_the_sign_in(page, axe):
    page.goto("/")
    axe(page)
