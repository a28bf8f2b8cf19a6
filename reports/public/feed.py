"""An Atom feed of what is published."""

from __future__ import annotations

import datetime

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisation.names import organisation_name
from projects.sheets.xml_text import shown
from reports.models import PlanEdition
from reports.models.editions import EditionQuerySet

NEWEST = 50


class EditionFeed(Feed):
    """Editions that were made public, newest first; withdrawn ones say that they are."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Action plans of information management")

    def subtitle(self) -> str:
        return organisation_name()

    def link(self) -> str:
        return reverse("public-list")

    def author_name(self) -> str:
        return organisation_name()

    def items(self) -> EditionQuerySet:
        return PlanEdition.objects.public().listed()[:NEWEST]

    def item_title(self, item: PlanEdition) -> str:
        if hasattr(item, "withdrawal"):
            return _("Withdrawn: %(title)s") % {"title": shown(item.title)}
        return shown(item.title)

    def item_description(self, item: PlanEdition) -> str:
        if hasattr(item, "withdrawal"):
            return shown(item.withdrawal.reason)
        text = _("Edition %(number)s, approved by %(body)s on %(day)s.") % {
            "number": item.number,
            "body": shown(item.body),
            "day": _decided(item),
        }
        if item.revises is not None:
            text += " " + _("It replaces edition %(number)s.") % {"number": item.revises.number}
        return text

    def item_link(self, item: PlanEdition) -> str:
        return reverse("public-edition", args=[item.slug])

    def item_pubdate(self, item: PlanEdition) -> datetime.datetime:
        return item.published_at

    def item_updateddate(self, item: PlanEdition) -> datetime.datetime:
        withdrawal = getattr(item, "withdrawal", None)
        return withdrawal.withdrawn_at if withdrawal else item.published_at


def _decided(item: PlanEdition) -> str:
    """`12.9.2022 § 45`."""
    day = date_format(item.decided_on, "SHORT_DATE_FORMAT")
    return f"{day} § {shown(item.section)}" if item.section else day


@login_not_required
def public_feed(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = EditionFeed()(request)
    return answer
