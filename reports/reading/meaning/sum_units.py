"""Sums that are no plain number of euros: thousands said once in the label, numbers in words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

# "(1 000 €)", "t€:", ", tuhatta euroa" as the label of the sums says it, before its answer.
_HEADER = re.compile(
    r"[\s(,\[]*(?:(?P<thousand>1[ .\u00a0]?000|t(?=\s?€|\s?e\b|\s?eur)|k(?=\s?€|\s?eur)|tuhat\w*|tuhan\w*|tusental|tusen)|"
    r"(?P<million>M(?=\s?€|\s?eur)|milj\.?\w*|mn(?=\s?€)))?\s?(?:€|eur(?:oa|oina|o)?\b)"
    r"\s?(?:/\s?(?:(?P<year>v|vuosi|a|år)|(?P<month>kk|kuukausi|mån))\b\.?)?"
    r"(?:\s*[,/]?\s*(?:alv|moms)\s*0\s*%)?\s*(?:[)\]]\s*[:\t|]?|[:\t|])",
    re.IGNORECASE,
)
_SMALL: dict[str, Decimal | int] = {
    "puolitoista": Decimal("1.5"), "puoli": Decimal("0.5"), "yksi": 1, "kaksi": 2, "kolme": 3, "neljä": 4,
    "viisi": 5, "kuusi": 6, "seitsemän": 7, "kahdeksan": 8, "yhdeksän": 9, "kymmenen": 10,
    "viisitoista": 15, "kaksikymmentä": 20, "kolmekymmentä": 30, "neljäkymmentä": 40,
    "viisikymmentä": 50, "kuusikymmentä": 60, "seitsemänkymmentä": 70, "kahdeksankymmentä": 80,
    "yhdeksänkymmentä": 90, "sata": 100, "kaksisataa": 200, "kolmesataa": 300, "neljäsataa": 400,
    "viisisataa": 500, "en halv": Decimal("0.5"), "halv": Decimal("0.5"),
    "en och en halv": Decimal("1.5"), "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6,
    "tio": 10, "femton": 15, "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "hundra": 100,
    "tvåhundra": 200, "trehundra": 300,
}  # fmt: skip
_WORDED = re.compile(
    rf"\b(?P<small>{'|'.join(sorted(_SMALL, key=len, reverse=True))})\s?"
    r"(?P<large>miljoonaa?|miljon(?:er)?|tuhatta|tusen)\b",
    re.IGNORECASE,
)
_ENGLISH = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?(?![\d,])"
_IN_ENGLISH = re.compile(rf"(?<![\d€])€ ?(?P<low>{_ENGLISH})(?:[–—-](?P<high>{_ENGLISH}))?")
_SUM = r"\d(?:[\d.,]| (?=\d{3}(?!\d))){0,20}"
_OTHER_SIGNS = r"[$£¥₽]|US\$"
_OTHER_CURRENCIES = (
    rf"{_OTHER_SIGNS}|(?:USD|GBP|SEK|NOK|DKK|CHF|JPY|RUB|PLN)\b|dollari\w*|dollar\b|dollars\b|punta\w*|pund\b|"
    r"kruunu\w*|kronor\b|krona\b|kr\b|mk\b|markkaa\b"
)
_FOREIGN = re.compile(
    rf"(?:{_OTHER_SIGNS}|\b(?:USD|GBP|SEK|NOK|DKK|CHF|JPY)) ?{_SUM}(?: ?[–—-] ?{_SUM})?|"
    rf"(?<![\w.,]){_SUM}(?: ?[–—-] ?{_SUM})? ?(?:M|milj\.?\w*|mn|t|k|tuhatta|tusen)? ?(?:{_OTHER_CURRENCIES})",
    re.IGNORECASE,
)


class Header(NamedTuple):
    """How much one of the numbers is, what it is paid for, and where the header ends."""

    times: int
    per: str
    end: int


def header_of(text: str) -> Header | None:
    """`(1 000 €): 45` → 1000; `(€/v) 6000` → 1 and "year"; `45 000 €` has none."""
    match = _HEADER.match(text)
    if not match:
        return None
    times = 1000 if match["thousand"] else 1_000_000 if match["million"] else 1
    per = "year" if match["year"] else "month" if match["month"] else "total"
    return Header(times, per, match.end())


def in_digits(text: str) -> str:
    """`noin puoli miljoonaa euroa` → `noin 500000 euroa`; what is no number stays."""

    def digits(match: re.Match[str]) -> str:
        large = 1_000_000 if match["large"].casefold().startswith("milj") else 1000
        return str(int(_SMALL[match["small"].casefold()] * large))

    return _WORDED.sub(digits, re.sub(r"\bn\.\s?(?=\d)", "noin ", text))


def in_finnish(text: str) -> str:
    """`€15,000–18,000` → `15 000 €–18 000 €`; other sums stay as they are."""

    def written(match: re.Match[str]) -> str:
        sums = [part.translate({44: " ", 46: ","}) for part in match.groups() if part]
        return "–".join(f"{part} €" for part in sums)

    return _IN_ENGLISH.sub(written, text) if "," in text else text


def without_foreign(text: str) -> tuple[str, bool]:
    """The text without sums in other currencies than euros, each digit a `¤`; whether it had any."""
    found = _FOREIGN.sub(lambda match: re.sub(r"\d", "¤", match[0]), text)
    return found, found != text


def foreign_sums(text: str) -> list[tuple[str, int, int]]:
    """The sums in other currencies: their words, and from where to where they stand."""
    return [(match[0].strip(), *match.span()) for match in _FOREIGN.finditer(text)]


def count_before(text: str, begin: int) -> int:
    """`3 x` before the sum that begins at the place → 3; else 1."""
    found = re.search(
        r"(?<![\d.,])(\d{1,4})\s*[x×*]\s*(?:n\.?\s*|noin\s*)?$",
        text[max(0, begin - 20) : begin],
        re.I,
    )
    return int(found[1]) if found else 1
