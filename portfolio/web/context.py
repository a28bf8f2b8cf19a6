"""What every page's template is given."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.permissions import Role, edits_everything, roles_of
from accounts.types import AnyUser, Context
from organisation.names import organisation_name
from organisation.version import VERSION
from projects.clock import today
from projects.models import Project


def site(request: HttpRequest) -> Context:
    """The organisation, the demonstration's day if there is one, and what the user may do."""
    user: AnyUser = getattr(request, "user", None) or AnonymousUser()
    known = user.is_authenticated
    return {
        "organisation": {
            "name": organisation_name(),
            "logo": settings.ORGANISATION_LOGO,
            "accent": settings.ORGANISATION_ACCENT,
        },
        "demo_today": settings.TODAY,
        "today": today(),
        "has_desk": known and bool(roles_of(user)),
        "may_edit": known and edits_everything(user),
        "may_propose": known and Project.may_be_proposed_by(user),
        "may_see_proposals": known and user.has_perm("reports.add_proposal"),
        "may_report": known and user.has_perm("projects.add_statusreport"),
        "version": VERSION if known and Role.ADMINISTRATOR in roles_of(user) else "",
        "may_use_admin": known and bool(roles_of(user) - {Role.READER}),
    }
