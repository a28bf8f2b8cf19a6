"""What the data protection officer reads comes from the settings, on the page and on paper."""

import io
from html import unescape

import pypdf
import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(client, make_user):
    person = make_user("administrator")
    person.language = "en"
    person.save()
    client.force_login(person)

    def get(name):
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        return " ".join(unescape(answer.content.decode()).split())

    return get


def test_each_time_is_that_of_its_setting(told, settings):
    settings.AUDIT_KEPT_DAYS, settings.MAIL_KEPT_DAYS = 731, 1
    settings.PLAN_FILES_KEPT_DAYS, settings.SHEET_KEPT_HOURS = 366, 49
    page = told("retention")
    for words in ("731 days", "1 day <", "366 days", "49 hours", "180 days", "at night"):
        assert words in page, words
    settings.NIGHTLY_AT = None
    assert "Nothing: NIGHTLY_AT is off." in told("retention")


def test_the_record_names_whom_the_settings_name_and_no_secret(told, client, settings):
    settings.ORGANISATION_NAME = "Test City"
    settings.ORGANISATION_NAMES = {"sv": "", "en": "Test City"}
    settings.DATA_PROTECTION_CONTACT = "tietosuoja@kaupunki.fi"
    settings.MAIL_BACKEND, settings.EMAIL_HOST = "smtp", "mail.kaupunki.fi"
    settings.EMAIL_HOST_PASSWORD = "salasana"
    settings.SENTRY_DSN = "https://salaisuus@errors.kaupunki.fi/1"
    settings.MFA_REQUIRED = False
    data = client.get(reverse("processing-pdf")).content
    paper = " ".join(
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages
    )
    for text in (told("processing"), paper):
        for words in (
            "Test City", "tietosuoja@kaupunki.fi", "mail.kaupunki.fi", "errors.kaupunki.fi",
            "A second step of signing in is not required.", "article 6(1)(e)", "730 days",
        ):  # fmt: skip
            assert words in text, words
        assert "sala" not in text


def test_on_paper_it_is_a_file_of_this_version(told, client):
    from organisation.version import MADE_BY

    data = client.get(reverse("processing-pdf")).content
    about = pypdf.PdfReader(io.BytesIO(data)).metadata
    assert MADE_BY in (about.creator, about.producer)
