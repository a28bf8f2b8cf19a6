"""Where words and figures of a project differ; what a text does not say plainly is no difference."""

import datetime
from decimal import Decimal

import pytest

from projects.values.costs import CostLine
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.document.plan import Phase
from reports.preflight.told_figures import dates_apart, says_that_it_costs_nothing, sums_apart


def line(low, high=None, per="total", *more):
    return CostLine(Decimal(low), Decimal(high or low), per, *more)


def phase(start, end):
    return Phase("", *(parse_fuzzy_date(each) if each else None for each in (start, end)))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", [line(100)]),
        ("Ei tiedossa.", [line(100)]),
        ("30.000 €", [line(30000)]),
        ("15 000–18 000 euroa", [line(15000, 18000)]),
        ("n. 5 t€", [line(5000)]),
        ("Noin 30 000 € vuodessa.", [line(30000, per="year")]),
        ("2 500 €/kk", [line(30000, per="year")]),
        ("2 500 €/kk", [line(2500, per="month")]),
        ("Enintään 20 000 €", [line(20000)]),
        ("Enintään 20 000 €", [line(0, 20000)]),
        ("Laitteet 10 000 € ja työ 5 000 €", [line(10000), line(5000)]),
        ("Yhteensä 15 000 €", [line(10000), line(5000)]),
        ("3 000 € palvelinta kohti", [line(3000, None, "unit")]),
        ("Kostnaden är ca 12 000 euro.", [line(12000)]),
    ],
)
def test_words_that_say_the_same_as_the_items(text, items):
    found = sums_apart(text, items)
    assert (found.only_told, found.only_items) == ((), ())


@pytest.mark.parametrize(
    ("text", "items", "told", "unnamed"),
    [
        ("30.000 €", [line(25000)], [30000], [25000]),
        ("30 000 €", [], [30000], []),
        ("Laitteet 10 000 € ja työ 5 000 €", [line(10000), line(6000)], [5000], [6000]),
        ("15 000–18 000 euroa", [line(15000, 20000)], [15000], [15000]),
        ("Noin 12 000 €", [line(15000)], [12000], [15000]),
    ],
)
def test_words_that_say_something_else(text, items, told, unnamed):
    found = sums_apart(text, items)
    assert [cost.low for cost in found.only_told] == told
    assert [item.low for item in found.only_items] == unnamed


@pytest.mark.parametrize(
    ("text", "is_nothing"),
    [
        ("Ei kustannuksia.", True),
        ("Ei lisäkustannuksia", True),
        ("Inga kostnader", True),
        ("Ei tiedossa", False),
        ("Kustannukset eivät ole tiedossa", False),
        ("Ei vielä arvioitu kustannuksia", False),
        ("", False),
    ],
)
def test_what_says_that_it_costs_nothing(text, is_nothing):
    assert says_that_it_costs_nothing(text) is is_nothing


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("", "2022", "2023"),
        ("Syksyllä", "2022", "2023"),
        ("Q3/2022–Q2/2023", "9/2022", "5/2023"),
        ("syksy 2022 – kevät 2023", "Q4/2022", "3/2023"),
        ("Käyttöönotto 9/2022", "Q1/2022", "2023"),
        ("Päättyy maalis–kesäkuussa 2023.", "9/2021", "6/2023"),
        ("Alkaa 9/2022", "9/2022", "2024"),
        ("Valmis vuonna 2023", "2021", "12/2023"),
        ("Q3/2022–Q2/2023", "", ""),
    ],
)
def test_words_that_fit_the_phases(text, start, end):
    assert not dates_apart(text, [phase(start, end)])


@pytest.mark.parametrize(
    ("text", "start", "end", "which"),
    [
        ("Q3/2022–Q2/2023", "Q3/2022", "12/2023", "end"),
        ("Q3/2022–Q2/2023", "Q1/2022", "Q2/2023", "start"),
        ("Käyttöönotto 9/2024", "2022", "2023", "end"),
        ("Aloitus 9/2022, valmis 12/2023", "9/2022", "6/2024", "end"),
        ("Valmis 6/2023", "9/2021", "3/2023", "end"),
    ],
)
def test_words_that_do_not_fit_the_phases(text, start, end, which):
    found = dates_apart(text, [phase(start, end)])
    assert getattr(found, which)


@pytest.mark.parametrize(
    ("text", "start", "end", "told"),
    [
        ("siirtyy syksyyn", "9/2022", "6/2023", ("siirtyy syksyyn",)),
        ("Siirtyy syksyyn.", "9/2022", "syksy 2023", ()),
        ("siirtyy syksyyn", "2022", "2023", ("siirtyy syksyyn",)),
        ("Flyttas till hösten", "1/2023", "6/2023", ("Flyttas till hösten",)),
        ("Käyttöönotto siirtyy elokuulle", "1/2023", "Q3/2023", ()),
        ("Pilotti siirtyy kevääseen 2024", "1/2023", "12/2025", ("siirtyy kevääseen 2024",)),
        ("Siirretään palvelimet konesaliin 2023", "1/2022", "12/2025", ()),
        ("Keväällä", "9/2022", "12/2023", ()),
        ("Kesällä", "9/2023", "12/2023", ("Kesällä",)),
        ("Alkaa 9/2023, tarkentuu kesällä", "9/2023", "12/2023", ()),
    ],
)
def test_a_time_that_only_the_words_name(text, start, end, told):
    apart = dates_apart(text, [phase(start, end)], datetime.date(2023, 3, 15))
    assert apart.only_told == told
