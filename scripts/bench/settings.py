"""Settings of `make bench`: its files apart, and a demonstration plan that is approved as it is."""

import os
from pathlib import Path

from portfolio.settings import *  # noqa: F403

MEDIA_ROOT = Path(os.environ["BENCH_FOLDER"])
PREFLIGHT_BLOCKING: list[str] = []
