"""Files that a publishing which was killed left behind: no edition knows them."""

from __future__ import annotations

from django.core.files.storage import default_storage

from reports.editions.publishing import FOLDER
from reports.models import EditionFile


def drop_forgotten_files(older_than: float) -> int:
    """Deletes stored files that no edition knows, older than a time (seconds since 1970).

    Files are stored before their edition is made: the time must leave publishing enough. A
    database that knows no file at all is more likely a new one before its backup is brought back.
    """
    known = set(EditionFile.objects.values_list("file", flat=True))
    if not known or not default_storage.exists(FOLDER):
        return 0
    count = 0
    for folder in default_storage.listdir(FOLDER)[0]:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            path = f"{FOLDER}/{folder}/{name}"
            if path not in known and _changed(path) < older_than:
                default_storage.delete(path)
                count += 1
    return count


def _changed(path: str) -> float:
    try:
        return default_storage.get_modified_time(path).timestamp()
    except FileNotFoundError:  # it was being written, and has its name by now
        return float("inf")
