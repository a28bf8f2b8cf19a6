"""The words of the assessment, and its four parts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Effect(TextChoices):
    UNASSESSED = "unassessed", _("Not assessed yet")
    NONE = "none", _("No effect")
    SOME = "some", _("Has an effect")


class Screening(TextChoices):
    REQUIRED = "required", _("Assessment required")
    NOT_REQUIRED = "not_required", _("Assessment not required")


@dataclass(frozen=True)
class Part:
    """One of the four parts that Act 906/2019, section 5, subsection 3 asks for."""

    letter: str
    name: str  # prefix of the two fields on the assessment: <name>_effect, <name>_text
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
