"""What a comparison of two plans finds: values that travel together (see `compare.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from projects.changes import compare as comparison
from reports.document.plan import Chapter, PlanDocument, PlannedProject


class AlterationKind(StrEnum):
    """Kinds of changes, in the order in which they are told of a project."""

    NEW = "new"
    GONE = "gone"
    RENAMED = "renamed"
    MOVED = "moved"
    NUMBER = "number"
    STATUS = "status"
    LATER = "later"
    EARLIER = "earlier"
    SCHEDULE = "schedule"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    COST = "cost"
    LIKELIHOOD = "likelihood"
    RESPONSIBLE = "responsible"
    RESOURCES = "resources"
    ASSESSMENT = "assessment"
    TEXT = "text"
    CHAPTER = "chapter"


@dataclass(frozen=True)
class Side:
    """A document to be compared, and what is known of its projects beside it.

    `keys` says which row of the portfolio each number is; `unseen` are rows that stand in it but
    not for this reader, of whom nothing is told. `statuses` are by row. `is_numbered` is false
    where the numbers are made up (the portfolio as it is now).
    """

    document: PlanDocument
    keys: Mapping[str, int | None] = field(default_factory=dict)
    unseen: frozenset[int] = frozenset()
    statuses: Mapping[int, str] = field(default_factory=dict)
    is_numbered: bool = True

    def identity(self, project: PlannedProject) -> int | None:
        return self.keys.get(project.number)


@dataclass(frozen=True)
class Alteration:
    """One change of a project or a chapter.

    `figures` holds dates, sums, areas and statuses, which `projects.changes.words` tells. `before`
    and `after` are texts or codes else, and `part` says of what: a name of `TEXTS`, a letter of
    the assessment, `screening`; of a cost what the sum is paid for (`year`, `unit:server`).
    """

    kind: AlterationKind
    part: str = ""
    before: str = ""
    after: str = ""
    figures: comparison.Change | None = None


@dataclass(frozen=True)
class ComparedProject:
    """A project of either side and its changes; None where a side has it not."""

    before: PlannedProject | None
    after: PlannedProject | None
    key: int | None
    changes: tuple[Alteration, ...]

    @property
    def shown(self) -> PlannedProject:
        project = self.after or self.before
        assert project is not None
        return project


@dataclass(frozen=True)
class ComparedChapter:
    before: Chapter | None
    after: Chapter | None

    @property
    def shown(self) -> Chapter:
        chapter = self.after or self.before
        assert chapter is not None
        return chapter


@dataclass(frozen=True)
class Comparison:
    """All that changed: projects in the order of the later plan, those that left it at the end."""

    before: Side
    after: Side
    projects: tuple[ComparedProject, ...]
    chapters: tuple[ComparedChapter, ...]

    @property
    def counts(self) -> dict[AlterationKind, int]:
        """How many projects (or chapters) changed in each way; kinds that did not occur are not
        in it."""
        counts: dict[AlterationKind, int] = {}
        for kind in AlterationKind:
            n = sum(any(c.kind is kind for c in p.changes) for p in self.projects)
            n += len(self.chapters) if kind is AlterationKind.CHAPTER else 0
            if n:
                counts[kind] = n
        return counts

    def number_of(self, project: ComparedProject) -> str:
        """The number in the later plan, else in the earlier one; empty for a made-up number."""
        for side, shown in ((self.after, project.after), (self.before, project.before)):
            if shown and side.is_numbered:
                return shown.number
        return ""

    def only(self, kinds: Iterable[AlterationKind]) -> Comparison:
        """The changes of these kinds alone."""
        chosen = set(kinds)
        projects = []
        for project in self.projects:
            changes = tuple(c for c in project.changes if c.kind in chosen)
            if changes:
                projects.append(
                    ComparedProject(project.before, project.after, project.key, changes)
                )
        chapters = self.chapters if AlterationKind.CHAPTER in chosen else ()
        return Comparison(self.before, self.after, tuple(projects), chapters)
