"""Why a portfolio cannot be moved, in a sentence for whoever asked for it."""

from __future__ import annotations


class MoveRefused(Exception):
    """Nothing was moved. The text says why, and what to do."""


def reason(error: Exception) -> str:
    """The database's own words, on one line."""
    return " ".join(str(error).split())
