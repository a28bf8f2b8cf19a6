"""The columns that the list of projects can show, each declared once for page and export."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import (
    Case,
    Choices,
    Expression,
    F,
    IntegerField,
    Q,
    TextChoices,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.types import AnyUser
from portfolio.listing.assessment_cells import assessment_cells
from portfolio.listing.budget_cells import budget_columns, read_this_year
from portfolio.listing.cells import (
    NONE,
    assessment,
    changed_on,
    forecast,
    forecast_day,
    goals,
    known,
    lacks,
    lacks_mark,
    light_word,
    lights,
    lights_marks,
    name_link,
    read_lacks,
    reported,
    reported_mark,
    said,
    said_marked,
    status_mark,
    total,
    whole_report,
)
from projects.confidentiality import Piece
from projects.filtering.conditions import any_light
from projects.models import Project
from projects.models.querysets import ProjectQuerySet
from projects.sheets.writing import MIDDLE, NARROW, Shape
from projects.templatetags.salkku import costs, day
from projects.values.choices import (
    Light,
    Likelihood,
    Priority,
    ResponsibleParty,
    Scope,
    Status,
    label_of,
)
from projects.wording import schedule_words

Text = Callable[[Project], str]
Order = Callable[[AnyUser], Expression | F]
"""Gives the expression to sort by for a user; equal values where the user may not see them."""


@dataclass(frozen=True)
class SheetPart:
    """A column of a spreadsheet. Its value is None where it is not known."""

    label: str | Promise
    value: Callable[[Project], object]
    shape: Shape = Shape.TEXT
    width: int = MIDDLE


@dataclass(frozen=True)
class Column:
    key: str
    label: str | Promise
    text: Text
    order: Order | None = None
    html: Callable[[Project], SafeString] | None = None
    fetch: tuple[str, ...] = ()  # related rows to select
    fetch_many: tuple[str, ...] = ()  # related rows to prefetch
    read: Callable[[list[Project], AnyUser], None] | None = None
    """Reads for many rows at once, before they are shown, what no relation fetches."""
    is_number: bool = False
    sheet: tuple[SheetPart, ...] = ()
    """What a spreadsheet has instead of the text, so that it can count with it."""

    def parts(self) -> tuple[SheetPart, ...]:
        return self.sheet or (SheetPart(self.label, lambda project: known(self.text(project))),)

    def cell(self, project: Project) -> str:
        return self.html(project) if self.html else self.text(project)


def by_choice(name: str, choices: type[Choices]) -> Case:
    """The order in which the choices are declared; what is empty comes last."""
    ranks = [When(**{name: code}, then=Value(rank)) for rank, code in enumerate(choices.values)]
    return Case(*ranks, default=None, output_field=IntegerField())


def shown_only(piece: Piece, expression: Expression | F) -> Order:
    """Sorts by a value only where the user may see the piece that it belongs to."""

    def order(user: AnyUser) -> Expression | F:
        hidden = Project.objects.hides(piece, user)
        return expression if hidden == Q(pk=None) else Case(When(~hidden, then=expression))

    return order


def plain(expression: Expression | F) -> Order:
    return lambda _user: expression


def choice(name: str, choices: type[TextChoices]) -> Text:
    return lambda project: label_of(choices, getattr(project, name)) or NONE


def _worst_light() -> Case:
    worst_first = (Light.TROUBLE, Light.ATTENTION, Light.ON_TRACK)
    ranks = [When(any_light(light), then=Value(rank)) for rank, light in enumerate(worst_first)]
    return Case(*ranks, default=None, output_field=IntegerField())


COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column(
            "name",
            _("Project"),
            lambda p: p.name,
            plain(F("name_key")),
            name_link,
            sheet=(SheetPart(_("Project"), lambda p: p.name, width=40),),
        ),
        Column(
            "area",
            _("Service area"),
            lambda p: str(p.service_area),
            plain(F("service_area__name_key")),
        ),
        Column(
            "status",
            _("Status"),
            choice("status", Status),
            plain(by_choice("status", Status)),
            status_mark,
        ),
        Column(
            "start",
            _("Schedule"),
            lambda p: schedule_words(p) or gettext("not known"),
            plain(F("starts_on")),
            fetch_many=("phases",),
            sheet=(
                SheetPart(_("Schedule"), lambda p: schedule_words(p) or None),
                SheetPart(_("first day"), lambda p: p.starts_on, Shape.DAY, NARROW),
                SheetPart(_("last day"), lambda p: p.ends_on, Shape.DAY, NARROW),
            ),
        ),
        Column(
            "end",
            _("Ends"),
            lambda p: str(day(p.ends_on)),
            plain(F("ends_on")),
            sheet=(SheetPart(_("Ends"), lambda p: p.ends_on, Shape.DAY, NARROW),),
        ),
        Column(
            "likelihood",
            _("Keeping the schedule"),
            choice("likelihood", Likelihood),
            plain(by_choice("likelihood", Likelihood)),
        ),
        Column(
            "lights",
            _("Lights"),
            lights,
            shown_only(Piece.REPORTS, _worst_light()),
            lights_marks,
            fetch=("last_report",),
            sheet=(
                SheetPart(_("Light of the schedule"), light_word(0)),
                SheetPart(_("Light of the cost"), light_word(1)),
                SheetPart(_("Light of the content"), light_word(2)),
            ),
        ),
        Column(
            "reported",
            _("Last report"),
            reported,
            shown_only(Piece.REPORTS, F("last_report__date")),
            reported_mark,
            fetch=("last_report",),
            sheet=(
                SheetPart(
                    _("Last report"),
                    lambda p: p.last_report and p.last_report.date,
                    Shape.DAY,
                    NARROW,
                ),
            ),
        ),
        Column(
            "said",
            _("Situation in short"),
            said,
            html=said_marked,
            fetch=("last_report",),
            sheet=(SheetPart(_("Situation in short"), whole_report, width=40),),
        ),
        Column(
            "forecast",
            _("Forecast end"),
            forecast,
            fetch=("last_report",),
            sheet=(
                SheetPart(_("Forecast end"), lambda p: known(forecast(p)), width=NARROW),
                SheetPart(_("Forecast end, last day"), forecast_day, Shape.DAY, NARROW),
            ),
        ),
        Column("cost", _("Costs as entered"), costs, fetch_many=("costs",)),
        Column(
            "total",
            _("Cost in all"),
            total,
            shown_only(Piece.COSTS, F("cost_high")),
            is_number=True,
            sheet=(
                SheetPart(
                    _("Cost in all, at least (€)"), lambda p: p.cost_low, Shape.MONEY, NARROW
                ),
                SheetPart(
                    _("Cost in all, at most (€)"), lambda p: p.cost_high, Shape.MONEY, NARROW
                ),
            ),
        ),
        *(
            Column(**each, read=read_this_year, sheet=tuple(SheetPart(*part) for part in parts))
            for each, parts in budget_columns()
        ),
        Column(
            "priority",
            _("Priority"),
            choice("priority", Priority),
            plain(by_choice("priority", Priority)),
        ),
        Column("scope", _("Scope"), choice("scope", Scope), plain(by_choice("scope", Scope))),
        Column("goals", _("Strategic goals"), goals, fetch_many=("strategic_goals",)),
        Column(
            "responsible",
            _("Answers for the schedule"),
            choice("responsible_party", ResponsibleParty),
            plain(by_choice("responsible_party", ResponsibleParty)),
        ),
        Column(
            "owner",
            _("Owner"),
            lambda p: p.owner_shown or NONE,
            plain(F("owner__last_name")),
            fetch=("owner",),
        ),
        Column(
            "manager",
            _("Project manager"),
            lambda p: p.manager_shown or NONE,
            plain(F("manager__last_name")),
            fetch=("manager",),
        ),
        Column(
            "assessment",
            _("Impact assessment"),
            assessment,
            fetch=("assessment",),
            sheet=(
                SheetPart(_("Impact assessment"), assessment),
                *(SheetPart(label, value) for label, value in assessment_cells()),
            ),
        ),
        Column("lacks", _("Lacking in the assessment"), lacks, html=lacks_mark, read=read_lacks),
        Column(
            "changed",
            _("Last changed"),
            lambda p: str(day(p.updated_at)),
            plain(F("updated_at")),
            sheet=(SheetPart(_("Last changed"), changed_on, Shape.DAY, NARROW),),
        ),
    )
}
STANDARD = ("name", "area", "status", "start", "lights", "said", "total")


def fetching(rows: ProjectQuerySet, columns: Iterable[Column]) -> ProjectQuerySet:
    """The rows with what the columns show; the number of queries hangs on the columns alone."""
    fetch = {name for column in columns for name in column.fetch}
    many = {name for column in columns for name in column.fetch_many}
    rows = rows.with_area()
    if fetch:
        rows = rows.select_related("service_area__parent__parent", *sorted(fetch))
    return rows.prefetch_related(*sorted(many)).defer("search_text", "name_key")
