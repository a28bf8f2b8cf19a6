"""The first steps of an empty portfolio, for who can take them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Role, edits_everything, roles_of
from accounts.types import AnyUser
from projects.models import ServiceArea
from reports.models import PlanImport


@dataclass(frozen=True)
class Step:
    text: str
    why: str
    link: str
    is_done: bool = False


def first_steps(user: AnyUser) -> list[Step]:
    """In the order in which they make the least work; none for who reads or edits an area."""
    if not edits_everything(user):
        return []
    steps = [
        Step(
            _("Import last year's plan"),
            _("Its projects, areas and schedules are read from Word, PDF or Excel."),
            reverse("plan-import-list"),
            PlanImport.objects.filter(state=PlanImport.State.IMPORTED).exists(),
        ),
        Step(
            _("Or import a workbook"),
            _("Where projects are kept in a spreadsheet: an empty one shows the columns."),
            reverse("workbook"),
        ),
        Step(
            _("Check the service areas"),
            _("Rights and plans follow them. An import makes those that it names."),
            reverse("admin:projects_servicearea_changelist"),
            ServiceArea.objects.exists(),
        ),
    ]
    if Role.ADMINISTRATOR in roles_of(user):
        steps.append(
            Step(
                _("Add people"),
                _("Give each a role, and send them an invitation. Make a second administrator."),
                reverse("admin:accounts_user_changelist"),
                User.objects.filter(is_active=True)[1:2].exists(),
            )
        )
    steps.append(
        Step(
            _("Add a project by hand"),
            _("A name is enough; the rest can be written later."),
            reverse("project-new"),
        )
    )
    return steps
