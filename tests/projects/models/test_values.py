"""Fuzzy dates, sums and yearly costs: what is printed is read back."""

import datetime
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.fields import FuzzyDateFormField, MoneyFormField, fold
from projects.values.costs import CostLine, yearly_costs
from projects.values.fuzzy_dates import (
    FuzzyDate,
    Precision,
    UnreadableDate,
    format_fuzzy_date,
    format_fuzzy_range,
    parse_fuzzy_date,
)
from projects.values.money import (
    MoneyRange,
    UnreadableMoney,
    format_money_range,
    parse_amount,
    parse_money_range,
)
from reports.reading.meaning.schedules import read_date

LANGUAGES = st.sampled_from(["fi", "sv", "en"])
YEARS = st.integers(1900, 2199)
PARTS = {
    Precision.MONTH: 12,
    Precision.QUARTER: 4,
    Precision.SEASON: 4,
    Precision.HALF: 2,
    Precision.WEEK: 52,
}


@st.composite
def fuzzy_dates(draw):
    precision = draw(st.sampled_from(list(Precision)))
    if precision is Precision.DAY:
        day = draw(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
        return FuzzyDate.from_date(day)
    part = draw(st.integers(1, PARTS[precision])) if precision in PARTS else 0
    return FuzzyDate(draw(YEARS), precision, part)


cents = st.integers(0, 10**12).map(lambda n: Decimal(n) / 100)


@given(fuzzy_dates(), LANGUAGES)
def test_a_printed_date_is_read_back(date, language):
    assert parse_fuzzy_date(format_fuzzy_date(date, language)) == date


@given(fuzzy_dates())
def test_edtf_is_read_back_and_bounds_are_in_order(date):
    assert FuzzyDate.from_edtf(date.edtf) == date
    assert date.first_day <= date.last_day


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Q3/2022", "2022-35"),
        ("9/2022", "2022-09"),
        ("10/.2023", "2023-10"),
        ("syksyllä 2022", "2022-23"),
        ("Hösten 2022", "2022-23"),
        ("kesäkuu 2022", "2022-06"),
        ("kesä 2022", "2022-22"),
        ("1. syyskuuta 2022", "2022-09-01"),
        ("1.9.2022", "2022-09-01"),
        ("H1/2025", "2025-40"),
        ("2022", "2022"),
        ("vko 36/2023", "2023-W36"),
        ("viikko 36/2023", "2023-W36"),
        ("Viikolla 6/2023", "2023-W06"),
        ("v. 36/2023", "2023-W36"),
        ("vecka 36 2023", "2023-W36"),
        ("week 36, 2023", "2023-W36"),
        ("1.9.23", "2023-09-01"),
        ("loppuvuosi 2023", "2023-41"),
        ("Alkuvuodesta 2023", "2023-40"),
    ],
)
def test_dates_are_read_as_people_write_them(text, edtf):
    assert parse_fuzzy_date(text).edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "Q5/2022",
        "13/2022",
        "31.2.2022",
        "vko 54/2023",
        "vko 53/2023",
        "vko 36",
        "",
        "soon",
        "22",
        "٣/2022",
    ],
)
def test_what_no_calendar_has_is_refused(text):
    with pytest.raises(UnreadableDate):
        parse_fuzzy_date(text)


def test_a_week_is_from_monday_to_sunday():
    """The first week of a year may begin in the year before (ISO 8601)."""
    week, first = FuzzyDate.from_edtf("2023-W36"), FuzzyDate.from_edtf("2020-W01")
    assert (week.first_day, week.last_day) == (
        datetime.date(2023, 9, 4),
        datetime.date(2023, 9, 10),
    )
    assert (first.first_day, first.last_day) == (
        datetime.date(2019, 12, 30),
        datetime.date(2020, 1, 5),
    )
    assert format_fuzzy_range(first, week, "fi") == "vko 1/2020 – vko 36/2023"
    assert FuzzyDate.from_edtf("2020-W53").last_day == datetime.date(2021, 1, 3)


def test_a_range_of_dates_reads_as_in_a_plan():
    start, end = FuzzyDate.from_edtf("2022-35"), FuzzyDate.from_edtf("2023-34")
    assert format_fuzzy_range(start, end, "fi") == "Q3/2022–Q2/2023"
    assert format_fuzzy_range(start, start, "fi") == "Q3/2022"
    assert format_fuzzy_range(start, None, "fi") == "Q3/2022–"


@given(cents, cents, LANGUAGES)
def test_a_printed_sum_is_read_back(one, other, language):
    value = MoneyRange(min(one, other), max(one, other))
    assert parse_money_range(format_money_range(value, language)) == value


def test_money_reads_with_no_break_spaces():
    value = MoneyRange(Decimal(15000), Decimal(18000))
    assert format_money_range(value, "fi") == "15\u00a0000–18\u00a0000\u00a0€"


@pytest.mark.parametrize(
    ("text", "euros"),
    [("30.000 €", 30000), ("1,2 M€", 1_200_000), ("12 t€", 12000), ("15 000", 15000)],
)
def test_sums_are_read_as_people_write_them(text, euros):
    assert parse_amount(text) == euros


