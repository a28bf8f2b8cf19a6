"""What of a project can be marked as not public, and a row as one reader may see it.

Whoever may filter by a value finds it out: lists leave a project's costs, reports and resources
out of filters, order and sums for who may not see them (`ProjectQuerySet.hides`). The rest of what
lists ask for cannot be hidden by itself: where the schedule or the goal must stay secret, the
whole project is marked.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.known_rows import Row, copy_of, give_rows
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
    PUBLICITY = "publicity", _("e) Publicity and secrecy of documents")
    INTEROPERABILITY = "interoperability", _("f) Interoperability and reuse of data")
    MODEL_CHANGES = "model_changes", _("Changes of the information management model")
    FOLLOW_UPS = "follow_ups", _("Follow-up actions of the assessment")
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
    MEETINGS = "meetings", _("Entries of meetings")
    COMMENTS = "comments", _("Comments")
    ATTACHMENTS = "attachments", _("Attachments")


Columns = tuple[str, ...] | None

# A piece is some text fields of a table, or all rows of one (None). Tables by their model's name.
# Apps above add the tables of theirs (`add_places`).
FIELDS: dict[str, dict[str, Columns]] = {
    Piece.DESCRIPTION: {"project": ("description",)},
    Piece.CHANGE_EFFECTS: {"project": ("change_effects",)},
    Piece.STRATEGIC_GOAL: {"project": ("strategic_goal_text",)},
    Piece.SCHEDULE: {"project": ("schedule_text",)},
    Piece.LIKELIHOOD: {"project": ("likelihood_text",)},
    Piece.RESPONSIBILITY: {"project": ("responsible_text",)},
    Piece.COSTS: {
        "project": ("cost_text",), "costitem": None, "budgetyear": None, "ledgercode": None,
    },
    Piece.RESOURCES: {"project": ("resource_text",), "resourceneed": None},
    Piece.MILESTONES: {"milestone": None},
    Piece.DEPENDENCIES: {"dependency": None},
    Piece.RISKS: {"risk": None},
    Piece.BENEFITS: {"benefit": None},
    Piece.REPORTS: {"statusreport": None},
    Piece.NOTES: {"project": ("notes",)},
    Piece.MEETINGS: {"meetingitem": None, "meetingentry": None},
    Piece.COMMENTS: {"comment": None},
    Piece.ATTACHMENTS: {"attachment": None},
}  # fmt: skip

TOTALS = {Piece.COSTS: ("cost_low", "cost_high"), Piece.REPORTS: ("last_report",)}

# Who may see a project hangs on these fields: only who sees all of it changes them.
WHO_SEES = ("is_not_public", "not_public_fields", "readers", "owner", "manager")


def add_places(places: dict[Piece, dict[str, Columns]]) -> None:
    """Adds where pieces stand in the tables of an app above; its AppConfig calls this."""
    for piece, tables in places.items():
        FIELDS.setdefault(piece, {}).update(tables)


def _places(piece: str) -> dict[str, Columns]:
    """Where the piece stands; nowhere for a mark that an older version of the product knew."""
    return FIELDS.get(piece, {})


def hidden_fields(
    model: models.Model | type[models.Model], pieces: Iterable[str]
) -> frozenset[str]:
    """The text fields of a model that belong to the pieces."""
    names: set[str] = set()
    for piece in pieces:
        names |= set(_places(piece).get(str(model._meta.model_name)) or ())
    return frozenset(names)


def hides_rows(model: models.Model | type[models.Model], pieces: Iterable[str]) -> bool:
    """Whether the pieces take in every row of the model."""
    name = str(model._meta.model_name)
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


def concealed(row: Row, pieces: tuple[str, ...]) -> Row:
    """A copy of the row without the pieces: their texts empty, their parts none. Never saved."""
    seen = copy_of(row)
    seen.left_out = pieces
    for name in hidden_fields(row, pieces):
        setattr(seen, name, "")
    # What the project took over from rows that are hidden.
    for piece, names in TOTALS.items():
        if piece in pieces:
            for name in names:
                if hasattr(row, name):
                    setattr(seen, name, None)
    for relation in row._meta.related_objects:
        accessor, model = str(relation.get_accessor_name()), relation.related_model
        if hides_rows(model, pieces):
            give_rows(seen, accessor, [])
        elif relation.one_to_one and hidden_fields(model, pieces):
            part = getattr(row, accessor, None)
            if part:
                concealed(part, pieces).project = seen  # which hangs it on the project's copy
    return seen
