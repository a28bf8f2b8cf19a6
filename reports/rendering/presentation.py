"""The plan document in words: what the page and the PDF show of each project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from impact_assessments.choices import PARTS, Effect, Screening
from organisation.colours import BLACK, WHITE, accent_on_paper
from projects.confidentiality import Piece, labels
from projects.plain_texts import one_line
from projects.values.choices import Likelihood, ResponsibleParty
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.wording import cost_words, resource_words
from reports.document import plan as doc
from reports.document.imprint import imprint_lines, running_line
from reports.figures.drawings import cost_figure, heat_map
from reports.figures.plan_timeline import lay_out

WORDS_OF_HEAD, LETTERS_OF_HEAD = 6, 90
DEEPEST = 3  # levels of headings below the title


@dataclass(frozen=True)
class Told:
    """A labelled text of a project, and what follows it line by line."""

    label: str
    text: str
    lines: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.lines)


def plan_context(document: doc.PlanDocument, imprint: doc.Imprint) -> dict[str, Any]:
    """What the templates and other renderers show, in the plan's language."""
    document = _one_line(document)
    with translation.override(document.language):
        shown = _parts(document)
        schedules = {row["number"]: row["schedule"] for row in shown if row["is_project"]}
        period = format_fuzzy_range(document.period.start, document.period.end, document.language)
        accent = accent_on_paper(settings.ORGANISATION_ACCENT)
        return {
            "document": document,
            "period": period,
            "parts": shown,
            "projects": [row for row in shown if row["is_project"]],
            "timelines": lay_out(document, schedules),
            "costs": cost_figure(document),
            "effects": heat_map(document, accent),
            "made_on": imprint.made_on,
            "imprint": imprint,
            "imprint_lines": imprint_lines(imprint),
            "running_line": running_line(imprint),
            **accents(),
        }


def accents() -> dict[str, str]:
    """The organisation's colour as it is printed, and a faint one for what is not sure."""
    accent = accent_on_paper(settings.ORGANISATION_ACCENT)
    return {
        "accent": accent.hex,
        "accent_strong": accent.mixed(BLACK, 0.35).hex,
        "accent_faint": accent.mixed(WHITE, 0.55).hex,
    }


def _parts(document: doc.PlanDocument) -> list[dict[str, Any]]:
    """The parts in reading order. A heading is one level below the one before it at most."""
    shown: list[dict[str, Any]] = []
    last, anchors = 0, set()
    titles = {chapter.number: chapter.title for chapter in document.chapters}
    for place, part in enumerate(document.in_reading_order()):
        over = [t for n, t in titles.items() if n and part.number.startswith(f"{n}.")]
        row = _part(part, document.language, "\n".join(over))
        if not part.number or row["anchor"] in anchors:
            row["anchor"] = f"part-{place}"
        anchors.add(row["anchor"])
        last = row["level"] = min(row["level"], last + 1, DEEPEST)
        shown.append(row | {"heading": last + 1, "below": last + 2})
    return shown


def _part(part: doc.Chapter | doc.PlannedProject, language: str, above: str) -> dict[str, Any]:
    title = part.title if isinstance(part, doc.Chapter) else part.name
    base = {
        "number": part.number,
        "anchor": "n" + part.number.replace(".", "-"),
        "level": part.number.count(".") + 1,
        "head": f"{part.number} {_short(title)}".strip(),
        "language": "" if part.language == language else part.language,
    }
    if isinstance(part, doc.Chapter):
        return base | {"is_project": False, "title": part.title, "text": part.text}
    return base | {"is_project": True} | _project(part, language, above)


def _short(title: str) -> str:
    """A title as a running head: its first words. More is taken for text that nobody reads."""
    words = list(re.finditer(r"\w+", title))
    if len(words) > WORDS_OF_HEAD:
        title = f"{title[: words[WORDS_OF_HEAD - 1].end()]} …"
    return title if len(title) <= LETTERS_OF_HEAD else f"{title[:LETTERS_OF_HEAD]}…"


