"""What a reader makes of a plan's file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisation.json_types import JsonObject
from reports.document.plan import AssessmentPart, PlanDocument, PlannedProject
from reports.reading.files.lines import Line

FROM_DATA, CHANGED, FROM_TEXT = "data", "changed", "text"


def field_names() -> dict[str, str]:
    """The fields that a plan says of a project, in the reader's words."""
    words = {
        "name": _("name"),
        "service_area": _("service area"),
        "description": _("description"),
        "change_effects": _("economic and functional effects"),
        "strategic_goal": _("Strategic goal"),
        "notes": _("Notes"),
        "likelihood": _("likelihood of keeping the schedule"),
        "responsible": _("answers for the schedule"),
        "schedule": _("schedule"),
        "costs": _("Cost"),
        "resources": _("Resources"),
        "assessment": _("impact assessment"),
    }
    return {name: text[:1].lower() + text[1:] for name, text in words.items()}


@dataclass(frozen=True)
class Source:
    """Where a project comes from.

    `FROM_DATA`: from the data that Salkku wrote into the file, whose text says the same.
    `CHANGED`: from there too, but for `fields`, whose text was changed after it was written.
    `FROM_TEXT`: understood from the text alone. `guessed` are fields that may be wrong.
    """

    kind: str = FROM_TEXT
    fields: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()

    def as_dict(self) -> JsonObject:
        return {"kind": self.kind, "fields": self.fields, "guessed": self.guessed}

    @classmethod
    def from_dict(cls, kept: JsonObject) -> Source:
        return cls(kept["kind"], tuple(kept["fields"]), tuple(kept["guessed"]))


@dataclass(frozen=True)
class Certainty:
    """The fields of a project by how sure the reader was of them, in the reader's words."""

    certain: list[str]
    guessed: list[str]
    not_found: list[str]


def certainty(project: PlannedProject, source: Source) -> Certainty:
    found = Certainty([], [], [])
    for name, words in field_names().items():
        if not is_said(project, name):
            found.not_found.append(words)
        else:
            (found.guessed if name in source.guessed else found.certain).append(words)
    return found


def is_said(project: PlannedProject, name: str) -> bool:
    """Whether anything is known of the field."""
    if name == "service_area":
        return bool(project.service_area) or project.scope != "service_area"
    if name == "assessment":
        said = project.assessment
        parts = any(part != AssessmentPart() for part in said.parts)
        return bool(said.screening or said.justification or parts)
    value = getattr(project, name)
    return bool(value) if isinstance(value, str) else value != type(value)()


@dataclass(frozen=True)
class UnknownLabel:
    """A label of the file that nobody told us about, and what stands at it for the first time."""

    label: str
    count: int = 1
    example: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Reading:
    """A plan document, the lines it was read from, and which lines each project came from.

    `places` has a first and last line number for each project, in the order of the document's,
    `sources` where each comes from (empty: all from the text).
    """

    document: PlanDocument
    lines: tuple[Line, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    sources: tuple[Source, ...] = ()
    unknown: tuple[UnknownLabel, ...] = ()
