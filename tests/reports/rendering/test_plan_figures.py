"""The figures of a plan: what the bars and the cells add up."""

import io
from decimal import Decimal

import docx

from organisation.colours import SALKKU_ACCENT, WHITE, Colour
from projects.values.fuzzy_dates import FuzzyDate
from reports.document.plan import (
    Assessment,
    AssessmentPart,
    Cost,
    Costs,
    Period,
    Phase,
    PlanDocument,
    PlannedProject,
    Schedule,
)
from reports.figures.drawings import cost_figure, heat_map
from reports.figures.effects import Tally, effects_by_group
from reports.figures.yearly_costs import plan_costs
from reports.rendering.html import render_html
from reports.rendering.presentation import plan_context
from reports.rendering.word.plan import render_docx
from tests.reports.full_plan import IMPRINT, PLAN


def money(low, high=None, per="total", **values):
    return Cost(Decimal(low), Decimal(high or low), per, **values)


def project(number="1.1", years=None, costs=(), effects=(), **values):
    first, last = years or (None, None)
    phase = Phase("", first and FuzzyDate.from_edtf(first), last and FuzzyDate.from_edtf(last))
    parts = tuple(AssessmentPart(effect) for effect in effects) or Assessment().parts
    return PlannedProject(
        number, "Hanke", "service_area", "Alue",
        schedule=Schedule("", (phase,) if years else ()),
        costs=Costs("", tuple(costs)),
        **{"assessment": Assessment(parts=parts), **values},
    )  # fmt: skip


def plan(*projects, end="2024"):
    period = Period(FuzzyDate.from_edtf("2023"), FuzzyDate.from_edtf(end))
    return PlanDocument("fi", "S", "K", period, projects=projects)


def sums(found):
    return {year: (int(amount.low), int(amount.high)) for year, amount in found.years}


def test_a_sum_falls_on_the_years_that_it_names_and_on_no_others():
    found = plan_costs(
        plan(
            project(
                years=("2022", "2026"),
                costs=[
                    money("100", "200", first_year=2023, last_year=2024),
                    money("10", per="year", first_year=2023, last_year=2024),
                    money("7"),
                    money("3", per="month"),
                ],
            )
        )
    )
    assert sums(found) == {2023: (60, 110), 2024: (60, 110)}
    assert found.undated.low == 7 + 3 * 12


def test_what_cannot_be_added_up_is_counted_and_told():
    found = plan_costs(
        plan(
            project(
                "1.1", None, [money("5", first_year=2023), money("9", per="unit", unit="laite")]
            ),
            project("1.2", None, [money("7")]),
            project("1.3"),
            project("1.4", left_out=("costs",)),
        )
    )
    assert sums(found) == {2023: (5, 5)}
    assert found.undated.low == 7
    assert (found.projects_unknown, found.projects_not_public, found.units_uncounted) == (1, 1, 1)


def test_years_far_away_are_one_sum():
    found = plan_costs(plan(project(costs=[money("30", first_year=2023, last_year=2052)])))
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


def test_a_project_that_need_not_be_assessed_is_no_gap():
    """Act 906/2019, section 5: the screening that said so is the assessment."""
    waived = project("1.2", assessment=Assessment("not_required", "Ei muutoksia."))
    document = plan(project("1.1", effects=("some", "none", "none", "unassessed")), waived)
    (group,) = effects_by_group(document)
    assert group.tallies == (Tally(1, 0, 0, 1), *(Tally(0, 1, 0, 1),) * 2, Tally(0, 0, 1, 1))
    cells = heat_map(document, SALKKU_ACCENT).rows[0].cells
    assert [cell.shown for cell in cells] == ["1 / 1", "0 / 1", "0 / 1", "0 / 1"]
    assert cells[0].words == "vaikutuksia: 1, arviointia ei tarvita: 1"
    only = heat_map(plan(waived), SALKKU_ACCENT).rows[0].cells
    assert {(cell.shown, cell.words) for cell in only} == {("–", "arviointia ei tarvita: 1")}


def test_the_colour_of_a_cell_follows_the_number_that_is_printed_in_it():
    """One of three is light, though nobody has assessed the other two."""
    document = plan(
        project("1.1", effects=("some",) * 4), project("1.2"), project("1.3"),
        *(project(f"2.{n}", effects=("some",) * 4) for n in (1, 2)),
    )  # fmt: skip
    one, all_ = (row.cells[0] for row in heat_map(document, SALKKU_ACCENT).rows)
    assert (one.shown, all_.shown) == ("1 / 3", "2 / 2")
    dark = [Colour.from_hex(cell.fill).contrast(WHITE) for cell in (one, all_)]
    assert dark[0] < dark[1] / 1.5


def test_nothing_assessed_is_no_figure():
    assert heat_map(plan(project()), SALKKU_ACCENT) is None


def test_each_figure_has_a_text_alternative_and_a_table_of_its_numbers():
    made = render_html(PLAN, IMPRINT)
    assert made.count("<svg") == 4  # the timeline once more, for telephones
    assert made.count('role="img"') == 4
    assert made.count("<title>") >= 4
    assert "<figcaption>" in made
    assert made.count("<table") == 3


def test_one_wrong_year_leaves_the_figure_readable():
    """The bar goes on at the edge: page, PDF and Word draw the same."""
    far = plan(
        project("1.1", ("2023", "2199")),
        project("1.2", ("1923", "2024")),
        project("1.3", ("2150", "2160")),
    )
    context = plan_context(far, IMPRINT)
    (timeline,) = context["timelines"]
    years = [tick.label for tick in timeline.ticks if tick.is_year]
    assert years == [str(year) for year in range(2013, 2035)]
    assert [(row.before, row.after) for row in timeline.rows] == [
        (False, True), (True, False), (False, True),
    ]  # fmt: skip
    html = render_html(far, IMPRINT)
    assert html.count(f"M{timeline.end} 3l4 5-4 5z") == 2
    assert html.count(f"M{timeline.labels} 3l-4 5 4 5z") == 1
    note = "Nuoli reunassa: hanke jatkuu kuvan ulkopuolelle."
    assert note in html
    assert note in "\n".join(
        p.text for p in docx.Document(io.BytesIO(render_docx(far, IMPRINT))).paragraphs
    )
    near = plan(project("1.1", ("2022", "2026")))
    assert "3l4 5-4 5z" not in render_html(near, IMPRINT)
