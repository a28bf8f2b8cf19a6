"""What all rows that hang on a project have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.types import AnyUser
from projects.confidentiality import Piece, hides_rows
from projects.models.project import Project
from projects.saving.own_checks import OwnChecks
from projects.saving.renewing import project_is_due, renewed_once

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LAST = 32_767


def position_field() -> models.PositiveSmallIntegerField:
    """The place of a row that people put where they want it; see `portfolio.sections.rows`.

    Who was never moved stands last, in the order of keys: so does every new row, whatever makes it.
    """
    return models.PositiveSmallIntegerField(
        _("place in the order"), default=LAST, db_default=LAST, editable=False
    )


class ProjectPartQuerySet(models.QuerySet):
    """Rows that hang on a project: they are seen and edited with it."""

    def visible_to(self, user: AnyUser) -> Self:
        return self._shown_to(user).filter(project__in=Project.objects.visible_to(user))

    def editable_by(self, user: AnyUser) -> Self:
        return self._shown_to(user).filter(project__in=Project.objects.editable_by(user))

    def _shown_to(self, user: AnyUser) -> Self:
        """Without the rows of projects that keep this kind of row from the user."""
        rows = self
        for piece in Piece:
            if hides_rows(self.model, [piece]):
                rows = rows.exclude(project__in=Project.objects.hiding(piece, user))
        return rows


class ProjectPart(NamedToReader, OwnChecks):
    """A row that belongs to one project and is seen and edited with it."""

    project_totals: tuple[str, ...] = ()
    """What the project takes over from rows of this kind (`models.parts.totals`)."""
    is_restored_with_project = True
    """Whether bringing an earlier state of the project back changes rows of this kind."""
    is_in_project_history = True
    """Whether the project's history tells of rows of this kind."""

    told_as_reordered: StrOrPromise = ""
    """What the history says where rows of this kind were put into another order."""

    objects = ProjectPartQuerySet.as_manager()

    class Meta:
        abstract = True

    @renewed_once()
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.project_totals:
            project_is_due(self.project, self.project_totals)

    @renewed_once()
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        gone = super().delete(*args, **kwargs)
        if self.project_totals:
            project_is_due(self.project, self.project_totals)
        return gone

    def is_visible_to(self, user: AnyUser) -> bool:
        return self.project.is_visible_to(user) and not self._is_hidden_from(user)

    def is_editable_by(self, user: AnyUser) -> bool:
        return self.project.is_editable_by(user) and not self._is_hidden_from(user)

    def _is_hidden_from(self, user: AnyUser) -> bool:
        return hides_rows(self, self.project.hidden_from(user))


def part_models() -> list[type[models.Model]]:
    """The models whose rows are parts of a project.

    All that hang on it by a cascading foreign key and keep a history of their own: phases, costs,
    resources, reports, and from another app the assessment.
    """
    return [
        relation.related_model
        for relation in Project._meta.related_objects
        if relation.on_delete is models.CASCADE
        and hasattr(relation.related_model._meta, "simple_history_manager_attribute")
    ]
