"""Sums of money in words to cost items: what a cost field says, no more."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from projects.values.money import LARGEST, UnreadableMoney, parse_amount
from reports.document.plan import Cost

_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:,\d{{1,2}}(?!\d))?|\d{{1,3}}(?:\.\d{{3}})+(?!\d)(?:,\d{{1,2}})?|\d+(?:[.,]\d{{1,2}}(?!\d))?"
_MULTIPLE = (
    r"(?P<{0}>M(?=€|\s?eur|e\b)|milj\.?(?:oona[a-zåäö]*|on(?:er)?)?|mn\b|mrd|t(?=€|\s?eur|e\b)|k(?=€|\s?eur)|"
    r"tuhat(?:ta)?|tusen|tn?\b\.?)"
)
_EURO = r"(?:€|euroa|euron|euro|eur\b|e(?![\w-]))"
_AMOUNT = re.compile(
    rf"(?<![\w.,/%])(?P<sign>€\s?)?(?P<low>{_NUMBER}){_SPACE}*(?:,-)?{_SPACE}*"
    rf"{_MULTIPLE.format('low_times')}?{_SPACE}*{_EURO}?"
    rf"(?:\s*(?:–|—|-|−|\.\.\.?|…|/(?=\d)|\btai\b|\beller\b|\btill\b)\s*(?P<high>{_NUMBER}))?"
    rf"{_SPACE}*(?:,-)?{_SPACE}*{_MULTIPLE.format('times')}?{_SPACE}*(?P<euro>{_EURO})?",
    re.IGNORECASE,
)
_YEAR = r"(?:v\.?(?![\w])|vuosi\b|vuodessa|vuosittain|vuotta kohti|vuotta kohden|vuos\b|a\b(?!lv)|p\.?\s?a\b|år(?:et|ligen)?\b|per år)"
_MONTH = r"(?:kk\b\.?|kuukausi\b|kuukaudessa|kuukausittain|kuussa|mån(?:ad|aden|atligen)?\b\.?)"
_VAT_WORD = r"(?:alv|a\.?l\.?v\.?|arvonlisävero\w*|moms\w*|mervärdesskatt\w*|vat)"
_EXCLUDED = re.compile(
    rf"\+\s*\(?{_VAT_WORD}|{_VAT_WORD}\.?\s*0(?![.,]?[1-9])\s*%?|(?:ilman|exkl\.?|exklusive|utan|ei sis(?:\.|ällä|ältäen)?)"
    rf"\s*{_VAT_WORD}|{_VAT_WORD}\s+(?:ei sisälly|lisätään|tillkommer|ingår inte)|\bveroton|\bverotta\b|"
    rf"(?:lisäksi|plus)\s+{_VAT_WORD}|\bskattefri",
    re.IGNORECASE,
)
_INCLUDED = re.compile(
    rf"(?:sis\.?|sisältää|sisältäen|sisältyy|sisältävä|inkl\.?|inklusive|inkluderar|mukaan lukien)\s*(?:myös\s*)?{_VAT_WORD}|"
    rf"{_VAT_WORD}\s+(?:sisältyy|mukana|ingår\b(?! inte))|\bverollinen|\bverollisena",
    re.IGNORECASE,
)
_INCOME = re.compile(
    r"\b(?:säästö\w*|kustannussäästö\w*|säästää|säästyy|tulo(?:t|ja|a)\b|avustu\w*|valtionavustu\w*|valtionosuu\w*|tuki\b|"
    r"hankerahoitu\w*|ulkopuoli\w* rahoitu\w*|eu-rahoitu\w*|inbesparing\w*|besparing\w*|statsbidrag\w*|bidrag\w*|"
    r"intäkt\w*)[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\b(?:josta|joista|siitä|sisältäen|varav|därav|av vilka)\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"\b(?:yht(?:eensä|\.)|kokonaiskustannu\w*|kaikkiaan|summa|totalt|sammanlagt|summa|inalles)\b[^.;\n]{0,40}$",
    re.I,
)
_AT_MOST = re.compile(
    r"\b(?:enintään|korkeintaan|max(?:imissaan|\.)?|alle|högst|maximalt|under)\s*$", re.IGNORECASE
)
_YEARLY = re.compile(
    r"(?:vuosikustannu|vuosimaksu|vuosihin|vuosittai|vuotui|vuodessa|per vuosi|årlig|årskostnad|årsavgift)\w*[^.;\n]{0,60}$",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    r"(?:kuukausimaksu|kuukausihin|kuukausikustannu|kuukausittai|kk-maksu|månadsavgift|månadskostnad|månatlig)\w*"
    r"[^.;\n]{0,60}$",
    re.IGNORECASE,
)
_RECURRING = re.compile(
    r"(?:jatkuv|toistuv|löpande|återkommande|ylläpito|lisenssimaksu)\w*[^.;\n]{0,60}$", re.I
)
_YEARS = re.compile(r"0*(?:19|20|21)\d\d")
LONGEST = 20_000  # characters: a cost field, not a book
BESIDE = 400  # characters on either side of a number that say what it is
_TIMES = {"m": 1_000_000, "t": 1000, "k": 1000}


@dataclass(frozen=True)
class Sums:
    """What a cost field says in numbers, and what of it is in doubt."""

    items: tuple[Cost, ...] = ()
    has_unclear_period: bool = False
    has_unread_sum: bool = False


@dataclass(frozen=True)
class _Sum:
    cost: Cost
    begin: int
    end: int
    is_total: bool = False
    is_part: bool = False
    is_income: bool = False
    is_recurring: bool = False


def read_costs(text: str) -> tuple[Cost, ...]:
    """The cost items of a plan's cost field; none for "Ei tiedossa" or "-"."""
    return read_sums(text).items


