"""The register of assessments."""

from django.contrib import admin

from impact_assessments.models import ImpactAssessment
from projects.admin_base import PortfolioAdmin


@admin.register(ImpactAssessment)
class ImpactAssessmentAdmin(PortfolioAdmin):
    list_display = (
        "project",
        "screening",
        "organising_effect",
        "security_effect",
        "data_effect",
        "case_management_effect",
    )
    list_filter = ("screening",)
    list_select_related = ("project",)
    autocomplete_fields = ("project",)
    search_fields = ("project__name",)
    folded_search_field = "project__search_text"
