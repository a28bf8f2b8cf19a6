from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactAssessmentsConfig(AppConfig):
    name = "impact_assessments"
    verbose_name = _("Impact assessments")

    def ready(self) -> None:
        from impact_assessments import reminders  # noqa: F401 (makes mail, for the worker)
        from impact_assessments.asking import mail  # noqa: F401
        from impact_assessments.pieces import PLACES
        from impact_assessments.project_filters import add_filters
        from impact_assessments.sheet import AssessmentResource
        from projects.confidentiality import add_places
        from projects.sheets.incoming.reading_parts import add_resource
        from projects.sheets.workbook.sheets import add_sheet

        add_places(PLACES)
        add_resource(AssessmentResource)
        add_sheet("assessments", AssessmentResource)
        add_filters()
