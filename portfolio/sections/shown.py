"""The sections of one project for one reader, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.types import AnyUser
from portfolio.sections.declared import SECTIONS
from portfolio.sections.section import Section
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
