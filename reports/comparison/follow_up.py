"""How an edition is followed up: what was promised for each project, and where it stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.types import AnyUser
from projects.budgets.sums import read_budgets
from projects.budgets.years import YearMoney
from projects.clock import today
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.models import Project, StatusReport
from projects.values.choices import WAITING, Light, Status
from projects.values.costs import CostLine, total_cost
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date, format_fuzzy_range
from projects.values.money import MoneyRange
from projects.wording import cost_words
from reports.comparison.changes import AlterationKind, ComparedProject
from reports.comparison.compare import compare
from reports.comparison.edition_sides import edition_side
from reports.comparison.portfolio_sides import numbers_of, portfolio_side, rows_now, rows_then
from reports.comparison.words import sentence
from reports.composing.audience import Audience
from reports.document.plan import PlanDocument, PlannedProject, number_key
from reports.models import PlanEdition

SCHEDULE = {AlterationKind.LATER, AlterationKind.EARLIER, AlterationKind.SCHEDULE}
COSTS = {AlterationKind.DEARER, AlterationKind.CHEAPER, AlterationKind.COST}


class Verdict(TextChoices):
    """How a project does against what was promised."""

    DONE = "done", gettext_lazy("Done")
    ON_TIME = "on_time", gettext_lazy("On time")
    LATE = "late", gettext_lazy("Later than promised")
    ON_HOLD = "on_hold", gettext_lazy("On hold")
    DROPPED = "dropped", gettext_lazy("Cancelled")
    GONE = "gone", gettext_lazy("No longer in the portfolio")
    UNKNOWN = "unknown", gettext_lazy("No end is known")


@dataclass(frozen=True)
class Followed:
    """A project of the edition: the promise in words, and what became of it.

    `project` is its row now, None where it is gone. `schedule_changes` and `cost_changes` say how
    the two differ; nothing where they do not.
    """

    promised: PlannedProject
    project: Project | None
    verdict: Verdict
    promised_schedule: str
    schedule: str
    schedule_changes: list[str]
    promised_cost: str
    cost: str
    cost_changes: list[str]
    forecast: str = ""
    status: str = ""

    @property
    def knows_cost(self) -> bool:
        return bool(self.promised.costs.items)

    @property
    def worries(self) -> list[tuple[str, str, str]]:
        """The lights of the newest report that are not “on track”: name, light, word."""
        lights = self.report.lights if self.report else []
        return [light for light in lights if light[1] != Light.ON_TRACK]

    @property
    def budget(self) -> YearMoney | None:
        """The budget of the year in which it is followed up; None where nothing is known of it."""
        money: YearMoney | None = getattr(self.project, "budget_of_year", None)
        return money if money and money.is_known else None

    @property
    def report(self) -> StatusReport | None:
        """The newest status report."""
        report: StatusReport | None = self.project.last_report if self.project else None
        return report


@dataclass(frozen=True)
class FollowedGroup:
    """The projects of a top chapter of the edition."""

    number: str
    title: str
    rows: list[Followed]


@dataclass(frozen=True)
class FollowUp:
    """The whole: groups as in the edition, and sums over them.

    `promised` and `now` are euros over the `compared` projects whose cost is known both times;
    `projects_left_out` counts projects that are not public to the reader.
    """

    groups: list[FollowedGroup]
    counts: list[tuple[Verdict, int]]
    total: int
    projects_left_out: int
    promised: MoneyRange | None
    now: MoneyRange | None
    compared: int

    @property
    def not_compared(self) -> int:
        return self.total - self.compared


def follow_up(
    edition: PlanEdition,
    reader: AnyUser,
    day: datetime.date | None = None,
    moment: datetime.datetime | None = None,
) -> FollowUp:
    """An edition followed up for a reader, now or at a moment (the end of the `day`).

    In the language in force. Queries do not grow with the projects.
    """
    before = edition_side(edition, Audience.of(reader))
    numbers = numbers_of(before)
    rows = rows_then(numbers, moment, reader) if moment else rows_now(numbers, reader)
    after = portfolio_side(edition, before, numbers, rows)
    changes = {each.shown.number: each for each in compare(before, after).projects}
    now = {project.number: project for project in after.document.projects}
    read_budgets(rows.seen.values(), (day or today()).year, reader)
    followed = []
    costs: list[tuple[MoneyRange, MoneyRange]] = []
    for promised in before.document.projects:
        key = before.identity(promised)
        if key in after.unseen or key in before.unseen:
            continue
        current = now.get(promised.number)
        project = rows.seen.get(key) if key is not None else None
        change = changes.get(promised.number)
        followed.append(_followed(promised, current, project, change, day or today()))
        known = _known_cost(promised), _known_cost(current)
        if known[0] and known[1]:
            costs.append((known[0], known[1]))
    counts = [(v, sum(each.verdict is v for each in followed)) for v in Verdict]
    return FollowUp(
        groups=list(_groups(before.document, followed)),
        counts=[(verdict, n) for verdict, n in counts if n],
        total=len(followed),
        projects_left_out=len(numbers) - len(followed),
        promised=sum((c[0] for c in costs), costs[0][0] * 0) if costs else None,
        now=sum((c[1] for c in costs), costs[0][0] * 0) if costs else None,
        compared=len(costs),
    )


def _followed(
    promised: PlannedProject,
    current: PlannedProject | None,
    project: Project | None,
    change: ComparedProject | None,
    day: datetime.date,
) -> Followed:
    report = project.last_report if project else None
    forecast = report.forecast_end if report else None
    both = change if change and change.before and change.after else None

    def words(kinds: set[AlterationKind]) -> list[str]:
        return [sentence(c, both) for c in both.changes if c.kind in kinds] if both else []

    return Followed(
        promised=promised,
        project=project,
        verdict=_verdict(promised, project, current, forecast, day),
        promised_schedule=_schedule(promised),
        schedule=_schedule(current) if current else "",
        schedule_changes=words(SCHEDULE),
        promised_cost=_cost(promised),
        cost=_cost(current) if current else "",
        cost_changes=words(COSTS),
        forecast=format_fuzzy_date(forecast, reader_language()) if forecast else "",
        status=str(Status(project.status).label) if project else "",
    )


def _verdict(
    promised: PlannedProject,
    project: Project | None,
    current: PlannedProject | None,
    forecast: FuzzyDate | None,
    day: datetime.date,
) -> Verdict:
    if project is None or current is None:
        return Verdict.GONE
    ended = {
        Status.COMPLETED.value: Verdict.DONE,
        Status.CANCELLED.value: Verdict.DROPPED,
        Status.ON_HOLD.value: Verdict.ON_HOLD,
    }
    if project.status in ended:
        return ended[project.status]
    end, expected = promised.schedule.end, forecast or current.schedule.end
    if end is None or expected is None:
        return Verdict.UNKNOWN
    start = current.schedule.start
    waits = project.status in WAITING
    not_begun = waits and start is not None and start.last_day < day
    is_over = expected.last_day < day or end.last_day < day
    return Verdict.LATE if expected.last_day > end.last_day or is_over or not_begun else (
        Verdict.ON_TIME
    )  # fmt: skip


def _groups(document: PlanDocument, followed: list[Followed]) -> Iterator[FollowedGroup]:
    """Under the top chapter that a project stands in, in the edition's order."""
    titles = {chapter.number: chapter.title for chapter in document.chapters}
    by_chapter: dict[str, list[Followed]] = {}
    for each in sorted(followed, key=lambda each: number_key(each.promised.number)):
        by_chapter.setdefault(each.promised.number.partition(".")[0], []).append(each)
    for number, rows in by_chapter.items():
        yield FollowedGroup(number, titles.get(number, ""), rows)


def _schedule(project: PlannedProject) -> str:
    schedule = project.schedule
    words = format_fuzzy_range(schedule.start, schedule.end, reader_language())
    return words or _("not known")


def _cost(project: PlannedProject) -> str:
    if Piece.COSTS in project.left_out:
        return _("not public")
    items = project.costs.items
    words = (cost_words(i.amount, i.per, i.unit or "", i.vat or "") for i in items)
    return "; ".join(words) or _("not known")


def _known_cost(project: PlannedProject | None) -> MoneyRange | None:
    """What the items add up to over all their years, as `projects.values.costs` has it."""
    if project is None or Piece.COSTS in project.left_out:
        return None
    return total_cost(
        CostLine(i.low, i.high, i.per, i.count, i.first_year, i.last_year)
        for i in project.costs.items
    )
