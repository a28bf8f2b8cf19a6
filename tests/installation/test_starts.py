"""Production does not start half-configured, and says why in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNSET = {"DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE",
         "DJANGO_ALLOW_ASYNC_UNSAFE"}  # fmt: skip
WAYS = {
    "a command": ["manage.py", "check"],
    "the worker": ["manage.py", "work"],
    "gunicorn": ["-m", "gunicorn", "portfolio.wsgi", "--bind", "127.0.0.1:0", "--workers", "1",
                 "--no-control-socket", "--log-level", "error"],
    "a server for ASGI": ["-c", "import portfolio.asgi"],
}  # fmt: skip


def run(*command, **environment):
    kept = {k: v for k, v in os.environ.items() if k not in UNSET}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env={**kept, "SALKKU_SETTINGS": "/dev/null", **environment},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_without_any_setting_nothing_starts(way):
    done = run(*WAYS[way])
    assert done.returncode != 0
    assert done.stderr.startswith("Salkku does not start. SECRET_KEY is missing. Set SECRET_KEY")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("way", ["gunicorn", "a server for ASGI"])
def test_no_server_serves_with_the_key_of_development(way):
    done = run(*WAYS[way], DEBUG="1")
    assert done.returncode != 0
    assert done.stderr.startswith("Salkku does not start. DEBUG=1 without a SECRET_KEY is for")
    assert "Traceback" not in done.stderr
