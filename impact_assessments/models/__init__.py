"""The tables of assessments."""

from impact_assessments.models.assessment import ImpactAssessment
from impact_assessments.models.consequences import (
    FollowUp,
    Link,
    ModelChange,
    ModelItem,
    PartRequest,
)
from impact_assessments.models.questions import Question, QuestionSet, SetIsPublished
from impact_assessments.models.records import (
    AssessmentVersion,
    PartReview,
    RecordIsFixed,
    ScreeningRecord,
    StillRight,
)

__all__ = [
    "AssessmentVersion",
    "FollowUp",
    "ImpactAssessment",
    "Link",
    "ModelChange",
    "ModelItem",
    "PartRequest",
    "PartReview",
    "Question",
    "QuestionSet",
    "RecordIsFixed",
    "ScreeningRecord",
    "SetIsPublished",
    "StillRight",
]
