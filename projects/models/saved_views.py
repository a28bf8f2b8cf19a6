"""What people keep of how they look at the portfolio: views of the list, feeds of it, the
dashboard's order.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import edits_everything, roles_of
from accounts.types import AnyUser
from projects.clock import day_of
from projects.plain_texts import LineField

LONGEST_QUERY = 4000


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user: AnyUser) -> SavedViewQuerySet:
        """One's own views, and those that are shared."""
        if not roles_of(user):
            return self.none()
        return self.filter(Q(owner=user) | Q(is_shared=True))

    def default_of(self, user: AnyUser) -> SavedView | None:
        """The view that the list opens with: one's own default before the shared one."""
        found = self.visible_to(user).filter(is_default=True)
        return found.order_by("is_shared", "pk").first()


class SavedView(NamedToReader):
    """Filters, columns, order and grouping of the list under a name."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("owner"),
    )
    name = LineField(_("name"), max_length=100)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    is_shared = models.BooleanField(_("for everybody"), default=False)
    is_default = models.BooleanField(_("the list opens with it"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ("is_shared", "name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "name"),
                name="saved_view_name_once",
                violation_error_message=_("You have a view of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.is_default:  # there is one default for everybody, and one for each person
            others = type(self).objects.exclude(pk=self.pk).filter(is_shared=self.is_shared)
            if not self.is_shared:
                others = others.filter(owner=self.owner)
            others.update(is_default=False)

    def get_absolute_url(self) -> str:
        return reverse("project-list")

    def is_named_to(self, reader: AnyUser) -> bool:
        return self.is_shared or self.owner_id == reader.pk

    def is_editable_by(self, user: AnyUser) -> bool:
        """Shared views are the planners', others their owner's alone."""
        return edits_everything(user) if self.is_shared else self.owner_id == user.pk


class Feed(NamedToReader):
    """A list for other programs, as a calendar and as a table, under addresses one keeps secret.

    Whoever has an address reads as its owner may, without signing in. It is made of the row and
    the service's `SECRET_KEY` and stands in no table; removing the row, or the account, ends it.
    """

    MOST = 20  # of one person

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="feeds",
        verbose_name=_("owner"),
    )
    name = LineField(_("name"), max_length=100)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    read_on = models.DateField(_("last read"), null=True, editable=False)
    nonce = models.CharField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.nonce = self.nonce or get_random_string(32)
        super().save(*args, **kwargs)

    @property
    def key(self) -> str:
        """The secret part of its addresses: 64 hexadecimal digits."""
        return salted_hmac("feed", self.nonce, algorithm="sha256").hexdigest()

    def address_of(self, kind: str) -> str:
        """Where it is read as a `calendar` or as a `table`."""
        return reverse(f"feed-{kind}", args=[self.pk, self.key])

    def is_named_to(self, reader: AnyUser) -> bool:
        return self.owner_id == reader.pk


class DashboardLayout(NamedToReader):
    """Which parts the dashboard shows, in which order; without a user the one for everybody."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="dashboard_layout", null=True
    )
    widgets = models.JSONField(default=list)

    class Meta:
        verbose_name = _("order of the dashboard")
        verbose_name_plural = _("orders of the dashboard")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(user=None), name="one_shared_dashboard"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.widgets)

    def is_named_to(self, reader: AnyUser) -> bool:
        return self.user_id in (None, reader.pk)


class Reminder(NamedToReader):
    """That somebody was asked for a status report. Added when the mail has gone."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="reminders")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("-at",)

    def __str__(self) -> str:
        person = self.person if self.person_id else ""
        return f"{person}, {date_format(day_of(self.at), 'SHORT_DATE_FORMAT') if self.at else ''}"

    def is_named_to(self, reader: AnyUser) -> bool:
        return self.person_id == reader.pk
