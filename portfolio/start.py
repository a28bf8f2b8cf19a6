"""A start that cannot succeed ends with a sentence, not with a traceback."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

STOPPED = 3  # gunicorn then ends too, instead of starting a worker again and again


def read_settings() -> None:
    """Read here because Django's commands go on without settings, and end in a traceback."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as error:
        stop(str(error))


def read_settings_of_a_server() -> None:
    """As `read_settings`; the key of development, which everybody can read, serves nobody."""
    from django.conf import settings

    from portfolio.environment.service import DEVELOPMENT_SECRET

    read_settings()
    if settings.SECRET_KEY == DEVELOPMENT_SECRET:
        stop(
            "DEBUG=1 without a SECRET_KEY is for 'make demo' and development. Leave DEBUG out, and "
            "set SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL as docs/settings.md tells."
        )


def stop(sentence: str) -> NoReturn:
    print(f"Salkku does not start. {sentence}", file=sys.stderr, flush=True)
    sys.exit(STOPPED)
