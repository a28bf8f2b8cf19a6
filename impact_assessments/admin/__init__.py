"""The administration of assessments, of their questions and of the city's model."""

from impact_assessments.admin.assessments import ImpactAssessmentAdmin
from impact_assessments.admin.model_items import ModelItemAdmin
from impact_assessments.admin.questions import QuestionSetAdmin

__all__ = ["ImpactAssessmentAdmin", "ModelItemAdmin", "QuestionSetAdmin"]
