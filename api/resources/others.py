"""Areas, goals, plans, editions, jobs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from api.resources.examples import example
from api.serializers import RowSerializer
from api.views import EditedRows, Rows
from projects.models import Project, ServiceArea, StrategicGoal
from projects.rights.lost import Reader
from reports.comparison.edition_sides import document_for
from reports.document.interchange import as_dict
from reports.models import ActionPlan, Job, PlanEdition
from reports.models.plans import PlanEntry


@extend_schema_serializer(examples=example("area"))
class AreaSerializer(RowSerializer):
    parent = serializers.PrimaryKeyRelatedField(
        queryset=ServiceArea.objects.order_by(), allow_null=True, required=False
    )

    class Meta:
        model = ServiceArea
        fields = ("id", "name", "parent", "position", "etag")
        validators: list[Any] = []


class NoTakingAway(EditedRows):
    """Added and changed; taken away in the administration, which tells what leans on them."""

    http_method_names = ["get", "head", "post", "patch"]


class Areas(NoTakingAway):
    """Service areas, as a tree: each names the one that it is part of."""

    model = ServiceArea
    serializer_class = AreaSerializer

    def get_queryset(self) -> Any:
        return ServiceArea.objects.without_tree_fields()


@extend_schema_serializer(examples=example("goal"))
class GoalSerializer(RowSerializer):
    class Meta:
        model = StrategicGoal
        fields = ("id", "name", "description", "position", "etag")


class Goals(NoTakingAway):
    """Strategic goals."""

    model = StrategicGoal
    serializer_class = GoalSerializer

    def get_queryset(self) -> Any:
        return StrategicGoal.objects.all()


class PlanSerializer(RowSerializer):
    projects = serializers.SerializerMethodField()

    class Meta:
        model = ActionPlan
        fields = read_only_fields = (
            "id", "title", "organisation", "language", "period_start", "period_end", "state",
            "body", "decided_on", "case_number", "section", "projects", "created_at", "updated_at",
            "etag",
        )  # fmt: skip

    def get_projects(self, plan: ActionPlan) -> list[int]:
        """Those that you may see, in the order of the plan."""
        return [entry.project_id for entry in plan.entries.all()]


class Plans(Rows):
    """Action plans, drafts too."""

    model = ActionPlan
    serializer_class = PlanSerializer

    def get_queryset(self) -> Any:
        seen = Project.objects.visible_to(self.request.user).order_by()
        entries = PlanEntry.objects.filter(project__in=seen.values("pk"))
        return super().get_queryset().prefetch_related(Prefetch("entries", entries))


class EditionSerializer(RowSerializer):
    is_withdrawn = serializers.SerializerMethodField()

    class Meta:
        model = PlanEdition
        fields: tuple[str, ...] = (
            "id", "plan", "number", "slug", "title", "organisation", "language", "is_public",
            "sha256", "revises", "body", "decided_on", "case_number", "section", "published_at",
            "is_withdrawn", "etag",
        )  # fmt: skip
        read_only_fields = fields

    def get_is_withdrawn(self, edition: PlanEdition) -> bool:
        return hasattr(edition, "withdrawal")


class WholeEditionSerializer(EditionSerializer):
    document = serializers.SerializerMethodField()

    class Meta(EditionSerializer.Meta):
        fields = read_only_fields = (*EditionSerializer.Meta.fields[:-1], "document", "etag")

    def get_document(self, edition: PlanEdition) -> dict[str, Any]:
        """The plan as JSON of the format salkku-plan, as you may read it."""
        return as_dict(document_for(edition, self.context["user"]))


class Editions(Rows):
    """Published editions. One by itself comes with its document."""

    model = PlanEdition

    def get_serializer_class(self) -> type[EditionSerializer]:
        return WholeEditionSerializer if self.action == "retrieve" else EditionSerializer

    def get_queryset(self) -> Any:
        needed = ("document", "public_document") if self.action == "retrieve" else ()
        return super().get_queryset().listed(*needed)


class JobSerializer(RowSerializer):
    stage = serializers.CharField(source="stage_text", read_only=True)
    error = serializers.CharField(source="error_text", read_only=True)

    class Meta:
        model = Job
        fields = read_only_fields = (
            "id", "kind", "title", "state", "progress", "stage", "error", "created_at",
            "started_at", "finished_at", "result_name", "content_type", "size", "etag",
        )  # fmt: skip


class Jobs(Rows):
    """Work in the background that you asked for."""

    model = Job
    serializer_class = JobSerializer

    def get_queryset(self) -> Any:
        mine = super().get_queryset().filter(asked_by=self.request.user)
        return mine.defer("parameters")

    def kept(self, rows: list[Job]) -> list[Job]:
        reader = Reader(self.request.user)
        return [job for job in rows if reader.may_have(job.sights)]
