"""Rows as JSON, and JSON as what is to be saved: declared with the models, checked by them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from projects.clock import today
from projects.confidentiality import Piece
from projects.far_years import is_far, question
from projects.fields import FuzzyDateField, NamesField
from projects.values.fuzzy_dates import FuzzyDate, UnreadableDate

EDTF = r"^\d{4}(-(\d{2}(-\d{2})?|W\d{2}))?$"
_OF_DATES = {
    "type": "string",
    "pattern": EDTF,
    "description": "EDTF: 2026, 2026-09, 2026-09-01, 2026-33 (quarter), 2026-21 (spring), 2026-W36",
    "examples": ["2026-09"],
}


@extend_schema_field(_OF_DATES)
class EdtfField(serializers.Field):
    """A date as exact as it is known."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more | {"allow_null": True})

    def to_internal_value(self, data: object) -> FuzzyDate:
        try:
            return FuzzyDate.from_edtf(data if isinstance(data, str) else "")
        except (UnreadableDate, ValueError) as error:
            text = _("Write the date as EDTF, for example 2026, 2026-09 or 2026-35 (Q3).")
            raise serializers.ValidationError(text) from error

    def to_representation(self, value: FuzzyDate) -> str:
        return value.edtf


class PiecesField(serializers.MultipleChoiceField):
    """Names of pieces of a project (`projects.confidentiality.Piece`)."""

    def __init__(self, **more: Any) -> None:
        for name in ("max_length", "choices", "allow_blank"):
            more.pop(name, None)
        super().__init__(choices=Piece.choices, **more)

    def to_internal_value(self, data: Any) -> tuple[str, ...]:
        return tuple(sorted(super().to_internal_value(data)))

    def to_representation(self, value: Any) -> list[str]:
        return sorted(value)


class EtagField(serializers.CharField):
    """The version of the row as its reader sees it; put in when all else is there."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more | {"read_only": True})

    def get_attribute(self, instance: object) -> str:
        return ""


def etag_of(data: Mapping[str, Any]) -> str:
    told = {name: value for name, value in data.items() if name != "etag"}
    text = json.dumps(told, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class RowSerializer(serializers.ModelSerializer):
    """Fields of a model. What it has no field for is refused by name, so that a slip of the pen
    is told and not passed over.
    """

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        FuzzyDateField: EdtfField,
        NamesField: PiecesField,
    }
    etag = EtagField()

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            self._refuse_unknown(data)
        return super().to_internal_value(data)

    def _refuse_unknown(self, data: Mapping[str, Any]) -> None:
        wrong = {}
        for name in data:
            field = self.fields.get(name)
            if field is None:
                wrong[name] = [_("There is no such field.")]
            elif field.read_only:
                wrong[name] = [_("This field is only read.")]
        if wrong:
            raise serializers.ValidationError(wrong)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        data = super().to_representation(instance)
        self.conceal(instance, data)
        data["etag"] = etag_of(data)
        return data

    def conceal(self, row: Any, data: dict[str, Any]) -> None:
        """Leaves out what the reader may not see of a row that they see."""


class DatedSerializer(RowSerializer):
    """A row with dates: one whose year is far away is asked about, as by the forms."""

    anyway = serializers.BooleanField(
        write_only=True,
        required=False,
        help_text=gettext_lazy("Of a date whose year is far from now: it is meant so."),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.pop("anyway", False):
            return attrs
        far = {
            name: value
            for name, value in attrs.items()
            if isinstance(value, FuzzyDate)
            and is_far(value, today())
            and value != getattr(self.instance, name, None)  # what is stored was asked about
        }
        if far:
            how = _("If it is right, send “anyway” as true as well.")
            raise serializers.ValidationError(
                {name: f"{question(value, today())} {how}" for name, value in far.items()}
            )
        return attrs
