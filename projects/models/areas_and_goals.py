"""Service areas and strategic goals: what projects are sorted by."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from tree_queries.query import TreeQuerySet

from accounts.naming import NamedToReader
from accounts.permissions import keys_asked_once
from accounts.types import AnyUser
from projects.fields import SortKeyField
from projects.plain_texts import LineField, PlainTextField


class ServiceAreaQuerySet(TreeQuerySet):
    """Service areas as a tree; `with_tree_fields()` orders it by branch."""

    def given_to(self, user: AnyUser) -> ServiceAreaQuerySet:
        """The areas whose projects an area editor edits: those given, and all below them."""
        return self.filter(pk__in=self.keys_given_to(user))

    def keys_given_to(self, user: AnyUser) -> frozenset[int]:
        """The same as primary keys. Two queries, asked once for each user object."""
        given = self.model.editors.through.objects.filter(user_id=user.pk)
        return keys_asked_once(
            user,
            "_area_keys",
            lambda: self._with_below(given.values_list("servicearea", flat=True)),
        )

    def _with_below(self, given: Iterable[int]) -> frozenset[int]:
        found, new = set[int](), set(given)
        if new:
            plain = self.model.objects.without_tree_fields().order_by()
            parents = list(plain.values_list("pk", "parent"))
        while new:
            found |= new
            new = {pk for pk, parent in parents if parent in new} - found
        return frozenset(found)


class ServiceArea(NamedToReader):
    """A service area of the municipality, or a unit of one: a tree of any depth."""

    name = LineField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        verbose_name=_("part of"),
        null=True,
        blank=True,
    )
    position = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Areas stand in this order in lists and in the plan.")
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="areas",
        verbose_name=_("editors"),
        blank=True,
        help_text=_("Area editors who edit the projects of this area and of the units below it."),
    )
    name_key = SortKeyField(source="name", db_default=b"")
    history = HistoricalRecords(excluded_fields=["name_key"])

    objects = ServiceAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("service area")
        verbose_name_plural = _("service areas")
        ordering = ("position", "name_key")
        constraints = [
            models.UniqueConstraint(
                fields=("name",),
                condition=models.Q(parent=None),
                name="area_name_once_at_the_top",
                violation_error_message=_("There is already an area of this name here."),
            ),
            models.UniqueConstraint(
                fields=("parent", "name"),
                name="area_name_once_in_its_place",
                violation_error_message=_("There is already an area of this name here."),
            ),
            models.CheckConstraint(
                condition=~models.Q(pk=models.F("parent")),
                name="area_not_part_of_itself",
                violation_error_message=_("An area cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_named_to(self, reader: AnyUser) -> bool:
        return True

    def clean(self) -> None:
        if self.pk and self.parent_id:
            below = self.descendants(include_self=True).values_list("pk", flat=True)
            if self.parent_id in set(below):
                raise ValidationError({"parent": _("An area cannot be part of itself.")})

    def descendants(self, *, include_self: bool = False) -> ServiceAreaQuerySet:
        return type(self).objects.descendants(self, include_self=include_self)


class StrategicGoal(models.Model):
    """A goal of the municipality's strategy that projects serve."""

    name = LineField(_("name"), max_length=200, unique=True)
    description = PlainTextField(_("description"), blank=True, max_length=10_000)
    position = models.PositiveIntegerField(_("order"), default=0)
    name_key = SortKeyField(source="name", db_default=b"")
    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta:
        verbose_name = _("strategic goal")
        verbose_name_plural = _("strategic goals")
        ordering = ("position", "name_key")

    def __str__(self) -> str:
        return self.name
