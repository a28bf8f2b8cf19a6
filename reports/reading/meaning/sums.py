"""Sums of money in words to cost items: what a cost field says, no more."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from projects.values.money import LARGEST, UnreadableMoney, parse_amount
from reports.document.plan import Cost
from reports.reading.meaning import sum_units
from reports.reading.meaning import sum_words as said

LONGEST = 20_000  # characters: a cost field, not a book
BESIDE = 400  # characters on either side of a number that say what it is
_TIMES = {"m": 1_000_000, "t": 1000, "k": 1000}


@dataclass(frozen=True)
class Sums:
    """What a cost field says in numbers, and what of it is in doubt."""

    items: tuple[Cost, ...] = ()
    has_unclear_period: bool = False
    has_unread_sum: bool = False


class PlacedSum(NamedTuple):
    """A sum, and from where to where it stands in the text that was read."""

    cost: Cost
    begin: int
    end: int


class SumsInText(NamedTuple):
    """The text as it is read, its sums, and what is said in other currencies, with its place."""

    text: str
    sums: list[PlacedSum]
    foreign: list[tuple[str, int, int]]


@dataclass(frozen=True)
class _Sum:
    cost: Cost
    begin: int
    end: int
    is_total: bool = False
    is_part: bool = False
    is_income: bool = False
    is_recurring: bool = False


def read_sums(text: str) -> Sums:
    """What the text says in numbers. Of a longer one the first `LONGEST` characters are read."""
    _plain, sums, unread = _found(text)
    kept = _without_double(sums)
    unclear = any(s.is_recurring and s.cost.per == "total" for s in kept)
    unread = unread or any(s.is_income for s in sums)
    return Sums(tuple(s.cost for s in kept), unclear, unread)


def sums_in_text(text: str) -> SumsInText:
    """The sums of `read_sums` with their places."""
    plain, sums, _unread = _found(text)
    placed = [PlacedSum(s.cost, s.begin, s.end) for s in _without_double(sums)]
    foreign = sum_units.foreign_sums(_plain(text))
    return SumsInText(plain, placed, foreign)


def _plain(text: str) -> str:
    """One space between words, numbers in digits as Finnish writes them."""
    short = re.sub(r"[^\S\n]+", " ", text)[:LONGEST]
    return sum_units.in_finnish(sum_units.in_digits(short))


def _found(text: str) -> tuple[str, list[_Sum], bool]:
    """What is read of the text, its sums, and whether a sum of it was not read."""
    plain, unread = sum_units.without_foreign(_plain(text))
    sums: list[_Sum] = []
    header = sum_units.header_of(plain)
    for match in said.AMOUNT.finditer(plain):
        if header and match.start() < header.end:
            continue
        is_money = _is_money(plain, match)
        if not is_money and not (header and _is_counted_in_header(plain, match, header.end)):
            continue
        is_in_header = header is not None and not _says_euros(match)
        times = header.times if header and is_in_header else 1
        found = _sum(plain, match, sums[-1].end if sums else 0, times)
        if header and found and is_in_header and found.cost.per == "total":
            found = replace(found, cost=replace(found.cost, per=header.per))
        if found is None:
            unread = True
        else:
            sums.append(found)
    return plain, sums, unread


def _says_euros(match: re.Match[str]) -> bool:
    return bool(match["euro"] or match["sign"] or re.search(said.EURO, match[0], re.I))


def _is_counted_in_header(text: str, match: re.Match[str], begin: int) -> bool:
    """Whether a bare number is a sum in the unit that the label says: `2025: 20, 2026: 35`."""
    after = text[match.end() : match.end() + 20]
    if said.OTHER_UNITS.match(after):
        return False
    if not said.YEARS.fullmatch(match["low"]) and not said.YEARS.fullmatch(match["high"] or ""):
        return True
    alone = text[begin : begin + 40].strip(" .:|") == match[0].strip()
    return alone and match["high"] is None


def _is_money(text: str, match: re.Match[str]) -> bool:
    """A number is a sum if euros are named, or VAT or a period follows, or nothing else is there."""
    if _says_euros(match):
        return True
    if match["low_times"] or match["times"]:
        return re.search(r"milj|tuhat|tusen", match[0], re.I) is not None
    after = text[match.end() : match.end() + BESIDE]
    digits = re.sub(r"\D", "", match["high"] or match["low"])
    grouped = re.search(rf"\d[{said.SPACE[1:-1]}.]\d{{3}}", match[0]) is not None
    if said.OTHER_UNITS.match(after):
        return False
    if not grouped and (len(digits) < 4 or said.YEARS.fullmatch(digits)):
        return False
    if re.match(
        rf"\s*(?:\+|,)?\s*\(?(?:sis\.?|ilman|inkl\.?|exkl\.?)?\s*{said.VAT_WORD}", after, re.I
    ):
        return True
    if re.match(
        rf"\s*/\s*(?:{said.YEAR}|{said.MONTH})|\s+(?:vuodessa|kuukaudessa|per år|per vuosi)",
        after,
        re.I,
    ):
        return True
    if len(text) > len(match[0]) + BESIDE:
        return False
    rest = (text[: match.start()] + after).strip(" .,:;()\n")
    return not re.sub(
        r"\b(?:noin|n|arviolta|arvio|ca|cirka|yhteensä|enintään)\b\.?", "", rest, flags=re.I
    ).strip()


def _sum(text: str, match: re.Match[str], after: int, times: int = 1) -> _Sum | None:
    before = text[max(after, match.start() - BESIDE) : match.start()]
    following = text[match.end() : match.end() + 120]
    try:
        low, high = _bounds(match)
        times *= sum_units.count_before(text, match.start())
        low, high = low * times, high * times
    except (UnreadableMoney, ArithmeticError, ValueError):
        return None
    if high < low or high > LARGEST:
        return None
    if said.AT_MOST.search(before) and low == high:
        low = Decimal("0.00")
    sentence = re.split(r"[.;\n]\s", before)[-1]
    counted = re.search(r"\d+\s+(?P<unit>[^\W\d_]{2,})\s+(?:à|á|a)\s*(?:n\.|noin)?\s*$", before)
    per, unit, used = _period(following, sentence)
    if counted and per == "total":
        per, unit = "unit", counted["unit"]
    vat = _vat(text, match, following)
    cost = Cost(low, high, per, unit, vat)
    return _Sum(
        cost,
        match.start(),
        match.end() + used,
        is_total=bool(said.TOTAL.search(sentence)),
        is_part=bool(said.PART_OF.search(sentence)),
        is_income=bool(said.INCOME.search(sentence) or said.INCOME_AFTER.match(following)),
        is_recurring=bool(said.RECURRING.search(sentence)),
    )


def _bounds(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    times = _times(match["times"])
    low_times = _times(match["low_times"])
    if match["high"] is None:
        value = parse_amount(match["low"]) * (low_times or times or 1)
        return _cents(value), _cents(value)
    low, high = parse_amount(match["low"]), parse_amount(match["high"])
    if times and not low_times:
        return _cents(low * times), _cents(high * times)
    low, high = low * (low_times or 1), high * (times or low_times or 1)
    # "15–18 000 €": the thousands are said once.
    grouped = re.search(r"\d[\s\u00a0\u202f.]\d{3}$", match["high"]) is not None
    is_said_once = grouped and not low_times and len(re.findall(said.EURO, match[0], re.I)) < 2
    if is_said_once and low < 1000 <= high and low * 1000 <= high:
        low *= 1000
    return _cents(low), _cents(high)


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _times(word: str | None) -> int:
    if not word:
        return 0
    word = word.casefold()
    if word == "mrd":
        raise UnreadableMoney(word)
    return _TIMES[word[0]]


def _period(following: str, sentence: str) -> tuple[str, str | None, int]:
    """What the sum is paid for: `per`, the unit's name, and how much of the text says so."""
    vat = re.match(
        rf"\s*\+?\s*\(?[^()\n\d€]{{0,20}}{said.VAT_WORD}(?::\w+)?[\s\d.,%]{{0,8}}\)?\s*",
        following,
        re.I,
    )
    skipped = vat.end() if vat and said.PERIOD_BEGINS.match(following[vat.end() :]) else 0
    rest = following[skipped:]
    for pattern, per in ((said.YEAR, "year"), (said.MONTH, "month")):
        match = re.match(rf"\s*(?:/|\bper\b)\s*{pattern}", rest, re.IGNORECASE)
        match = match or re.match(
            r"\s*(?:om året|i året|årligen|vuodessa|vuosittain|a year\b|yearly)"
            if per == "year"
            else r"\s*(?:i månaden|månatligen|kuukaudessa|kuukausittain|kuussa|a month\b|monthly)",
            rest,
            re.IGNORECASE,
        )
        if match:
            unit = re.match(r"\s*/\s*(?P<unit>[^\W\d_][\w-]*)", rest[match.end() :])
            if unit:
                return (
                    "unit",
                    f"{unit['unit']}/{'vuosi' if per == 'year' else 'kk'}",
                    skipped + match.end() + unit.end(),
                )
            return per, None, skipped + match.end()
    unit = re.match(r"\s*(?:/|\bper\b|\bà\b)\s*(?P<unit>[^\W\d_][\w-]*(?:/[^\W\d_]+)?)", rest)
    if unit:
        return "unit", unit["unit"], skipped + unit.end()
    unit = re.match(r"\s*(?P<unit>[^\W\d_][\w-]*)\s+(?:kohti|kohden)\b", rest)
    if unit:
        named = _nominative(unit["unit"])
        if named in ("vuosi", "kuukausi"):
            return ("year" if named == "vuosi" else "month"), None, skipped + unit.end()
        return "unit", named, skipped + unit.end()
    if said.MONTHLY.search(sentence):
        return "month", None, 0
    return ("year" if said.YEARLY.search(sentence) else "total"), None, 0


