"""The job "page": a page of the site as PDF, made in the background where it is long."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.types import SignedInRequest
from organisation.file_answers import file_answer
from reports.files.stored import is_there
from reports.jobs.asking import enqueue
from reports.jobs.kinds import Progress, Result, job_kind
from reports.jobs.views import PDF, say_if_no_archive, send
from reports.models.jobs import Job
from reports.rendering.apart import LIMITS, page_apart
from reports.rendering.paper.pdf import html_to_pdf
from reports.rendering.version import render_version

KIND = "page"
LONGEST_ADDRESS = 300  # characters that a job keeps


@job_kind(KIND, reusable=True)
def page(job: Job, progress: Progress) -> Result:
    """Parameters: `html`, as the asker may see it, and the `name` of the file."""
    parameters = job.parameters
    return Result(page_apart(parameters["html"], progress, LIMITS), parameters["name"], PDF)


def pdf_of_page(
    request: SignedInRequest, html: str, *, rows: int, name: str, title: str, back: str
) -> HttpResponseBase:
    """The page as PDF while one waits; of more than `PAGE_WAIT_ROWS` rows the job that makes it.

    The same page asked for again is the same file. `back` is the page where it is asked for.
    """
    if rows <= settings.PAGE_WAIT_ROWS:
        made = html_to_pdf(html)
        say_if_no_archive(request, made)
        return file_answer(made, name, PDF)
    key = hashlib.sha256(f"{render_version()} {name} {html}".encode()).hexdigest()
    _drop_lost(key)
    whole = f"{back}?{request.GET.urlencode()}".rstrip("?")
    job = enqueue(
        KIND,
        key,
        {"html": html, "name": name},
        request.user,
        title=title,
        came_from=whole if len(whole) <= LONGEST_ADDRESS else back,
    )
    return send(request, job) if job.state == Job.State.DONE else redirect(job)


def _drop_lost(key: str) -> None:
    for done in Job.objects.finished(KIND, key):
        if not is_there(done.result):
            done.delete()
