"""The page of a job: how far it is, its file, and the buttons that stop it or run it again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts import audit
from accounts.web.once import works_long
from accounts.web.posts import require_POST
from organisation.content_types import CONTENT_TYPES
from organisation.places import command
from projects.rights.lost import Reader
from reports.files.stored import is_there, serve
from reports.jobs import run_again
from reports.models import Job, Worker
from reports.rendering.paper.glyphs import claims_archive

PDF = CONTENT_TYPES["pdf"]
RECENT = 10  # of one's own jobs, below


@require_safe
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, or for htmx the part of it that changes. A job that gives no file leads on."""
    Job.objects.fail_lost()
    job = _job(request, pk)
    if job.state == Job.State.DONE and not job.result and job.came_from:
        # There is nothing to take: the page where it was asked for shows what was done.
        if request.htmx:
            return HttpResponseClientRedirect(job.came_from)
        return redirect(job.came_from)
    context = {
        "job": job,
        "may_steer": job.is_steered_by(request.user),
        "is_there": is_there(job.result),
        "no_worker": job.state == Job.State.QUEUED and not Worker.is_any_running(),
        "start_worker": command("work"),
        # What a screen reader was told last: the same is not said twice.
        "is_news": request.GET.get("told") != job.telling,
    }
    if request.htmx:
        return render(request, "reports/jobs/part.html", context)
    mine = Job.objects.visible_to(request.user).filter(asked_by=request.user).exclude(pk=pk)
    recent, reader = mine.defer("parameters").order_by("-pk")[:RECENT], Reader(request.user)
    context["recent"] = [each for each in recent if reader.may_have(each.sights)]
    return render(request, "reports/jobs/page.html", context)


@require_safe
def job_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    job = _job(request, pk)
    if job.state != Job.State.DONE or not job.result:
        raise Http404(f"Job {pk} has no file.")
    return send(request, job)


def send(
    request: HttpRequest, job: Job, *, about: Model | None = None, detail: str = ""
) -> HttpResponseBase:
    """The file of a job that is done. That it was sent is written into the audit log."""
    answer = serve(
        request,
        job.result,
        name=job.result_name,
        content_type=job.content_type,
        sha256=job.sha256,
    )
    if answer.status_code == 200 and request.method == "GET":
        audit.record(audit.Event.EXPORTED, request=request, about=about or job, detail=detail)
        if job.content_type == PDF:
            with job.result.open() as made:
                say_if_no_archive(request, made.read())
    return answer


def say_if_no_archive(request: HttpRequest, made: bytes) -> None:
    """Tells who takes a PDF, on the next page, that it has boxes for letters."""
    if not claims_archive(made):
        text = _(
            "The PDF has letters that no font has and shows boxes for them. It does not say that "
            "it is fit for archives (PDF/A). The check before approval names the letters of a plan."
        )
        messages.warning(request, text)


@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = _steered(request, pk)
    job.cancel()
    return redirect(job)


@works_long
@require_POST
def job_again(request: HttpRequest, pk: int) -> HttpResponse:
    Job.objects.fail_lost()
    return redirect(run_again(_steered(request, pk)))


def _job(request: HttpRequest, pk: int) -> Job:
    """A job that the person asked for and may still have; else it is not there."""
    job = get_object_or_404(Job.objects.visible_to(request.user).defer("parameters"), pk=pk)
    if not Reader(request.user).may_have(job.sights):
        raise Http404(f"Job {pk} was asked for with rights that are gone.")
    return job


def _steered(request: HttpRequest, pk: int) -> Job:
    job = _job(request, pk)
    if not job.is_steered_by(request.user):
        raise PermissionDenied
    return job
