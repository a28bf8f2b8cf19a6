"""The columns of the assessment's parts: of each its effect and what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from impact_assessments.choices import PART_CHOICES, Direction, Effect
from projects.models.project import LONG_TEXT
from projects.plain_texts import PlainTextField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ECONOMY, OPERATION = _("economy"), _("operation")


def _named(name: str | Promise, part: str | Promise) -> _StrPromise:
    # The letter tells the parts apart in lists, in the history and in messages.
    return format_lazy("{} ({})", name, part)


def _effect(part: str | Promise) -> models.CharField:
    return models.CharField(
        _named(_("effect"), part),
        max_length=12,
        choices=Effect,
        default=Effect.UNASSESSED,
        db_default=Effect.UNASSESSED,
    )


def _substantial(part: str | Promise) -> models.BooleanField:
    name = _named(_("substantial effect"), part)
    return models.BooleanField(name, default=False, db_default=False)


def _direction(part: str | Promise) -> models.CharField:
    return models.CharField(
        _named(_("direction"), part),
        max_length=8,
        choices=Direction,
        blank=True,
        default="",
        db_default="",
    )


def _text(part: str | Promise) -> PlainTextField:
    name = _named(_("what changes"), part)
    return PlainTextField(name, blank=True, max_length=LONG_TEXT, default="", db_default="")


def _same_as(part: str | Promise) -> models.CharField:
    return models.CharField(
        _named(_("same as"), part),
        max_length=20,
        choices=PART_CHOICES,
        blank=True,
        default="",
        db_default="",
    )


def _ticks(part: str | Promise) -> models.CharField:
    name = _named(_("questions ticked"), part)
    return models.CharField(name, max_length=300, blank=True, default="", db_default="")


def _source(part: str | Promise) -> models.PositiveBigIntegerField:
    # A project's number; its name is shown to who sees that project.
    return models.PositiveBigIntegerField(
        _named(_("taken from project"), part), null=True, blank=True, editable=False
    )


class PartColumns(models.Model):
    """Eight parts of seven columns each: what is marked, compared and brought back by field."""

    class Meta:
        abstract = True

    economy_effect = _effect(ECONOMY)
    economy_substantial = _substantial(ECONOMY)
    economy_direction = _direction(ECONOMY)
    economy_text = _text(ECONOMY)
    economy_same_as = _same_as(ECONOMY)
    economy_ticks = _ticks(ECONOMY)
    economy_source = _source(ECONOMY)

    function_effect = _effect(OPERATION)
    function_substantial = _substantial(OPERATION)
    function_direction = _direction(OPERATION)
    function_text = _text(OPERATION)
    function_same_as = _same_as(OPERATION)
    function_ticks = _ticks(OPERATION)
    function_source = _source(OPERATION)

    organising_effect = _effect("a")
    organising_substantial = _substantial("a")
    organising_direction = _direction("a")
    organising_text = _text("a")
    organising_same_as = _same_as("a")
    organising_ticks = _ticks("a")
    organising_source = _source("a")

    security_effect = _effect("b")
    security_substantial = _substantial("b")
    security_direction = _direction("b")
    security_text = _text("b")
    security_same_as = _same_as("b")
    security_ticks = _ticks("b")
    security_source = _source("b")

    data_effect = _effect("c")
    data_substantial = _substantial("c")
    data_direction = _direction("c")
    data_text = _text("c")
    data_same_as = _same_as("c")
    data_ticks = _ticks("c")
    data_source = _source("c")

    case_management_effect = _effect("d")
    case_management_substantial = _substantial("d")
    case_management_direction = _direction("d")
    case_management_text = _text("d")
    case_management_same_as = _same_as("d")
    case_management_ticks = _ticks("d")
    case_management_source = _source("d")

    publicity_effect = _effect("e")
    publicity_substantial = _substantial("e")
    publicity_direction = _direction("e")
    publicity_text = _text("e")
    publicity_same_as = _same_as("e")
    publicity_ticks = _ticks("e")
    publicity_source = _source("e")

    interoperability_effect = _effect("f")
    interoperability_substantial = _substantial("f")
    interoperability_direction = _direction("f")
    interoperability_text = _text("f")
    interoperability_same_as = _same_as("f")
    interoperability_ticks = _ticks("f")
    interoperability_source = _source("f")
