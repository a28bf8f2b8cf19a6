"""The plan document in words: what the page and the PDF show of each project."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.types import Context
from organisation.colours import BLACK, WHITE, accent_on_paper
from projects.plain_texts import one_line
from projects.values.fuzzy_dates import format_fuzzy_range
from reports.document.imprint import colophon, colophon_with_data, imprint_lines, running_line
from reports.document.plan import (
    Chapter,
    Imprint,
    PlanDocument,
    PlannedProject,
)
from reports.figures.drawings import cost_figure, heat_map
from reports.figures.plan_timeline import lay_out, lay_out_narrow
from reports.figures.timeline import Timeline
from reports.rendering.brief import sentences
from reports.rendering.project_words import project_words

WORDS_OF_HEAD, LETTERS_OF_HEAD = 6, 90
SHORT = 1500  # letters of a chapter: half a page
DEEPEST = 3  # levels of headings below the title


def plan_context(document: PlanDocument, imprint: Imprint) -> Context:
    """What the templates and other renderers show, in the plan's language."""
    document = _one_line(document)
    with translation.override(document.language):
        shown = _parts(document)
        schedules = {row["number"]: row["schedule"] for row in shown if row["is_project"]}
        accent = accent_on_paper(settings.ORGANISATION_ACCENT)
        context: Context = {
            "document": document,
            "period": period_beside_title(document),
            "parts": shown,
            "projects": [row for row in shown if row["is_project"]],
            "timelines": lay_out(document, schedules, imprint.made_on),
            "costs": cost_figure(document),
            "effects": heat_map(document, accent),
            "flagships": [row for row in shown if row["is_project"] and row["project"].is_flagship],
            "brief": sentences(document) if document.opens_with == "overview" else [],
            "made_on": imprint.made_on,
            "imprint": imprint,
            "imprint_lines": imprint_lines(imprint),
            "running_line": running_line(imprint),
            "colophon": colophon(imprint),
            "colophon_with_data": colophon_with_data(imprint),
            **accents(),
        }
        return context | {
            "order": _order(context),
            "timeline_notes": _timeline_notes(context["timelines"], imprint),
        }


def period_beside_title(document: PlanDocument) -> str:
    """The plan's period, where its title does not name the years already."""
    start, end = document.period.start, document.period.end
    years = {str(each.first_day.year) for each in (start, end) if each}
    if all(year in document.title for year in years):
        return ""
    return format_fuzzy_range(start, end, document.language)


def page_context(document: PlanDocument, imprint: Imprint) -> Context:
    """As `plan_context`, with what a page shows on a telephone."""
    context = plan_context(document, imprint)
    schedules = {row["number"]: row["schedule"] for row in context["projects"]}
    return context | {"narrow_timeline": lay_out_narrow(document, schedules, imprint.made_on)}


def residents_context(document: PlanDocument, imprint: Imprint) -> Context:
    """As `page_context`, told in sentences first, with the groups that one may look for."""
    context = page_context(document, imprint)
    with translation.override(document.language):
        context |= {"brief": sentences(document), "brief_title": _("The plan in brief")}
    groups = {row["number"].split(".")[0] for row in context["projects"]}
    return context | {
        "order": [block for block in context["order"] if block.get("name") != "brief"],
        "chapters_of_groups": [row for row in context["parts"] if row["number"] in groups],
    }


def _timeline_notes(timelines: list[Timeline], imprint: Imprint) -> list[str]:
    """What the line and the marks mean, where there are any."""
    day = date_format(imprint.made_on, "DATE_FORMAT")
    notes = []
    if any(timeline.today is not None for timeline in timelines):
        notes.append(_("The red line is %(day)s, the day of the data.") % {"day": day})
    if any(timeline.has_marks for timeline in timelines):
        notes.append(_("A diamond is a milestone."))
    return notes


