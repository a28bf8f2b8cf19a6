"""The version of this program: it stands in pyproject.toml, and in what was installed of it."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def _version() -> str:
    """Of a checkout, which may never have been installed, what it says itself."""
    if PROJECT.exists():
        return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])
    return version("salkku")


def is_newer(other: str) -> bool:
    """Whether another version comes after this one, by its numbers: `0.10.0` after `0.9.1`."""
    return _numbers(other) > _numbers(VERSION)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)[:3]]


VERSION = _version()
MADE_BY = f"Salkku {VERSION}"  # in the properties of files
