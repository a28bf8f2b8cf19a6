"""The timeline figure: where each project's bars and marks lie. Pure geometry, no drawing.

The plan's figure, the timeline page, its SVG file and its PDF are all laid out here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from projects.values.fuzzy_dates import FuzzyDate
from reports.figures.bars import Bar

DAY = datetime.timedelta(days=1)


class Zoom(StrEnum):
    """What a column of the figure is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True)
class RowMeasures:
    """Where the parts of a row lie, from the row's own zero; `unit` is that of places in time."""

    unit: str = ""
    bar_y: float = 3
    bar_height: float = 10
    base_y: float = 14.5
    base_height: float = 2.5
    slip_y: float = 8
    mark_y: float = 3
    has_gradients: bool = False


@dataclass(frozen=True)
class Canvas:
    """The figure's measures, in units of the drawing.

    `least` is the narrowest bar, `chars` what of a name stands in the labels, `edge` what is left
    free after the last day. A name in lines takes `line` for each; with `above` its bars stand
    below it and not beside it.
    """

    labels: float = 250
    width: float = 420
    head: float = 28
    row: float = 18
    least: float = 3
    chars: int = 42
    edge: float = 4
    font: float = 10
    line: float = 13
    above: bool = False
    measures: RowMeasures = RowMeasures()

    def height_of(self, line: Line) -> float:
        more = len(line.lines) if self.above else max(len(line.lines) - 1, 0)
        bare = line.is_heading and self.above
        return more * self.line + (8 if bare else self.row)


PAGE = Canvas(
    labels=0, width=100, head=0, row=0, least=0.4,  # per cent of a cell's width
    measures=RowMeasures("%", bar_y=-9, bar_height=14, base_y=8, base_height=4, slip_y=-2,
                         mark_y=-11, has_gradients=True),
)  # fmt: skip


