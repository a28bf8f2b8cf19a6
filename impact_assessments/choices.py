"""The words of the assessment, and its parts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Effect(TextChoices):
    UNASSESSED = "unassessed", _("Not assessed yet")
    NONE = "none", _("No effect")
    SOME = "some", _("Has an effect")


SUBSTANTIAL_EFFECT = _("Has a substantial effect")


class Screening(TextChoices):
    REQUIRED = "required", _("Assessment required")
    NOT_REQUIRED = "not_required", _("Assessment not required")


class Decision(TextChoices):
    """What a screening came to. All but the first and the last need no assessment here."""

    REQUIRED = "required", _("Assessment required")
    NOT_REQUIRED = "not_required", _("Assessment not required")
    COVERED = "covered", _("Covered by another assessment")
    OTHER_UNIT = "other_unit", _("Assessed by another unit")
    ASK = "ask", _("To be asked of the information management officer")


class Answered(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")


class Direction(TextChoices):
    BETTER = "better", pgettext_lazy("effect", "Better")
    WORSE = "worse", pgettext_lazy("effect", "Worse")
    BOTH = "both", pgettext_lazy("effect", "Better and worse")


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("assessment", "Draft")
    REVIEW = "review", pgettext_lazy("assessment", "In review")
    APPROVED = "approved", pgettext_lazy("assessment", "Approved")
    CLOSED = "closed", pgettext_lazy("assessment", "Closed")


class Stage(TextChoices):
    """Preliminary for the yearly plan; full before procurement or start."""

    PRELIMINARY = "preliminary", pgettext_lazy("assessment", "Preliminary")
    FULL = "full", pgettext_lazy("assessment", "Full")


class Mark(TextChoices):
    """What a reviewer says of a part."""

    OK = "ok", _("In order")
    IMPROVE = "improve", _("Could be better")
    FIX = "fix", _("To be mended")


class QuestionKind(TextChoices):
    SCREEN = "screen", _("Decides in the screening")
    BESIDE = "beside", _("Asked beside the screening")
    GUIDE = "guide", _("Guides a part")


class ModelKind(TextChoices):
    """What an information management model holds at least (section 5, subsection 2)."""

    PROCESS = "process", _("Process")
    RESOURCE = "resource", _("Data resource")
    DATA_SET = "data_set", _("Data set and its archiving")
    SYSTEM = "system", _("Information system")
    INTERFACE = "interface", _("Interface")
    SECURITY = "security", _("Security measure")


class ChangeKind(TextChoices):
    NEW = "new", pgettext_lazy("model", "New")
    CHANGED = "changed", pgettext_lazy("model", "Changed")
    ENDED = "ended", pgettext_lazy("model", "Ended")
    MOVED = "moved", pgettext_lazy("model", "Moved")


class ActionKind(TextChoices):
    """What a follow-up action is about."""

    MODEL = "model", _("Information management model")
    DPIA = "dpia", _("Data protection impact assessment")
    REGISTER = "register", _("Case register")
    PUBLICITY = "publicity", _("Description of how publicity is put into effect (section 28)")
    AUTOMATION = "automation", _("Decision on automated decisions (section 28 d)")
    INSTRUCTION = "instruction", _("Instructions")
    TRAINING = "training", _("Training")
    PROCUREMENT = "procurement", _("Procurement")
    SECURITY = "security", _("Information security")
    OTHER = "other", _("Something else")


class LinkKind(TextChoices):
    DPIA = "dpia", _("Data protection impact assessment")
    STATEMENT = "statement", _("Statement")
    CASE = "case", _("Case")
    SECURITY = "security", _("Security assessment")
    OTHER_UNIT = "other_unit", _("Assessment of another unit")


@dataclass(frozen=True)
class Part:
    """A part of the assessment. Those with the letters a–f are asked for by Act 906/2019.

    Section 5, subsection 3: a–d are the headings of the forms in use, and the ones in the plan.
    """

    letter: str  # empty for the two that are good practice
    name: str  # prefix of the fields of the assessment: <name>_effect, <name>_text …
    title: Promise
    explanation: Promise


PARTS = (
    Part(
        "a",
        "organising",
        _("Organising information management"),
        _(
            "Changes in the tasks of the authority, in services, and in who answers for data "
            "and information systems."
        ),
    ),
    Part(
        "b",
        "security",
        _("Information security"),
        _(
            "New needs to process secret information, changes in the management of access rights "
            "and in collecting log data."
        ),
    ),
    Part(
        "c",
        "data",
        _("Processing and use of data"),
        _(
            "Changes in how data is stored and processed, and in how it is got from and disclosed "
            "to other authorities or partners."
        ),
    ),
    Part(
        "d",
        "case_management",
        _("Case management"),
        _("Changes in registering and following cases and in recording customer data."),
    ),
)

ECONOMY = Part(
    "",
    "economy",
    _("Economy"),
    _("What it costs and what it saves, for whom and from when: money, working time, contracts."),
)
FUNCTION = Part(
    "",
    "function",
    _("Operation"),
    _("What changes in daily work and for residents, for whom and from when."),
)
PUBLICITY = Part(
    "e",
    "publicity",
    _("Publicity and secrecy of documents"),
    _("What becomes public or secret, who decides on requests, how access is given."),
)
INTEROPERABILITY = Part(
    "f",
    "interoperability",
    _("Interoperability and reuse of data"),
    _("Whether data keeps its meaning between systems, and how well others can use it."),
)
WRITTEN_PARTS = (ECONOMY, FUNCTION, *PARTS, PUBLICITY, INTEROPERABILITY)
"""All parts, in the order of writing."""
PART_CHOICES = [
    (part.name, format_lazy("{}) {}", part.letter, part.title) if part.letter else part.title)
    for part in WRITTEN_PARTS
]
