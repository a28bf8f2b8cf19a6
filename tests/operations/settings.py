"""Settings of servers that tests start: what they write lies in the test's folder."""

import os
from pathlib import Path

from portfolio.settings import *  # noqa: F403

METRICS_FOLDER = Path(os.environ["TEST_FOLDER"]) / "metrics"