def _one_line(document: doc.PlanDocument) -> doc.PlanDocument:
    return replace(
        document,
        title=one_line(document.title),
        organisation=one_line(document.organisation),
        chapters=tuple(replace(c, title=one_line(c.title)) for c in document.chapters),
        projects=tuple(replace(p, name=one_line(p.name)) for p in document.projects),
    )


def _place(project: doc.PlannedProject, above: str) -> str:
    """The unit, and the area where no heading above the project says it."""
    if not project.unit or project.service_area.casefold() in above.casefold():
        return project.unit or project.service_area
    return f"{project.service_area} / {project.unit}"


def _project(project: doc.PlannedProject, language: str, above: str) -> dict[str, Any]:
    schedule = format_fuzzy_range(project.schedule.start, project.schedule.end, language)
    return {
        "title": project.name,
        "left_out": labels(project.left_out),
        "project": project,
        "place": _place(project, above),
        "schedule": schedule or project.schedule.text or _("not known"),
        "cost": _costs(project),
        "changes": Told(
            _("Economic and functional effects: what changes?"), project.change_effects
        ),
        "texts": [told for told in _texts(project, language) if told],
        "likelihood": _label(Likelihood, project.likelihood.value),
        "responsible": _label(ResponsibleParty, project.responsible.value),
        "assessment": _assessment(project.assessment, project.shown_parts),
    }


def _texts(project: doc.PlannedProject, language: str) -> Iterator[Told]:
    """What stands after the assessment, in its order."""
    phases = tuple(
        f"{p.name}: {format_fuzzy_range(p.start, p.end, language)}".strip(": ")
        for p in project.schedule.phases
        if p.name or len(project.schedule.phases) > 1
    )
    costs = tuple(
        f"{item.description}: {_cost(item)}" for item in project.costs.items if item.description
    )
    resources = tuple(_resource(item) for item in project.resources.items)
    yield Told(_("Strategic goal"), project.strategic_goal)
    yield Told(_("Schedule"), project.schedule.text, phases)
    yield Told(_("Likelihood of keeping the schedule"), project.likelihood.text)
    yield Told(_("Responsibility for the schedule"), project.responsible.text)
    yield Told(_("Estimated costs"), project.costs.text, costs)
    yield Told(_("Resources"), project.resources.text, resources)
    yield Told(_("Notes"), project.notes)


def _costs(project: doc.PlannedProject) -> str:
    if Piece.COSTS in project.left_out:
        return _("not public")
    return "; ".join(map(_cost, project.costs.items)) or _("not known")


def _label(choices: Any, value: str | None) -> str:
    return str(choices(value).label) if value else ""


def _cost(item: doc.Cost) -> str:
    """A sum, how many times it is paid, and the years it falls on where they are its own."""
    words = [cost_words(item.amount, item.per, item.unit or "", item.vat or "")]
    if item.count is not None:
        words.append(f"× {item.count}")
    years = [str(year) for year in (item.first_year, item.last_year) if year]
    if years:
        words.append(f"({'–'.join(dict.fromkeys(years))})")
    return " ".join(words)


def _resource(item: doc.Resource) -> str:
    return resource_words(
        item.party, item.low, item.high, item.unit, description=item.description, per=item.per
    )


def _assessment(
    assessment: doc.Assessment, parts_shown: tuple[doc.AssessmentPart | None, ...]
) -> dict[str, Any]:
    """Parts with an effect one by one, the others gathered by their effect."""
    parts = [
        {
            "letter": part.letter,
            "title": str(part.title),
            "effect": _label(Effect, shown.effect),
            "is_plain": shown.effect != Effect.SOME and not shown.text,
            "code": shown.effect,
            "text": shown.text,
        }
        for part, shown in zip(PARTS, parts_shown, strict=True)
        if shown is not None
    ]
    return {
        "screening": _label(Screening, assessment.screening),
        "not_required": assessment.screening == Screening.NOT_REQUIRED,
        "justification": assessment.justification,
        "told": [part for part in parts if not part["is_plain"]],
        "without_effect": [p for p in parts if p["is_plain"] and p["code"] == Effect.NONE],
        "unassessed": [p for p in parts if p["is_plain"] and p["code"] == Effect.UNASSESSED],
    }
