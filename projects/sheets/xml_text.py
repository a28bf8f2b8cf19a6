"""What XML 1.0, and with it every office file, has no way to write."""

from __future__ import annotations

import re

from projects.values.signs import real_signs

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: object) -> str:
    return NOT_IN_XML.sub("", str(text))


def shown(text: object) -> str:
    """For files that are read and not read back: with signs that every font has, too."""
    return clean(real_signs(str(text)))
