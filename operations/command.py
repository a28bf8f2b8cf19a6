"""Django's command line: `manage.py` in a clone, `salkku` where Salkku is installed."""

import sys

from operations.setting_up.settings_file import become_the_service, prepare
from portfolio.starting.start import explain, read_settings


def main() -> None:
    if sys.argv[1:2] == ["setup"]:
        prepare(sys.argv)
        become_the_service()
    read_settings()
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    from projects.saving.change_sets import one_change

    try:
        with one_change():
            execute_from_command_line(sys.argv)
    except DatabaseError as error:
        explain(error)
        raise
