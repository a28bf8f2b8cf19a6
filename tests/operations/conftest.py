import os

import pytest
from django.utils import translation

from tests.installation.machine import POSTGRESQL
from tests.operations.installation import fill


@pytest.fixture(autouse=True)
def _programs_of_the_server(monkeypatch):
    """Those of the system may be older than the server that the tests run on."""
    monkeypatch.setenv("PATH", f"{POSTGRESQL}:{os.environ['PATH']}")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def admin(make_user, db):
    user = make_user("administrator")
    user.email = "yllapito@example.fi"
    user.wants_mail = False
    user.save()
    return user


@pytest.fixture
def edition(media, admin):
    """In an installation with rows and files."""
    return fill(admin)


@pytest.fixture
def shared_edition(shared_database, media, make_user):
    """The same, in a database that other programs see."""
    user = make_user("administrator")
    user.email = "yllapito@example.fi"
    user.save()
    return fill(user)
