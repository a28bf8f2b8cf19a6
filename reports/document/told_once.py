"""What of a project's words says nothing that its figures do not say: it is told once.

A text is left out of a document only where every number of it is one of the figures, and every
other word one that names them or that goes with any sum. Whatever else somebody wrote stays.
"""

from __future__ import annotations

import re

from reports.document.plan import Costs

_NUMBER = re.compile(r"\d[\d\s\u00a0\u202f.,]*")
_WORD = re.compile(r"[^\W\d_]+")
STEM = 6  # letters that two forms of a word share


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


ROUGHLY = _all(
    "noin arviolta arvio arvioitu suunnilleen cirka ca omkring ungefär uppskattningsvis about "
    "approximately roughly estimated"
)
WITH_ANY_SUM = ROUGHLY | _all(
    "n on ovat vielä yhteensä kustannus kustannukset kustannuksia euroa eur vuodessa vuosittain "
    "kuukaudessa kk v alv kostnad kostnader kostnaderna är totalt sammanlagt euro per år månad i "
    "om året moms cost costs the in all a an year month vat euros total is are"
)


def says_only_the_sums(costs: Costs) -> bool:
    """Whether the words of the costs say nothing but the items' sums and what they are for."""
    text, items = costs.text, costs.items
    if not text.strip() or not items:
        return False
    figures = {
        _plain(value)
        for item in items
        for value in (item.low, item.high, item.count, item.first_year, item.last_year)
        if value is not None
    }
    numbers = [_digits(match[0]) for match in _NUMBER.finditer(text)]
    if not numbers or not set(numbers) <= figures:
        return False
    named = {
        word[:STEM] for item in items for word in _words(f"{item.description} {item.unit or ''}")
    }
    return all(word in WITH_ANY_SUM or word[:STEM] in named for word in _words(text))


def is_rough(costs: Costs) -> bool:
    """Whether the words say that the sums are an estimate."""
    return bool(ROUGHLY & set(_words(costs.text)))


def _words(text: str) -> list[str]:
    return [match[0].casefold() for match in _WORD.finditer(text)]


def _digits(number: str) -> str:
    """`15 000.` → `15000`, `42,50` → `42.5`."""
    plain = re.sub(r"\s", "", number).rstrip(".,").replace(",", ".")
    return _plain(plain)


def _plain(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
