"""Static files as production serves them: collected, with the digest of their content in a name."""

from __future__ import annotations

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage


def uncollected() -> str:
    """The first file that `collectstatic` has not collected as it is now, or nothing.

    Names are empty where files are served from their sources (`DEBUG=1`).
    """
    storage = staticfiles_storage
    if not isinstance(storage, ManifestFilesMixin):
        return ""
    for finder in get_finders():
        for name, source in finder.list([".*", "*~", "CVS"]):
            if name not in storage.hashed_files or not storage.exists(name):
                return name
            with source.open(name) as wanted, storage.open(name) as collected:
                if wanted.read() != collected.read():
                    return name
    return ""
