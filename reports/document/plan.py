"""The plan document: an action plan as it reads on paper, an immutable tree.

Readers make one, renderers take one. Dates are `FuzzyDate`, sums Decimal euros; what is not
known is None (a value) or empty (a text). `reports.document.interchange` is its JSON.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from decimal import Decimal

from projects.values.fuzzy_dates import FuzzyDate, span
from projects.values.money import MoneyRange

PART_LETTERS = ("a", "b", "c", "d")
PART_NAMES = ("organising", "security", "data", "case_management")
MORE_LETTERS = ("e", "f")  # parts that are told where they say something
MORE_NAMES = ("publicity", "interoperability")


@dataclass(frozen=True)
class Period:
    start: FuzzyDate | None = None
    end: FuzzyDate | None = None


@dataclass(frozen=True)
class Chapter:
    """Text outside projects: an introduction to the plan or to a group of projects."""

    number: str
    title: str
    text: str = ""
    language: str = ""  # empty: the language of the plan

    @property
    def level(self) -> int:
        return self.number.count(".") + 1


@dataclass(frozen=True)
class Phase:
    name: str = ""
    start: FuzzyDate | None = None
    end: FuzzyDate | None = None


@dataclass(frozen=True)
class Milestone:
    """Something that is to be there at a date."""

    name: str
    due: FuzzyDate | None = None
    reached_on: datetime.date | None = None


@dataclass(frozen=True)
class Schedule:
    text: str = ""
    phases: tuple[Phase, ...] = ()

    @property
    def start(self) -> FuzzyDate | None:
        return self._span[0]

    @property
    def end(self) -> FuzzyDate | None:
        return self._span[1]

    @property
    def _span(self) -> tuple[FuzzyDate | None, FuzzyDate | None]:
        return span((phase.start, phase.end) for phase in self.phases)


@dataclass(frozen=True)
class Choice:
    """A choice from a list (None if not known) and its explanation."""

    value: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Cost:
    """A sum; `count` is of units, the years are those that it falls on (None: the schedule's)."""

    low: Decimal
    high: Decimal
    per: str = "total"
    unit: str | None = None
    vat: str | None = None
    description: str = ""
    count: int | None = None
    first_year: int | None = None
    last_year: int | None = None

    @property
    def amount(self) -> MoneyRange:
        return MoneyRange(self.low, self.high)


@dataclass(frozen=True)
class Costs:
    text: str = ""
    items: tuple[Cost, ...] = ()


@dataclass(frozen=True)
class Resource:
    """Work of one party; `per` is what the amount is for each of, for instance a process."""

    party: str
    low: Decimal
    high: Decimal
    unit: str
    description: str = ""
    per: str = ""


@dataclass(frozen=True)
class Resources:
    text: str = ""
    items: tuple[Resource, ...] = ()


@dataclass(frozen=True)
class AssessmentPart:
    effect: str = "unassessed"
    text: str = ""
    direction: str = ""

    @property
    def says_something(self) -> bool:
        return self.effect != "unassessed" or bool(self.text)


@dataclass(frozen=True)
class Assessment:
    """Parts in the order a, b, c, d; `more` are e and f. `state` is empty for a draft."""

    screening: str | None = None
    justification: str = ""
    parts: tuple[AssessmentPart, ...] = (AssessmentPart(),) * 4
    more: tuple[AssessmentPart, ...] = (AssessmentPart(),) * 2
    state: str = ""

    def lettered(self) -> list[tuple[str, AssessmentPart]]:
        """The four parts, and of e and f those that say something."""
        more = zip(MORE_LETTERS, self.more, strict=True)
        return [
            *zip(PART_LETTERS, self.parts, strict=True),
            *((letter, part) for letter, part in more if part.says_something),
        ]


@dataclass(frozen=True)
class PlannedProject:
    number: str
    name: str
    scope: str
    service_area: str
    unit: str | None = None
    description: str = ""
    change_effects: str = ""
    strategic_goal: str = ""
    schedule: Schedule = field(default_factory=Schedule)
    likelihood: Choice = field(default_factory=Choice)
    responsible: Choice = field(default_factory=Choice)
    costs: Costs = field(default_factory=Costs)
    resources: Resources = field(default_factory=Resources)
    assessment: Assessment = field(default_factory=Assessment)
    notes: str = ""
    milestones: tuple[Milestone, ...] = ()
    is_flagship: bool = False
    language: str = ""  # of its texts; empty: the language of the plan
    left_out: tuple[str, ...] = ()  # pieces that are not public to whom the document is made for

    @property
    def shown_parts(self) -> tuple[AssessmentPart | None, ...]:
        """The four parts of the assessment; None for one that this copy leaves out."""
        return tuple(
            None if name in self.left_out and part == AssessmentPart() else part
            for name, part in zip(PART_NAMES, self.assessment.parts, strict=True)
        )


@dataclass(frozen=True)
class News:
    """Since an edition: the numbers of new projects, how many changed, how many are gone."""

    edition: int
    decided_on: datetime.date
    new: tuple[str, ...] = ()
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Doubt:
    """What a reader was not sure of; `line` is its place in the file (a paragraph in Word)."""

    line: int | None
    message: str


@dataclass(frozen=True)
class PlanDocument:
    language: str
    title: str
    organisation: str
    period: Period = field(default_factory=Period)
    chapters: tuple[Chapter, ...] = ()
    projects: tuple[PlannedProject, ...] = ()
    projects_left_out: int = 0  # projects that are not public to whom the document is made for
    warnings: tuple[Doubt, ...] = ()
    # Or `overview`: table and timeline before the projects; or `part`: a sheet that is handed out.
    opens_with: str = "projects"
    news: News | None = None

    def alone(self, number: str) -> PlanDocument | None:
        """The project, or the chapter with its projects, of this number; None without one."""
        if not number:
            return None
        inside = f"{number}."
        chapters = tuple(c for c in self.chapters if f"{c.number}.".startswith(inside))
        projects = tuple(p for p in self.projects if f"{p.number}.".startswith(inside))
        if not projects:
            return None
        return replace(
            self,
            chapters=chapters,
            projects=projects,
            projects_left_out=0,
            opens_with="part",
            news=None,
        )

    def in_reading_order(self) -> list[Chapter | PlannedProject]:
        """Chapters and projects as they follow each other on paper, by their numbers."""
        everything: list[Chapter | PlannedProject] = [*self.chapters, *self.projects]
        return sorted(everything, key=lambda part: number_key(part.number))


@dataclass(frozen=True)
class Imprint:
    """What a rendered plan says of itself beside its document: how far it has come, and when."""

    made_on: datetime.date
    state: str = "draft"  # draft, for_approval, approved, published
    edition: int | None = None  # the number of a published edition
    revises: int | None = None  # the number of the edition that it replaces
    is_public: bool = False  # the copy for residents
    body: str = ""  # who approved it
    decided_on: datetime.date | None = None
    section: str = ""  # of the minutes, `45` or `45a`
    case_number: str = ""
    address: str = ""  # where the edition is published


def number_key(number: str) -> tuple[int, ...]:
    """`3.2.1` → (3, 2, 1): numbers sort as numbers."""
    return tuple(int(n) for n in number.strip(".").split(".") if n.isdigit())
