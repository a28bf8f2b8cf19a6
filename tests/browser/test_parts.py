"""The pages of risks, dependencies and reports: axe finds nothing, no page is too wide."""

import pytest
from django.urls import reverse

from projects.models import Project, Risk, StatusReport

pytestmark = pytest.mark.django_db(transaction=True)


def addresses():
    report = StatusReport.objects.exclude(snapshot__milestones=[]).first()
    waiting = Project.objects.get(dependencies__kind="waits_for", name__startswith="Velkuan")
    risk = Risk.objects.open().worst_first()[0]
    place = f"?probability={risk.probability}&consequence={risk.impact}"
    return [
        reverse("risks"),
        reverse("risks") + place,
        risk.project.get_absolute_url(),
        waiting.get_absolute_url(),
        report.get_absolute_url(),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    signed_in, accessible, width, scheme
):
    page = signed_in
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in addresses():
        page.goto(address)
        accessible(page)


def test_a_place_of_the_matrix_leads_to_its_risks(signed_in):
    page = signed_in
    page.goto(reverse("risks"))
    place = page.locator(".risk-matrix td.high a").first
    count = int(place.inner_text().split()[0])
    place.click()
    assert page.locator(".cards tbody tr").count() == count
    page.locator(".cards tbody a").first.click()
    assert page.locator("#risks").is_visible()
