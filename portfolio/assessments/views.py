"""Files of one assessment: as it stands, and each approved version."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import SignedInRequest
from impact_assessments.models import AssessmentVersion
from impact_assessments.parts.views import visible
from organisation.file_answers import file_answer
from portfolio.assessments.copies import Copy, draft_copy, version_copy
from portfolio.assessments.differences import differences
from portfolio.assessments.files import assessment_docx, assessment_pdf
from projects.clock import day_of
from projects.models import Project
from projects.sheets.writing import file_name
from reports.comparison.page import stretches_of
from reports.jobs.views import say_if_no_archive
from reports.rendering import PLAN_FILE_KINDS

NOW = "now"
FILE_KINDS: dict[str, Callable[[Copy], bytes]] = {"pdf": assessment_pdf, "docx": assessment_docx}


@require_GET
def draft_file(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """The assessment as it stands; what is not public to the reader is left out and named."""
    project = visible(request, pk)
    if getattr(project, "assessment", None) is None:
        raise Http404
    return _answer(
        request, project, draft_copy(project, request.user, _public(request, project)), kind
    )


@require_GET
def version_file(request: SignedInRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """An approved version, made from its frozen JSON alone."""
    project = visible(request, pk)
    rows = AssessmentVersion.objects.select_related("by", "author")
    version = get_object_or_404(rows, project=project.pk, number=number)
    version.project = project
    return _answer(
        request, project, version_copy(version, request.user, _public(request, project)), kind
    )


@require_GET
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two versions, or a version and the draft (`now`), as their reader may see them.

    Without a choice it is the newest version and the draft; nonsense is no choice.
    """
    project = visible(request, pk)
    if getattr(project, "assessment", None) is None:
        raise Http404
    rows = AssessmentVersion.objects.select_related("by", "author").filter(project=project.pk)
    versions = {str(row.number): row for row in rows}
    names = [*versions, NOW]
    sides = {}
    for side, otherwise in (("a", names[0]), ("b", NOW)):
        asked = request.GET.get(side, "")
        sides[side] = asked if asked in names else otherwise
    copies = [_copy_of(project, versions.get(name), request) for name in sides.values()]
    found = differences(*copies)
    context = {
        "project": project.seen_by(request.user),
        "choices": [*((name, f"{_('Version')} {name}") for name in versions), (NOW, _("draft"))],
        "sides": [("a", _("Earlier"), sides["a"]), ("b", _("Later"), sides["b"])],
        "marks": [copy.mark for copy in copies],
        "left_out": copies[0].left_out,
        "differences": [
            (each, stretches_of(each.before, each.after) if each.is_text else []) for each in found
        ],
    }
    return render(request, "portfolio/assessments/compare.html", context)


def _copy_of(project: Project, version: AssessmentVersion | None, request: SignedInRequest) -> Copy:
    if version is None:
        return draft_copy(project, request.user)
    version.project = project
    return version_copy(version, request.user)


def _public(request: SignedInRequest, project: Project) -> bool:
    """Whether the face for residents is asked for. A project that is not public has none."""
    if request.GET.get("face") != "public":
        return False
    if project.is_not_public:
        raise Http404
    return True


def _answer(request: SignedInRequest, project: Project, copy: Copy, kind: str) -> HttpResponse:
    data = FILE_KINDS[kind](copy)
    if kind == "pdf":
        say_if_no_archive(request, data)
    number = copy.version.number if copy.version else "-"
    audit.record(
        audit.Event.EXPORTED,
        request=request,
        about=project,
        detail=f"{PLAN_FILE_KINDS[kind].label} {number}",
    )
    days = [day_of(copy.version.at)] if copy.version else []
    return file_answer(data, file_name(copy.name, kind, *days), PLAN_FILE_KINDS[kind].content_type)
