"""Settings of the tests: those of development, which is nobody's default (docs/settings.md)."""

import os

os.environ.setdefault("DEBUG", "1")

from portfolio.settings import *  # noqa: F403
