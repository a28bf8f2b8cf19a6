"""What a project may use in a year, has used, and is going to use; and its codes in the ledger."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.parts.part import ProjectPart
from projects.models.parts.phases_and_needs import YEARS
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import LineField
from projects.values.choices import CostKind, label_of


class BudgetYear(ProjectPart):
    """The money of one year, of one kind of cost or of all that are not told apart.

    Rows of one year add up, so each figure is either told by kind or in one sum.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="budget", verbose_name=_("project")
    )
    year = models.PositiveIntegerField(_("year"), validators=YEARS)
    kind = models.CharField(
        _("kind of cost"),
        max_length=20,
        choices=CostKind,
        blank=True,
        help_text=_("Empty: all kinds in one sum."),
    )
    frame = models.DecimalField(
        _("budget frame (€)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Without VAT. Empty: not known."),
    )
    spent = models.DecimalField(
        _("actual (€)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("From the beginning of the year. Empty: not known."),
    )
    spent_until = models.DateField(_("actual until"), null=True, blank=True)
    forecast = models.DecimalField(
        _("forecast (€)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("What the whole year is going to cost. Empty: not known."),
    )
    reason = LineField(
        _("reason of the overrun"),
        max_length=300,
        blank=True,
        help_text=_("Where the forecast or the actual goes over the budget frame of the year."),
    )
    history = History()

    class Meta:
        verbose_name = _("budget year")
        verbose_name_plural = _("budget years")
        ordering = ("year", "kind", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "year", "kind"),
                name="budget_year_and_kind_once",
                violation_error_message=_("This year and kind of cost stand here already."),
            ),
            models.CheckConstraint(
                condition=(Q(frame=None) | Q(frame__gte=0))
                & (Q(forecast=None) | Q(forecast__gte=0)),
                name="budget_not_below_zero",
                violation_error_message=_("The sum is below zero."),
            ),
        ]

    def __str__(self) -> str:
        kind = label_of(CostKind, self.kind)
        return f"{self.year}, {kind}" if kind else str(self.year)


class LedgerCode(ProjectPart):
    """A cost centre or a project code under which the ledger knows the project."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="ledger_codes", verbose_name=_("project")
    )
    code = LineField(
        _("code in the ledger"),
        max_length=50,
        help_text=_("A cost centre or a project code, as the ledger writes it."),
    )
    note = LineField(_("what the code is"), max_length=100, blank=True)
    history = History()

    class Meta:
        verbose_name = _("code in the ledger")
        verbose_name_plural = _("codes in the ledger")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("project", "code"),
                name="ledger_code_once",
                violation_error_message=_("This code stands here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        if not self.code.strip():
            raise ValidationError({"code": _("Write the code.")})
