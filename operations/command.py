"""Django's command line: `manage.py` in a clone, `salkku` where Salkku is installed."""

import sys

from operations.setting_up.settings_file import become_the_service, prepare
from portfolio.starting.start import explain, read_settings, stop


def main() -> None:
    if sys.argv[1:2] == ["setup"]:
        prepare(sys.argv)
        become_the_service()
    read_settings()
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError
    from django.utils import translation

    from accounts.web.troubles import trouble_of
    from operations.backup.refusals import reason
    from projects.saving.change_sets import one_change

    try:
        with one_change():
            execute_from_command_line(sys.argv)
    except DatabaseError as error:
        explain(error)
        raise
    except OSError as error:
        if trouble_of(error) is None:
            raise
        with translation.override("en"):
            stop(reason(error, error.filename or settings.MEDIA_ROOT))
