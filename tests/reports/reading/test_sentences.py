"""A schedule, costs or resources typed as in a plan become rows; what they do not become is said."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.models import CostItem, ResourceNeed, SchedulePhase
from projects.values.choices import Per, ResourceParty, ResourceUnit, Vat
from projects.values.fuzzy_dates import FuzzyDate, Precision, parse_fuzzy_date
from projects.wording import item_words, need_words
from reports.reading.sentences.costs import understand_costs
from reports.reading.sentences.resources import understand_resources
from reports.reading.sentences.schedule import understand_schedule


def schedule(text):
    found = understand_schedule(text)
    return [
        (p.name, p.start and str(p.start), p.end and str(p.end)) for p in found.rows
    ], found.left


def costs(text):
    found = understand_costs(text)
    rows = [(int(c.low), int(c.high), c.per, c.vat, c.first_year, c.last_year) for c in found.rows]
    return rows, found.left


def resources(text):
    found = understand_resources(text)
    return [(n.party, n.low, n.high, n.unit, n.description) for n in found.rows], found.left


@pytest.mark.parametrize(
    ("text", "rows", "left"),
    [
        ("syksy 2026 – kevät 2027, pilotti 9/2026",
         [("", "syksy 2026", "kevät 2027"), ("pilotti", "9/2026", "9/2026")], ()),
        ("Vaihe 1: kevät 2024, vaihe 2: syksy 2024, riippuu toimittajasta",
         [("Vaihe 1", "kevät 2024", "kevät 2024"), ("vaihe 2", "syksy 2024", "syksy 2024")],
         ("riippuu toimittajasta",)),
        ("siirtyy syksyyn", [], ("siirtyy syksyyn",)),
        ("pilotti 13/2026 ja käyttöönotto 2027", [("", "2027", "2027")], ("13/2026",)),
        ("vko 36/2026 – vko 2/2027", [("", "vko 36/2026", "vko 2/2027")], ()),
        ("2024 suunnittelu, 2025 pilotti, 2026 käyttöönotto, 10 000 € ja 5 000 USD",
         [("suunnittelu", "2024", "2024"), ("pilotti", "2025", "2025"),
          ("käyttöönotto", "2026", "2026")], ("10 000 € ja 5 000 USD",)),
        ("", [], ()),
    ],
)  # fmt: skip
def test_a_schedule_typed_as_in_a_plan(text, rows, left):
    assert schedule(text) == (rows, left)


@pytest.mark.parametrize(
    ("text", "rows", "left"),
    [
        ("15 000–18 000 € / vuosi, alv 0, 2026–",
         [(15000, 18000, "year", "excluded", 2026, None)], ()),
        ("2024: 10 000 €, 2025: 20 000 €",
         [(10000, 10000, "total", None, 2024, 2024), (20000, 20000, "total", None, 2025, 2025)],
         ()),
        ("10 000 € vuonna 2024, 20 000 € vuosina 2025–2026",
         [(10000, 10000, "total", None, 2024, 2024), (20000, 20000, "total", None, 2025, 2026)],
         ()),
        ("10 000 € tai 11 000 USD", [(10000, 10000, "total", None, None, None)], ("11 000 USD",)),
        ("suunnittelu 2024 10 000 €, pilotti 2025 5 000 $ ja käyttöönotto 2026 20 000 €",
         [(10000, 10000, "total", None, 2024, 2024), (20000, 20000, "total", None, 2026, 2026)],
         ("5 000 $",)),
        ("12 000–15 000 kr om året", [], ("12 000–15 000 kr",)),
        ("Hanke alkaa 2024. Kustannus 10 000 €, ylläpito selviää",
         [(10000, 10000, "total", None, None, None)], ("Hanke alkaa 2024", "ylläpito selviää")),
        ("Säästö 5 000 €/v", [], ("Säästö 5 000 €/v",)),
    ],
)  # fmt: skip
def test_costs_typed_as_in_a_plan_in_euros_alone(text, rows, left):
    assert costs(text) == (rows, left)


@pytest.mark.parametrize(
    ("text", "rows", "left"),
    [
        ("2 htkk tietohallinto + konsultti",
         [("it", 2, 2, "person_months", ""), ("purchased", None, None, "", "konsultti")], ()),
        ("20 htp, kenen selviää myöhemmin", [], ("kenen selviää myöhemmin", "20 htp")),
        ("5–3 htp tietohallinto", [], ("5–3 htp",)),
        ("Tietohallinto 1 500 htp", [("it", 1500, 1500, "person_days", "")], ()),
    ],
)  # fmt: skip
def test_resources_typed_as_in_a_plan(text, rows, left):
    assert resources(text) == (rows, left)


# No limit by the clock: other work may hold the machine.
timeless = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LANGUAGES = st.sampled_from(["fi", "sv", "en"])
PARTS = {Precision.YEAR: 0, Precision.HALF: 2, Precision.SEASON: 4, Precision.QUARTER: 4,
         Precision.MONTH: 12, Precision.WEEK: 52}  # fmt: skip


@st.composite
def dates(draw):
    year = draw(st.integers(2000, 2099))
    precision = draw(st.sampled_from([*PARTS, Precision.DAY]))
    if precision is Precision.DAY:
        return FuzzyDate(year, precision, draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    part = PARTS[precision] and draw(st.integers(1, PARTS[precision]))
    return FuzzyDate(year, precision, part)


@timeless
@given(st.lists(dates(), min_size=2, max_size=2), LANGUAGES, st.booleans(), st.booleans())
def test_a_phase_in_words_is_read_back(ends, language, has_start, has_end):
    first, last = sorted(ends, key=lambda date: (date.first_day, date.last_day))
    start, end = first if has_start or not has_end else None, last if has_end else None
    with translation.override(language):
        words = str(SchedulePhase(start=start, end=end))
    found = understand_schedule(words)
    if start and end and start.first_day > end.last_day:
        return
    assert [(p.start, p.end) for p in found.rows] == [(start, end)], words
    assert found.left == ()


AMOUNTS = st.decimals(1, 9_999_999, places=2) | st.integers(1, 999_999_999).map(Decimal)


@timeless
@given(st.lists(AMOUNTS, min_size=2, max_size=2), st.sampled_from(Per),
       st.sampled_from(["", *Vat]), LANGUAGES)  # fmt: skip
def test_a_cost_in_words_is_read_back(amounts, per, vat, language):
    low, high = sorted(amounts)
    item = CostItem(
        low=low, high=high, per=per, unit="palvelin" if per == Per.UNIT else "", vat=vat
    )
    with translation.override(language):
        words = item_words(item)
    found = understand_costs(words)
    read = [(c.low, c.high, c.per, c.unit or "", c.vat or "") for c in found.rows]
    assert read == [(low, high, per, item.unit, vat)], words
    assert found.left == ()


WORK = st.decimals(1, 9_999, places=1)


@timeless
@given(st.lists(WORK, min_size=2, max_size=2), st.sampled_from(ResourceParty),
       st.sampled_from(ResourceUnit), st.sampled_from(["", "prosessi"]), LANGUAGES)  # fmt: skip
def test_a_need_in_words_is_read_back(amounts, party, unit, per, language):
    low, high = sorted(amounts)
    need = ResourceNeed(party=party, low=low, high=high, unit=unit, per=per)
    with translation.override(language):
        words = need_words(need)
    found = understand_resources(words)
    read = [(n.party, n.low, n.high, n.unit, n.per) for n in found.rows]
    assert read == [(party, low, high, unit, per)], words
    assert found.left == ()


def test_a_date_in_words_is_a_date_for_its_field_too():
    for words in ("vko 36/2026", "syksy 2026", "H1/2027"):
        (phase,) = understand_schedule(words).rows
        assert phase.start == parse_fuzzy_date(words)
