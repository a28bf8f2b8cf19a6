"""Files of a project: adding, downloading, removing and bringing back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import Context, SignedInRequest
from accounts.web.posts import require_POST
from accounts.web.troubles import Trouble, trouble_of
from organisation.file_answers import stream_answer
from projects.fields import sort_key
from projects.models import Attachment, Project
from projects.talk.attachable_files import FILE_KINDS
from projects.talk.attachment_form import AttachmentForm
from reports.files.broken import ALTERED, MISSING, answer_broken


def attachments_context(request: HttpRequest, project: Project) -> Context:
    """Of a project as its reader sees it; what was removed is there for who may bring it back."""
    may_attach = _may_attach(request, project)
    rows = sorted(project.attachments.all(), key=lambda row: sort_key(row.name))
    return {
        "attachments": [row for row in rows if not row.is_removed],
        "removed_attachments": [row for row in rows if row.is_removed and may_attach],
        "may_attach": may_attach,
        "attachment_form": AttachmentForm(),
        "attachment_megabytes": settings.ATTACHMENT_BYTES // 1024**2,
        "attachment_endings": ", ".join(FILE_KINDS),
    }


@require_POST
def add_attachment(request: SignedInRequest, pk: int) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    if not _may_attach(request, project):
        raise PermissionDenied
    row = Attachment(project=project, added_by=request.user)
    form = AttachmentForm(request.POST, request.FILES, instance=row)
    status = 400
    if form.is_valid():
        refusal = _store(form)
        if not refusal:
            messages.success(request, _("“%(name)s” was attached.") % {"name": row.name})
            return redirect(f"{project.get_absolute_url()}#attachments")
        form.add_error("file", refusal)
        status = 503
    context = attachments_context(request, project) | {"form": form, "project": project}
    context["attachment_form"] = form
    return render(request, "portfolio/attachment_form.html", context, status=status)


def _store(form: AttachmentForm) -> str:
    """Stores the file whole; what stands in the way of it, for who attaches it."""
    try:
        form.save()
    except OSError as error:
        trouble = trouble_of(error)
        if trouble is Trouble.FULL:
            return _(
                "There is no room on the disk for the file. Ask the administrator to make room."
            )
        if trouble is Trouble.READ_ONLY:
            return _("The folder for files cannot be written. Tell the administrator.")
        raise
    return ""


@require_GET
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, always as a download: no browser shows it in the name of this site."""
    row = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    if not row.is_visible_to(request.user):
        raise Http404
    try:
        file = row.file.open("rb")
    except FileNotFoundError:
        return answer_broken(request, str(row.file), MISSING)
    if file.size != row.size:
        file.close()
        return answer_broken(request, str(row.file), ALTERED)
    if row.project.is_not_public:
        audit.record(audit.Event.NOT_PUBLIC_READ, request=request, about=row)
    return stream_answer(file, row.name, row.kind, is_saved=True)


@require_POST
def remove_attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes the attachment, or with `back` brings it back."""
    row = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    if not row.is_editable_by(request.user):
        raise PermissionDenied
    row.is_removed = "back" not in request.POST
    row.save()
    return redirect(f"{row.project.get_absolute_url()}#attachments")


def _may_attach(request: HttpRequest, project: Project) -> bool:
    return Attachment(project=project).is_editable_by(request.user)