def _nominative(word: str) -> str:
    """`palvelinta` → `palvelin`: the partitive that "kohti" asks for, where it is regular."""
    special = {"vuotta": "vuosi", "kuukautta": "kuukausi", "lasta": "lapsi", "yksikköä": "yksikkö"}
    plain = word.casefold()
    if plain in special:
        return special[plain]
    if re.search(r"(?:n|s)t[aä]$", plain):
        return word[:-2]
    if re.search(r"[oöuyieaä][aä]$", plain):
        return word[:-1]
    return word


def _vat(text: str, match: re.Match[str], following: str) -> str | None:
    """VAT as said beside the sum: after it up to the next number of money, or in the sentence."""
    near = re.split(
        r"(?<!sis)(?<!inkl)(?<!exkl)[.;\n](?=\s|$)|\d{3}|,\s(?!\s*(?:sis|ilman|alv|inkl|exkl|moms))",
        following,
    )[0]
    near = re.split(rf"\d[\d ]*\s?{said.EURO}", near)[0]
    if said.EXCLUDED.search(near):
        return "excluded"
    if said.INCLUDED.search(near):
        return "included"
    if re.search(r"\b(?:alv|moms)", near, re.I):
        return None
    return _vat_of_all(text)


@lru_cache(maxsize=8)  # every sum of a text asks
def _vat_of_all(text: str) -> str | None:
    """VAT as a sentence about all sums of the text says it."""
    whole = re.fullmatch(
        r"(?s).*?(?:(?:hinnat|summat|kustannukset|arviot|priserna|summorna)\b.*)", text, re.I
    )
    everything = re.search(
        rf"(?:hinnat|summat|kustannukset|arviot|sum(?:mor)?na|priserna|kostnaderna)\s[^.\n]{{0,40}}{said.VAT_WORD}[^.\n]*|"
        rf"^\s*\((?:alv|ilman|sis|moms|exkl|inkl)[^)\n]*\)|\bverotto\w+|\bverollis\w+",
        text,
        re.IGNORECASE,
    )
    if whole is None and everything is None:
        return None
    if everything and said.EXCLUDED.search(everything[0]):
        return "excluded"
    if everything and said.INCLUDED.search(everything[0]):
        return "included"
    return None


def _without_double(sums: list[_Sum]) -> list[_Sum]:
    """Parts of a sum are not added to it, nor a total to its parts; income is no cost."""
    kept = [s for s in sums if not s.is_income]
    result: list[_Sum] = []
    inside = False
    for found in kept:
        inside = found.is_part or (inside and not found.is_total and bool(result))
        if not inside or not result:
            inside = False
            result.append(found)
    sums_of = {per: _total(result, per) for per in {s.cost.per for s in result}}
    parts = Counter(s.cost.per for s in result)
    ends = [s for s in result if s.is_total] or [*result[:1], *result[-1:]]
    for total in ends:
        per, cost = total.cost.per, total.cost
        enough = parts[per] > (1 if total.is_total else 2)
        # A total beside its parts: it is said to be one, or the others add up to it.
        if enough and sums_of[per] == (2 * cost.low, 2 * cost.high):
            result.remove(total)
            break
    return result


def _total(sums: list[_Sum], per: str) -> tuple[Decimal, Decimal]:
    costs = [s.cost for s in sums if s.cost.per == per]
    return sum((c.low for c in costs), Decimal(0)), sum((c.high for c in costs), Decimal(0))
