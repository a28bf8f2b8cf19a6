"""The organisation is called by its name in the reader's language."""

import pytest
from django.urls import reverse
from django.utils import translation

from organisation.names import organisation_name
from tests.paper import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _names(settings):
    settings.ORGANISATION_NAME = "Naantalin kaupunki"
    settings.ORGANISATION_NAMES = {"sv": "Nådendals stad", "en": ""}


@pytest.mark.parametrize(
    ("language", "name"),
    [("fi", "Naantalin kaupunki"), ("sv", "Nådendals stad"), ("en", "Naantalin kaupunki")],
)
def test_pages_and_files_name_the_organisation_in_their_language(
    client, planner, make_project, settings, language, name
):
    project = make_project(language="sv")
    client.force_login(planner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/projects/").content.decode()
    assert name in page
    guide = client.get(reverse("help-guide-pdf", args=["planner"]))
    assert name in text_of(b"".join(guide) if guide.streaming else guide.content)
    # A file of a project is in the language of the project.
    sheet = client.get(reverse("project-sheet-pdf", args=[project.pk]))
    assert "Nådendals stad" in text_of(b"".join(sheet.streaming_content))


def test_a_language_that_is_asked_for_goes_before_that_of_the_page():
    with translation.override("fi"):
        assert organisation_name("sv") == "Nådendals stad"
