"""The columns that the list of projects can show, each declared once for page and export."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.choices import Light, Likelihood, Priority, ResponsibleParty, Scope, Status
from projects.clock import day_of
from projects.conditions import any_light
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.fuzzy_dates import format_fuzzy_date
from projects.models import Project
from projects.money import MoneyRange, format_money_range
from projects.templatetags.salkku import costs, day
from projects.wording import schedule_words

NONE = "–"
Text = Callable[[Project], str]
Order = Callable[[Any], Any]
"""Gives the expression to sort by for a user; equal values where the user may not see them."""


@dataclass(frozen=True)
class Column:
    key: str
    label: Any
    text: Text
    order: Order | None = None
    html: Callable[[Project], SafeString] | None = None
    fetch: tuple[str, ...] = ()  # related rows to select
    fetch_many: tuple[str, ...] = ()  # related rows to prefetch
    is_number: bool = False
    value: Callable[[Project], Any] | None = field(default=None)
    """For a spreadsheet, where a cell holds something else than the text."""

    def cell(self, project: Project) -> str:
        return self.html(project) if self.html else self.text(project)


def by_choice(name: str, choices: Any) -> Case:
    """The order in which the choices are declared; what is empty comes last."""
    ranks = [When(**{name: code}, then=Value(rank)) for rank, code in enumerate(choices.values)]
    return Case(*ranks, default=None, output_field=IntegerField())


def shown_only(piece: Piece, expression: Any) -> Order:
    """Sorts by a value only where the user may see the piece that it belongs to."""

    def order(user: Any) -> Any:
        hidden = Project.objects.hides(piece, user)
        return expression if hidden == Q(pk=None) else Case(When(~hidden, then=expression))

    return order


def plain(expression: Any) -> Order:
    return lambda _user: expression


def choice(name: str) -> Text:
    return lambda project: getattr(project, f"get_{name}_display")() or NONE


def _worst_light() -> Case:
    worst_first = (Light.TROUBLE, Light.ATTENTION, Light.ON_TRACK)
    ranks = [When(any_light(light), then=Value(rank)) for rank, light in enumerate(worst_first)]
    return Case(*ranks, default=None, output_field=IntegerField())


def _name(project: Project) -> SafeString:
    tags = []
    if project.is_flagship:
        tags.append(("tag flagship", gettext("Flagship")))
    if project.is_not_public:
        tags.append(("tag", gettext("Not public")))
    return format_html(
        '<a href="{}{}">{}</a>{}',
        project.get_absolute_url(),
        getattr(project, "in_view", ""),
        project.name,
        format_html_join("", ' <span class="{}">{}</span>', tags),
    )


def _status(project: Project) -> SafeString:
    return format_html(
        '<span class="status {}">{}</span>', project.status, project.get_status_display()
    )


def _lights(project: Project) -> SafeString:
    if project.last_report is None:
        return format_html("{}", _hidden(Piece.REPORTS, project) or NONE)
    unknown = gettext("not known")
    marks = format_html_join(
        "",
        '<span class="light {}" title="{}: {}"><span class="hidden">{}: {}. </span></span>',
        (
            (light or "unknown", name, words or unknown, name, words or unknown)
            for name, light, words in project.last_report.lights
        ),
    )
    return format_html('<span class="three">{}</span>', marks)


def _lights_text(project: Project) -> str:
    if project.last_report is None:
        return _hidden(Piece.REPORTS, project) or NONE
    return "; ".join(
        f"{name}: {words or gettext('not known')}"
        for name, _light, words in project.last_report.lights
    )


def _hidden(piece: Piece, project: Project) -> str:
    return gettext("not public") if piece in project.left_out else ""


def _reported(project: Project) -> str:
    if project.last_report is None:
        return _hidden(Piece.REPORTS, project) or gettext("no report")
    return str(day(project.last_report.date))


def _reported_html(project: Project) -> SafeString:
    is_stale = getattr(project, "is_stale", False)
    return format_html(
        '<span class="{}">{}</span>', "stale" if is_stale else "", _reported(project)
    )


def _forecast(project: Project) -> str:
    report = project.last_report
    if report is None or not report.forecast_end:
        return _hidden(Piece.REPORTS, project) or NONE
    return format_fuzzy_date(report.forecast_end, reader_language())


def _total(project: Project) -> str:
    if project.cost_low is None or project.cost_high is None:
        return _hidden(Piece.COSTS, project) or NONE
    return format_money_range(MoneyRange(project.cost_low, project.cost_high), reader_language())


def _goals(project: Project) -> str:
    return ", ".join(goal.name for goal in project.strategic_goals.all()) or NONE


def _assessment(project: Project) -> str:
    assessment = getattr(project, "assessment", None)
    if assessment is None:
        return gettext("missing")
    if assessment.screening == "not_required":
        return str(assessment.get_screening_display())
    effects = [(part.letter, effect) for part, effect, _label, _text in assessment.parts()]
    still_open = [letter for letter, effect in effects if effect == "unassessed"]
    if still_open:
        return gettext("unfinished: %(parts)s") % {"parts": ", ".join(still_open)}
    some = ", ".join(letter for letter, effect in effects if effect == "some")
    if not some and any(not effect for _letter, effect in effects):
        return gettext("not public")
    return gettext("effects: %(parts)s") % {"parts": some} if some else gettext("no effects")


COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("name", _("Project"), lambda p: p.name, plain(F("name_key")), _name),
        Column(
            "area",
            _("Service area"),
            lambda p: str(p.service_area),
            plain(F("service_area__name_key")),
        ),
        Column(
            "status", _("Status"), choice("status"), plain(by_choice("status", Status)), _status
        ),
        Column(
            "start",
            _("Schedule"),
            lambda p: schedule_words(p) or gettext("not known"),
            plain(F("starts_on")),
            fetch_many=("phases",),
        ),
        Column("end", _("Ends"), lambda p: str(day(p.ends_on)), plain(F("ends_on"))),
        Column(
            "likelihood",
            _("Keeping the schedule"),
            choice("likelihood"),
            plain(by_choice("likelihood", Likelihood)),
        ),
        Column(
            "lights",
            _("Lights"),
            _lights_text,
            shown_only(Piece.REPORTS, _worst_light()),
            _lights,
            fetch=("last_report",),
        ),
        Column(
            "reported",
            _("Last report"),
            _reported,
            shown_only(Piece.REPORTS, F("last_report__date")),
            _reported_html,
            fetch=("last_report",),
            value=lambda p: p.last_report and p.last_report.date,
        ),
        Column("forecast", _("Forecast end"), _forecast, fetch=("last_report",)),
        Column("cost", _("Costs as entered"), costs, fetch_many=("costs",)),
        Column(
            "total",
            _("Cost in all"),
            _total,
            shown_only(Piece.COSTS, F("cost_high")),
            is_number=True,
        ),
        Column(
            "priority", _("Priority"), choice("priority"), plain(by_choice("priority", Priority))
        ),
        Column("scope", _("Scope"), choice("scope"), plain(by_choice("scope", Scope))),
        Column("goals", _("Strategic goals"), _goals, fetch_many=("strategic_goals",)),
        Column(
            "responsible",
            _("Answers for the schedule"),
            choice("responsible_party"),
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
        Column("assessment", _("Impact assessment"), _assessment, fetch=("assessment",)),
        Column(
            "changed",
            _("Last changed"),
            lambda p: str(day(p.updated_at)),
            plain(F("updated_at")),
            value=lambda p: day_of(p.updated_at),
        ),
    )
}
STANDARD = ("name", "area", "status", "start", "lights", "likelihood", "total")


def fetching(rows: Any, columns: Iterable[Column]) -> Any:
    """The rows with what the columns show; the number of queries hangs on the columns alone."""
    fetch = {name for column in columns for name in column.fetch}
    many = {name for column in columns for name in column.fetch_many}
    rows = rows.with_area()
    if fetch:
        rows = rows.select_related("service_area__parent__parent", *sorted(fetch))
    return rows.prefetch_related(*sorted(many)).defer("search_text", "name_key")