def read_sums(text: str) -> Sums:
    """What the text says in numbers. Of a longer one the first `LONGEST` characters are read."""
    plain = re.sub(r"[^\S\n]+", " ", text)[:LONGEST]
    sums: list[_Sum] = []
    unread = False
    for match in _AMOUNT.finditer(plain):
        if not _is_money(plain, match):
            continue
        found = _sum(plain, match, sums[-1].end if sums else 0)
        if found is None:
            unread = True
        else:
            sums.append(found)
    kept = _without_double(sums)
    unclear = any(s.is_recurring and s.cost.per == "total" for s in kept)
    unread = unread or any(s.is_income for s in sums)
    return Sums(tuple(s.cost for s in kept), unclear, unread)


def _is_money(text: str, match: re.Match[str]) -> bool:
    """A number is a sum if euros are named, or VAT or a period follows, or nothing else is there."""
    if match["euro"] or match["sign"] or re.search(_EURO, match[0], re.I):
        return True
    if match["low_times"] or match["times"]:
        return re.search(r"milj|tuhat|tusen", match[0], re.I) is not None
    after = text[match.end() : match.end() + BESIDE]
    digits = re.sub(r"\D", "", match["high"] or match["low"])
    grouped = re.search(rf"\d[{_SPACE[1:-1]}.]\d{{3}}", match[0]) is not None
    if re.match(r"\s*(?:%|kpl|htp|htv|htkk|henk|hlö|st\b|person|tunti|h\b|päiv)", after, re.I):
        return False
    if not grouped and (len(digits) < 4 or _YEARS.fullmatch(digits)):
        return False
    if re.match(rf"\s*(?:\+|,)?\s*\(?(?:sis\.?|ilman|inkl\.?|exkl\.?)?\s*{_VAT_WORD}", after, re.I):
        return True
    if re.match(
        rf"\s*/\s*(?:{_YEAR}|{_MONTH})|\s+(?:vuodessa|kuukaudessa|per år|per vuosi)", after, re.I
    ):
        return True
    if len(text) > len(match[0]) + BESIDE:
        return False
    rest = (text[: match.start()] + after).strip(" .,:;()\n")
    return not re.sub(
        r"\b(?:noin|n|arviolta|arvio|ca|cirka|yhteensä|enintään)\b\.?", "", rest, flags=re.I
    ).strip()


def _sum(text: str, match: re.Match[str], after: int) -> _Sum | None:
    before = text[max(after, match.start() - BESIDE) : match.start()]
    following = text[match.end() : match.end() + 120]
    try:
        low, high = _bounds(match)
    except (UnreadableMoney, ArithmeticError, ValueError):
        return None
    if high < low or high > LARGEST:
        return None
    if _AT_MOST.search(before) and low == high:
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
        is_total=bool(_TOTAL.search(sentence)),
        is_part=bool(_PART_OF.search(sentence)),
        is_income=bool(_INCOME.search(sentence)),
        is_recurring=bool(_RECURRING.search(sentence)),
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
    if grouped and low < 1000 <= high and low * 1000 <= high and not low_times:
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
    vat = re.match(rf"\s*\+?\s*\(?[^()\n]{{0,20}}{_VAT_WORD}[^()\n]{{0,12}}\)?\s*", following, re.I)
    skipped = (
        vat.end() if vat and re.match(r"\s*(?:/|per\b|vuode|kuuka)", following[vat.end() :]) else 0
    )
    rest = following[skipped:]
    for pattern, per in ((_YEAR, "year"), (_MONTH, "month")):
        match = re.match(rf"\s*(?:/|\bper\b)\s*{pattern}", rest, re.IGNORECASE)
        match = match or re.match(
            r"\s*(?:om året|i året|årligen|vuodessa|vuosittain)"
            if per == "year"
            else r"\s*(?:i månaden|månatligen|kuukaudessa|kuukausittain|kuussa)",
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
    if _MONTHLY.search(sentence):
        return "month", None, 0
    return ("year" if _YEARLY.search(sentence) else "total"), None, 0


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
    near = re.split(rf"\d[\d ]*\s?{_EURO}", near)[0]
    if _EXCLUDED.search(near):
        return "excluded"
    if _INCLUDED.search(near):
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
        rf"(?:hinnat|summat|kustannukset|arviot|sum(?:mor)?na|priserna|kostnaderna)\s[^.\n]{{0,40}}{_VAT_WORD}[^.\n]*|"
        rf"^\s*\((?:alv|ilman|sis|moms|exkl|inkl)[^)\n]*\)|\bverotto\w+|\bverollis\w+",
        text,
        re.IGNORECASE,
    )
    if whole is None and everything is None:
        return None
    if everything and _EXCLUDED.search(everything[0]):
        return "excluded"
    if everything and _INCLUDED.search(everything[0]):
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
    for total in [s for s in result if s.is_total]:
        others = [s for s in result if s is not total and s.cost.per == total.cost.per]
        if len(others) > 1 and sum(s.cost.high for s in others) == total.cost.high:
            result.remove(total)
    return [replace(s) for s in result]
