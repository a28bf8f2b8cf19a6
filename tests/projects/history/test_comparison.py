"""What counts as a change between two states, and how it reads in three languages."""

from decimal import Decimal

import pytest
from django.utils import translation

from projects.changes.compare import ChangeKind, ProjectState, Shift, compare, counts
from projects.changes.words import CHANGE_HEADINGS, distance, sentence, values
from projects.values.fuzzy_dates import parse_fuzzy_date
from projects.values.money import MoneyRange


def date(text):
    return parse_fuzzy_date(text) if text else None


def euros(low, high=None):
    return MoneyRange(Decimal(low), Decimal(high if high is not None else low))


def state(key=1, name="Verkko", **values):
    for end in ("start", "end"):
        values[end] = date(values.get(end, ""))
    return ProjectState(key=key, name=name, **values)


def changes(before, after, **kwargs):
    as_map = lambda states: {each.key: each for each in states}  # noqa: E731
    return compare(as_map(before), as_map(after), **kwargs)


LIGHTS = ("on_track", "", "")
CASES = [
    ({}, {}, []),
    ({"end": "Q2/2023"}, {"end": "Q3/2023"}, [ChangeKind.LATER]),
    ({"end": "Q3/2023"}, {"end": "Q2/2023"}, [ChangeKind.EARLIER]),
    ({"end": "Q3/2023"}, {"end": "9/2023"}, []),  # only more exact
    ({"end": "Q3/2023"}, {"end": "30.9.2023"}, []),
    ({"start": "Q3/2022"}, {"start": "9/2022"}, [ChangeKind.LATER]),
    ({"start": "2022", "end": "2023"}, {"start": "2023", "end": "2024"}, [ChangeKind.LATER] * 2),
    ({"end": ""}, {"end": "2023"}, [ChangeKind.SCHEDULE]),
    ({"end": "2023"}, {"end": ""}, [ChangeKind.SCHEDULE]),
    ({"cost": euros(100)}, {"cost": euros(150)}, [ChangeKind.DEARER]),
    ({"cost": euros(150)}, {"cost": euros(100)}, [ChangeKind.CHEAPER]),
    ({"cost": euros(100, 200)}, {"cost": euros(150)}, [ChangeKind.COST]),  # narrowed to its middle
    ({"cost": None}, {"cost": euros(1)}, [ChangeKind.COST]),
    ({"cost": euros(100)}, {"cost": None}, [ChangeKind.COST]),
    ({"status": "approved"}, {"status": "in_progress"}, [ChangeKind.STATUS]),
    ({"area_key": 1}, {"area_key": 2}, [ChangeKind.MOVED]),
    ({"area": "Sivistys"}, {"area": "Sivistyspalvelut"}, []),
    ({"lights": LIGHTS}, {"lights": ("trouble", "", "")}, [ChangeKind.LIGHT]),
    ({}, {"lights": ("trouble", "", "")}, [ChangeKind.LIGHT]),
    ({}, {"lights": LIGHTS}, []),  # a first report that all is well
    ({"lights": LIGHTS}, {}, [ChangeKind.LIGHT]),
    ({"cost": euros(1), "hidden": frozenset({"cost"})}, {"cost": euros(2)}, []),
    ({}, {"lights": ("trouble", "", ""), "hidden": frozenset({"lights"})}, []),
]


@pytest.mark.parametrize(("before", "after", "kinds"), CASES)
def test_what_is_a_change(before, after, kinds):
    assert [change.kind for change in changes([state(**before)], [state(**after)])] == kinds


def test_projects_come_and_go():
    found = changes([state(1, "Mennyt")], [state(2, "Tullut")])
    assert [(c.kind, c.name) for c in found] == [
        (ChangeKind.NEW, "Tullut"),
        (ChangeKind.GONE, "Mennyt"),
    ]


def test_a_project_that_only_came_into_sight_is_not_new():
    assert changes([], [state(1)], unseen={1}) == []
    assert changes([state(1)], [], unseen={1}) == []