@pytest.mark.parametrize("text", ["", "abc", "12 e5", "-5", "18 000–15 000"])
def test_a_sum_with_letters_or_in_the_wrong_order_is_refused(text):
    with pytest.raises(UnreadableMoney):
        parse_money_range(text)


@given(cents, st.integers(2000, 2050), st.integers(0, 30))
def test_no_cent_is_lost_when_a_total_is_spread_over_years(total, first, more):
    line = CostLine(total, total, "total", None, first, first + more)
    by_year = yearly_costs([line])
    assert sum(amount.low for amount in by_year.values()) == total
    assert len(by_year) == more + 1


def test_a_yearly_sum_counts_in_each_year_and_a_monthly_one_twelvefold():
    lines = [
        CostLine(Decimal(10), Decimal(20), "year", None, 2022, 2023),
        CostLine(Decimal(1), Decimal(1), "month", None, 2023, 2023),
        CostLine(Decimal(5), Decimal(5), "total"),
        CostLine(Decimal(3000), Decimal(3000), "unit"),
    ]
    assert yearly_costs(lines) == {
        2022: MoneyRange(Decimal(10), Decimal(20)),
        2023: MoneyRange(Decimal(22), Decimal(32)),
        None: MoneyRange(Decimal(5), Decimal(5)),
    }


def test_forms_say_in_a_sentence_what_they_do_not_understand():
    with pytest.raises(Exception, match="Q5/2022"):
        FuzzyDateFormField().clean("Q5/2022")
    with pytest.raises(Exception, match="15"):
        MoneyFormField().clean("viisi")


def test_search_folds_case_and_control_characters_but_keeps_letters_apart():
    assert fold("ÄÄNESTYS\x00") == "äänestys "
    assert fold("a") != fold("ä")


FINNISH_CASES = ("kuu", "kuun", "kuuta", "kuussa", "kuusta", "kuulle", "kuuksi", "kuuna", "kuuhun")
FINNISH = (
    *("tammi", "helmi", "maalis", "huhti", "touko", "kesä"),
    *("heinä", "elo", "syys", "loka", "marras", "joulu"),
)
SWEDISH = "januari februari mars april maj juni juli augusti september oktober november december"
ENGLISH = "January February March April May June July August September October November December"
MONTHS_AS_WRITTEN = [
    *((n, stem + case) for n, stem in enumerate(FINNISH, 1) for case in FINNISH_CASES),
    *((n, name) for names in (SWEDISH, ENGLISH) for n, name in enumerate(names.split(), 1)),
    *((n, name[:3]) for names in (SWEDISH, ENGLISH) for n, name in enumerate(names.split(), 1)),
]


@pytest.mark.parametrize(("month", "name"), MONTHS_AS_WRITTEN)
def test_every_month_is_read_by_each_form_of_its_name(month, name):
    written = [name, name.capitalize(), name.upper(), unicodedata.normalize("NFD", name)]
    for word in written:
        assert parse_fuzzy_date(f"{word} 2023") == FuzzyDate(2023, Precision.MONTH, month)
        for day in (f"15. {word} 2023", f"15.{word} 2023", f"15 {word} 2023"):
            assert parse_fuzzy_date(day) == FuzzyDate(2023, Precision.DAY, month, 15)
        # The reader of imported plans has the same words.
        assert read_date(f"arviolta {word} 2023") == FuzzyDate(2023, Precision.MONTH, month)


@pytest.mark.parametrize(
    ("season", "names"),
    [
        (1, "kevät kevään keväällä keväästä kevääseen våren vår spring"),
        (2, "kesä kesän kesällä kesästä kesään sommaren sommar summer"),
        (3, "syksy syksyn syksyllä syksystä syksyyn hösten höst autumn fall"),
        (4, "talvi talven talvella talvesta talveen vintern vinter winter"),
    ],
)
def test_every_season_is_read_by_each_form_of_its_name(season, names):
    for name in names.split():
        assert parse_fuzzy_date(f"{name} 2023") == FuzzyDate(2023, Precision.SEASON, season)
        assert read_date(f"{name} 2023") == FuzzyDate(2023, Precision.SEASON, season)


@pytest.mark.parametrize(
    "word",
    [
        *(
            "majoitus",
            "marjat",
            "marras-joulukuu",
            "maaliskisat",
            "syysloma",
            "kesäloma",
            "talvisota",
        ),
        *(
            "decentraliserad",
            "septic",
            "novelli",
            "junior",
            "julistus",
            "apropos",
            "augur",
            "vårdag",
        ),
        *("kevättalvi", "syystalvi", "fallback", "springer", "elokuva", "kesäkuulokkeet", "octet"),
    ],
)
def test_a_word_that_begins_like_a_month_or_season_is_none(word):
    with pytest.raises(UnreadableDate):
        parse_fuzzy_date(f"{word} 2023")
    with pytest.raises(UnreadableDate):
        parse_fuzzy_date(f"15. {word} 2023")
    read = read_date(f"{word} 2023")
    assert read is None or read.precision is Precision.YEAR
