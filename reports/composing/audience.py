"""For whom a plan is put together: one person, residents, or nobody in particular."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.permissions import sees_not_public
from accounts.types import AnyUser
from projects.confidentiality import concealed
from projects.models import Project
from projects.models.querysets import ProjectQuerySet
from reports.models import ActionPlan
from reports.models.editions import Face


@dataclass(frozen=True)
class Audience:
    """Whose rights decide what a document holds.

    A document for a person is numbered as if there were no other projects than those that they
    may see. One for residents keeps the numbers of the whole plan.
    """

    user: AnyUser | None = None
    is_public: bool = False

    @classmethod
    def of(cls, user: AnyUser) -> Audience:
        return cls(user)

    @classmethod
    def of_residents(cls) -> Audience:
        """Everybody, so whatever is marked as not public is left out."""
        return cls(is_public=True)

    @classmethod
    def of_all(cls) -> Audience:
        """Nobody in particular: nothing is left out."""
        return cls()

    @property
    def sees_not_public(self) -> bool:
        if self.user is None:
            return not self.is_public
        return sees_not_public(self.user)

    @property
    def face(self) -> Face:
        """The face of what was sent or published that this audience may read."""
        return Face.INTERNAL if self.sees_not_public else Face.PUBLIC

    def numbered_among(self, rows: ProjectQuerySet) -> ProjectQuerySet:
        """The projects that count when numbers are given."""
        return rows if self.user is None else rows.visible_to(self.user)

    def read(self, project: Project) -> Project | None:
        """A project that counts, as it may be read; None where nothing of it may."""
        if self.user is not None:
            return project.seen_by(self.user)
        if not self.is_public:
            return project
        if project.is_not_public:
            return None
        hidden = tuple(project.not_public_fields)
        return concealed(project, hidden) if hidden else project

    def may_edit(self, row: Project | ActionPlan) -> bool:
        """Whether links lead to the page where the row is edited."""
        return self.user is None or row.is_editable_by(self.user)


WHOLE = Audience.of_all()
