"""What a section of a project's page is: declared once, for its reading and for its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from projects.confidentiality import WHO_SEES, hidden_fields
from projects.models import Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Section:
    """Fields of the project under one heading; the key is its place in addresses and pages."""

    key: str
    title: StrOrPromise
    fields: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """How it is read."""
        return f"portfolio/sections/{self.key}.html"

    @property
    def anchor(self) -> str:
        return f"section-{self.key}"

    def address(self, project: Project) -> str:
        return reverse(f"project-edit-{self.key}", args=[project.pk])

    def fields_beside(self, hidden: Iterable[str]) -> list[str]:
        """The fields that somebody edits who may not see the hidden pieces."""
        kept = set(hidden_fields(Project, hidden))
        if hidden:  # who does not see all does not decide either who does
            kept |= set(WHO_SEES)
        return [name for name in self.fields if name not in kept]

    def is_open_beside(self, hidden: Iterable[str]) -> bool:
        """Whether anything is left to edit for who may not see the hidden pieces."""
        return bool(self.fields_beside(hidden))
