"""Says at the start what an installation has left out (starting/start.py asks the same)."""

from __future__ import annotations

from django.core import checks

from organisation.places import FILES_DIR, IS_INSTALLED
from portfolio.starting.catalogues import unfit
from portfolio.starting.static_files import uncollected
from projects.storing.kept import trouble_with_files

AGAIN = "Install the package of this release again, with what it runs on."
MAKE = "Run 'make install', or '.venv/bin/python -m scripts.compile_messages'."
COLLECT = "Run 'make install', or 'manage.py collectstatic --noinput'."
STORAGE = "Look at VAR_FOLDER and MEDIA_STORAGE in docs/settings.md."
if IS_INSTALLED:
    MAKE = COLLECT = AGAIN


@checks.register(checks.Tags.translation)
def translations_are_compiled(**kwargs: object) -> list[checks.CheckMessage]:
    for po in unfit():
        text = f"The translations of {po.relative_to(FILES_DIR)} are not compiled as they are now."
        return [checks.Error(text, hint=MAKE, id="portfolio.E001")]
    return []


@checks.register("files", deploy=True)
def files_can_be_kept(**kwargs: object) -> list[checks.CheckMessage]:
    if trouble := trouble_with_files():
        return [checks.Error(trouble, hint=STORAGE, id="portfolio.E003")]
    return []


@checks.register(checks.Tags.staticfiles, deploy=True)
def static_files_are_collected(**kwargs: object) -> list[checks.CheckMessage]:
    if name := uncollected():
        text = f"The static files are not collected as they are now: {name}."
        return [checks.Error(text, hint=COLLECT, id="portfolio.E002")]
    return []
