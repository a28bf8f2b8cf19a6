"""Times that people say in words, in the forms that schedules are read in.

Each rule is a pattern, what it becomes, and an example of both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from projects.values.date_words import SEASONS, whole_words

_Y = r"(?:(?:vuoden|vuonna|vuodelle|vuodesta|år|året)\s+)?(?P<year>(?:19|20|21)\d\d)"
_ORDINALS = {
    1: r"ensimmäi\w+|1\s?:a|första|1\.?|I(?!\w)",
    2: r"toi(?:nen|sen|sella|sesta|seen|sena)|2\s?:a|andra|2\.?|II(?!\w)",
    3: r"kolma(?:s|nnen|nnella|nteen|nnesta)|3\s?:e|tredje|3\.?|III(?!\w)",
    4: r"nelj[äa](?:s|nnen|nnellä|nteen|nnestä)|4\s?:e|fjärde|4\.?|IV(?!\w)",
}
_ORDINAL = "|".join(f"(?:{pattern})" for pattern in _ORDINALS.values())
_PARTS = {
    "H": r"(?:vuosi)?puolisko\w*|(?:vuosi)?puolika\w+|puolivuo\w+|halvår\w*|vuosipuolisk\w+",
    "Q": r"(?:vuosi)?neljänne\w*|kvartaal\w*|kvartal\w*",
    "T": r"tertiaal\w*|tertial\w*|vuosikolmanne\w*",
}
_SEASON = rf"(?:{whole_words(SEASONS)})"


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    made: str | Callable[[re.Match[str]], str]
    example: tuple[str, str]


def _rule(pattern: str, made: str | Callable[[re.Match[str]], str], *example: str) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), made, (example[0], example[1]))


def _number(text: str) -> int:
    plain = text.strip()
    return next(n for n, words in _ORDINALS.items() if re.fullmatch(words, plain, re.IGNORECASE))


def _ordinal(letter: str) -> Callable[[re.Match[str]], str]:
    def made(match: re.Match[str]) -> str:
        first, last = match["first"], match.groupdict().get("last")
        year = match["year"]
        if last:
            return f"{letter}{_number(first)}–{letter}{_number(last)}/{year}"
        return f"{letter}{_number(first)}/{year}"

    return made


def _of_parts() -> list[_Rule]:
    rules = []
    examples = {
        "H": ("toinen vuosipuolisko 2025", "H2/2025", "vuoden 2025 ensimmäinen puolisko", "H1/2025"),
        "Q": ("andra kvartalet 2025", "Q2/2025", "vuoden 2025 kolmas neljännes", "Q3/2025"),
        "T": ("2. tertiaali 2025", "T2/2025", "år 2025 första tertialet", "T1/2025"),
    }  # fmt: skip
    for letter, words in _PARTS.items():
        example = examples[letter]
        ordinals = (
            rf"(?<![\w/])(?P<first>{_ORDINAL})\s*(?:(?:–|-|ja|och)\s*(?P<last>{_ORDINAL})\s*)?"
        )
        rules += [
            _rule(rf"{ordinals}(?:{words})\s*(?:(?:av|/|,)\s*)?{_Y}", _ordinal(letter), *example[:2]),
            _rule(rf"{_Y}[\s,:]*{ordinals}(?:{words})", _ordinal(letter), *example[2:]),
            _rule(
                rf"\b(?:{words})\s+(?P<first>[1-4])\s*(?:(?:–|-)\s*(?P<last>[1-4])\s*)?[/ ]\s*{_Y}",
                _ordinal(letter),
                *{"H": ("halvår 2/2025", "H2/2025"), "Q": ("kvartaalit 1–2/2025", "Q1–Q2/2025"),
                  "T": ("tertial 3/2025", "T3/2025")}[letter],
            ),
        ]  # fmt: skip
    return rules


def _quarters(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    if last:
        return f"Q{_number(first)}–Q{_number(last)}/{match['year']}"
    return f"Q{_number(first)}/{match['year']}"


def _tertials(match: re.Match[str]) -> str:
    """Terms of four months as the months that they span."""
    first, last = int(match["first"]), int(match["last"] or match["first"])
    early, year = match["early"] or match["year"], match["year"]
    begin, end = 4 * first - 3, 4 * last
    return f"{begin}/{early}–{end}/{year}" if early != year else f"{begin}–{end}/{year}"


_HALF_OF = {"al": "H1", "lo": "H2", "bö": "H1", "in": "H1", "sl": "H2"}


def _half(match: re.Match[str]) -> str:
    return f"{_HALF_OF[match['which'][:2].casefold()]}/{match['year']}"


def _second_year(match: re.Match[str]) -> str:
    year = match["last"]
    return year if len(year) == 4 else match["year"][:2] + year


_YEARS = r"(?P<year>(?:19|20|21)\d\d)\s?[–/-]\s?(?P<last>(?:19|20|21)\d\d|\d\d)(?!\d)"
_ROMAN = "III|II|IV|I"
RULES: tuple[_Rule, ...] = (
    _rule(r"\s*(?:[-–=]{0,2}>|→|⇒|➔)\s*", " – ", "9/2025 ->", "9/2025 – "),
    _rule(r"\b(vår|höst)termin\w*", lambda m: f"{m[1]}en", "höstterminen 2025", "hösten 2025"),
    _rule(rf"(?:\btalvi|\btalvella|\btalven|\btalvikau\w+|\bvintern?)\s+{_YEARS}",
          lambda m: f"12/{m['year']}–2/{_second_year(m)}", "talvi 2025–2026", "12/2025–2/2026"),
    _rule(rf"(?:lukuvuo\w+|kouluvuo\w+|läsår\w*)\s+{_YEARS}",
          lambda m: f"syksy {m['year']}–kevät {_second_year(m)}", "lukuvuosi 2025–2026", "syksy 2025–kevät 2026"),
    _rule(rf"(?:vuodenvaih\w+|årsskift\w+)\s+{_YEARS}",
          lambda m: f"12/{m['year']}–1/{_second_year(m)}", "vuodenvaihteessa 2025–2026", "12/2025–1/2026"),
    *_of_parts(),
    _rule(rf"(?<![\w/–-])(?P<first>{_ROMAN})\s?(?:[–-]\s?(?P<last>{_ROMAN})\s?)?/\s?(?P<year>20\d\d)", _quarters,
          "IV/2025–I/2026", "Q4/2025–I/2026"),
    _rule(rf"(?<=[–-])(?P<first>{_ROMAN})(?P<last>)\s?/\s?(?P<year>20\d\d)", _quarters, "Q4/2025–I/2026", "Q4/2025–Q1/2026"),
    _rule(r"\bT(?P<first>[1-3])\s?(?:/\s?(?P<early>20\d\d))?\s?(?:[–-]\s?T(?P<last>[1-3])\s?)[/ ]\s?(?P<year>20\d\d)", _tertials,
          "T1–T2/2025", "1–8/2025"),
    _rule(r"\bT(?P<first>[1-3])(?P<last>)(?P<early>)\s?[/ ]\s?(?P<year>20\d\d)", _tertials, "T2/2025", "5–8/2025"),
    _rule(rf"\b(?P<which>alku|loppu)vuo(?:si|den|nna|desta|della|teen)\s+{_Y}", _half, "loppuvuosi 2025", "H2/2025"),
    _rule(rf"{_Y}\s+(?P<which>alkupuol(?:i|ella|isko)|loppupuol(?:i|ella|isko)|alussa|lopussa|lopulla|alkuvuo\w+|loppuvuo\w+)(?!\w)",
          _half, "vuoden 2025 lopulla", "H2/2025"),
    _rule(rf"\bi?\s?(?P<which>början|inledningen|slutet)\s+av\s+{_Y}", _half, "i slutet av år 2025", "H2/2025"),
    _rule(rf"\b(?P<first>{_SEASON})\s*(?:ja|sekä|och|/|&)\s*(?P<last>{_SEASON})\s+{_Y}",
          lambda m: f"{m['first']}–{m['last']} {m['year']}", "kevät ja syksy 2025", "kevät–syksy 2025"),
    _rule(rf"(?<![\d./])(?P<year>20\d\d)\s*\(\s*(?P<part>{_SEASON}|[QH]\s?[1-4])\s*\)",
          lambda m: f"{m['part']} {m['year']}", "2025 (kevät)", "kevät 2025"),
    _rule(r"(?<![\d./])(?P<year>20\d\d)/(?P<month>0[1-9]|1[0-2])(?![\d/])",
          lambda m: f"{int(m['month'])}/{m['year']}", "2024/09", "9/2024"),
    _rule(r"\b(?P<part>[QH]\s?[1-4])\s+(?:vuonna|vuoden|år)\s+(?P<year>20\d\d)",
          lambda m: f"{m['part']}/{m['year']}", "Q2 vuonna 2025", "Q2/2025"),
)  # fmt: skip


def in_known_forms(text: str) -> str:
    """`toinen vuosipuolisko 2025` → `H2/2025`; what no rule knows stays as it is."""
    if not re.search(r"\d\d", text):
        return text
    for rule in RULES:
        text = rule.pattern.sub(rule.made, text)
    return text
