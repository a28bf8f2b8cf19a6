"""What the database finds changed between two days is what two states compared have changed."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest
from django.db import transaction

from portfolio.past.figures import past_figures
from portfolio.timeline.rows import planned_on
from projects.changes.between_days import ChangesBetween, changes_between
from projects.changes.compare import ChangeKind, ProjectState, compare, counts
from projects.confidentiality import Piece
from projects.history.kept_day import hides, kept_on
from projects.history.past_portfolio import PastPortfolio, end_of
from projects.models import CostItem, Project, SchedulePhase, StatusReport
from projects.saving.many import change_many
from projects.timing import late, slips
from projects.values.choices import LIGHTS
from projects.values.costs import yearly_costs
from projects.values.fuzzy_dates import parse_fuzzy_date, span
from projects.values.money import MoneyRange
from tests.projects.history.test_kept_states import DAYS, on, some_change
from tests.projects.history.told_then import keys_then, stale

pytestmark = pytest.mark.django_db
SEEDS = 3
# Near and far apart, from the first day on and later; each seed compares a third of them.
PAIRS = list(itertools.combinations(DAYS[::2], 2))


def states(day, user):
    """Of the history: what the user sees, and whom of the others there was."""
    past, all_of_it = PastPortfolio(end_of(day), user), PastPortfolio(end_of(day), None)
    all_of_it.__dict__["sight"] = type(past.sight)(True, True)
    found = {}
    only = [SchedulePhase, CostItem, StatusReport]
    for row in past.projects(keys_then(past), only=only):
        start, end = span((phase.start, phase.end) for phase in row.phases.all())
        report = row.last_report
        hides = {Piece.COSTS: "cost", Piece.REPORTS: "lights"}
        found[row.pk] = ProjectState(
            key=row.pk, name=row.name, language=row.language,
            area=str(past.areas[row.service_area_id]),
            area_key=row.service_area_id, status=row.status, start=start, end=end,
            cost=None if row.cost_low is None else MoneyRange(row.cost_low, row.cost_high),
            lights=tuple(getattr(report, x) for x in LIGHTS) if report else ("", "", ""),
            hidden=frozenset(hides[piece] for piece in row.left_out if piece in hides),
        )  # fmt: skip
    return found, set(keys_then(all_of_it)) - found.keys()


def assert_a_list_of_the_day_is_as_told(day, user):
    """What the table of time lists, and keeps from the reader, is what the history says."""
    past = PastPortfolio(end_of(day), user)
    rows = kept_on(day, user)
    assert sorted(rows.values_list("key", flat=True)) == sorted(keys_then(past)), day
    then = past.projects(keys_then(past), only=[SchedulePhase, CostItem, StatusReport])
    for piece in (Piece.COSTS, Piece.REPORTS):
        hidden = set(rows.filter(hides(piece, user)).values_list("key", flat=True))
        assert hidden == {row.pk for row in then if piece in row.left_out}, (day, piece)
    figures = past_figures(rows, day, user)
    assert figures["late"] == sum(late(row, day) for row in then)
    assert figures["slipping"] == sum(slips(row) for row in then)
    assert figures["stale"] == sum(stale(row, day) for row in then)
    years = yearly_costs(item.line for row in then for item in row.costs.all())
    assert dict(figures["years"]) == years
    spans = planned_on(day, [row.pk for row in then], user)
    phases = {
        row.pk: sorted((str(each.start), str(each.end)) for each in row.phases.all())
        for row in then
    }
    assert {
        key: sorted((str(each.start), str(each.end)) for each in of_it)
        for key, of_it in spans.items()
    } == {key: rows for key, rows in phases.items() if rows}


def plain(changes):
    return sorted((c.kind, c.key, c.of_start, c.name, c.area, c.before, c.after) for c in changes)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(n, marks=pytest.mark.one_database) for n in range(1, SEEDS))]
)
def test_what_changed_is_what_the_two_states_say(seed, area, planner, make_user):
    dice = random.Random(seed)
    other = type(area).objects.create(name="Tekniset", parent=None)
    owner, reader = make_user("reader", "owner"), make_user("reader")
    for day in sorted(dice.choices(DAYS, k=35)):
        with on(day), transaction.atomic():
            some_change(dice, dice.choice([area, other]), planner)
            rows = list(Project.objects.order_by("?")[:1])
            for row in rows:
                row.service_area, row.owner = dice.choice([area, other]), dice.choice([owner, None])
                row.not_public_fields = dice.choice([(), (), ("costs",), ("reports",)])
            change_many(rows, ["service_area", "owner", "not_public_fields"], planner)
    seen = 0
    for user in (planner, reader, owner):
        for day in (datetime.date(1990, 1, 1), *DAYS, datetime.date(2024, 1, 1)):
            assert_a_list_of_the_day_is_as_told(day, user)
        stood = {day: states(day, user) for day in DAYS[::2]}
        for first, last in PAIRS[seed::SEEDS]:
            (before, hid_before), (after, hid_after) = stood[first], stood[last]
            expected = compare(before, after, hid_before | hid_after)
            told = changes_between(first, last, user)
            assert plain(told) == plain(expected), (first, last)
            found = ChangesBetween(first, last, user)
            assert found.counts == counts(expected)
            assert found.total == len({change.key for change in expected})
            parts = range(0, found.total + 8, 7)  # and one that has nothing left
            some = [c for n in parts for each in found.some(n, n + 7) for c in each]
            assert some == told
            seen += len(expected)
    assert seen > 50


def test_a_sum_that_floats_would_part_has_not_changed(make_project, planner):
    with on(DAYS[0]):
        project = make_project("Verkko")
        for low, high in ((0.1, 0.7), (0.2, 0.6)):
            cost = CostItem(project=project, kind="one_off", per="total", low=low, high=high)
            cost.save()
    with on(DAYS[4]):
        cost.low, cost.high = "0.30", "0.50"
        cost.save()
    assert [c.kind for c in changes_between(DAYS[0], DAYS[5], planner)] == [ChangeKind.COST]


def test_a_day_before_the_first_and_one_after_the_last_are_days_too(make_project, planner):
    with on(DAYS[3]):
        project = make_project("Verkko", "2022", "2023")
    with on(DAYS[5]):
        project.phases.update(end=parse_fuzzy_date("2030"))  # past the history: it tells nothing
    early, late = datetime.date(1990, 1, 1), datetime.date(2024, 1, 1)
    assert [c.kind for c in changes_between(early, late, planner)] == [ChangeKind.NEW]
    assert changes_between(DAYS[4], late, planner) == []
    assert changes_between(early, DAYS[2], planner) == []
