"""The name of a project without what counts it: "ICT-01 Verkko", "Hanke 3: Verkko"."""

from __future__ import annotations

import re

_KIND = r"(?:kehitys|kehittämis|kärki|ict-|it-|digi|utvecklings|digitaliserings)?-?(?:hanke|projekti|toimenpide|kohde|projekt|åtgärd|insats)"
_COUNTED = re.compile(
    rf"{_KIND}\s*(?:nro\.?|nr\.?)?\s*(?:\d{{1,3}}\s*[.:)–—-]+|\d{{1,3}}\s+(?=[A-ZÅÄÖ])|[:–—]|-(?=\s))\s*(?=\S)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?P<code>[A-ZÅÄÖ]{1,6}(?:[-–_.]?[A-ZÅÄÖ]{1,6})?[-–_ ]?\d{1,4}(?:[-–/.]\d{1,4})?)[.:)]?\s*(?:[–—:-]\s*|\s)(?=[^\W\d_]{2})"
)
_NO_CODE = re.compile(
    r"(?:Q|H|T|VAIHE|VUOSI|KOHTA|LUKU|LIITE|TEAMS|WINDOWS|OFFICE|SQL|M|EU|A|V)[-–_ ]?\d",
    re.IGNORECASE,
)


def without_counter(text: str) -> str:
    """`Kehitystoimenpide 1: Verkko` → `Verkko`; a name that only begins alike stays."""
    return _COUNTED.sub("", text.strip(), count=1) or text


def code_of(text: str) -> tuple[str, str]:
    """The code before a name, and the name: `ICT-01 Verkko` → `ICT-01`, `Verkko`."""
    match = _CODE.match(text.strip())
    if not match or _NO_CODE.match(text.strip()):
        return "", text
    return match["code"], text.strip()[match.end() :]


def is_title(text: str) -> bool:
    """Whether a line may be a name: no sentence, no list of values, not long."""
    plain = text.strip()
    if not 3 <= len(plain) <= 140 or not re.search(r"[^\W\d_]{2}", plain):
        return False
    if re.search(r"[.;,:!?]$", plain) and not re.search(r"\b(?:ym|yms|jne|etc)\.$", plain):
        return False
    return not plain[0].islower() and len(plain.split()) <= 16
