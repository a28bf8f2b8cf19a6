"""Types of JSON, for modules that know no database too: a process that reads a file has none."""

from typing import Any

JsonObject = dict[str, Any]
"""An object of JSON as Python reads it."""
