"""The sections of one project for one reader, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.types import AnyUser, Context
from portfolio.sections.declared import SECTIONS
from portfolio.sections.section import Section
from projects.confidentiality import labels
from projects.models import Project


@dataclass(frozen=True)
class Shown:
    """A section, with the address of its form; empty for who may not edit it."""

    section: Section
    address: str = ""


def sections_of(project: Project, user: AnyUser, *, past: bool = False) -> dict[str, Shown]:
    """By their keys. Of the past nothing is edited."""
    may_edit = not past and user.has_perm("projects.change_project", project)
    return {
        key: Shown(
            section,
            section.address(project)
            if may_edit and section.is_open_beside(project.left_out)
            else "",
        )
        for key, section in SECTIONS.items()
    }


def kept_from_whom(project: Project, user: AnyUser) -> Context:
    """What of the project is marked, and its named readers: for who edits and sees all of it."""
    if project.left_out or not project.is_editable_by(user):
        return {}
    return {
        "marked": labels(project.not_public_fields),
        "readers": [str(person) for person in project.readers.all()],
    }