@dataclass(frozen=True)
class Window:
    """The days that are drawn: whole years."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def of_years(cls, first: int, last: int) -> Window:
        return cls(datetime.date(first, 1, 1), datetime.date(last, 12, 31))

    @property
    def years(self) -> range:
        return range(self.first.year, self.last.year + 1)


@dataclass(frozen=True)
class Span:
    """A time to draw as a bar, ends as exact as they are known; None is open."""

    start: FuzzyDate | None
    end: FuzzyDate | None
    label: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.start or self.end)

    @property
    def days(self) -> list[datetime.date]:
        return [
            *([self.start.first_day] if self.start else []),
            *([self.end.last_day] if self.end else []),
        ]


@dataclass(frozen=True)
class Point:
    """A point in time to mark; `kind` says with which shape."""

    date: FuzzyDate
    kind: str
    label: str = ""


@dataclass(frozen=True)
class Line:
    """What is drawn of one project: its phases, the same as once planned, and marks.

    Where `forecast` is after the last phase, a dashed line leads there.
    """

    number: str
    name: str
    spans: tuple[Span, ...]
    described: str = ""
    baseline: tuple[Span, ...] = ()
    marks: tuple[Point, ...] = ()
    forecast: FuzzyDate | None = None
    is_heading: bool = False
    lines: tuple[str, ...] = ()  # the whole name; without them it is cut to fit one line


@dataclass(frozen=True)
class Mark:
    x: float
    kind: str
    label: str


@dataclass(frozen=True)
class Row:
    """`before` and `after` say that something of the project lies outside of the figure."""

    number: str
    name: str
    y: float
    bars: tuple[Bar, ...]
    described: str
    baseline: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    slip: Bar | None = None
    before: bool = False
    after: bool = False
    is_heading: bool = False
    lines: tuple[tuple[float, str], ...] = ()
    shift: float = 0  # of what is drawn, below the name


@dataclass(frozen=True)
class Tick:
    x: float
    label: str
    is_year: bool


@dataclass(frozen=True)
class Timeline:
    """A drawing of `width` × `height` units: a row a project, a tick a column."""

    width: float
    height: float
    labels: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    today: float | None = None
    chars: int = 42
    measures: RowMeasures = RowMeasures()
    end: float = 0
    font: float = 10

    @property
    def heading_font(self) -> float:
        return self.font + 0.5

    @property
    def has_marks(self) -> bool:
        return any(row.marks for row in self.rows)

    @property
    def leaves(self) -> bool:
        """Whether something goes on beyond the drawing."""
        return any(row.before or row.after for row in self.rows)


def draw(
    lines: Iterable[Line],
    window: Window,
    canvas: Canvas = Canvas(),
    zoom: Zoom = Zoom.QUARTER,
    today: datetime.date | None = None,
) -> Timeline:
    """Lay the lines out one below the other over the days of the window."""
    drawing = _Drawing(window, canvas)
    rows, height = [], canvas.head
    for line in lines:
        rows.append(drawing.row(line, height))
        height += canvas.height_of(line)
    shows_today = today is not None and window.first <= today <= window.last
    return Timeline(
        width=canvas.labels + canvas.width + canvas.edge,
        height=height + 6,
        labels=canvas.labels,
        rows=tuple(rows),
        ticks=tuple(drawing.ticks(zoom)),
        today=drawing.x(today) if shows_today and today else None,
        chars=canvas.chars,
        measures=canvas.measures,
        end=canvas.labels + canvas.width,
        font=canvas.font,
    )


class _Drawing:
    """Days as places on the canvas."""

    def __init__(self, window: Window, canvas: Canvas) -> None:
        self.window, self.canvas = window, canvas
        self.scale = canvas.width / ((window.last - window.first).days + 1)

    def x(self, day: datetime.date) -> float:
        """Where the day begins; what is outside of the window lies at its edge."""
        inside = min(max(day, self.window.first), self.window.last + DAY)
        return round(self.canvas.labels + (inside - self.window.first).days * self.scale, 2)

    def ticks(self, zoom: Zoom) -> Iterator[Tick]:
        step = {Zoom.YEAR: 12, Zoom.QUARTER: 3, Zoom.MONTH: 1}[zoom]
        for year in self.window.years:
            for month in range(1, 13, step):
                label = str(month) if zoom is Zoom.MONTH else f"Q{month // 3 + 1}"
                is_year = month == 1
                place = self.x(datetime.date(year, month, 1))
                yield Tick(place, str(year) if is_year else label, is_year)

    def row(self, line: Line, y: float) -> Row:
        canvas = self.canvas
        days = [day for span in line.spans for day in span.days]
        marks = [mark for mark in line.marks if self._shows(mark.date.last_day)]
        return Row(
            number=line.number,
            name=line.name,
            y=y,
            bars=tuple(self._bars(line.spans)),
            described=line.described,
            baseline=tuple(self._bars(line.baseline)),
            marks=tuple(Mark(self.x(m.date.last_day), m.kind, m.label) for m in marks),
            slip=self._slip(line),
            before=any(day < self.window.first for day in days),
            after=any(day > self.window.last for day in days),
            is_heading=line.is_heading,
            lines=tuple(
                (canvas.font + 2 + place * canvas.line, text)
                for place, text in enumerate(line.lines)
            ),
            shift=len(line.lines) * canvas.line if canvas.above else 0,
        )

    def _shows(self, day: datetime.date) -> bool:
        return self.window.first <= day <= self.window.last

    def _bars(self, spans: Iterable[Span]) -> Iterator[Bar]:
        for span in spans:
            start = span.start.first_day if span.start else self.window.first
            end = span.end.last_day if span.end else self.window.last
            if not span.is_known or start > self.window.last or end < self.window.first:
                continue
            leaves_before, leaves_after = start < self.window.first, end > self.window.last
            begin, after = self.x(start), self.x(end + DAY)
            width = round(max(after - begin, self.canvas.least), 2)
            fade_in, fade_out = 0.0, 0.0
            if not leaves_before and _is_vague(span.start):
                known = self.x(span.start.last_day + DAY) if span.start else begin + width / 3
                fade_in = round(min(known - begin, width), 2)
            if not leaves_after and _is_vague(span.end):
                known = self.x(span.end.first_day) if span.end else after - width / 3
                fade_out = round(min(after - known, width), 2)
            yield Bar(begin, width, fade_in, fade_out, leaves_before, leaves_after, span.label)

    def _slip(self, line: Line) -> Bar | None:
        """From the planned end to a forecast that is later."""
        ends = [span.end.last_day for span in line.spans if span.end]
        if not line.forecast or not ends or line.forecast.last_day <= max(ends):
            return None
        begin, end = self.x(max(ends) + DAY), self.x(line.forecast.last_day + DAY)
        if end <= begin:
            return None
        leaves = line.forecast.last_day > self.window.last
        return Bar(begin, round(end - begin, 2), leaves_after=leaves)


def _is_vague(date: FuzzyDate | None) -> bool:
    """Open, or vaguer than a month: the end fades over its uncertainty."""
    return date is None or (date.last_day - date.first_day).days > 31
