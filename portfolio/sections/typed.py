"""What was typed into a section's form, in words, where there is no form any more."""

from __future__ import annotations

import re
from typing import cast

from django.db import models
from django.db.models.fields.related import RelatedField
from django.http import QueryDict
from django.utils.text import capfirst

from portfolio.sections.section import Section
from projects.models import Dependency, Project

ROW = re.compile(r"(\w+)-\d{1,4}-(\w+)", re.ASCII)
MOST = 500  # texts


def typed_texts(section: Section, sent: QueryDict) -> list[tuple[str, str]]:
    """The labels of fields and what was typed for them; what was chosen is no loss."""
    found = []
    for name, values in sent.lists():
        label = _label(section, name)
        found += [(label, value) for value in values if label and value.strip()]
    return found[:MOST]


def _label(section: Section, name: str) -> str:
    """Empty where nobody types anything."""
    model, fields = cast("type[models.Model]", Project), section.fields
    if row := ROW.fullmatch(name):
        kind = next((each for each in section.rows if each.name == row[1]), None)
        if kind is None:
            return ""
        model, fields, name = kind.model, kind.fields, row[2]
    if name not in fields:
        return ""
    field = cast("models.Field", model._meta.get_field(name))
    is_named = model is Dependency and name == "other"
    is_chosen = field.choices or isinstance(field, RelatedField | models.BooleanField)
    return str(capfirst(field.verbose_name)) if is_named or not is_chosen else ""
