"""The document of an assessment without what its reader may not see."""

from __future__ import annotations

from collections.abc import Collection

from impact_assessments.models import ImpactAssessment
from impact_assessments.pieces import PLACES
from organisation.json_types import JsonObject
from projects.confidentiality import Piece, hidden_fields, labels

Document = JsonObject
"""What `impact_assessments.review.freeze` makes, and an approved version keeps."""

_LISTS = {Piece.MODEL_CHANGES: "model_changes", Piece.FOLLOW_UPS: "follow_ups"}


def face_of(document: Document, hidden: Collection[str], *, shows_covering: bool) -> Document:
    """The document without the hidden pieces; the document as it is where none is hidden.

    `shows_covering`: whether the reader may know which project's assessment takes this in.
    """
    face = dict(document)
    fields = hidden_fields(ImpactAssessment, hidden)
    parts = document.get("parts") or []
    face["parts"] = [part for part in parts if f"{part['name']}_text" not in fields]
    gone = {part["name"] for part in parts} - {part["name"] for part in face["parts"]}
    for piece, name in _LISTS.items():
        rows = document.get(name) or []
        if piece in hidden:
            face.pop(name, None)
        elif gone:
            face[name] = [row | {"part": ""} if row["part"] in gone else row for row in rows]
    screening = document.get("screening")
    if screening and Piece.JUSTIFICATION in hidden:
        screening = screening | {"answers": {}, "reason": "", "essential": "", "other_unit": ""}
        screening["covered_by"] = None
    if screening and not shows_covering:
        screening = screening | {"covered_by": None}
    if screening:
        face["screening"] = screening
    return document if face == document else face


def left_out(hidden: Collection[str]) -> list[str]:
    """The names of the pieces of an assessment that a face leaves out."""
    return labels(piece for piece in hidden if piece in {each.value for each in PLACES})
