"""Where the pieces of a project that can be not public stand in the tables of the assessment."""

from __future__ import annotations

from impact_assessments.choices import WRITTEN_PARTS
from projects.confidentiality import Columns, Piece

COLUMNS = ("effect", "text", "substantial", "direction", "same_as", "ticks", "source")
"""The columns of each part (`impact_assessments.models.part_columns`)."""


def _of_parts(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{column}" for name in names for column in COLUMNS)


PLACES: dict[Piece, dict[str, Columns]] = {
    Piece.CHANGE_EFFECTS: {"impactassessment": _of_parts("economy", "function")},
    Piece.JUSTIFICATION: {"impactassessment": ("justification",)},
    **{
        Piece(part.name): {"impactassessment": _of_parts(part.name)}
        for part in WRITTEN_PARTS
        if part.letter
    },
    Piece.MODEL_CHANGES: {"modelchange": None},
    Piece.FOLLOW_UPS: {"followup": None},
}
