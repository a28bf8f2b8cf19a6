"""Files that a publishing which was killed left behind: no edition knows them."""

from __future__ import annotations

from django.core.files.storage import default_storage

from projects.storing.kept import forgotten
from reports.editions.publishing import FOLDER
from reports.models import EditionFile


def drop_forgotten_files(older_than: float) -> int:
    """Deletes stored files that no edition knows, older than a time (seconds since 1970).

    Files are stored before their edition is made: the time must leave publishing enough. A
    database that knows no file at all is more likely a new one before its backup is brought back.
    """
    known = set(EditionFile.objects.values_list("file", flat=True))
    dropped = list(forgotten(FOLDER, known, older_than)) if known else []
    for name in dropped:
        default_storage.delete(name)
    return len(dropped)
