"""Views of the list that people save under a name."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import edits_everything, roles_of
from accounts.types import SignedInRequest
from accounts.web.posts import keeps_draft, require_POST
from portfolio.listing.page import address, plain_query
from projects.models import SavedView


class SavedViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ("name", "query", "is_shared", "is_default")


@require_POST
def save_view(request: SignedInRequest) -> HttpResponse:
    """Saves the list's query under a name; one's own view of that name takes the new query."""
    if not roles_of(request.user):
        raise PermissionDenied
    if request.POST.get("is_shared") and not edits_everything(request.user):
        raise PermissionDenied
    query = plain_query(QueryDict(request.POST.get("query", "")))
    name = request.POST.get("name", "").strip()
    row = SavedView.objects.filter(owner=request.user, name=name).first()
    form = SavedViewForm(
        {**request.POST.dict(), "query": query},
        instance=row or SavedView(owner=request.user),
    )
    if not form.is_valid():
        for field, errors in form.errors.items():
            label = form.fields[field].label if field in form.fields else ""
            for error in errors:
                messages.error(request, f"{label}: {error}" if label else str(error))
        return keeps_draft(redirect(f"{reverse('project-list')}?{query or 'all=1'}"))
    view = form.save()
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return redirect(address(view))


@require_http_methods(["GET", "POST"])
def saved_view(request: HttpRequest, pk: int) -> HttpResponse:
    """GET opens the list as the view says; POST removes the view."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        return redirect(address(view))
    if not view.is_editable_by(request.user):
        raise PermissionDenied
    view.delete()
    text = _("The view “%(name)s” is removed. What it showed is still here and can be saved again.")
    messages.success(request, text % {"name": view.name})
    return redirect(f"{reverse('project-list')}?{view.query or 'all=1'}")
