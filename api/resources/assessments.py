"""Impact assessments: what the pages write of their parts, of one that is there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from api.resources.parts import Parts
from api.resources.projects import not_yours
from api.serializers import PiecesField, RowSerializer
from impact_assessments.choices import WRITTEN_PARTS, State
from impact_assessments.models import ImpactAssessment
from impact_assessments.state import shown_parts
from projects.confidentiality import concealed

COLUMNS = ("effect", "substantial", "direction", "text", "same_as")
WRITTEN = (
    "stage",
    "due",
    *(f"{part.name}_{column}" for part in WRITTEN_PARTS for column in COLUMNS),
)
ONLY_READ = (
    "id", "project", "introduces_system", "changes_tasks", "changes_data", "screening",
    "justification", "state", "model_updated_on", "model_link", "left_out", "etag",
)  # fmt: skip


class AssessmentSerializer(RowSerializer):
    left_out = PiecesField(read_only=True)

    class Meta:
        model = ImpactAssessment
        fields = (*ONLY_READ[:-2], *WRITTEN, *ONLY_READ[-2:])
        read_only_fields = ONLY_READ


class Assessments(Parts):
    """Impact assessments as they stand, one a project. Hidden parts are empty.

    One begins with its screening and goes on by the steps of its page; here its parts are written.
    """

    model = ImpactAssessment
    serializer_class = AssessmentSerializer
    http_method_names = ["get", "head", "patch"]

    def get_queryset(self) -> Any:
        rows = ImpactAssessment.objects.visible_to(self.request.user).select_related("project")
        return rows.defer("project__search_text", "project__name_key")

    def seen(self, row: ImpactAssessment) -> ImpactAssessment:
        hidden = row.project.hidden_from(self.request.user)
        return concealed(row, hidden) if hidden else row

    def prepare(self, row: ImpactAssessment, sent: dict[str, Any]) -> None:
        """As the form of the parts: nothing of a hidden part, and nothing while it is in review."""
        if row.state == State.REVIEW:
            text = _("It is in review: take it back to a draft to go on writing.")
            raise ValidationError({"state": text})
        shown = {part.name for part in shown_parts(row.project.hidden_from(self.request.user))}
        own = {f"{part}_{column}" for part in shown for column in COLUMNS}
        hidden = set(sent) - own - {"stage", "due"}
        hidden |= {
            name
            for name, value in sent.items()
            if name.endswith("_same_as") and value and value not in shown
        }
        if hidden:
            raise not_yours(hidden)
        row.author = row.author or self.request.user