def _order(context: Context) -> list[Context]:
    """What follows the cover and the contents: blocks of parts (`parts`), and named ones.

    Where an overview opens the document it comes first, and what follows the projects is last.
    """
    parts, projects = context["parts"], context["projects"]
    overview = [
        _block("brief", _("The plan in brief"), bool(context["brief"])),
        _block("summary", _("Projects at a glance"), bool(projects)),
        _block("timeline", _("Schedules of the projects"), bool(context["timelines"])),
    ]
    numbers = [
        _block("costs", _("Costs by year"), bool(context["costs"])),
        _block("effects", _("Effects on information management"), bool(context["effects"])),
    ]
    if context["document"].opens_with == "part":
        blocks = [{"parts": parts}]
    elif context["brief"]:
        last = max(place for place, part in enumerate(parts) if part["is_project"]) + 1
        blocks = [*overview, {"parts": parts[:last]}, *numbers, {"parts": parts[last:]}]
    else:
        blocks = [{"parts": parts}, *overview, *numbers]
    return [block for block in blocks if block]


def _block(name: str, title: str, is_there: bool) -> Context:
    return {"name": name, "title": title} if is_there else {}


def accents() -> dict[str, str]:
    """The organisation's colour as it is printed, and a faint one for what is not sure."""
    accent = accent_on_paper(settings.ORGANISATION_ACCENT)
    return {
        "accent": accent.hex,
        "accent_strong": accent.mixed(BLACK, 0.35).hex,
        "accent_faint": accent.mixed(WHITE, 0.55).hex,
    }


def _parts(document: PlanDocument) -> list[Context]:
    """The parts in reading order. A heading is one level below the one before it at most."""
    shown: list[Context] = []
    last, anchors = 0, set()
    titles = {chapter.number: chapter.title for chapter in document.chapters}
    for place, part in enumerate(document.in_reading_order()):
        over = [t for n, t in titles.items() if n and part.number.startswith(f"{n}.")]
        row = _part(part, document.language, "\n".join(over))
        if not part.number or row["anchor"] in anchors:
            row["anchor"] = f"part-{place}"
        anchors.add(row["anchor"])
        last = row["level"] = min(row["level"], last + 1, DEEPEST)
        row["runs_on"] = _is_short_chapter(shown[-1]) if shown and row["level"] == 1 else False
        shown.append(row | {"heading": last + 1, "below": last + 2})
    above: Counter[str] = Counter()
    for row in shown:
        number = row["number"] if row["is_project"] else ""
        while number:
            number = number.rpartition(".")[0]
            above[number] += 1
    for row in shown:
        row["projects_below"] = above[row["number"]] if row["number"] else 0
    return shown


def _is_short_chapter(part: Context) -> bool:
    """Whether a page would stay mostly empty if the next chapter began one."""
    return not part["is_project"] and part["level"] == 1 and len(part["text"]) < SHORT


def _part(part: Chapter | PlannedProject, language: str, above: str) -> Context:
    title = part.title if isinstance(part, Chapter) else part.name
    base = {
        "number": part.number,
        "anchor": "n" + part.number.replace(".", "-"),
        "level": part.number.count(".") + 1,
        "head": f"{part.number} {_short(title)}".strip(),
        "language": "" if part.language == language else part.language,
    }
    if isinstance(part, Chapter):
        return base | {"is_project": False, "title": part.title, "text": part.text}
    return base | {"is_project": True} | project_words(part, language, above)


def _short(title: str) -> str:
    """A title as a running head: its first words. More is taken for text that nobody reads."""
    words = list(re.finditer(r"\w+", title))
    if len(words) > WORDS_OF_HEAD:
        title = f"{title[: words[WORDS_OF_HEAD - 1].end()]} …"
    return title if len(title) <= LETTERS_OF_HEAD else f"{title[:LETTERS_OF_HEAD]}…"


def _one_line(document: PlanDocument) -> PlanDocument:
    return replace(
        document,
        title=one_line(document.title),
        organisation=one_line(document.organisation),
        chapters=tuple(replace(c, title=one_line(c.title)) for c in document.chapters),
        projects=tuple(replace(p, name=one_line(p.name)) for p in document.projects),
    )
