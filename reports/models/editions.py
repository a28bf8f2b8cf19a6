"""Published editions of action plans: rows that are added and never change."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.naming import NamedToReader
from accounts.permissions import roles_of
from accounts.types import AnyUser
from projects.plain_texts import LineField, ShortTextField
from reports.models.plans import ActionPlan


class Face(models.TextChoices):
    """Whom a copy of a plan is for."""

    INTERNAL = "internal", _("Internal edition")
    PUBLIC = "public", _("Public edition")


class EditionIsFixed(Exception):
    """Somebody was about to change or delete what was published."""


class FixedQuerySet(models.QuerySet):
    """Rows that nothing changes."""

    def update(self, **_values: object) -> NoReturn:
        raise EditionIsFixed("Published editions do not change.")

    def delete(self) -> NoReturn:
        raise EditionIsFixed("Published editions are not deleted.")

    delete.queryset_only = True


class Fixed(NamedToReader):
    """A row that is written once."""

    objects = FixedQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_named_to(self, reader: AnyUser) -> bool:
        return bool(roles_of(reader))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise EditionIsFixed("Published editions do not change.")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise EditionIsFixed("Published editions are not deleted.")


class EditionQuerySet(FixedQuerySet):
    """Published editions."""

    def visible_to(self, user: AnyUser) -> EditionQuerySet:
        """The internal face: every edition for whoever has a role."""
        return self if roles_of(user) else self.none()

    def public(self) -> EditionQuerySet:
        """What residents may read, withdrawn ones too: their pages say that they are withdrawn."""
        return self.filter(is_public=True)

    def listed(self, *needed: str) -> EditionQuerySet:
        """For lists, feeds and files: without the documents, often the most of a row.

        `needed` names those (`document`, `public_document`) that will be read all the same.
        """
        documents = {"document", "public_document"} - set(needed)
        return self.select_related("withdrawal", "revises").defer(
            *documents, "revises__document", "revises__public_document"
        )

    def in_force(self) -> EditionQuerySet:
        """Neither withdrawn nor followed by a revised edition."""
        return self.filter(withdrawal=None, revisions=None)


class PlanEdition(Fixed):
    """A published edition of an action plan: its document as it was, and its files.

    `document` and `public_document` are JSON of the format salkku-plan; the public one leaves out
    what was marked as not public (Act 621/1999). Projects are known by their number in the
    edition; `entries` says which row of the portfolio each number was.
    """

    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, related_name="editions", verbose_name=_("action plan")
    )
    number = models.PositiveIntegerField(_("edition"))
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = LineField(_("title"), max_length=200)
    organisation = LineField(_("organisation"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    is_public = models.BooleanField(_("made public"), default=False)
    document = models.JSONField(_("document"))
    public_document = models.JSONField(_("public document"))
    sha256 = models.CharField(
        _("SHA-256 of the document"), max_length=64, validators=[RegexValidator("^[0-9a-f]{64}$")]
    )
    revises = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="revisions",
        verbose_name=_("revises"),
        null=True,
        blank=True,
    )
    body = LineField(_("approved by"), max_length=200)
    decided_on = models.DateField(_("decided on"))
    case_number = LineField(_("case number"), max_length=100, blank=True)
    section = LineField(
        _("section of the minutes"), max_length=10, blank=True, default="", db_default=""
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("approval recorded by"),
        null=True,
    )
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("published by"),
        null=True,
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-published_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("plan", "number"), name="edition_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.pk])


class EditionEntry(Fixed):
    """A project of an edition: the number that it has there for good, and its key back then.

    The key is no foreign key: an edition stays as it was when a project is deleted.
    """

    edition = models.ForeignKey(PlanEdition, models.PROTECT, related_name="entries")
    number = models.CharField(max_length=20)
    project_key = models.BigIntegerField(db_index=True)
    is_public = models.BooleanField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("edition", "number"), name="edition_entry_once"),
        ]

    def __str__(self) -> str:
        return self.number


class EditionFile(Fixed):
    """A file of an edition as it was published, with its checksum."""

    edition = models.ForeignKey(PlanEdition, models.PROTECT, related_name="files")
    face = models.CharField(max_length=10, choices=Face)
    kind = models.CharField(max_length=10)  # pdf, docx, xlsx, json, html
    file = models.FileField(upload_to="editions/", max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("edition", "face", "kind"), name="edition_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.face}.{self.kind}"


class EditionWithdrawal(Fixed):
    """That an edition was withdrawn, and why. The edition stays readable and says so."""

    edition = models.OneToOneField(PlanEdition, models.PROTECT, related_name="withdrawal")
    reason = ShortTextField(_("reason"), max_length=1000)
    withdrawn_at = models.DateTimeField(_("withdrawn at"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True
    )

    def __str__(self) -> str:
        return self.reason
