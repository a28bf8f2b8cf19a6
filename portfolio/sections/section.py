"""What a section of a project's page is: declared once, for its reading and for its form."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db import models
from django.urls import reverse

from portfolio.sections.rows import RowForm, SectionRows
from portfolio.sections.words import Words
from projects.confidentiality import WHO_SEES, hidden_fields, hides_rows
from projects.models import Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Rows:
    """Rows that hang on the project and are edited with a section."""

    model: type[models.Model]
    fields: tuple[str, ...]
    form: type[RowForm] = RowForm
    formset: type[SectionRows] = SectionRows
    related: tuple[str, ...] = ()
    """What is fetched with the rows."""

    @property
    def name(self) -> str:
        """How the project calls them, and how their fields begin in the form."""
        field = cast("models.ForeignKey", self.model._meta.get_field("project"))
        return field.remote_field.get_accessor_name() or ""


@dataclass(frozen=True)
class Section:
    """What stands under one heading; the key is its place in addresses and pages."""

    key: str
    title: StrOrPromise
    fields: tuple[str, ...] = ()
    rows: tuple[Rows, ...] = ()
    words: Words | None = None
    """The text that says what some of the rows say."""

    @property
    def template(self) -> str:
        """How it is read."""
        return f"portfolio/sections/{self.key}.html"

    @property
    def anchor(self) -> str:
        return f"section-{self.key}"

    def address(self, project: Project) -> str:
        return reverse(f"project-edit-{self.key}", args=[project.pk])

    def fields_beside(self, hidden: Collection[str]) -> list[str]:
        """The fields that somebody edits who may not see the hidden pieces."""
        kept = set(hidden_fields(Project, hidden))
        if hidden:  # who does not see all does not decide either who does
            kept |= set(WHO_SEES)
        return [name for name in self.fields if name not in kept]

    def rows_beside(self, hidden: Collection[str]) -> list[Rows]:
        return [rows for rows in self.rows if not hides_rows(rows.model, hidden)]

    def is_open_beside(self, hidden: Collection[str]) -> bool:
        """Whether anything is left to edit for who may not see the hidden pieces."""
        return bool(self.fields_beside(hidden) or self.rows_beside(hidden))
