"""The wordings of labels (labels.toml), as one pattern and some tables."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# "b)", "2.1.3", "–" before a label.
MARKER = (
    r"(?:(?:\d{1,2}\.)+\d{0,2}\.?|\d{1,2}[.)]|(?:\(?[a-dA-D]\)?[ ]?(?:ja|och|&|,|/|–|-)[ ]?)?"
    r"\(?(?P<letter>[a-hA-H])[ ]?[).:]|[•▪◦●■*–-])?[^\S\n]*"
)
EXPLANATION = r"\s*\((?:[^()]|\([^()]*\)){0,600}\)"


@dataclass(frozen=True)
class Wordings:
    pattern: re.Pattern[str]
    fields: dict[str, str]
    heads: dict[str, str]
    stems: dict[str, re.Pattern[str]]
    before: frozenset[str]
    kept: frozenset[str]


@cache
def wordings() -> Wordings:
    data = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
    extra = data.pop("words")
    fields, heads, stems = {}, {}, {}
    kept: set[str] = set()
    for field, row in data.items():
        kept |= {folded(wording) for wording in row.get("kept", ())}
        for wording in (*row["wordings"], *row.get("kept", ())):
            fields.setdefault(folded(wording), field)
        heads |= {folded(head): field for head in row.get("heads", ())}
        if "stems" in row:
            stems[field] = re.compile("|".join(row["stems"]), re.IGNORECASE)
    cores = "|".join(_flexible(w) for w in sorted(fields, key=len, reverse=True))
    before = "|".join(_flexible(w) for w in sorted(extra["before"], key=len, reverse=True))
    after = "|".join(_flexible(w) for w in sorted(extra["after"], key=len, reverse=True))
    pattern = re.compile(
        rf"{MARKER}(?P<name>(?P<before>(?:(?:{before})\s+)*)(?P<core>{cores})(?![\w-])"
        rf"(?P<after>(?:\s+(?:{after})(?!\w))*)(?:\s*/\s*[^\n:()|/\d]{{2,60}}(?=\s*(?:[:(\n]|$)))?)(?P<explanation>{EXPLANATION})?",
        re.IGNORECASE,
    )
    return Wordings(pattern, fields, heads, stems, frozenset(extra["before"]), frozenset(kept))


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.casefold()).strip()


def _flexible(wording: str) -> str:
    """A pattern of the wording over ends of lines; a word may be divided there with a hyphen."""
    return r"\s+".join(re.escape(word) for word in wording.split())
