"""A row of the register: a project's screening and assessment, as one reader may see them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.types import AnyUser
from impact_assessments.choices import Direction, Effect, Part, Screening
from impact_assessments.lacking import lacking_in
from impact_assessments.models import ImpactAssessment
from impact_assessments.places import place_of
from impact_assessments.rules.completeness import Finding, lettered
from impact_assessments.state import Reading, effect_said, shown_parts
from projects.clock import day_of
from projects.confidentiality import Piece, labels
from projects.models import Project
from projects.values.choices import label_of

MOST_LACKS = 2  # that the page tells; the page of the assessment has all of them
ARROWS = {Direction.BETTER: "↑", Direction.WORSE: "↓", Direction.BOTH: "↕"}


@dataclass(frozen=True)
class PartSaid:
    """What an assessment says of one part; of a hidden part there is none."""

    part: Part
    effect: str
    label: str
    direction: str
    direction_label: str
    text: str

    @property
    def title(self) -> str:
        return lettered(self.part)

    @property
    def short(self) -> str:
        """`b`, or the name of a part without a letter."""
        return self.part.letter or str(self.part.title)

    @property
    def arrow(self) -> str:
        return ARROWS.get(Direction(self.direction), "") if self.direction else ""

    @property
    def words(self) -> str:
        """`Has an effect, better`."""
        return ", ".join(filter(None, (self.label, self.direction_label.lower())))


@dataclass(frozen=True)
class RegisterRow:
    """What stands in the register of one project."""

    project: Project
    """The row itself: of it only the name, the area and the address are shown."""
    result: str
    is_otherwise: bool
    screened_on: datetime.date | None
    screened_by: str
    reason: str
    state: str
    """A code; empty where nothing is to be written."""
    state_label: str
    stage_label: str
    author: str
    parts: tuple[PartSaid, ...]
    approved_on: datetime.date | None
    approved_by: str
    version: int | None
    lacks: tuple[Finding, ...]
    late_actions: int
    open_actions: int
    changes: int | None
    """Of the model; None where the reader may not see them."""
    changes_waiting: int
    model_updated_on: datetime.date | None
    left_out: tuple[str, ...]

    @property
    def address(self) -> str:
        return reverse("assessment", args=[self.project.pk])

    @property
    def effects(self) -> list[PartSaid]:
        return [each for each in self.parts if each.effect == Effect.SOME]

    @property
    def effects_words(self) -> str:
        """For a file: `b) Information security: Has an effect, better; …`."""
        if self.effects:
            return "; ".join(f"{each.title}: {each.words}" for each in self.effects)
        if self.parts and all(each.effect == Effect.NONE for each in self.parts):
            return _("no effects")
        return ""

    @property
    def model_words(self) -> str:
        if self.changes is None:
            return _("not public")
        if self.changes_waiting:
            words = _("%(n)d of %(all)d not in the model yet")
            return words % {"n": self.changes_waiting, "all": self.changes}
        return _("up to date") if self.changes or self.model_updated_on else ""

    @property
    def lacks_words(self) -> str:
        return " ".join(each.text for each in self.lacks)

    @property
    def lacks_first(self) -> list[tuple[Finding, str]]:
        """The first things that are missing, each with the place where it is mended."""
        return [(each, place_of(each, self.project.pk)) for each in self.lacks[:MOST_LACKS]]

    @property
    def lacks_more(self) -> int:
        return max(0, len(self.lacks) - MOST_LACKS)

    @property
    def left_out_labels(self) -> list[str]:
        return labels(self.left_out)


def rows_of(projects: Iterable[Project], reader: AnyUser) -> list[RegisterRow]:
    """A row for each project, in their order. As many queries for one as for all."""
    reading = Reading(projects, reader)
    return [_row(reading, project, reader) for project in reading.projects.values()]


def _row(reading: Reading, project: Project, reader: AnyUser) -> RegisterRow:
    key, hidden = project.pk, project.hidden_from(reader)
    assessment, screening = reading.assessments.get(key), reading.screenings.get(key)
    version = reading.versions.get(key)
    facts = reading.facts(key, hidden)
    is_written = assessment is not None and assessment.screening != Screening.NOT_REQUIRED
    shows_actions = Piece.FOLLOW_UPS not in hidden
    shows_changes = Piece.MODEL_CHANGES not in hidden
    changes = reading.changes[key] if shows_changes else []
    undone = [1 for _part, _due, done in reading.actions[key] if done is None]
    return RegisterRow(
        project=project,
        result=screening.get_decided_display() if screening else _("Not screened"),
        is_otherwise=bool(screening and screening.is_decided_otherwise),
        screened_on=day_of(screening.at) if screening else None,
        screened_by=str(screening.by or "") if screening else "",
        reason=assessment.justification
        if assessment is not None and Piece.JUSTIFICATION not in hidden
        else "",
        state=assessment.state if assessment is not None and is_written else "",
        state_label=assessment.get_state_display() if assessment is not None and is_written else "",
        stage_label=assessment.get_stage_display() if assessment is not None and is_written else "",
        author=str(assessment.author or "") if assessment is not None else "",
        parts=parts_said(assessment, hidden) if assessment is not None and is_written else (),
        approved_on=day_of(version.at) if version else None,
        approved_by=str(version.by or "") if version else "",
        version=version.number if version else None,
        lacks=tuple(lacking_in(reading, key, hidden)),
        late_actions=facts.late_actions,
        open_actions=len(undone) if shows_actions else 0,
        changes=len(changes) if shows_changes else None,
        changes_waiting=sum(done is None for _kind, done in changes),
        model_updated_on=assessment.model_updated_on
        if assessment is not None and shows_changes
        else None,
        left_out=hidden,
    )


def parts_said(assessment: ImpactAssessment, hidden: Iterable[str]) -> tuple[PartSaid, ...]:
    """The parts that the reader may see, in the order of writing."""
    return tuple(
        PartSaid(
            part=part,
            effect=getattr(assessment, f"{part.name}_effect"),
            label=effect_said(assessment, part.name),
            direction=getattr(assessment, f"{part.name}_direction"),
            direction_label=label_of(Direction, getattr(assessment, f"{part.name}_direction")),
            text=getattr(assessment, f"{part.name}_text"),
        )
        for part in shown_parts(tuple(hidden))
    )
