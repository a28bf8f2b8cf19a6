"""What of a project can be marked as not public, and a row as one reader may see it.

Whoever may filter by a value finds it out: lists leave a project's costs, reports and resources
out of filters, order and sums for who may not see them (`ProjectQuerySet.hides`). The rest of what
lists ask for cannot be hidden by itself: where the schedule or the goal must stay secret, the
whole project is marked.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.saving.own_checks import OwnChecks


class Piece(models.TextChoices):
    """A part of a project that can be not public while the rest is (Act 621/1999, section 24)."""

    DESCRIPTION = "description", _("Description")
    CHANGE_EFFECTS = "change_effects", _("Economic and functional effects")
    JUSTIFICATION = "justification", _("Justification of the screening")
    ORGANISING = "organising", _("a) Organising information management")
    SECURITY = "security", _("b) Information security")
    DATA = "data", _("c) Processing and use of data")
    CASE_MANAGEMENT = "case_management", _("d) Case management")
    STRATEGIC_GOAL = "strategic_goal", _("Strategic goal in words")
    SCHEDULE = "schedule", _("Schedule in words")
    LIKELIHOOD = "likelihood", _("Likelihood explained")
    RESPONSIBILITY = "responsibility", _("Responsibility explained")
    COSTS = "costs", _("Costs")
    RESOURCES = "resources", _("Resources")
    MILESTONES = "milestones", _("Milestones")
    DEPENDENCIES = "dependencies", _("Dependencies")
    RISKS = "risks", _("Risks")
    BENEFITS = "benefits", _("Benefits")
    REPORTS = "reports", _("Status reports")
    NOTES = "notes", _("Notes")
    COMMENTS = "comments", _("Comments")
    ATTACHMENTS = "attachments", _("Attachments")


# A piece is some text fields of a table, or all rows of one (None). Tables by their model's name.
FIELDS: dict[Piece, dict[str, tuple[str, ...] | None]] = {
    Piece.DESCRIPTION: {"project": ("description",)},
    Piece.CHANGE_EFFECTS: {"project": ("change_effects",)},
    Piece.JUSTIFICATION: {"impactassessment": ("justification",)},
    Piece.ORGANISING: {"impactassessment": ("organising_effect", "organising_text")},
    Piece.SECURITY: {"impactassessment": ("security_effect", "security_text")},
    Piece.DATA: {"impactassessment": ("data_effect", "data_text")},
    Piece.CASE_MANAGEMENT: {"impactassessment": ("case_management_effect", "case_management_text")},
    Piece.STRATEGIC_GOAL: {"project": ("strategic_goal_text",)},
    Piece.SCHEDULE: {"project": ("schedule_text",)},
    Piece.LIKELIHOOD: {"project": ("likelihood_text",)},
    Piece.RESPONSIBILITY: {"project": ("responsible_text",)},
    Piece.COSTS: {"project": ("cost_text",), "costitem": None},
    Piece.RESOURCES: {"project": ("resource_text",), "resourceneed": None},
    Piece.MILESTONES: {"milestone": None},
    Piece.DEPENDENCIES: {"dependency": None},
    Piece.RISKS: {"risk": None},
    Piece.BENEFITS: {"benefit": None},
    Piece.REPORTS: {"statusreport": None},
    Piece.NOTES: {"project": ("notes",)},
    Piece.COMMENTS: {"comment": None},
    Piece.ATTACHMENTS: {"attachment": None},
}

FOLLOWED = {Piece.COSTS: ("cost_low", "cost_high"), Piece.REPORTS: ("last_report",)}

# Who may see a project hangs on these fields: only who sees all of it changes them.
WHO_SEES = ("is_not_public", "not_public_fields", "readers", "owner", "manager")


def _places(piece: str) -> dict[str, tuple[str, ...] | None]:
    """Where the piece stands; nowhere for a mark that an older version of the product knew."""
    return FIELDS.get(Piece(piece), {}) if piece in Piece.values else {}


def hidden_fields(model: Any, pieces: Iterable[str]) -> frozenset[str]:
    """The text fields of a model that belong to the pieces."""
    names: set[str] = set()
    for piece in pieces:
        names |= set(_places(piece).get(model._meta.model_name) or ())
    return frozenset(names)


def hides_rows(model: Any, pieces: Iterable[str]) -> bool:
    """Whether the pieces take in every row of the model."""
    name = model._meta.model_name
    return any(_places(piece).get(name, ()) is None for piece in pieces)


def labels(pieces: Iterable[str]) -> list[str]:
    """The names of the pieces in the reader's language, in the order of the project's page."""
    chosen = set(pieces)
    return [str(piece.label) for piece in Piece if piece.value in chosen]


class ConcealedRow(Exception):
    """A copy for reading, of a part or of the past, was about to be saved over the row."""


class Concealable(OwnChecks):
    """A row that can be shown without some of its fields."""

    left_out: tuple[str, ...] = ()
    """The pieces that this copy leaves out for its reader; empty for the row itself."""
    as_of: datetime.datetime | None = None
    """The moment that this copy is of (`history.past_portfolio`); None for the row itself."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.left_out:
            raise ConcealedRow(f"{self!r} without {self.left_out} cannot be saved.")
        if self.as_of:
            raise ConcealedRow(f"{self!r} as it was at {self.as_of} cannot be saved.")
        super().save(*args, **kwargs)

    @property
    def left_out_labels(self) -> list[str]:
        return labels(self.left_out)


def concealed(row: Any, pieces: tuple[str, ...]) -> Any:
    """A copy of the row without the pieces: their texts empty, their parts none. Never saved."""
    seen = copy.copy(row)
    seen.left_out = pieces
    for name in hidden_fields(row, pieces):
        setattr(seen, name, "")
    # What the project took over from rows that are hidden.
    for piece, names in FOLLOWED.items():
        if piece in pieces:
            for name in names:
                if hasattr(row, name):
                    setattr(seen, name, None)
    seen._prefetched_objects_cache = dict(getattr(row, "_prefetched_objects_cache", {}))
    for relation in row._meta.related_objects:
        accessor, model = relation.get_accessor_name(), relation.related_model
        if hides_rows(model, pieces):
            seen._prefetched_objects_cache[accessor] = model._default_manager.none()
        elif relation.one_to_one and hidden_fields(model, pieces):
            part = getattr(row, accessor, None)
            seen._state.fields_cache[relation.cache_name] = part and concealed(part, pieces)
    return seen
