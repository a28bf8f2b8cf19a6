"""Names of areas and goals in cells: what is written is read back as the same row."""

from __future__ import annotations

import random

import pytest

from projects.sheets.names import AmbiguousName, AreaNames, UnknownName, joined, names_in

NAMES = ("Yksikkö 2", "Hallinto", "A › B", "A", "B", '"A"', 'a"b', "›", "x ;y", " A", "=1", "'=1")


def some_areas(dice):
    """A tree in which many areas have one name, though none beside another of it."""
    rows, taken = [], set()
    for key in range(1, dice.randrange(2, 14)):
        above, name = dice.choice([None, *(row[0] for row in rows)]), dice.choice(NAMES)
        if (above, name) not in taken:
            taken.add((above, name))
            rows.append((key, name, above))
    return rows


@pytest.mark.parametrize("seed", range(20))
def test_every_area_is_read_back(seed):
    dice = random.Random(seed)
    for _n in range(50):
        rows = some_areas(dice)
        names = AreaNames(rows)
        assert [names.key_of(names.text_of(key)) for key, *_rest in rows] == [
            row[0] for row in rows
        ]


@pytest.mark.parametrize("seed", range(20))
def test_any_goals_are_read_back(seed):
    dice = random.Random(seed)
    for _n in range(50):
        chosen = dice.sample(NAMES, dice.randrange(len(NAMES)))
        assert names_in(joined(chosen), dict.fromkeys(NAMES)) == chosen


def test_a_name_stands_alone_where_it_is_the_only_one():
    names = AreaNames([(1, "Hallinto", None), (2, "Yksikkö 2", 1), (3, "Koulut", None)])
    assert names.text_of(2) == "Yksikkö 2"
    assert names.key_of("Hallinto › Yksikkö 2") == 2  # its path is always understood
    assert names.key_of("Hallinto›Yksikkö 2") == 2


def test_a_name_that_several_have_is_refused_with_what_tells_them_apart():
    names = AreaNames(
        [(1, "Hallinto", None), (2, "Yksikkö 2", 1), (3, "Tekniset", None), (4, "Yksikkö 2", 3),
         (5, "Yksikkö 2", None)]
    )  # fmt: skip
    with pytest.raises(AmbiguousName) as refused:
        names.key_of("Yksikkö 2")
    assert refused.value.choices == ["Hallinto › Yksikkö 2", "Tekniset › Yksikkö 2", "› Yksikkö 2"]
    assert [names.key_of(text) for text in refused.value.choices] == [2, 4, 5]


def test_a_known_goal_with_a_semicolon_needs_no_quotation_marks():
    known = dict.fromkeys(["Avoin; saavutettava", "Muu"])
    assert names_in("Avoin; saavutettava; Muu", known) == ["Avoin; saavutettava", "Muu"]
    assert names_in('"Avoin; saavutettava"', known) == ["Avoin; saavutettava"]
    with pytest.raises(UnknownName, match="Kuu"):
        names_in("Muu; Kuu", known)
