"""What was typed into a section's form, in words, where there is no form any more."""

from __future__ import annotations

from typing import cast

from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst

from portfolio.sections.section import Section
from projects.models import Project

MOST = 200  # texts


def typed_texts(section: Section, sent: QueryDict) -> list[tuple[str, str]]:
    """The labels of fields and the texts that were sent for them; choices are no texts."""
    found = []
    for name, values in sent.lists():
        label = _label(section, name)
        found += [(label, value) for value in values if label and value.strip()]
    return found[:MOST]


def _label(section: Section, name: str) -> str:
    """Empty where nobody types a text there."""
    if name not in section.fields:
        return ""
    field = cast("models.Field", Project._meta.get_field(name))
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return str(capfirst(field.verbose_name)) if is_text else ""
