"""An assessment as a file of it shows it to one reader: a draft, or an approved version."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.types import AnyUser
from impact_assessments.choices import State
from impact_assessments.files.faces import Document, face_of, left_out
from impact_assessments.files.told import Told, told
from impact_assessments.models import AssessmentVersion, ImpactAssessment
from impact_assessments.review.freeze import document_of
from impact_assessments.state import digest_of
from organisation.names import organisation_name
from projects.clock import day_of, today
from projects.models import Project


@dataclass(frozen=True)
class Copy:
    """What one file shows. Texts are in the language that was active when it was made."""

    face: Document
    told: Told
    state: str
    version: AssessmentVersion | None
    author: str
    covering: str
    """The project whose assessment takes this in, where the reader sees it."""
    left_out: list[str]
    is_public: bool
    made_on: datetime.date

    @property
    def name(self) -> str:
        return f"{_('Impact assessment')} {self.told.project}".strip()

    @property
    def mark(self) -> str:
        """How far it has come, in a line."""
        if self.version is None:
            day = date_format(self.made_on, "SHORT_DATE_FORMAT")
            return _("Draft, not approved: as it stood on %(day)s") % {"day": day}
        day = date_format(day_of(self.version.at), "SHORT_DATE_FORMAT")
        return _("Version %(number)d, approved on %(day)s") % {
            "number": self.version.number,
            "day": day,
        }

    @property
    def digest(self) -> str:
        """Of the attached JSON; of a whole version it is the one that was approved."""
        return digest_of(self.face)

    @property
    def made_at(self) -> datetime.datetime:
        """When what it says was fixed, so that a version gives the same file at any time."""
        if self.version:
            return self.version.at
        return datetime.datetime.combine(self.made_on, datetime.time(), datetime.UTC)

    def json(self) -> bytes:
        return json.dumps(self.face, ensure_ascii=False, indent=1).encode()

    def facts(self) -> list[tuple[str, str]]:
        """What the head of the file says of it."""
        version = self.version
        numbers = self.told.case_numbers or ([version.case_number] if version else [])
        facts = [
            (_("Project"), self.told.project),
            (_("Service area"), self.told.area),
            (_("Schedule"), self.told.schedule),
            (_("Information management unit"), organisation_name()),
            (_("Unit that assesses"), self.told.unit),
            (_("Case number"), ", ".join(filter(None, numbers)) or _("none given")),
            (_("Stage"), self.told.stage),
            (capfirst(pgettext("assessment", "state")), self.state),
            (_("Version"), str(version.number) if version else _("draft")),
            (_("Question set"), self.told.question_set),
            ("SHA-256", self.digest),
        ]
        return [(label, text) for label, text in facts if text]

    def signers(self) -> list[tuple[str, str]]:
        """The lines of the signature page: as what, and who."""
        approver = str(self.version.by or "") if self.version else ""
        return [(_("Author"), self.author), (_("Approver"), approver)]


def draft_copy(project: Project, reader: AnyUser, public: bool = False) -> Copy:
    """The assessment as it stands now."""
    row: ImpactAssessment = project.assessment
    hidden = _hidden(project, reader, public)
    document = document_of(project, row)
    return _copy(document, hidden, reader, public, None, row)


def version_copy(version: AssessmentVersion, reader: AnyUser, public: bool = False) -> Copy:
    """An approved version, without what is not public to the reader today."""
    hidden = _hidden(version.project, reader, public)
    return _copy(version.document, hidden, reader, public, version, None)


def _hidden(project: Project, reader: AnyUser, public: bool) -> Collection[str]:
    hidden = project.hidden_from(reader)
    return {*hidden, *project.not_public_fields} if public else hidden


def _copy(
    document: Document,
    hidden: Collection[str],
    reader: AnyUser,
    public: bool,
    version: AssessmentVersion | None,
    row: ImpactAssessment | None,
) -> Copy:
    screening = document.get("screening") or {}
    covering = None
    if number := screening.get("covered_by"):
        covering = Project.objects.visible_to(reader).filter(pk=number).first()
        if public and covering is not None and covering.is_not_public:
            covering = None
    face = face_of(document, hidden, shows_covering=covering is not None)
    author = version.author if version else row.author if row else None
    state = State.APPROVED.label if version else State(row.state).label if row else ""
    shows = bool((face.get("screening") or {}).get("covered_by"))
    return Copy(
        face=face,
        told=told(face),
        state=str(state),
        version=version,
        author=str(author or ""),
        covering=covering.name if covering and shows else "",
        left_out=left_out(hidden),
        is_public=public,
        made_on=today(),
    )
