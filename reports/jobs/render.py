"""The job "render": a plan document as a file."""

from __future__ import annotations

from reports.interchange import from_dict
from reports.jobs.kinds import Progress, Result, job_kind
from reports.models.jobs import Job
from reports.rendering import KINDS
from reports.rendering.apart import LIMITS, WAITED_FOR, imprint_from, render_apart
from reports.stored_files import file_name


@job_kind("render", reusable=True)
def render(job: Job, progress: Progress) -> Result:
    """Parameters: `document` (salkku-plan), `imprint`, `kind`, as the asker may see them."""
    asked = job.parameters
    kind = KINDS[asked["kind"]]
    document = from_dict(asked["document"])
    data = render_apart(
        kind.name,
        document,
        imprint_from(asked["imprint"]),
        progress,
        LIMITS if job.worker else WAITED_FOR,
    )
    return Result(data, file_name(document.title, kind.ending), kind.content_type)
