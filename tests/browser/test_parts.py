"""The page of risks: its matrix leads on."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_place_of_the_matrix_leads_to_its_risks(signed_in):
    page = signed_in
    page.goto(reverse("risks"))
    place = page.locator(".risk-matrix td.high a").first
    count = int(place.inner_text().split()[0])
    place.click()
    assert page.locator(".cards tbody tr").count() == count
    page.locator(".cards tbody a").first.click()
    assert page.locator("#risks").is_visible()
