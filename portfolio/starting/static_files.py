"""Static files as production serves them: collected, with the digest of their content in a name."""

from __future__ import annotations

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage


def uncollected() -> str:
    """The first file that is not collected as it is now, or why it cannot be read, or nothing.

    Nothing too where files are served from their sources (`DEBUG=1`).
    """
    storage = staticfiles_storage
    try:
        if not isinstance(storage, ManifestFilesMixin):  # reads what was collected
            return ""
    except (OSError, ValueError) as error:
        return str(error)
    for finder in get_finders():
        for name, source in finder.list([".*", "*~", "CVS"]):
            if name not in storage.hashed_files or not storage.exists(name):
                return name
            try:
                with source.open(name) as wanted, storage.open(name) as collected:
                    if wanted.read() != collected.read():
                        return name
            except OSError as error:
                return str(error)
    return ""
