"""Dependencies between projects. A row belongs to the project in whose form it was written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from projects.confidentiality import Piece, hides_rows
from projects.models.parts.part import ProjectPart, ProjectPartQuerySet
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import LineField
from projects.values.choices import DependencyKind
from projects.values.dependency_graph import Edge, circle


class DependencyQuerySet(ProjectPartQuerySet):
    def visible_to(self, user: AnyUser) -> Self:
        """What the user may see of both projects."""
        hiding = Project.objects.hiding(Piece.DEPENDENCIES, user)
        others = Project.objects.visible_to(user)
        seen = super().visible_to(user).filter(other__in=others)
        return seen.exclude(other__in=hiding)

    def of(self, project: Project) -> DependencyQuerySet:
        """The rows of the project and those of others that name it."""
        return self.filter(Q(project=project) | Q(other=project))

    def edges(self) -> list[Edge]:
        """Who holds up whom (`projects.values.dependency_graph`)."""
        rows = self.exclude(kind=DependencyKind.RELATES).order_by()
        return [_edge(*row) for row in rows.values_list("project_id", "other_id", "kind")]


class Dependency(ProjectPart):
    """A project waits for another, holds it up, or has to do with it. One row for two projects."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="dependencies", verbose_name=_("project")
    )
    other = models.ForeignKey(
        Project, models.PROTECT, related_name="named_by", verbose_name=_("other project")
    )
    kind = models.CharField(_("dependency"), max_length=10, choices=DependencyKind)
    note = LineField(_("note"), max_length=300, blank=True)
    history = History()

    objects = DependencyQuerySet.as_manager()
    checked_together = False
    """Set by a form that checks its rows against each other itself."""

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("project", "other"),
                name="dependency_once",
                violation_error_message=_("These projects already have a dependency."),
            ),
            models.CheckConstraint(
                condition=~Q(project=F("other")),
                name="dependency_on_another",
                violation_error_message=_("A project cannot depend on itself."),
            ),
        ]

    def __str__(self) -> str:
        other = self.other if self.other_id else ""
        return f"{self.get_kind_display()}: {other}"

    @property
    def edge(self) -> Edge | None:
        """Who holds up whom; None where neither does."""
        if self.kind == DependencyKind.RELATES:
            return None
        return _edge(_key(self), self.other_id, self.kind)

    def clean(self) -> None:
        if self.checked_together or not self.project_id or not self.other_id:
            return
        rows = type(self).objects.exclude(pk=self.pk)
        if problem := problem_of(self, rows.edges(), rows.of(self.project)):
            raise ValidationError({"other": problem})

    def is_visible_to(self, user: AnyUser) -> bool:
        hides = hides_rows(self, self.other.hidden_from(user))
        return super().is_visible_to(user) and self.other.is_visible_to(user) and not hides

    def can_come_back(self) -> bool:
        """Whether an earlier state that had the row may have it again: no circle, nobody gone."""
        try:
            # Its own row may be there still: `clean` looks at the others.
            self.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError:
            return False
        return True


def _key(row: Dependency) -> int:
    return row.project_id or 0  # a project that is only being added


def _edge(project: int, other: int, kind: str) -> Edge:
    return (project, other) if kind == DependencyKind.BLOCKS else (other, project)


def problem_of(
    row: Dependency, edges: Iterable[Edge], rows: Iterable[Dependency], user: AnyUser | None = None
) -> str:
    """What speaks against a row beside the edges and the other rows of its project; else empty.

    Projects that the user may not see are not named.
    """
    if row.other_id == row.project_id:
        return gettext("A project cannot depend on itself.")
    pair = {_key(row), row.other_id}
    if any({_key(each), each.other_id} == pair for each in rows):
        return gettext("These projects already have a dependency.")
    found = circle(edges, row.edge) if row.edge else ()
    if not found:
        return ""
    projects = Project.objects.all() if user is None else Project.objects.visible_to(user)
    names = dict(projects.filter(pk__in=found).values_list("pk", "name"))
    names[_key(row)] = str(row.project)
    hidden = gettext("(a project that you may not see)")
    told = " → ".join(names.get(pk, hidden) for pk in found)
    return gettext("The projects would wait for each other in a circle: %(chain)s.") % {
        "chain": told
    }
