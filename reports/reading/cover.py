"""What a plan says of itself on its cover: title, organisation, period; and its language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from projects.values.fuzzy_dates import span
from reports.document import plan as doc
from reports.reading.files.lines import Line, words
from reports.reading.meaning.schedules import read_schedule
from reports.reading.sections.section import Section

_FINNISH = frozenset(
    [
        "ja",
        "on",
        "sekä",
        "että",
        "ei",
        "ovat",
        "joka",
        "kun",
        "mukaan",
        "voidaan",
        "tai",
        "myös",
        "hankkeen",
        "aikataulu",
        "kustannukset",
    ]
)
_SWEDISH = frozenset(
    [
        "och",
        "är",
        "att",
        "som",
        "för",
        "på",
        "av",
        "inte",
        "det",
        "en",
        "ett",
        "med",
        "till",
        "den",
        "tidtabell",
        "kostnader",
        "projektet",
    ]
)
_ORGANISATION = re.compile(
    r"\b(?P<name>[A-ZÅÄÖ][\w-]+(?:n|s)? (?:kaupunki|kunta|kuntayhtymä|hyvinvointialue|stad|kommun|samkommun)|"
    r"(?:Staden|Kommunen) [A-ZÅÄÖ][\w-]+)\b"
)
# "Mustalahden kaupungin ohjelma" names the city in the genitive.
_OWNER = re.compile(
    r"\b(?P<name>[A-ZÅÄÖ][\w-]+n (?P<kind>kaupungin|kunnan|kuntayhtymän|hyvinvointialueen)|"
    r"[A-ZÅÄÖ][\w-]+ (?P<swedish>stads|kommuns|samkommuns))\b"
)
_NOMINATIVES = {
    "kaupungin": "kaupunki", "kunnan": "kunta", "kuntayhtymän": "kuntayhtymä",
    "hyvinvointialueen": "hyvinvointialue", "stads": "stad", "kommuns": "kommun", "samkommuns": "samkommun",
}  # fmt: skip
_PLAN_WORD = re.compile(
    r"suunnitelma|ohjelma\b|tiekartta|\w*plan\b|åtgärdsprogram|program\b", re.IGNORECASE
)


def language_of(lines: list[Line]) -> str:
    counts = Counter(word for line in lines for word in words(line.text))
    finnish, swedish = (sum(counts[w] for w in known) for known in (_FINNISH, _SWEDISH))
    return "sv" if swedish > finnish else "fi"


def cover_of(
    front: list[Line], found: list[Section], page_heads: list[str]
) -> tuple[str, str, doc.Period]:
    """Title, organisation and period, as far as the cover or the heads of pages say them."""
    lines = _cover_lines(front[:40])
    if found and not found[0].number and not found[0].is_project and found[0].level == 1:
        lines.insert(0, found[0].title)
    heads = [
        re.sub(r"\s*\b(?:sivu|sid\.?|s\.)?\s*\d{1,3}\s*(?:\(\d+\)|/\s?\d+)?$", "", h)
        for h in page_heads
    ]
    heads = [
        h if h and not re.fullmatch(r"\W*", h) else o
        for h, o in zip(heads, page_heads, strict=True)
    ]
    titled = [
        t for t in lines[:15] if _PLAN_WORD.search(t) and len(t) < 150 and not t.endswith(".")
    ]
    titled += [t for t in page_heads if _PLAN_WORD.search(t)]
    title = (titled or [t for t in lines[:1] if len(t) < 150] or [""])[0].replace("\t", " ").strip()
    everything = [*lines[:15], *page_heads]
    named = next((m["name"] for t in everything if (m := _organisation(t))), "")
    named = named or next((o for t in (title, *everything) if (o := _owner(t))), "")
    return title, named, _period([title, *everything])


def _owner(text: str) -> str:
    """`Mustalahden kaupungin ohjelma 2025` → `Mustalahden kaupunki`; of titles only."""
    match = _OWNER.search(text) if len(text) < 120 and not text.endswith(".") else None
    if not match:
        return ""
    kind = match["kind"] or match["swedish"]
    return match["name"].removesuffix(kind) + _NOMINATIVES[kind]


def _organisation(text: str) -> re.Match[str] | None:
    """`Mallilan kaupunki`, and `MALLILAN KAUPUNKI` as covers write it."""
    return _ORGANISATION.search(text.capitalize() if text.isupper() else text)


def _cover_lines(front: list[Line]) -> list[str]:
    """The lines of a cover; a title that goes on to the next line is one."""
    found: list[str] = []
    for before, line in zip([None, *front], front, strict=False):
        same = before is not None and before.size == line.size > 0 and line.gap == 0
        goes_on = re.match(r"[a-zåäö]|\d{4}", line.text) and not line.whole
        if (
            found
            and before is not None
            and (
                (same and line.size >= 13)
                or (goes_on and before.number + line.gap + 1 == line.number)
            )
        ):
            found[-1] += f" {line.text}"
        else:
            found.append(line.text)
    return found


def _period(texts: Iterable[str]) -> doc.Period:
    for text in texts:
        phases = read_schedule(text) if len(text) < 160 else ()
        start, end = span((p.start, p.end) for p in phases)
        if phases and not re.search(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b", text):
            return doc.Period(start, end)
    return doc.Period()
