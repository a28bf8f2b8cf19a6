"""Where bars and marks of the timeline lie."""

import datetime

import pytest

from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.figures.timeline import Canvas, Line, Point, Span, Window, Zoom, draw

# A unit a day.
YEAR = Window.of_years(2023, 2023)
CANVAS = Canvas(labels=0, width=365, head=0, row=10, least=1)


def date(text):
    return parse_fuzzy_date(text) if text else None


def bars(*ends, window=YEAR):
    line = Line("", "", tuple(Span(date(start), date(end)) for start, end in ends))
    return draw([line], window, CANVAS).rows[0].bars


@pytest.mark.parametrize(
    ("start", "end", "x", "width", "fades"),
    [
        ("1.1.2023", "31.12.2023", 0, 365, (0, 0)),
        ("2/2023", "2/2023", 31, 28, (0, 0)),
        ("1.2.2023", "1.2.2023", 31, 1, (0, 0)),
        ("Q1/2023", "Q2/2023", 0, 181, (90, 91)),  # each end fades over its own quarter
        ("1/2023", "Q2/2023", 0, 181, (0, 91)),
        ("1.10.2023", "", 273, 92, (0, 30.67)),  # an open end runs to the edge
        ("", "31.3.2023", 0, 90, (30, 0)),
    ],
)
def test_a_bar_lies_on_its_days_and_fades_over_what_is_not_known(start, end, x, width, fades):
    (bar,) = bars((start, end))
    assert (bar.x, bar.width, (bar.fade_in, bar.fade_out)) == (x, width, fades)


def test_a_year_alone_is_vague_from_end_to_end():
    (bar,) = bars(("2023", "2023"))
    assert bar.is_vague
    assert not bars(("Q1/2023", "Q2/2023"))[0].is_vague


def test_what_goes_beyond_the_years_is_cut_and_says_so():
    line = Line("", "", (Span(date("2020"), date("6/2023")), Span(date("2030"), date("2030"))))
    row = draw([line], YEAR, CANVAS).rows[0]
    assert [(b.x, b.leaves_before, b.leaves_after, b.fade_in) for b in row.bars] == [
        (0, True, False, 0)
    ]
    assert (row.before, row.after) == (True, True)


def test_a_line_without_dates_has_no_bar():
    assert bars(("", "")) == ()


def test_a_later_forecast_is_reached_by_a_dashed_line():
    def slip(end, forecast):
        line = Line("", "", (Span(date("1/2023"), date(end)),), forecast=date(forecast))
        return draw([line], YEAR, CANVAS).rows[0].slip

    assert (slip("3/2023", "Q2/2023").x, slip("3/2023", "Q2/2023").end) == (90, 181)
    assert slip("6/2023", "3/2023") is None
    assert slip("6/2023", "Q2/2023") is None
    assert slip("6/2023", "2024").leaves_after


def test_marks_lie_on_their_last_day_and_only_inside():
    marks = (Point(date("1.2.2023"), "milestone", "Päätös"), Point(date("2025"), "milestone"))
    row = draw([Line("", "", (), marks=marks)], YEAR, CANVAS).rows[0]
    assert [(mark.x, mark.kind, mark.label) for mark in row.marks] == [(31, "milestone", "Päätös")]


@pytest.mark.parametrize(("zoom", "ticks"), [(Zoom.YEAR, 2), (Zoom.QUARTER, 8), (Zoom.MONTH, 24)])
def test_columns_are_years_quarters_or_months(zoom, ticks):
    found = draw([], Window.of_years(2023, 2024), CANVAS, zoom).ticks
    assert len(found) == ticks
    assert [tick.label for tick in found if tick.is_year] == ["2023", "2024"]


def test_today_is_a_line_only_in_the_years_that_are_drawn():
    assert draw([], YEAR, CANVAS, today=datetime.date(2023, 1, 11)).today == 10
    assert draw([], YEAR, CANVAS, today=datetime.date(2024, 1, 1)).today is None
