"""Why a backup cannot be made or brought back, in a sentence for whoever asked for it."""

from __future__ import annotations

import os

from django.utils.translation import gettext as _

from accounts.web.troubles import Trouble, trouble_of


class BackupRefused(Exception):
    """Nothing was made, or nothing was brought back. The text says why, and what to do."""


def reason(error: Exception, place: object) -> str:
    """Why work at a place ended: a full disk, a folder without rights, or the error's own words."""
    if isinstance(error, OSError) and error.strerror not in (None, os.strerror(error.errno or 0)):
        return f"{error.strerror}."  # a bucket says what is wrong with it (projects/storing)
    match trouble_of(error):
        case Trouble.FULL:
            return _("There is no room on the disk of %(place)s.") % {"place": place}
        case Trouble.READ_ONLY if isinstance(error, OSError):
            return _("%(place)s may not be written or read.") % {"place": error.filename or place}
    return " ".join(str(error).split())
