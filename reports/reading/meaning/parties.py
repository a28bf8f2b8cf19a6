"""Who answers for a project: the IT department, a service area, or both; the words in services.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.reading.meaning.boxes import ticked

_NOT_OURS = re.compile(
    r"\bostopalvelu\w*|\b\w*toimittaj\w*|\bkonsult\w*|\bköptjänst\w*|\b\w*leverantör\w*|\bkumppani\w*|\bpalveluntarjoaj\w*",
    re.IGNORECASE,
)
_HELP = (
    r"(?:tuki|tukee|tukevat|tukena|tukemana|tuella|tuen|apuna|avustaa|avustaja\w*|osallistuu|osallistuvat|mukana|"
    r"konsultoi|med stöd|stöd|stöds|stöder|bistår|deltar|medverkar)"
)
# "Sivistyspalvelut (tietohallinto tukee)": whoever helps does not answer.
_HELPING_CLAUSE = re.compile(
    rf"\s*[(,;–—]\s*(?:[^(),;–—\n]*\s)?{_HELP}\b[^(),;\n]*\)?", re.IGNORECASE
)
_HELPING_END = re.compile(rf"[,;(–—-]?\s*\b{_HELP}\b.*$", re.IGNORECASE | re.DOTALL)
_TOGETHER = re.compile(
    r"\byhdessä\b.*\bkanssa|\byhteistyössä\b.*\bkanssa|\btillsammans med\b|\bi samarbete med\b|"
    r"\b(?:kaikki|muut|kaikkien|alla|övriga)\s+\w+",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class _Words:
    it: re.Pattern[str]
    area: re.Pattern[str]
    title: re.Pattern[str]
    no_title: re.Pattern[str]


@cache
def _words() -> _Words:
    path = Path(__file__).with_name("services.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    it, area = data["it"], data["service_area"]
    short = "|".join(it["short"])
    return _Words(
        re.compile(rf"(?<![\w-])(?:(?:{short})(?:-\w*|(?!\w))|{_any(it['words'])})", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:[\w-]*- ja )?(?:{_any(area['words'])})", re.IGNORECASE),
        re.compile(
            rf"\b\w+?-?(?:{_any(area['titles'])})|\b(?:{_any(area['titles'])})", re.IGNORECASE
        ),
        re.compile(rf"\b(?:{_any(area['not_titles'])})", re.IGNORECASE),
    )


def _any(words: Iterable[str]) -> str:
    """The words as one pattern: `rehtori*` goes on, `*palvelut` begins otherwise."""
    made = []
    for word in sorted(words, key=len, reverse=True):
        plain = re.escape(word.strip("*"))
        before = r"[\w-]*" if word.startswith("*") else ""
        made.append(f"{before}{plain}" + (r"\w*" if word.endswith("*") else r"(?!\w)"))
    return "|".join(made)


def responsible(text: str, areas: tuple[str, ...] = ()) -> str | None:
    """Whose project it is: `it`, `service_area`, `shared`, or None where nobody is named.

    `ICT-päällikkö` → it, `Rehtori` → service_area, `Tietohallinto yhdessä kuntien kanssa` → shared,
    `Sivistyspalvelut (tietohallinto tukee)` → service_area. `areas` are areas that the plan names.
    """
    answer = ticked(text).strip()
    plain = _HELPING_CLAUSE.sub("", answer)
    plain = _HELPING_END.sub("", plain) or plain or answer
    plain = re.split(r"(?<=\w)\.\s|\n", plain.strip())[0]
    words = _words()
    is_it = bool(words.it.search(plain))
    others = _NOT_OURS.sub(" ", words.no_title.sub(" ", words.it.sub(" ", plain)))
    names = "|".join(re.escape(area.casefold()) for area in areas if len(area) > 3)
    is_area = (
        bool(words.area.search(others))
        or bool(words.title.search(others))
        or bool(names and re.search(rf"\b(?:{names})", others.casefold()))
    )
    together = _TOGETHER.search(others)
    if is_it and (is_area or (together and not _NOT_OURS.search(plain))):
        return "shared"
    return "it" if is_it else "service_area" if is_area else None


_THEME = re.compile(
    r"\b(?:digita|sähköi|verkko|asioin|ict|it-|pilvi|tieto|sisäi|hanke|projekt|kehit|elektron|e-)\w*[- ]?(?:set|nen|ä|a)?\s*(?:palvelu|tjänst)",
    re.IGNORECASE,
)


def names_service(text: str) -> bool:
    """Whether a chapter's title is the name of a service: `Sivistyspalvelut`, not `Prioriteetti 1`."""
    plain = text.strip()
    if len(plain.split()) > 7 or re.search(r"\d", plain) or _THEME.search(plain):
        return False
    return _words().area.search(plain) is not None
