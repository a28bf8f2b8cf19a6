"""Until `migrate` has run every page says so; afterwards no request asks for it."""

import pytest
from django.test import Client

from portfolio.starting.catalogues import compile_unfit, unfit
from portfolio.starting.tables import BeingUpdatedMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def just_started(monkeypatch):
    """As a server is that found no tables, some seconds ago."""
    monkeypatch.setattr(BeingUpdatedMiddleware, "waiting", True)
    monkeypatch.setattr(BeingUpdatedMiddleware, "next_look", 0.0)


def test_pages_come_without_a_new_start(just_started, django_assert_num_queries):
    client = Client()
    client.get("/accounts/login/")
    with django_assert_num_queries(0):
        assert client.get("/brand.css").status_code == 200


def test_between_two_looks_no_request_asks_the_database(
    just_started, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(BeingUpdatedMiddleware, "next_look", float("inf"))
    with django_assert_num_queries(0):
        answer = Client().get("/accounts/login/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    for words in ("Palvelua päivitetään", "Tjänsten uppdateras", "The service is being updated"):
        assert words in answer.content.decode()


class TestACatalogue:
    @pytest.fixture
    def source(self, tmp_path):
        source = tmp_path / "fi" / "LC_MESSAGES" / "django.po"
        source.parent.mkdir(parents=True)
        source.write_text('msgid ""\nmsgstr ""\n\nmsgid "Area"\nmsgstr "Alue"\n')
        return source

    def test_that_is_missing_does_not_fit(self, source, tmp_path):
        assert list(unfit(tmp_path)) == [source]

    def test_that_was_compiled_of_this_text_fits_whatever_the_times_are(self, source, tmp_path):
        compile_unfit(tmp_path)
        source.touch()
        assert list(unfit(tmp_path)) == []

    def test_that_was_compiled_of_another_text_does_not_fit(self, source, tmp_path):
        compile_unfit(tmp_path)
        source.write_text(source.read_text().replace("Alue", "Seutu"))
        assert list(unfit(tmp_path)) == [source]
