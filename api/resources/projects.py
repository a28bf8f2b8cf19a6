"""Projects of the API: the fields of the sections of a project's page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from accounts.permissions import edits_everything
from api.filters import ProjectFilters
from api.resources.examples import example
from api.serializers import PiecesField, RowSerializer
from api.views import EditedRows
from portfolio.sections.declared import SECTIONS
from portfolio.sections.new import ANYWAY, of_the_same_name
from projects.confidentiality import TOTALS, WHO_SEES, hidden_fields
from projects.models import Project, ServiceArea, StrategicGoal
from projects.values.choices import Scope

KEPT_TO_PAGES = {"readers"}  # people are named on the page
EDITED = tuple(
    name for section in SECTIONS.values() for name in section.fields if name not in KEPT_TO_PAGES
)
FOLLOWS = ("starts_on", "ends_on", "cost_low", "cost_high", "created_at", "updated_at")
"""What the project takes over from its parts, and when it was saved."""


def people() -> QuerySet[User]:
    """Who can be named: who can sign in, and no service."""
    return User.objects.filter(is_active=True).exclude(api_tokens__is_service=True)


@extend_schema_serializer(examples=example("project"))
class ProjectSerializer(RowSerializer):
    service_area_name = serializers.CharField(source="service_area.name", read_only=True)
    owner_shown = serializers.CharField(read_only=True)
    manager_shown = serializers.CharField(read_only=True)
    owner = serializers.PrimaryKeyRelatedField(queryset=people(), allow_null=True, required=False)
    manager = serializers.PrimaryKeyRelatedField(queryset=people(), allow_null=True, required=False)
    service_area = serializers.PrimaryKeyRelatedField(queryset=ServiceArea.objects.order_by())
    strategic_goals = serializers.PrimaryKeyRelatedField(
        queryset=StrategicGoal.objects.all(), many=True, required=False
    )
    scope = serializers.ChoiceField(Scope.choices, required=False)
    left_out = PiecesField(read_only=True)
    anyway = serializers.BooleanField(
        write_only=True,
        required=False,
        help_text=gettext_lazy("Of a new project: there may be another one of its name already."),
    )

    class Meta:
        model = Project
        fields = (
            "id", *EDITED, "service_area_name", "owner_shown", "manager_shown", *FOLLOWS,
            "left_out", "etag", ANYWAY,
        )  # fmt: skip
        read_only_fields = FOLLOWS

    def conceal(self, row: Project, data: dict[str, Any]) -> None:
        """As `projects.confidentiality.concealed` does with a copy, which asks for its goals."""
        hidden = row.hidden_from(self.context["user"])
        for name in hidden_fields(Project, hidden):
            data[name] = ""
        for piece, names in TOTALS.items():
            if piece in hidden:
                data |= {name: None for name in names if name in data}
        data["left_out"] = sorted(hidden)


class Projects(EditedRows):
    """Projects. Texts of pieces that you may not see are empty, and `left_out` names the pieces."""

    model = Project
    serializer_class = ProjectSerializer
    filter_backends = (ProjectFilters,)

    def get_queryset(self) -> Any:
        rows = super().get_queryset().select_related("service_area", "owner", "manager")
        return rows.defer("search_text", "name_key").prefetch_related("strategic_goals")

    def prepare(self, row: Project, sent: dict[str, Any]) -> None:
        user, is_wanted = self.request.user, sent.pop(ANYWAY, False)
        if row._state.adding:
            if not edits_everything(user):
                sent["scope"] = Scope.SERVICE_AREA
            sent.setdefault("scope", Scope.SERVICE_AREA)
            if not sent.get("description"):
                text = _("Two sentences are enough: what changes, and for whom.")
                raise ValidationError({"description": text})
            same = of_the_same_name(user, sent.get("name", ""))
            if same is not None and not is_wanted:
                text = _(
                    "There is a project of this name already, with the id %(id)d. If you mean "
                    "another one, send “anyway” as true as well."
                )
                raise ValidationError({"name": text % {"id": same.pk}})
        else:
            _refuse_hidden(row, sent, user)
        area = sent.get("service_area")
        if area is not None and area.pk != row.service_area_id and not _may_move_to(user, area):
            raise PermissionDenied(_("This service area is not given to you."))

    def may_add(self, row: Project) -> None:
        if not Project.may_be_proposed_by(self.request.user):
            raise PermissionDenied(_("Your role does not allow it."))

    def saved(self, row: Project, sent: dict[str, Any]) -> None:
        if set(sent) & set(WHO_SEES):
            # Who marks something as not public goes on seeing it.
            Project.objects.get(pk=row.pk).keep_visible_to(self.request.user)


def _refuse_hidden(row: Project, sent: dict[str, Any], user: User) -> None:
    """Who does not see all changes neither what is hidden nor who sees it."""
    hidden = row.hidden_from(user)
    if not hidden:
        return
    wrong = set(sent) & (hidden_fields(Project, hidden) | set(WHO_SEES))
    if wrong:
        raise not_yours(wrong)


def not_yours(names: set[str]) -> PermissionDenied:
    text = _("You do not see all of the project, so these are not yours to change: %(names)s.")
    return PermissionDenied(text % {"names": ", ".join(sorted(names))})


def _may_move_to(user: User, area: ServiceArea) -> bool:
    return edits_everything(user) or area.pk in ServiceArea.objects.keys_given_to(user)
