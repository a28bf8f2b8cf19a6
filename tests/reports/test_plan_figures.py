"""The figures of a plan: what the bars and the cells add up."""

from decimal import Decimal

from projects.colours import SALKKU_ACCENT
from projects.fuzzy_dates import FuzzyDate
from reports import document as doc
from reports.figures.drawings import cost_figure, heat_map
from reports.figures.effects import Tally, effects_by_group
from reports.figures.yearly_costs import plan_costs
from reports.presentation import plan_context
from reports.rendering.html import render_html
from tests.reports.full_plan import IMPRINT, PLAN


def money(low, high=None, per="total", **values):
    return doc.Cost(Decimal(low), Decimal(high or low), per, **values)


def project(number="1.1", years=None, costs=(), effects=(), **values):
    first, last = years or (None, None)
    phase = doc.Phase("", first and FuzzyDate.from_edtf(first), last and FuzzyDate.from_edtf(last))
    parts = tuple(doc.AssessmentPart(effect) for effect in effects) or doc.Assessment().parts
    return doc.PlannedProject(
        number, "Hanke", "service_area", "Alue",
        schedule=doc.Schedule("", (phase,) if years else ()),
        costs=doc.Costs("", tuple(costs)),
        assessment=doc.Assessment(parts=parts),
        **values,
    )  # fmt: skip


def plan(*projects, end="2024"):
    period = doc.Period(FuzzyDate.from_edtf("2023"), FuzzyDate.from_edtf(end))
    return doc.PlanDocument("fi", "S", "K", period, projects=projects)


def sums(found):
    return {year: (int(amount.low), int(amount.high)) for year, amount in found.years}


def test_a_sum_is_spread_over_the_schedule_and_a_yearly_one_counts_each_year():
    found = plan_costs(
        plan(project(years=("2023", "2024"), costs=[money("100", "200"), money("10", per="year")]))
    )
    assert sums(found) == {2023: (60, 110), 2024: (60, 110)}


def test_years_of_the_sum_itself_win_over_the_schedule():
    item = money("100", first_year=2025, last_year=2025)
    assert sums(plan_costs(plan(project(years=("2023", "2024"), costs=[item])))) == {
        2025: (100, 100)
    }


def test_an_open_schedule_ends_with_the_plan():
    found = plan_costs(plan(project(years=("2023", None), costs=[money("10", per="month")])))
    assert sums(found) == {2023: (120, 120), 2024: (120, 120)}


def test_what_cannot_be_added_up_is_counted_and_told():
    found = plan_costs(
        plan(
            project("1.1", ("2023", "2023"), [money("5"), money("9", per="unit", unit="laite")]),
            project("1.2", None, [money("7")]),
            project("1.3"),
            project("1.4", left_out=("costs",)),
        )
    )
    assert sums(found) == {2023: (5, 5)}
    assert found.undated.low == 7
    assert (found.projects_unknown, found.projects_not_public, found.units_uncounted) == (1, 1, 1)


def test_years_far_away_are_one_sum():
    found = plan_costs(plan(project(years=("2023", "2052"), costs=[money("30")])))
    assert len(found.years) == 12
    assert found.later.low == 18


def test_no_sum_with_a_year_is_no_figure():
    assert cost_figure(plan(project(costs=[money("5")]))) is None
    assert cost_figure(plan()) is None
    assert plan_context(plan(), IMPRINT)["costs"] is None


def test_a_year_without_costs_between_others_is_drawn():
    costs = [money("5", first_year=2023), money("5", first_year=2025)]
    assert [bar.year for bar in cost_figure(plan(project(costs=costs))).bars] == [
        "2023",
        "2024",
        "2025",
    ]


def test_effects_are_counted_by_group_and_what_is_not_assessed_apart():
    document = plan(
        project("1.1", effects=("some", "none", "none", "unassessed")),
        project("1.2", effects=("some", "some", "none", "unassessed")),
        project("2.1"),
    )
    first, second = effects_by_group(document)
    assert first.tallies == (Tally(2, 0, 0), Tally(1, 1, 0), Tally(0, 2, 0), Tally(0, 0, 2))
    assert second.tallies == (Tally(0, 0, 1),) * 4
    row = heat_map(document, SALKKU_ACCENT).rows[0]
    assert [cell.shown for cell in row.cells] == ["2 / 2", "1 / 2", "0 / 2", "0 / 2"]
    assert row.cells[3].fill == "#ffffff"


def test_nothing_assessed_is_no_figure():
    assert heat_map(plan(project()), SALKKU_ACCENT) is None


def test_each_figure_has_a_text_alternative_and_a_table_of_its_numbers():
    made = render_html(PLAN, IMPRINT)
    assert made.count("<svg") == 3
    assert made.count('role="img"') == 3
    assert made.count("<title>") >= 4
    assert "<figcaption>" in made
    assert made.count("<table") == 3
