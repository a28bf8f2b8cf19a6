"""Whether a label begins at a place of a text, by what it says; the wordings are in labels.toml."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from reports.reading.labels.wordings import EXPLANATION, MARKER, Wordings, folded, wordings
from reports.reading.meaning.sum_units import header_of

PARTS = ("a", "b", "c", "d")

_MERGED = re.compile(r"\s*[.,:;]?\s*(?:sekä|ja|och|samt|&|\+)?\s*\Z", re.IGNORECASE)
VERBS = frozenset(
    [
        "on",
        "ovat",
        "oli",
        "olivat",
        "ei",
        "eivät",
        "tulee",
        "tulevat",
        "voi",
        "voidaan",
        "tehdään",
        "saadaan",
        "jakautuvat",
        "jakautuu",
        "koostuu",
        "koostuvat",
        "syntyy",
        "syntyvät",
        "seuraavasti",
        "seuraavat",
        "seuraavista",
        "esimerkiksi",
        "mm",
        "är",
        "har",
        "blir",
        "var",
        "kan",
        "görs",
        "följande",
        "består",
        "fördelas",
        "utgörs",
    ]
)
_VALUES = {
    "schedule": r"(?:[QH]\d|\d{1,2}[./–-]|\d{4}\b|(?:alku|loppu)?vuo|kevä|kesä|syks|talv|vår|sommar|höst|"
    r"vinter|tammi|helmi|maalis|huhti|touko|heinä|elo|loka|marras|joulu|jan|feb|mars|april|maj|juni|juli|"
    r"aug|sep|okt|nov|dec)",
    "start": r"(?:[QH]\d|\d)",
    "end": r"(?:[QH]\d|\d)",
    "costs": r"(?:n\.|noin\b|arviolta\b|ca\b|cirka\b|\d[\d .]*(?:€|eur|t€|[tM]€|-|–))",
    "responsible": r"(?:tietohallinto|palveluala|toimiala|dataförvaltning|informationsförvaltning|"
    r"serviceområde|it-)",
    "resources": r"\d",
    "likelihood": r"(?:varma|epävarma|todennäköi|säker|osäker|sannolik)",
}


@dataclass(frozen=True)
class Found:
    """A label in a text: what it asks (`fields`), and where it stands, `start` to `end`.

    One that `keeps_name` stays in the text it stands before ("Investointi: 30 000 €"); `unknown`
    is one that nobody told us about, as it is written.
    """

    fields: tuple[str, ...]
    start: int
    end: int
    is_sure: bool = True
    keeps_name: bool = False
    unknown: str = ""


def is_label(text: str) -> bool:
    """Whether the whole text is a label and nothing else."""
    found = label_at(text.strip(), 0, frozenset(), is_alone=True)
    return found is not None and not text.strip()[found.end :].strip(" .:?–-")


def label_at(
    text: str,
    position: int,
    open_fields: frozenset[str],
    lead: int = 0,
    in_assessment: bool = False,
    is_alone: bool = False,
) -> Found | None:
    """The label that begins at the position, or None."""
    table = wordings()
    window = text[position : position + 1200]
    match = table.pattern.match(window)
    if match and match["core"]:
        core = folded(match["core"])
        field = table.fields[core]
        if field == "name" and not is_alone:
            return None  # names are told before labels are looked for
        end = _accepted(window, match, field, open_fields, lead, in_assessment or is_alone)
        if end is not None:
            return Found((field,), position, position + end, keeps_name=core in table.kept)
    return _by_meaning(window, position, open_fields, lead, in_assessment)


def keeps_name(label: str) -> bool:
    """Whether the label stays in its text: "Investointi" says what a sum is for."""
    match = wordings().pattern.match(label)
    return match is not None and folded(match["core"]) in wordings().kept


_YEARS_OR_VAT = re.compile(
    r"\s*[,(]?\s*(?:vuo\w+\s+|år\s+)?20\d\d(?:\s?[–-]\s?20\d\d)?\)?\s*:|"
    r"\s*\(\s*(?:alv|ilman|sis|veroton|verotta|moms|exkl|inkl)[^)\n]{0,20}\)\s*:",
    re.IGNORECASE,
)


def before_money(window: str) -> int | None:
    """Where the label of sums ends before what belongs to them: years, VAT, or their unit.

    `Määräraha 2025: 12 000 €`, `Kustannukset (1 000 €): 45`, `Budjetti (alv 0 %): 12 000`.
    """
    match = wordings().pattern.match(window)
    if not match:
        return None
    end = match.end("name")
    rest = window[end : end + 60]
    if _YEARS_OR_VAT.match(rest) or header_of(rest):
        return end
    return None


def _accepted(
    window: str,
    match: re.Match[str],
    field: str,
    open_fields: frozenset[str],
    lead: int,
    in_assessment: bool,
) -> int | None:
    """Where the label ends if what follows it says that it is one; else None."""
    name, letter = match["name"], match["letter"]
    count = len(name.split())
    if field in PARTS and count < 2 and not letter and not in_assessment:
        return None
    if field == "assessment" and count < 2:
        return None
    is_sentence = not name[:1].isupper() and not letter
    money = before_money(window) if field == "costs" and name[:1].isupper() else None
    if money is not None:
        return money
    end = match.end()
    if match["explanation"] and re.search(r"\d", match["explanation"]):
        end = match.start("explanation")  # what stands in the brackets is no explanation
    rest = window[end:]
    colon = re.match(r"\s*[:：]", rest)
    if colon:
        # A line of the open part: "Kustannukset: …" below "Projektin arvioidut kustannukset:".
        if field in open_fields and field not in PARTS and count == 1:
            return None
        return end + colon.end()
    if re.match(r"\s*\?", rest):
        return end + rest.index("?") + 1
    if lead and abs(lead - end) <= 2:
        return end
    explained = bool(match["explanation"]) and end == match.end()
    is_long = count > 2 or bool(letter)
    ends_there = re.match(r"\s*(?:[.,]\s*)?(?:\n|\Z|sekä|ja\b|och\b|samt\b)", rest)
    if explained and (is_long or (count > 1 and ends_there)):
        return end + (1 if rest.startswith(".") else 0)
    if is_sentence:
        return None
    if re.match(r"\t|\s\|\s", rest):
        return end
    if field in ("service_area", "unit", "notes"):
        return None  # "Palveluala" alone on a line is an answer
    if re.match(r"[ .]*(?:\n|\Z)", rest):
        following = rest.strip()[:1]
        if count == 1 and not letter and following.islower() and not in_assessment:
            return None
        return end
    dash = re.match(r"\s[–—-]\s", rest)
    if dash and (
        count > 1 or letter or re.match(_VALUES.get(field, r"(?!)"), rest[dash.end() :], re.I)
    ):
        return end + dash.end()
    following = rest.lstrip(" ")
    if field in open_fields:
        return None
    if count > 2 and re.match(r"[A-ZÅÄÖ\d]", following):
        return end
    if re.match(_VALUES.get(field, r"(?!)"), following, re.IGNORECASE):
        return end
    return None


def _by_meaning(
    window: str, position: int, open_fields: frozenset[str], lead: int, in_assessment: bool
) -> Found | None:
    """A label in words of its own, with a colon: told by its head word, or nearly a known one."""
    match = re.match(
        rf"{MARKER}(?P<name>[^\n:()|?.]{{3,110}}(?:\n(?=[a-zåäö])[^\n:()|?.]{{2,70}})?)(?:{EXPLANATION})?\s*"
        r"(?P<stop>[:?])",
        window,
    )
    bare = match
    if not bare and (in_assessment or re.match(r"\(?[a-dA-D]\s?[).]", window)):
        # The parts of the assessment need no colon after their letter.
        bare = re.match(
            rf"(?:\(?[a-dA-D]\)? ?(?:ja|och|&|,|/|–|-) ?)?\(?(?P<letter>[a-dA-D])\s?[).]\s*(?P<name>[^\n:(]{{3,160}})(?:{EXPLANATION})?",
            window,
        )
    if not bare:
        return None
    table = wordings()
    name = folded(bare["name"])
    words = re.findall(r"[\w-]+", name)
    if not words or len(words) > 14 or VERBS & set(words):
        return None
    letter = bare["letter"]
    if letter or in_assessment or re.match(r"(?:vaikutu|konsekvens|inverkan|muutoks)", name):
        parts = tuple(part for part, stem in table.stems.items() if stem.search(name))
        if (
            parts
            and (letter or match)
            and (letter or re.match("vaikutu|konsekvens|inverkan|muutoks", name) or len(words) <= 4)
        ):
            if (
                match is None
                and not re.match(r"[ .]*(?:\n|\Z)", window[bare.end() :])
                and not re.search(r"\)\Z", bare[0])
            ):
                return None
            return Found(parts, position, position + bare.end())
    if match is None or len(words) > 8 or not bare["name"][:1].isupper():
        return None
    field = _head(words, table) or _nearly(words, table)
    if not field or field == "name" or field in open_fields:
        return None
    if field == "costs" and "change_effects" in open_fields and len(words) == 1:
        return None
    return Found((field,), position, position + match.end(), is_sure=False)


def _head(words: list[str], table: Wordings) -> str:
    """The field of a label whose last word, or the end of it, is known: "kokonaiskustannukset"."""
    last = words[-1]
    for head, field in table.heads.items():
        if last == head or (last.endswith(head) and len(last) > len(head)):
            return field
        if " " in head and " ".join(words).endswith(head):
            return field
    return ""


def _nearly(words: list[str], table: Wordings) -> str:
    """The field of a wording that differs only by a slip of the pen or two."""
    plain = list(words)
    while len(plain) > 1 and plain[0] in table.before:
        plain.pop(0)
    name = " ".join(plain)
    if len(name) < 8:
        return ""
    near = difflib.get_close_matches(name, table.fields, n=1, cutoff=0.88)
    return table.fields[near[0]] if near else ""


def is_joining(text: str) -> bool:
    """Whether nothing but a joining word stands between two labels: their text is one."""
    return _MERGED.match(text) is not None
