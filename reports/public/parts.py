"""A project, or a chapter with its projects, of a public edition alone in a file.

Made of the public face as it was published, once for each content; residents who come next get the
same file. All residents together have `MOST_MADE` made in a minute.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.composing.imprints import edition_imprint
from reports.editions.pages import document_of
from reports.files.drafts import HandedOut
from reports.files.stored import file_name, is_there, serve
from reports.models import Face, Job
from reports.public.pages import public_editions, withdrawn

MOST_MADE = 20
MINUTE = datetime.timedelta(minutes=1)
RETRY_AFTER = 30  # seconds


@login_not_required
@require_safe
def public_part(request: HttpRequest, slug: str, number: str, kind: str) -> HttpResponseBase:
    edition = get_object_or_404(public_editions("public_document"), slug=slug)
    if hasattr(edition, "withdrawal"):
        return withdrawn(request, edition)
    document = document_of(edition, Face.PUBLIC).alone(number)
    if document is None or len(document.projects) > settings.PLAN_WAIT_PROJECTS:
        raise Http404(f"Edition {slug} has no part {number} that is handed out alone.")
    imprint = edition_imprint(edition, is_public=True)
    title = f"{edition.title} {number}"
    file = HandedOut(document, imprint, None, kind, title, reverse("public-edition", args=[slug]))
    job = file.stored()
    if job is None and not _is_much_made():
        job = file.ask()
    if job is None or job.state != Job.State.DONE or not is_there(job.result):
        return _busy(request)
    return serve(
        request,
        job.result,
        name=file_name(title, kind),
        content_type=job.content_type,
        sha256=job.sha256,
        public=True,
    )


def _is_much_made() -> bool:
    """Whether residents had so much made that the next waits: signed-in readers wait for nobody."""
    made = Job.objects.filter(kind="render", requested_by=None)
    return made.filter(created_at__gt=timezone.now() - MINUTE).count() >= MOST_MADE


def _busy(request: HttpRequest) -> HttpResponse:
    answer = render(request, "reports/public/busy.html", status=429)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer
