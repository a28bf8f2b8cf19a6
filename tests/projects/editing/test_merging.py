"""Two versions of one form put together, as values."""

from hypothesis import given
from hypothesis import strategies as st

from projects.editing.three_way import THEIRS, YOURS, added_by_them, differences, merged

texts = st.sampled_from(["", "a", "b", "c"]).map(lambda text: (text,))
fields = st.fixed_dictionaries({"name": texts, "notes": texts})
parts = st.dictionaries(st.sampled_from(["phases:1", "phases:2", "costs:1"]), fields)
states = st.builds(lambda own, rows: {"": own, **rows}, fields, parts)


def form(name="a", notes="b", **rows):
    return {"": {"name": (name,), "notes": (notes,)}, **rows}


def phase(name):
    return {"name": (name,)}


def test_each_field_that_differs_is_told_with_who_changed_it():
    found = differences(form(), form(name="theirs"), form(notes="mine"))
    assert [(d.field, d.was, d.theirs, d.yours, d.suggested) for d in found] == [
        ("name", ("a",), ("theirs",), ("a",), THEIRS),
        ("notes", ("b",), ("b",), ("mine",), YOURS),
    ]


def test_where_both_changed_a_field_nothing_is_suggested():
    (found,) = differences(form(), form(name="x"), form(name="y"))
    assert found.suggested == ""


def test_the_same_change_by_both_is_no_difference():
    assert differences(form(), form(name="x"), form(name="x")) == []


def test_a_row_that_they_removed_and_you_changed_is_a_choice():
    base, yours = form(**{"phases:1": phase("a")}), form(**{"phases:1": phase("b")})
    (found,) = differences(base, form(), yours)
    assert (found.row, found.theirs, found.yours) == ("phases:1", None, phase("b"))
    saved, removed = merged(base, form(), yours, {("phases:1", ""): YOURS})
    assert saved == form(**{"phases:new-1": phase("b")})
    assert removed == []
    assert merged(base, form(), yours, {("phases:1", ""): THEIRS}) == (form(), [])


def test_a_row_that_you_removed_and_they_changed_is_a_choice():
    base, theirs = form(**{"phases:1": phase("a")}), form(**{"phases:1": phase("b")})
    (found,) = differences(base, theirs, form())
    assert (found.theirs, found.yours) == (phase("b"), None)
    assert merged(base, theirs, form(), {("phases:1", ""): YOURS})[1] == ["phases:1"]
    assert merged(base, theirs, form(), {("phases:1", ""): THEIRS})[1] == []


def test_a_row_that_they_removed_and_you_left_alone_stays_removed():
    base = form(**{"phases:1": phase("a")})
    assert differences(base, form(), base) == []
    assert merged(base, form(), base, {}) == (form(), [])


def test_a_row_that_they_added_is_told_and_kept():
    theirs = form(**{"phases:9": phase("new")})
    assert added_by_them(form(), theirs, form()) == ["phases:9"]
    assert merged(form(), theirs, form(), {})[1] == []


def test_without_a_base_every_field_that_differs_is_asked_and_no_row_is_removed():
    theirs = form(name="x", **{"phases:1": phase("a")})
    (found,) = differences(None, theirs, form())
    assert (found.was, found.suggested) == (None, "")
    assert merged(None, theirs, form(), {("", "name"): YOURS}) == (form(), [])


@given(states, states, states)
def test_all_picks_theirs_changes_nothing_of_theirs(base, theirs, yours):
    picks = {(d.row, d.field): THEIRS for d in differences(base, theirs, yours)}
    saved, removed = merged(base, theirs, yours, picks)
    assert all(saved[row] == theirs[row] for row in saved if row in theirs)
    # What goes is only what you removed and they had left alone.
    assert all(theirs[row] == base[row] and row not in yours for row in removed)


@given(states, states, states)
def test_all_picks_yours_keeps_every_text_of_yours(base, theirs, yours):
    picks = {(d.row, d.field): YOURS for d in differences(base, theirs, yours)}
    saved, _removed = merged(base, theirs, yours, picks)
    for row, mine in yours.items():
        if row in theirs:
            assert saved[row] == mine
        elif base.get(row) != mine:
            assert mine in saved.values()


@given(states, states)
def test_who_saves_first_is_never_asked(base, yours):
    assert all(d.suggested == YOURS or d.yours is None or d.theirs is None
               for d in differences(base, base, yours))  # fmt: skip
