"""Comments on a project, and following it. `talk_context` is what the project's page shows."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import mail
from accounts.mail import outbox
from accounts.models import User
from accounts.permissions import edits_everything
from accounts.types import AnyUser, Context, SignedInRequest
from accounts.web.posts import require_POST
from accounts.web.typed_text import next_address
from projects.models import Comment, Follow, Project, ServiceArea
from projects.talk.comment_form import CommentForm
from projects.talk.mail import tell_of_comment

NEAR = 12  # people whose usernames are offered for a mention


def talk_context(request: HttpRequest, project: Project) -> Context:
    """Of a project as its reader sees it. A constant number of queries."""
    may_comment = Comment.may_be_added_by(request.user, project)
    comments = list(project.comments.all()) if may_comment else []
    _add_versions(comments, project, request.user)
    return {
        "comments": comments,
        "may_comment": may_comment,
        "comment_form": CommentForm(instance=Comment(project=project)),
        "people_near": people_near(project, request.user) if may_comment else [],
        "is_followed": project.is_followed,
    }


def people_near(project: Project, user: AnyUser) -> list[User]:
    """Who is likely to be mentioned: the project's people, and who commented or follows it."""
    near = [
        Q(pk__in=[key for key in (project.owner_id, project.manager_id) if key]),
        Q(pk__in=Comment.objects.filter(project=project.pk).values("author")),
    ]
    if not project.is_not_public:  # else they may not see it
        editors = ServiceArea.editors.through.objects.filter(servicearea=project.service_area_id)
        near.append(Q(pk__in=Follow.objects.filter(project=project.pk).values("user")))
        near.append(Q(pk__in=editors.values("user")))
    people = User.objects.filter(reduce(or_, near), is_active=True).exclude(pk=user.pk)
    return list(people[:NEAR])


@require_POST
def add_comment(request: SignedInRequest, pk: int) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    if not Comment.may_be_added_by(request.user, project):
        raise PermissionDenied
    form = CommentForm(request.POST, instance=Comment(project=project, author=request.user))
    if not form.is_valid():
        return _form_page(request, form, project)
    with transaction.atomic():
        comment = form.save()
        tell_of_comment(comment, form.mentioned, request, is_new=True)
    messages.success(request, _("The comment was added."))
    return redirect(comment)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _own(request, pk)
    if comment.is_withdrawn:
        raise Http404
    form = CommentForm(request.POST if request.method == "POST" else None, instance=comment)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, comment.project)
    if form.has_changed():
        comment.edited_at = timezone.now()
        with transaction.atomic():
            form.save()
            tell_of_comment(comment, form.newly_mentioned, request, is_new=False)
    return redirect(comment)


@require_POST
def withdraw_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraws the comment, or with `back` brings it back."""
    comment = _own(request, pk)
    comment.is_withdrawn = "back" not in request.POST
    comment.save()
    return redirect(comment)


@require_POST
def follow(request: SignedInRequest, pk: int) -> HttpResponse:
    """Follows the project, or with `stop` no longer; which a hidden project leaves possible."""
    person = request.user
    if "stop" in request.POST:
        gone, _by_model = Follow.objects.filter(project=pk, user=person).delete()
        if not gone and not Project.objects.visible_to(person).filter(pk=pk).exists():
            raise Http404
    else:
        project = get_object_or_404(Project.objects.visible_to(person), pk=pk)
        Follow.objects.get_or_create(project=project, user=person)
        if not outbox.is_set_up():
            messages.warning(
                request, _("You follow the project, but no mail is set up here: look for news.")
            )
        elif mail.reaches(person):
            messages.success(request, _("You follow the project and get mail of what is new."))
        else:
            messages.warning(
                request,
                _("You follow the project, but get no mail: see the settings on your own page."),
            )
    return HttpResponseRedirect(next_address(request, reverse("project", args=[pk])))


def _form_page(request: HttpRequest, form: CommentForm, project: Project) -> HttpResponse:
    context = {"form": form, "project": project, "people_near": people_near(project, request.user)}
    status = 400 if form.errors else 200
    return render(request, "portfolio/comment_form.html", context, status=status)


def _own(request: HttpRequest, pk: int) -> Comment:
    comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk)
    if not comment.is_editable_by(request.user):
        raise PermissionDenied
    return comment


def _add_versions(comments: list[Comment], project: Project, user: AnyUser) -> None:
    """`earlier`: what a changed comment said before, newest first; a withdrawn one's to few."""
    changed = {row.pk: row for row in comments if row.edited_at or row.is_withdrawn}
    for row in comments:
        row.earlier = []
    for version in Comment.history.filter(id__in=changed) if changed else ():
        row = changed[version.id]
        may_read = not row.is_withdrawn or row.author_id == user.pk or edits_everything(user)
        known = {row.text} if not row.is_withdrawn else set()
        if may_read and version.text not in known | {each.text for each in row.earlier}:
            row.earlier.append(version)
