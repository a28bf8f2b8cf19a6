"""The page for whoever has too many jobs on their way."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.jobs.kinds import TooManyJobs
from reports.models import Job


class TooManyJobsMiddleware:
    """Answers `TooManyJobs`, whichever page asked for the job, with those that are on their way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, TooManyJobs):
            return None
        jobs = Job.objects.active().filter(requested_by=request.user).defer("parameters")
        answer = render(request, "reports/jobs/too_many_jobs.html", {"jobs": jobs}, status=429)
        answer["Retry-After"] = "60"
        return answer
