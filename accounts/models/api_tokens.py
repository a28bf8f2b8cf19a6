"""Keys with which programs ask the API, as the person or the service that they belong to."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader

if TYPE_CHECKING:
    from accounts.types import AnyUser

PREFIX = "salkku_"  # what scanners of leaked secrets look for
MINUTE = 60


class ApiTokenQuerySet(models.QuerySet):
    """Tokens."""

    def in_force(self) -> ApiTokenQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def revoke(self) -> int:
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())


class ApiToken(NamedToReader):
    """A key to the API. What it says itself is kept nowhere: only its digest, to know it by.

    256 random bits need no slow hash: nobody tries them all.
    """

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")

    MOST = 20  # in force, of one person

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="api_tokens",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=100)
    scope = models.CharField(_("what it may do"), max_length=5, choices=Scope, default=Scope.READ)
    is_service = models.BooleanField(_("of a service"), default=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
        null=True,
    )
    made_with_second_step = models.BooleanField(default=False, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    # The requests of the minute that `counted_from` began, in seconds since 1970.
    counted_from = models.BigIntegerField(default=0, editable=False)
    counted = models.PositiveIntegerField(default=0, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="api_token_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, secret: str) -> ApiToken | None:
        """The token that says so, with its owner; one query."""
        known = cls.objects.select_related("owner").filter(digest=digest_of(secret))
        return known.first() if secret.startswith(PREFIX) else None

    def give_secret(self) -> str:
        """What it says, made now and told this once."""
        secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
        self.digest = digest_of(secret)
        return secret

    def is_named_to(self, reader: AnyUser) -> bool:
        return self.owner_id == reader.pk

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def may_write(self) -> bool:
        return self.scope == self.Scope.WRITE

    def count_use(self) -> None:
        """One request more in this minute, and when that was: one statement, so that two at the
        same moment are two.
        """
        now = int(time.time())
        self.counted_from = now - now % MINUTE
        mine = type(self).objects.filter(pk=self.pk)
        again = When(counted_from=self.counted_from, then=F("counted") + 1)
        mine.update(
            counted=Case(again, default=Value(1)),
            counted_from=self.counted_from,
            last_used_at=timezone.now(),
        )
        self.counted = mine.values_list("counted", flat=True)[0]

    @property
    def counts_anew_in(self) -> int:
        """Seconds until the next minute begins to be counted."""
        return max(1, self.counted_from + MINUTE - int(time.time()))

    @property
    def was_used_today(self) -> bool:
        """Before this request."""
        used = self.last_used_at
        return used is not None and timezone.localdate(used) == timezone.localdate()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def expiry(days: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)
