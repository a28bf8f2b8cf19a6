"""Who may do what: the one table of roles, and the questions that everything else asks.

Roles are Django groups whose names are the values of `Role`. Views, the admin, templates and
commands ask `user.has_perm("projects.change_project", project)`, which `RoleBackend` answers
from this table, or the query sets `visible_to(user)` and `editable_by(user)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models.users import User
    from accounts.types import AnyUser


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    PLANNER = "planner", _("IT planner")
    AREA_EDITOR = "area_editor", _("Area editor")
    READER = "reader", _("Reader")


def role_label(name: str) -> str:
    """The role in the reader's language, of the name that its group has."""
    return str(Role(name).label) if name in Role.values else name


# Models whose rows an area editor changes in the areas given to them.
AREA_EDITOR_MODELS = frozenset(
    {
        "projects.project",
        "projects.schedulephase",
        "projects.costitem",
        "projects.budgetyear",
        "projects.ledgercode",
        "projects.resourceneed",
        "projects.statusreport",
        "projects.risk",
        "projects.milestone",
        "projects.benefit",
        "projects.dependency",
        "impact_assessments.impactassessment",
        "impact_assessments.modelchange",
        "impact_assessments.followup",
        "impact_assessments.link",
        "impact_assessments.partrequest",
        "reports.proposal",
    }
)
# Apps that hold the portfolio itself; users and roles are the administrator's alone.
PORTFOLIO_APPS = frozenset({"projects", "impact_assessments", "reports"})


def roles_of(user: AnyUser) -> frozenset[str]:
    """The roles of a user; none for a person who is signed out or deactivated."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    cached = getattr(user, "_roles", None)
    if cached is None:
        names = set(user.groups.values_list("name", flat=True))
        if user.is_superuser:
            names.add(Role.ADMINISTRATOR)
        cached = frozenset(names & set(Role.values))
        user._roles = cached
    return cached


def keys_asked_once(user: AnyUser, name: str, ask: Callable[[], Iterable[int]]) -> frozenset[int]:
    """Primary keys that rights of the user hang on; asked once for each user object, by name."""
    known: frozenset[int] | None = getattr(user, name, None)
    if known is None:
        known = frozenset(ask())
        setattr(user, name, known)
    return known


def forget_roles(user: User) -> None:
    """After the groups of the user changed: the next question asks them again."""
    user.__dict__.pop("_roles", None)


def edits_everything(user: AnyUser) -> bool:
    """Whether the user edits the whole portfolio: administrators and IT planners."""
    return bool(roles_of(user) & {Role.ADMINISTRATOR, Role.PLANNER})


def administrators() -> QuerySet[User]:
    """The people of whom `roles_of` says that they administer the service, in one query."""
    people = get_user_model().objects.filter(is_active=True)
    named = people.filter(Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True))
    return named.distinct().order_by("pk")


def administrators_only(user: AnyUser) -> None:
    """Raises `PermissionDenied` for everybody else."""
    if Role.ADMINISTRATOR not in roles_of(user):
        raise PermissionDenied


def sees_not_public(user: AnyUser) -> bool:
    """Whether the user sees every project that is marked as not public."""
    return edits_everything(user)


def role_allows(user: AnyUser, permission: str) -> bool:
    """Whether a role of the user gives a permission such as `projects.change_project`.

    This is the question without a row; `RoleBackend` asks about the row as well.
    """
    roles = roles_of(user)
    if Role.ADMINISTRATOR in roles:
        return True
    app, _dot, codename = permission.partition(".")
    action, _line, model = codename.partition("_")
    if app not in PORTFOLIO_APPS:
        return False
    if Role.PLANNER in roles:
        return True
    if action == "view":
        return bool(roles)
    return (
        Role.AREA_EDITOR in roles and action != "delete" and f"{app}.{model}" in AREA_EDITOR_MODELS
    )
