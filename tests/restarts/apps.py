"""A kind of job that goes on until a file is there, so that a test can stop the database in it."""

import os
import time
from pathlib import Path

from django.apps import AppConfig


class RestartsConfig(AppConfig):
    name = "tests.restarts"

    def ready(self) -> None:
        from reports.jobs import job_kind

        @job_kind("test-wait")
        def wait(job, progress):
            folder = Path(os.environ["TEST_FOLDER"])
            (folder / f"began-{job.key}").touch()
            while not (folder / "go").exists():
                progress(0.5)
                time.sleep(0.1)
