"""The user: a person who signs in."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Stored(TypedDict):
    email: str
    is_active: bool


class FirstPage(models.TextChoices):
    DESK = "desk", _("My desk")
    DASHBOARD = "dashboard", _("Dashboard")


class NewsMail(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("in one mail a day")
    WEEKLY = "weekly", _("in one mail a week")
    NEVER = "never", _("never")


GATHERED = (NewsMail.DAILY, NewsMail.WEEKLY)


class User(AbstractUser):
    """A person who signs in. Roles are groups, see `accounts.permissions.Role`."""

    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="", blank=True
    )
    wants_mail = models.BooleanField(
        _("reminders by e-mail"),
        default=True,
        db_default=True,
        help_text=_("Reminders of reports that are due, mentions, and news of projects."),
    )

    news_mail = models.CharField(
        _("news of projects by e-mail"),
        max_length=7,
        choices=NewsMail,
        default=NewsMail.AT_ONCE,
        db_default=NewsMail.AT_ONCE,
        help_text=_(
            "At once: comments and status reports of projects that you follow. In one mail: all "
            "that changed in the projects that you follow or answer for."
        ),
    )
    news_told_at = models.DateTimeField(null=True, editable=False)
    """Until when the last mail of news told what changed."""
    first_page = models.CharField(
        _("first page"),
        max_length=10,
        choices=FirstPage,
        default="",
        db_default="",
        blank=True,
        help_text=_("Where signing in and the name of the service lead to."),
    )
    desk_opened_at = models.DateTimeField(null=True, editable=False)
    """When the visit began in which the person opened their desk last."""
    desk_opened_before = models.DateTimeField(null=True, editable=False)
    """When the visit before that one began: what changed since is news."""

    # What the tables said when they were asked first: accounts.permissions.roles_of.
    _roles: frozenset[str]
    # What the row said before it was saved: accounts/signing_in/signals.py.
    _before: Stored | None

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("last_name", "first_name", "username")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="one_user_for_an_email",
                violation_error_message=_("Another user has this e-mail address."),
            ),
            models.UniqueConstraint(
                Lower("username"),
                name="one_user_for_a_username",
                violation_error_message=_("Another user has this username."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
