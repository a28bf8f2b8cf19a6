"""Tells administrators of a stored file that somebody asked for and that is missing or altered."""

from __future__ import annotations

from django.db import DatabaseError, transaction
from django.dispatch import receiver

from accounts import audit
from operations.backup import runs
from operations.models import BrokenFile
from reports.files.broken import found_broken


@receiver(found_broken)
def tell_once(name: str, fault: str, **_rest: object) -> None:
    """Once for each time that the file breaks: verifying forgets it when it is right again."""
    try:
        with transaction.atomic():
            file, is_new = BrokenFile.objects.get_or_create(name=name, defaults={"fault": fault})
            if is_new:
                audit.record(audit.Event.FILE_BROKEN, about=file, detail=fault)
                runs.write("operations/email/broken", {"file": file})
    except DatabaseError:  # the page says all the same that there is no file, and the log why
        runs.logger.exception("It could not be kept that %s is %s.", name, fault)
