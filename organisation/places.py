"""Where the program lies: in a clone all in one folder, in an installed wheel in two."""

from __future__ import annotations

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent  # the apps
# A wheel has templates, static files, translations and the like in here (pyproject.toml).
_IN_A_WHEEL = BASE_DIR / "portfolio" / "installed"
IS_INSTALLED = _IN_A_WHEEL.is_dir()
FILES_DIR = _IN_A_WHEEL if IS_INSTALLED else BASE_DIR
# What the service writes, unless VAR_FOLDER says otherwise.
USUAL_VAR = Path("/var/lib/salkku") if IS_INSTALLED else BASE_DIR / "var"


def command(words: str) -> str:
    """One of Salkku's commands as it is typed here: `salkku work`, in a clone `manage.py work`."""
    return f"{'salkku' if IS_INSTALLED else 'manage.py'} {words}"
