"""The settings file: what is missing in it is asked for, or taken from the environment, and added.

What is set already stays. The file is readable by its owner alone; made by root for a service that
runs as `salkku`, by that group too.
"""

from __future__ import annotations

import grp
import os
import pwd
import re
import secrets
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from operations.setting_up.questions import NEEDED, QUESTIONS, Question
from organisation.places import IS_INSTALLED
from portfolio.environment.service import allowed_hosts, secret_key
from portfolio.environment.variables import Variables, read_settings_file, settings_path
from portfolio.starting.start import STOPPED

SERVICE = "salkku"  # the user of the service, and its group


def prepare(arguments: list[str]) -> None:
    """Before Django reads its settings. With `DEBUG=1`, and for `--help`, nothing is written."""
    if "--help" in arguments or "-h" in arguments:
        return
    asks = "--noinput" not in arguments and "--no-input" not in arguments and sys.stdin.isatty()
    try:
        if Variables().switch("DEBUG"):
            return
        in_file = set()
        if settings_path().exists():
            read_settings_file()
            in_file = _names_in(settings_path())
        _complete(in_file, asks)
    except ImproperlyConfigured as error:
        _stop(str(error))
    except (KeyboardInterrupt, EOFError):
        _stop("It was ended before its end; nothing was written.")


def _names_in(path: Path) -> set[str]:
    lines = path.read_text("utf-8-sig").splitlines()
    found = (re.match(r"(?:export )?([A-Za-z_0-9]+)=", line) for line in lines)
    return {match[1] for match in found if match}


def _complete(in_file: set[str], asks: bool) -> None:
    new, given = {}, dict(os.environ)
    for question in QUESTIONS:
        value = os.environ.get(question.name, "").strip()
        if value:
            if refusal := question.refusal(value):
                _stop(refusal)
            _tell(question, value)
        elif asks and (not question.only_with or os.environ.get(question.only_with)):
            value = _ask(question)
        elif question.name in NEEDED:
            _stop(
                f"{question.name} is missing. Set it in the environment, or run this where it can "
                "ask."
            )
        if value and question.name not in in_file:
            new[question.name] = value
        if value:
            os.environ[question.name] = value
    for name, value in _derived().items():
        if not os.environ.get(name):
            os.environ[name] = new[name] = value
        elif name not in in_file:
            new[name] = os.environ[name]
    secret_key(Variables(), debug=False)
    allowed_hosts(Variables(), debug=False)
    if new:
        _write(new, made=[name for name in new if not given.get(name, "").strip()])


def _derived() -> dict[str, str]:
    """What follows from the answers, and the key, which nobody should have to make up."""
    parts = urlsplit(os.environ["SITE_ADDRESS"])
    return {
        "ALLOWED_HOSTS": parts.hostname or "",
        "BEHIND_HTTPS_PROXY": "1" if parts.scheme == "https" else "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
    }


def _tell(question: Question, value: str) -> None:
    print(f"{question.name} is set{'' if question.is_secret else f': {value}'}.")


def _ask(question: Question) -> str:
    default = f" [{question.default}]" if question.default else ""
    while True:
        answer = input(f"{question.asked}{default}: ").strip() or question.default
        if not answer and question.name in NEEDED:
            print("It cannot be left out.")
        elif answer and (refusal := question.refusal(answer)):
            print(refusal)
        else:
            return answer


def become_the_service(name: str = SERVICE) -> None:
    """Of an installed Salkku root writes the settings, and all else is done by its user."""
    if not IS_INSTALLED or os.geteuid() != 0:
        return
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        return
    os.initgroups(name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def _write(new: dict[str, str], made: list[str]) -> None:
    """Where the file cannot be written, tells what of it was made in this run and goes with it."""
    path = settings_path()
    lines = [f"{name}={value}" for name, value in new.items()]
    try:
        _add(path, lines)
    except OSError as error:
        if made:
            print(
                f"{path} cannot be written ({error.strerror}), so this run alone has "
                f"{', '.join(made)}. Write them into that file, or into the environment of the "
                "service, and keep SECRET_KEY to yourself: docs/settings.md."
            )
        os.environ["SALKKU_SETTINGS"] = os.devnull
    else:
        print(f"Wrote {', '.join(new)} into {path}.")


def _add(path: Path, lines: list[str]) -> None:
    """Whole or not at all: the file with the lines is made beside it, and then takes its name."""
    before = path.read_text("utf-8-sig") if path.exists() else ""
    text = (before.rstrip("\n") + "\n" if before.strip() else "") + "\n".join(lines) + "\n"
    part = path.with_name(f"{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _give(part, path)
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _give(part: Path, path: Path) -> None:
    """To whom the file was readable before; else, where root makes it, to the service's group."""
    if path.exists():
        kept = path.stat()
        os.chown(part, kept.st_uid, kept.st_gid)
        os.chmod(part, kept.st_mode & 0o640)
    elif os.geteuid() == 0:
        try:
            group = grp.getgrnam(SERVICE).gr_gid
        except KeyError:
            return
        os.chown(part, 0, group)
        os.chmod(part, 0o640)


def _stop(sentence: str) -> NoReturn:
    print(f"Salkku is not set up. {sentence}", file=sys.stderr, flush=True)
    sys.exit(STOPPED)
