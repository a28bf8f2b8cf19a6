"""What `manage.py` says when a command cannot go on."""

import os
import subprocess
import sys

from tests.installation.test_starts import ROOT


def test_a_disk_without_room_is_told_in_a_sentence(migrated_file):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "manage.py", "inspectdb"],  # it writes much
            cwd=ROOT, env={**os.environ, "DATABASE_URL": f"sqlite:///{migrated_file}"},
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode != 0
    assert "There is no room on the disk of" in done.stderr
    assert "Traceback" not in done.stderr