def test_projects_are_counted_once_for_each_kind():
    found = changes([state(start="2022", end="2023")], [state(start="2023", end="2024")])
    assert counts(found)[ChangeKind.LATER] == 1
    assert set(counts([])) == set(ChangeKind)


SENTENCES = [
    (
        {"end": "Q2/2023"},
        {"end": "Q3/2023"},
        (
            "Päättyy 3 kuukautta myöhemmin: Q2/2023 → Q3/2023",
            "Slutar 3 månader senare: Q2/2023 → Q3/2023",
            "Ends 3 months later: Q2/2023 → Q3/2023",
        ),
    ),
    (
        {"start": "1.9.2022"},
        {"start": "2.9.2022"},
        (
            "Alkaa 1 päivän myöhemmin: 1.9.2022 → 2.9.2022",
            "Börjar 1 dag senare: 1.9.2022 → 2.9.2022",
            "Starts 1 day later: 1 September 2022 → 2 September 2022",
        ),
    ),
    (
        {"end": "2/2023"},
        {"end": "1/2023"},
        (
            "Päättyy 1 kuukauden aikaisemmin: 2/2023 → 1/2023",
            "Slutar 1 månad tidigare: 2/2023 → 1/2023",
            "Ends 1 month earlier: February 2023 → January 2023",
        ),
    ),
    (
        {"cost": euros(12000)},
        {"cost": euros(15000)},
        (
            "3\xa0000\xa0€ kalliimpi: 12\xa0000\xa0€ → 15\xa0000\xa0€",
            "3\xa0000\xa0€ dyrare: 12\xa0000\xa0€ → 15\xa0000\xa0€",
            "€3,000 dearer: €12,000 → €15,000",
        ),
    ),
    (
        {"cost": euros(10, 20)},
        {"cost": euros(5)},
        (
            "Noin 10\xa0€ halvempi: 10–20\xa0€ → 5\xa0€",
            "Ungefär 10\xa0€ billigare: 10–20\xa0€ → 5\xa0€",
            "About €10 cheaper: €10–20 → €5",
        ),
    ),
    (
        {"status": "approved"},
        {"status": "in_progress"},
        (
            "Tila: Hyväksytty → Käynnissä",
            "Status: Godkänt → Pågår",
            "Status: Approved → In progress",
        ),
    ),
    (
        {"lights": ("on_track", "", "")},
        {"lights": ("trouble", "", "attention")},
        (
            "Aikataulu suunnitelman mukaan → ongelmissa; sisältö ei tiedossa → vaatii huomiota",
            None,
            "Schedule on track → in trouble; content not known → needs attention",
        ),
    ),
    (
        {"end": ""},
        {"end": "2023"},
        ("Loppu: ei tiedossa → 2023", None, "End: not known → 2023"),
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), SENTENCES)
def test_a_change_is_a_sentence(before, after, expected):
    (change,) = changes([state(**before)], [state(**after)])
    for language, text in zip(("fi", "sv", "en"), expected, strict=True):
        with translation.override(language):
            assert text is None or sentence(change) == text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_kind_has_a_name_a_sentence_and_values(language):
    before = state(start="2022", end="2023", cost=euros(1), status="approved", area="A")
    after = state(
        end="2024", cost=euros(2), status="on_hold", area="B", area_key=2, lights=("trouble",) * 3
    )
    found = [*changes([before], [after]), *changes([state(2)], [state(3)])]
    with translation.override(language):
        for change in found:
            assert sentence(change)
            assert str(CHANGE_HEADINGS[change.kind])
            assert len(values(change)) == 2
    assert set(CHANGE_HEADINGS) == set(ChangeKind)


@pytest.mark.parametrize(
    ("months", "words"),
    [(1, "1 month"), (23, "23 months"), (30, "2 years 6 months"), (2124, "177 years")],
)
def test_long_distances_are_told_in_years(months, words):
    with translation.override("en"):
        assert distance(Shift(months, 0)) == words
