"""One's feeds as a page, and each as a calendar and as a table for other programs."""

from __future__ import annotations

import contextlib
import datetime
import hashlib

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.permissions import roles_of
from accounts.types import Context, SignedInRequest
from accounts.web.posts import require_POST
from organisation.content_types import CONTENT_TYPES
from organisation.file_answers import file_answer
from portfolio.exports.spreadsheet import list_csv
from portfolio.feeds.events import events_of
from portfolio.feeds.files import calendar_file
from portfolio.listing.page import list_address, plain_query
from portfolio.listing.request import ListRequest
from projects.clock import today
from projects.models import Feed
from projects.sheets.writing import file_name, sheet_stream

PAST = datetime.timedelta(days=365)
MOST_EVENTS = 3000
KEPT = "private, no-cache"  # a calendar keeps it, and asks whether it is still so


class FeedForm(forms.ModelForm):
    class Meta:
        model = Feed
        fields = ("name", "query")
        widgets = {"query": forms.HiddenInput}


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: SignedInRequest) -> HttpResponse:
    """One's feeds, and a form for one more with the query that the list was asked."""
    if not roles_of(request.user):
        raise PermissionDenied
    sent = QueryDict(request.POST.get("query")) if request.method == "POST" else request.GET
    query = plain_query(sent)
    asked = ListRequest(QueryDict(query), request.user)
    filters = [label for label, _rest in asked.filters.active()]
    data = {**request.POST.dict(), "query": query}
    feed = Feed(owner=request.user, query=query, name=", ".join(filters)[:100])
    form = FeedForm(data if request.method == "POST" else None, instance=feed)
    rows = list(request.user.feeds.all())
    if request.method == "POST":
        if len(rows) >= Feed.MOST:
            text = _("You have %(most)d feeds already. Remove one of them first.")
            form.add_error(None, text % {"most": Feed.MOST})
        if form.is_valid():
            form.save()
            text = _("The feed “%(name)s” is there. Copy its addresses into your own programs.")
            messages.success(request, text % {"name": feed.name})
            return redirect("feeds")
    context = {
        "form": form,
        "filters": filters,
        "total": asked.filters.narrowed().order_by().count(),
        "feeds": [_shown(request, each) for each in rows],
        "most_reached": len(rows) >= Feed.MOST,
    }
    return render(request, "portfolio/feeds/page.html", context)


def _shown(request: HttpRequest, feed: Feed) -> Context:
    return {
        "feed": feed,
        "calendar": request.build_absolute_uri(feed.address_of("calendar")),
        "table": request.build_absolute_uri(feed.address_of("table")),
        "control": f"feed-{feed.pk}",
        "list": list_address(QueryDict(feed.query)),
    }


@require_POST
def remove_feed(request: SignedInRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(Feed, pk=pk, owner=request.user)
    feed.delete()
    text = _("The feed “%(name)s” is removed. Its addresses lead nowhere any more.")
    messages.success(request, text % {"name": feed.name})
    return redirect(f"{reverse('feeds')}?{feed.query}")


def _opened(pk: int, key: str) -> Feed:
    """The feed, with its owner's language from here on.

    A wrong key, a removed feed and an owner without roles answer alike.
    """
    feed = Feed.objects.select_related("owner").filter(pk=pk).first()
    if feed is None or not constant_time_compare(feed.key, key) or not roles_of(feed.owner):
        raise Http404
    translation.activate(feed.owner.language or settings.LANGUAGE_CODE)
    return feed


@login_not_required
@require_safe
def feed_calendar(request: HttpRequest, pk: int, key: str) -> HttpResponseBase:
    """The days of the projects that the owner may see now, as a calendar."""
    feed = _opened(pk, key)
    data = _calendar(request, feed)
    _note_reading(request, feed, "ics")
    headers = {"ETag": quote_etag(hashlib.sha256(data).hexdigest()), "Cache-Control": KEPT}
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    answer = unchanged or file_answer(data, file_name(feed.name, "ics"), CONTENT_TYPES["ics"])
    for header, value in headers.items():
        answer[header] = value
    return answer


@login_not_required
@require_safe
def feed_table(request: HttpRequest, pk: int, key: str) -> HttpResponseBase:
    """The list as its owner sees it now, as csv: columns, order and groups as they were chosen."""
    feed = _opened(pk, key)
    asked = ListRequest(QueryDict(feed.query), feed.owner)
    answer = sheet_stream(list_csv(asked), file_name(feed.name, "csv"))
    _note_reading(request, feed, "csv")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _calendar(request: HttpRequest, feed: Feed) -> bytes:
    rows = ListRequest(QueryDict(feed.query), feed.owner).filters.narrowed().order_by("pk")
    events = events_of(rows, feed.owner, today() - PAST)
    note = ""
    if len(events) > MOST_EVENTS:
        words = _("Only the first %(most)d of %(n)d days fit in. Choose fewer projects.")
        note = words % {"most": MOST_EVENTS, "n": len(events)}
    return calendar_file(
        feed.name,
        events[:MOST_EVENTS],
        request.get_host(),
        lambda project: request.build_absolute_uri(project.get_absolute_url()),
        note,
    )


def _note_reading(request: HttpRequest, feed: Feed, kind: str) -> None:
    """Once a day, here and in the audit log, and never at the cost of reading."""
    if feed.read_on != today():
        with contextlib.suppress(DatabaseError), transaction.atomic():
            Feed.objects.filter(pk=feed.pk).update(read_on=today())
            detail = f"{kind}: {feed.query}"
            audit.record(audit.Event.EXPORTED, request=request, actor=feed.owner, detail=detail)
