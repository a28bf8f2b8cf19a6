from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpactAssessmentsConfig(AppConfig):
    name = "impact_assessments"
    verbose_name = _("Impact assessments")
