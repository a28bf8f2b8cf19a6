"""The job "render": a plan document as a file."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from reports.document.interchange import from_dict
from reports.document.plan import PlanDocument
from reports.files.stored import file_name
from reports.jobs.kinds import JobFailed, Progress, Result, job_kind
from reports.models.jobs import Job
from reports.rendering import PLAN_FILE_KINDS
from reports.rendering.apart import LIMITS, QUICK, WAITED_FOR, imprint_from, render_apart
from reports.rendering.size import MOST, size_of


@job_kind("render", reusable=True)
def render(job: Job, progress: Progress) -> Result:
    """Parameters: `document` (salkku-plan), `imprint`, `kind`, as the asker may see them."""
    parameters = job.parameters
    kind = PLAN_FILE_KINDS[parameters["kind"]]
    document = from_dict(parameters["document"])
    if kind.name not in QUICK:
        refuse_too_large(document)
    data = render_apart(
        kind.name,
        document,
        imprint_from(parameters["imprint"]),
        progress,
        LIMITS if job.worker else WAITED_FOR,
    )
    return Result(data, file_name(document.title, kind.name), kind.content_type)


def refuse_too_large(document: PlanDocument) -> None:
    """Raises `JobFailed` for a plan that no file could hold."""
    size = size_of(document)
    if size > MOST:
        raise JobFailed(
            gettext_noop(
                "The plan is too large for a file: its texts are %(times)s times as long as a file "
                "holds. Leave projects out, shorten texts, or make several plans of it."
            ),
            times=f"{size / MOST:.1f}",
        )
