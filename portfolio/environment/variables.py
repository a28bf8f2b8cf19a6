"""Variables of the environment and of the settings file, each read as what it is to be."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from organisation.places import BASE_DIR, USUAL_VAR

SERVICE_FILE = Path("/etc/salkku.env")
LINE = re.compile(r"(export )?[A-Za-z_0-9]+=")
SWITCH = {"1": True, "true": True, "yes": True, "on": True,
          "0": False, "false": False, "no": False, "off": False, "": False}  # fmt: skip


class Variables:
    """What the environment says, and the settings file where the environment is silent.

    Values are taken as they stand, without spaces around them. Every method raises
    `ImproperlyConfigured` with a sentence that names the variable and what to write instead.
    """

    asked: ClassVar[set[str]] = set()

    @classmethod
    def set_names(cls) -> list[str]:
        """Which of the variables that were asked for are set, without what they say."""
        return sorted(name for name in cls.asked if os.environ.get(name, "").strip())

    def text(self, name: str, default: str = "") -> str:
        self.asked.add(name)
        value = os.environ.get(name, default).strip()
        if not value.isprintable():
            raise ImproperlyConfigured(
                f"{name} has a line break or another control character in it: write it on one line."
            )
        return value

    def number(self, name: str, default: int, least: int = 0, most: int = 1_000_000) -> int:
        value = self.text(name) or str(default)
        # Of digits, ASCII ones: int() also takes 1_000 and digits of other scripts.
        if not re.fullmatch(r"[0-9]{1,18}", value) or not least <= int(value) <= most:
            raise ImproperlyConfigured(
                f"{name} is {shown(value)}. Write it as a whole number from {least} to {most}, "
                f"for example {name}={default}"
            )
        return int(value)

    def days(self, name: str, default: int, least: int = 1) -> int:
        return self.number(name, default, least, most=36_500)

    def switch(self, name: str, default: bool = False) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value not in SWITCH:
            raise ImproperlyConfigured(
                f"{name} is {shown(value)}. Write {name}=1 for yes or {name}=0 for no."
            )
        return SWITCH[value]

    def one_of(self, name: str, known: Sequence[str]) -> str:
        value = self.text(name)
        if value and value not in known:
            raise ImproperlyConfigured(
                f"{name} is {shown(value)}. Leave it out, or set one of {', '.join(known)}."
            )
        return value

    def names(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """What stands between commas; the default only where the variable is not set at all."""
        if name not in os.environ:
            return list(default)
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def address(self, name: str, example: str, default: str = "", path: bool = False) -> str:
        """An address with its scheme, or nothing; with `path`, one of this site (`/logo.svg`)."""
        value = self.text(name, default)
        if path and re.fullmatch(r"/[^/\s]\S*", value):
            return value
        if value and not is_address(value):
            raise ImproperlyConfigured(
                f"{name} is {shown(value)}. Write it whole, for example {name}={example}"
            )
        return value

    def file(self, name: str, folder: bool = False) -> str:
        value = self.text(name)
        if value and not _is_there(Path(value), folder):
            what = "folder" if folder else "file"
            raise ImproperlyConfigured(
                f"{name} is {shown(value)}, and no {what} is there that Salkku could read. Write "
                f"the {what}'s whole path, or leave {name} out."
            )
        return value

    def var_folder(self) -> Path:
        """The folder that the service writes into; the usual one is made where it may be."""
        value = self.text("VAR_FOLDER")
        if value and not (value.startswith("/") and _is_there(Path(value), folder=True)):
            raise ImproperlyConfigured(
                f"VAR_FOLDER is {shown(value)}. Write the whole path of a folder that is there, "
                "for example VAR_FOLDER=/var/lib/salkku"
            )
        return Path(value) if value else USUAL_VAR


def shown(value: str) -> str:
    """A value as a sentence quotes it; never for secrets."""
    value = re.sub(r"//[^/@]*@", "//…@", value)
    return repr(value if len(value) <= 60 else f"{value[:60]}…")


def _is_there(path: Path, folder: bool) -> bool:
    try:
        return (path.is_dir() if folder else path.is_file()) and os.access(path, os.R_OK)
    except OSError:
        return False


def split(address: str) -> SplitResult | None:
    """The parts of an address, with a port that can be read; nothing where they cannot be told."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def is_address(text: str) -> bool:
    parts = split(text)
    return (
        parts is not None
        and parts.scheme in ("https", "http")
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and not re.search(r"[\s\"'<>\\]", text)
    )


def settings_path() -> Path:
    """The file that `SALKKU_SETTINGS` names, else `.env` beside `manage.py`, else the service's."""
    named = os.environ.get("SALKKU_SETTINGS", "").strip()
    if named:
        return Path(named)
    beside = BASE_DIR / ".env"
    return beside if beside.exists() else SERVICE_FILE


def read_settings_file() -> None:
    """Adds to the environment what the settings file says; what is set already stays.

    Development (`DEBUG=1` in the environment) leaves that of the service alone.
    """
    named = os.environ.get("SALKKU_SETTINGS", "").strip()
    file = settings_path()
    if file == SERVICE_FILE and not named and (Variables().switch("DEBUG") or not file.exists()):
        return
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"The settings in {file} are not UTF-8 text.") from error
    except OSError as error:
        if not named and "SECRET_KEY" in os.environ:
            return  # the unit has given them
        raise ImproperlyConfigured(
            f"The settings in {file} cannot be read ({error.strerror}). Run this as the user of "
            "the service, for example with 'sudo -u salkku', or let SALKKU_SETTINGS name a file "
            "that may be read."
        ) from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#") and not LINE.match(line):
            raise ImproperlyConfigured(
                f"Line {number} of {file} is neither NAME=value nor a comment that begins with #."
            )
    environ.Env.read_env(file, encoding="utf-8-sig")
