"""What the cells of the list say: on the page, in documents and in spreadsheets."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from accounts.types import AnyUser
from impact_assessments.lacking import lacking
from impact_assessments.places import place_of
from projects.clock import day_of
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.models import Project
from projects.templatetags.salkku import day, lang
from projects.values.choices import LIGHTS, Light, Status, label_of
from projects.values.first_sentence import first_sentence
from projects.values.fuzzy_dates import format_fuzzy_date
from projects.values.money import MoneyRange, format_money_range

NONE = "–"


def changed_on(project: Project) -> datetime.date:
    return day_of(project.updated_at)


def known(text: str) -> str | None:
    """Nothing for the words that stand for what is not known."""
    return None if text in (NONE, gettext("not known")) else text


def name_link(project: Project) -> SafeString:
    tags = []
    if project.is_flagship:
        tags.append(("tag flagship", gettext("Flagship")))
    if project.is_not_public:
        tags.append(("tag", gettext("Not public")))
    return format_html(
        '<a href="{}{}" {}>{}</a>{}',
        project.get_absolute_url(),
        getattr(project, "in_view", ""),
        lang(project),
        project.name,
        format_html_join("", ' <span class="{}">{}</span>', tags),
    )


def status_mark(project: Project) -> SafeString:
    return format_html(
        '<span class="status {}">{}</span>', project.status, label_of(Status, project.status)
    )


def lights_marks(project: Project) -> SafeString:
    if project.last_report is None:
        return format_html("{}", hidden(Piece.REPORTS, project) or NONE)
    unknown = gettext("not known")
    marks = format_html_join(
        "",
        '<span class="light {}" title="{}: {}">'
        '<span class="visually-hidden">{}: {}. </span></span>',
        (
            (light or "unknown", name, words or unknown, capfirst(name), words or unknown)
            for name, light, words in project.last_report.lights
        ),
    )
    return format_html('<span class="light-row">{}</span>', marks)


def lights(project: Project) -> str:
    if project.last_report is None:
        return hidden(Piece.REPORTS, project) or NONE
    return "; ".join(
        f"{name}: {words or gettext('not known')}"
        for name, _light, words in project.last_report.lights
    )


def hidden(piece: Piece, project: Project) -> str:
    return gettext("not public") if piece in project.left_out else ""


def reported(project: Project) -> str:
    if project.last_report is None:
        return hidden(Piece.REPORTS, project) or gettext("no report")
    return str(day(project.last_report.date))


def reported_mark(project: Project) -> SafeString:
    is_stale = getattr(project, "is_stale", False)
    return format_html('<span class="{}">{}</span>', "stale" if is_stale else "", reported(project))


def forecast(project: Project) -> str:
    report = project.last_report
    if report is None or not report.forecast_end:
        return hidden(Piece.REPORTS, project) or NONE
    return format_fuzzy_date(report.forecast_end, reader_language())


def said(project: Project) -> str:
    """The first sentence of the newest report: why the project is where it is."""
    if project.last_report is None:
        return hidden(Piece.REPORTS, project) or NONE
    return first_sentence(project.last_report.text) or NONE


def said_marked(project: Project) -> SafeString:
    if project.last_report is None or not project.last_report.text:
        return format_html("{}", said(project))
    return format_html('<span class="situation" {}>{}</span>', lang(project), said(project))


def whole_report(project: Project) -> str | None:
    return (project.last_report and project.last_report.text) or None


def light_word(place: int) -> Callable[[Project], str | None]:
    def light(project: Project) -> str | None:
        if project.last_report is None:
            return hidden(Piece.REPORTS, project) or None
        return label_of(Light, getattr(project.last_report, LIGHTS[place])) or None

    return light


def forecast_day(project: Project) -> datetime.date | None:
    forecast = project.last_report and project.last_report.forecast_end
    return forecast.last_day if forecast else None


def total(project: Project) -> str:
    if project.cost_low is None or project.cost_high is None:
        return hidden(Piece.COSTS, project) or NONE
    return format_money_range(MoneyRange(project.cost_low, project.cost_high), reader_language())


def goals(project: Project) -> str:
    return ", ".join(goal.name for goal in project.strategic_goals.all()) or NONE


def assessment(project: Project) -> str:
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


def read_lacks(projects: list[Project], reader: AnyUser) -> None:
    found = lacking(projects, reader)
    for project in projects:
        project.assessment_lacks = found[project.pk]


def lacks(project: Project) -> str:
    return " ".join(each.text for each in project.assessment_lacks) or NONE


def lacks_mark(project: Project) -> SafeString:
    """The first thing that is missing, and how many more, with the way to all of them."""
    found = project.assessment_lacks
    if not found:
        return format_html("{}", NONE)
    first = found[0]
    address = place_of(first, project.pk)
    if len(found) == 1:
        return format_html('<a href="{}">{}</a>', address, first.text)
    more = gettext("and %(n)d more") % {"n": len(found) - 1}
    whole = reverse("assessment", args=[project.pk])
    return format_html('<a href="{}">{}</a> <a href="{}">{}</a>', address, first.text, whole, more)
