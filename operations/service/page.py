"""The service as its administrator sees it in five minutes: what is wrong, then how it does."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.mail import outbox
from accounts.permissions import administrators_only
from accounts.types import SignedInRequest
from operations.service import slow_queries
from operations.service.measures import failed_jobs
from operations.service.problems import measure, problems
from organisation.version import VERSION


@require_safe
def service(request: SignedInRequest) -> HttpResponse:
    administrators_only(request.user)
    found = measure()
    context = {
        "found": found,
        "problems": problems(found),
        "failed_jobs": failed_jobs() if found.queue.failed else [],
        "version": VERSION,
        "now": timezone.now(),
        "has_mail": outbox.is_set_up(),
        "backup": found.runs.get("backup"),
        "slow_queries": slow_queries.last(),
        "verify": found.runs.get("verify"),
    }
    return render(request, "operations/service.html", context)
