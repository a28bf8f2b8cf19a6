"""The words that projects and their parts choose from."""

from functools import cache

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


def label_of(choices: type[TextChoices], value: str | None) -> str:
    """The label of a stored value in the reader's language, and the value where it has none.

    As `get_…_display`, which translates all labels each time: too slow where rows are many.
    """
    return _labels(choices, get_language()).get(value, value) if value else ""


@cache
def _labels(choices: type[TextChoices], language: str | None) -> dict[str, str]:
    """The labels in the language, which is the reader's."""
    return {str(choice.value): str(choice.label) for choice in choices}


class Scope(TextChoices):
    INFRASTRUCTURE = "infrastructure", _("Infrastructure, owned by IT")
    CITY_WIDE = "city_wide", _("Whole city")
    SERVICE_AREA = "service_area", _("Service area")


class Status(TextChoices):
    PROPOSAL = "proposal", _("Proposal")
    APPROVED = "approved", _("Approved")
    IN_PROGRESS = "in_progress", _("In progress")
    ON_HOLD = "on_hold", _("On hold")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


# A project in one of these states is over, or does not move: it is never late.
NOT_MOVING = (Status.ON_HOLD, Status.COMPLETED, Status.CANCELLED)
MOVING_STATES = tuple(status for status in Status if status not in NOT_MOVING)
WAITING = (Status.PROPOSAL, Status.APPROVED)  # it should have begun by its first day
OVER = (Status.COMPLETED, Status.CANCELLED)
REPORTED = (Status.IN_PROGRESS, Status.APPROVED, Status.ON_HOLD)  # in a round of reports


class Priority(TextChoices):
    HIGH = "high", _("High")
    NORMAL = "normal", _("Normal")
    LOW = "low", _("Low")


class Likelihood(TextChoices):
    """How likely the project keeps its schedule."""

    CERTAIN = "certain", _("Certain – in our own hands")
    LIKELY = "likely", _("Likely")
    UNCERTAIN = "uncertain", _("Uncertain – depends on others")
    UNLIKELY = "unlikely", _("Unlikely")


class ResponsibleParty(TextChoices):
    """Who answers for the schedule and names the project manager."""

    IT = "it", _("IT department")
    SERVICE_AREA = "service_area", _("Service area")
    SHARED = "shared", _("Together")


class CostKind(TextChoices):
    INVESTMENT = "investment", _("Investment")
    ONE_OFF = "one_off", _("One-off")
    RECURRING = "recurring", _("Recurring")


class Per(TextChoices):
    """What a sum is paid for."""

    TOTAL = "total", _("in total")
    YEAR = "year", _("a year")
    MONTH = "month", _("a month")
    UNIT = "unit", _("a unit")


class Vat(TextChoices):
    INCLUDED = "included", _("VAT included")
    EXCLUDED = "excluded", _("VAT not included")


class Certainty(TextChoices):
    ROUGH = "rough", _("Rough guess")
    ESTIMATE = "estimate", _("Estimate")
    CONFIRMED = "confirmed", _("Confirmed")


class ResourceParty(TextChoices):
    IT = "it", _("IT department")
    SERVICE_AREA = "service_area", _("Service area")
    PURCHASED = "purchased", _("Purchased services")


class ResourceUnit(TextChoices):
    PERSON_DAYS = "person_days", _("person-days")
    PERSON_MONTHS = "person_months", _("person-months")
    PERSON_YEARS = "person_years", _("person-years")
    PERSONS = "persons", _("persons")


class Light(TextChoices):
    ON_TRACK = "on_track", _("On track")
    ATTENTION = "attention", _("Needs attention")
    TROUBLE = "trouble", _("In trouble")


class Probability(IntegerChoices):
    VERY_UNLIKELY = 1, _("very unlikely")
    UNLIKELY = 2, pgettext_lazy("probability", "unlikely")
    POSSIBLE = 3, _("possible")
    LIKELY = 4, pgettext_lazy("probability", "likely")
    ALMOST_CERTAIN = 5, _("almost certain")


class Impact(IntegerChoices):
    NEGLIGIBLE = 1, _("negligible")
    MINOR = 2, _("minor")
    NOTABLE = 3, _("notable")
    SERIOUS = 4, _("serious")
    CRITICAL = 5, _("critical")


class RiskResponse(TextChoices):
    AVOID = "avoid", _("Avoid")
    REDUCE = "reduce", _("Reduce")
    TRANSFER = "transfer", _("Transfer")
    ACCEPT = "accept", _("Accept")


class RiskState(TextChoices):
    OPEN = "open", pgettext_lazy("risk", "Open")
    CLOSED = "closed", pgettext_lazy("risk", "Closed")


class DependencyKind(TextChoices):
    """How a project hangs on another, told from the project whose row it is."""

    WAITS_FOR = "waits_for", _("waits for")
    BLOCKS = "blocks", _("holds up")
    RELATES = "relates", _("relates to")


# The fields of a status report that hold one.
LIGHTS = ("schedule_light", "cost_light", "content_light")
