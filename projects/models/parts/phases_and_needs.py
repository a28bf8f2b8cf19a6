"""Parts of a project: phases of its schedule, cost items, resource needs."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.clock import EARLIEST_YEAR, LATEST_YEAR
from projects.fields import FuzzyBoundField, FuzzyDateField, reader_language
from projects.models.parts.part import ProjectPart, position_field
from projects.models.project import Project
from projects.models.versions import History
from projects.plain_texts import LineField
from projects.values.choices import (
    Certainty,
    CostKind,
    Per,
    ResourceParty,
    ResourceUnit,
    Vat,
    label_of,
)
from projects.values.costs import CostLine
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.values.money import MoneyRange, format_money_range

YEARS = [MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)]


class SchedulePhase(ProjectPart):
    """A phase of the schedule; its ends are as exact as people planned them."""

    project_totals = ("starts_on", "ends_on")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="phases", verbose_name=_("project")
    )
    name = LineField(_("phase"), max_length=200, blank=True)
    start = FuzzyDateField(_("start"), blank=True)
    end = FuzzyDateField(_("end"), blank=True)
    start_date = FuzzyBoundField(source="start", bound="first", verbose_name=_("first day"))
    end_date = FuzzyBoundField(source="end", bound="last", verbose_name=_("last day"))
    history = History(excluded_fields=["start_date", "end_date"])

    class Meta:
        verbose_name = _("schedule phase")
        verbose_name_plural = _("schedule phases")
        ordering = (F("start_date").asc(nulls_last=True), "pk")
        indexes = [
            models.Index(fields=("project", "start_date", "end_date"), name="phase_bounds"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date=None) | Q(end_date=None) | Q(start_date__lte=F("end_date")),
                name="phase_ends_after_its_start",
                violation_error_message=_("The end is before the start."),
            ),
        ]

    def __str__(self) -> str:
        when = format_fuzzy_range(self.start, self.end, reader_language())
        return f"{self.name}: {when}" if self.name else when

    def clean(self) -> None:
        if self.start and self.end and self.start.first_day > self.end.last_day:
            raise ValidationError({"end": _("The end is before the start.")})
        if not self.start and not self.end:
            raise ValidationError({"start": _("Give the phase a start or an end.")})


class CostItem(ProjectPart):
    """A sum or a range of sums that the project costs."""

    project_totals = ("cost_low", "cost_high")
    told_as_reordered = _("The order of the costs was changed")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="costs", verbose_name=_("project")
    )
    description = LineField(_("what for"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=CostKind)
    low = models.DecimalField(
        _("at least (€)"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    high = models.DecimalField(
        _("at most (€)"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    per = models.CharField(_("period"), max_length=10, choices=Per)
    unit = LineField(
        _("unit"), max_length=100, blank=True, help_text=_("For a sum a unit, for instance server.")
    )
    unit_count = models.PositiveIntegerField(_("number of units"), null=True, blank=True)
    vat = models.CharField(_("VAT"), max_length=10, choices=Vat, blank=True)
    first_year = models.PositiveIntegerField(
        _("first year"), null=True, blank=True, validators=YEARS
    )
    last_year = models.PositiveIntegerField(_("last year"), null=True, blank=True, validators=YEARS)
    certainty = models.CharField(
        _("certainty"), max_length=10, choices=Certainty, default=Certainty.ESTIMATE
    )
    position = position_field()
    history = History()

    class Meta:
        verbose_name = _("cost item")
        verbose_name_plural = _("cost items")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(low__gte=0, low__lte=F("high")),
                name="cost_low_not_above_high",
                violation_error_message=_("The lower sum is above the higher one."),
            ),
            models.CheckConstraint(
                condition=~Q(per=""),
                name="cost_has_a_period",
                violation_error_message=_("Say what the sum is paid for: in total, a year …"),
            ),
            models.CheckConstraint(
                condition=Q(first_year=None)
                | Q(last_year=None)
                | Q(first_year__lte=F("last_year")),
                name="cost_last_year_not_before_first",
                violation_error_message=_("The last year is before the first."),
            ),
        ]

    def __str__(self) -> str:
        per = label_of(Per, self.per)
        if self.low is None or self.high is None or self.low > self.high:
            return per  # of a form that says what is wrong with the sums
        return f"{format_money_range(self.amount, reader_language())} {per}"

    def clean(self) -> None:
        errors = {}
        if self.low is not None and self.high is not None and self.low > self.high:
            errors["high"] = _("The lower sum is above the higher one.")
        if self.first_year and self.last_year and self.first_year > self.last_year:
            errors["last_year"] = _("The last year is before the first.")
        if self.per == Per.UNIT and not self.unit:
            errors["unit"] = _("Say what the unit is, for instance server.")
        if errors:
            raise ValidationError(errors)

    @property
    def amount(self) -> MoneyRange:
        return MoneyRange(self.low, self.high)

    @property
    def line(self) -> CostLine:
        """The item as `projects.values.costs` adds it up."""
        return CostLine(
            low=self.low,
            high=self.high,
            per=self.per,
            unit_count=self.unit_count,
            first_year=self.first_year,
            last_year=self.last_year,
        )


class ResourceNeed(ProjectPart):
    """Work that the project needs from one party; without an amount where none is known."""

    told_as_reordered = _("The order of the resource needs was changed")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="resources", verbose_name=_("project")
    )
    party = models.CharField(_("from whom"), max_length=20, choices=ResourceParty)
    team = LineField(
        _("team"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text=_("Of the IT department, if known."),
    )
    description = LineField(_("what"), max_length=300, blank=True)
    low = models.DecimalField(
        _("at least"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    high = models.DecimalField(
        _("at most"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = models.CharField(_("unit"), max_length=20, choices=ResourceUnit, blank=True)
    per = LineField(_("for each"), max_length=100, blank=True, help_text=_("For instance process."))
    position = position_field()
    history = History()

    class Meta:
        verbose_name = _("resource need")
        verbose_name_plural = _("resource needs")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(low=None, high=None) | Q(low__gte=0, low__lte=F("high")),
                name="resource_low_not_above_high",
                violation_error_message=_("The lower amount is above the higher one."),
            ),
            models.CheckConstraint(
                condition=Q(low=None) | ~Q(unit=""),
                name="resource_amount_has_a_unit",
                violation_error_message=_("Say what the amount counts, for instance person-days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{label_of(ResourceParty, self.party)}: {self.description}".rstrip(": ")

    def clean(self) -> None:
        errors = {}
        if (self.low is None) != (self.high is None):
            missing = "low" if self.low is None else "high"
            errors[missing] = _("Give both the lower and the higher amount.")
        elif self.low is not None and self.high is not None:
            if self.low > self.high:
                errors["high"] = _("The lower amount is above the higher one.")
            if not self.unit:
                errors["unit"] = _("Say what the amount counts, for instance person-days.")
        if self.team and self.party and self.party != ResourceParty.IT:
            errors["team"] = _("Only work of the IT department can have a team.")
        if errors:
            raise ValidationError(errors)
