"""What of a project's words says nothing that its figures do not say: it is told once.

A text is left out of a document only where every number of it is one of the figures, and every
other word one that names them or that goes with any sum. Whatever else somebody wrote stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from reports.document.plan import Costs, Resources

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
    items = costs.items
    figures = (
        value
        for item in items
        for value in (item.low, item.high, item.count, item.first_year, item.last_year)
    )
    named = {
        word[:STEM] for item in items for word in _words(f"{item.description} {item.unit or ''}")
    }
    return _says_only(costs.text, figures, named, WITH_ANY_SUM, {})


COUNTED = {
    word: str(number)
    for number, words in enumerate(
        ("yksi yhden en ett one", "kaksi kahden två two", "kolme kolmen tre three",
         "neljä neljän fyra four", "viisi viiden fem five"),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
PARTIES = {
    "it": _all("tietoh dataad it"),
    "service_area": _all("palvel toimia tulosa sektor servic"),
    "purchased": _all("ostopa köptjä köpta purcha"),
}
"""How a party's words begin."""
WITH_ANY_WORK = ROUGHLY | _all(
    "henkilöä henkilö henkilötyöpäivää henkilötyöpäivä henkilötyökuukautta henkilötyökuukausi "
    "henkilötyövuotta henkilötyövuosi htp htpv htkk htv työtä kohti per ja sekä n persondagar "
    "personmånader personår personer person days months years persons and och för each"
)


def says_only_the_work(resources: Resources) -> bool:
    """Whether the words of the resources say nothing but whose work it takes and how much."""
    items = resources.items
    figures = (value for item in items for value in (item.low, item.high))
    named = {
        word[:STEM] for item in items for word in _words(f"{item.description} {item.per}")
    }.union(*(PARTIES[item.party] for item in items if item.party in PARTIES))
    return _says_only(resources.text, figures, named, WITH_ANY_WORK, COUNTED)


def _says_only(
    text: str,
    figures: Iterable[object],
    named: Collection[str],
    with_any: Collection[str],
    counted: Mapping[str, str],
) -> bool:
    """Whether every number of the text is a figure, and every other word one that goes with them.

    `named` are the beginnings of words that name the figures, `counted` numbers that are words.
    """
    words = _words(text)
    numbers = [_digits(match[0]) for match in _NUMBER.finditer(text)]
    numbers += [counted[word] for word in words if word in counted]
    known = {_plain(value) for value in figures if value is not None}
    if not numbers or not set(numbers) <= known:
        return False
    return all(word in with_any or word in counted or word[:STEM] in named for word in words)


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
