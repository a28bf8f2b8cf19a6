"""The plan document in words: what the page and the PDF show of each project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.types import Context
from impact_assessments.choices import (
    INTEROPERABILITY,
    PARTS,
    PUBLICITY,
    Effect,
    Part,
    Screening,
)
from organisation.colours import BLACK, WHITE, accent_on_paper
from projects.confidentiality import Piece, labels
from projects.plain_texts import one_line
from projects.values.choices import Likelihood, ResponsibleParty, label_of
from projects.values.fuzzy_dates import format_fuzzy_range
from projects.wording import cost_words, resource_words
from reports.document.imprint import colophon, colophon_with_data, imprint_lines, running_line
from reports.document.plan import (
    Assessment,
    AssessmentPart,
    Chapter,
    Cost,
    Imprint,
    PlanDocument,
    PlannedProject,
    Resource,
)
from reports.figures.drawings import cost_figure, heat_map
from reports.figures.plan_timeline import lay_out

WORDS_OF_HEAD, LETTERS_OF_HEAD = 6, 90
DEEPEST = 3  # levels of headings below the title


@dataclass(frozen=True)
class LabelledText:
    """A labelled text of a project, and what follows it line by line; `name` is its field's."""

    name: str
    label: str
    text: str
    lines: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.lines)


def plan_context(document: PlanDocument, imprint: Imprint) -> Context:
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
            "colophon": colophon(imprint),
            "colophon_with_data": colophon_with_data(imprint),
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
        shown.append(row | {"heading": last + 1, "below": last + 2})
    return shown


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
    return base | {"is_project": True} | _project(part, language, above)


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


def _place(project: PlannedProject, above: str) -> str:
    """The unit, and the area where no heading above the project says it."""
    if not project.unit or project.service_area.casefold() in above.casefold():
        return project.unit or project.service_area
    return f"{project.service_area} / {project.unit}"


def _project(project: PlannedProject, language: str, above: str) -> Context:
    schedule = format_fuzzy_range(project.schedule.start, project.schedule.end, language)
    return {
        "title": project.name,
        "left_out": labels(project.left_out),
        "project": project,
        "place": _place(project, above),
        "schedule": schedule or project.schedule.text or _("not known"),
        "cost": _costs(project),
        "changes": LabelledText(
            "change_effects",
            _("Economic and functional effects: what changes?"),
            project.change_effects,
        ),
        "texts": [text for text in _texts(project, language) if text],
        "likelihood": label_of(Likelihood, project.likelihood.value),
        "responsible": label_of(ResponsibleParty, project.responsible.value),
        "assessment": _assessment(project.assessment, project.shown_parts),
    }


def _texts(project: PlannedProject, language: str) -> Iterator[LabelledText]:
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
    yield LabelledText("strategic_goal", _("Strategic goal"), project.strategic_goal)
    yield LabelledText("schedule", _("Schedule"), project.schedule.text, phases)
    yield LabelledText(
        "likelihood", _("Likelihood of keeping the schedule"), project.likelihood.text
    )
    yield LabelledText(
        "responsible", _("Responsibility for the schedule"), project.responsible.text
    )
    yield LabelledText("costs", _("Estimated costs"), project.costs.text, costs)
    yield LabelledText("resources", _("Resources"), project.resources.text, resources)
    yield LabelledText("notes", _("Notes"), project.notes)


def _costs(project: PlannedProject) -> str:
    if Piece.COSTS in project.left_out:
        return _("not public")
    return "; ".join(map(_cost, project.costs.items)) or _("not known")


def _cost(item: Cost) -> str:
    """A sum, how many times it is paid, and the years it falls on where they are its own."""
    words = [cost_words(item.amount, item.per, item.unit or "", item.vat or "")]
    if item.count is not None:
        words.append(f"× {item.count}")
    years = [str(year) for year in (item.first_year, item.last_year) if year]
    if years:
        words.append(f"({'–'.join(dict.fromkeys(years))})")
    return " ".join(words)


def _resource(item: Resource) -> str:
    return resource_words(
        item.party, item.low, item.high, item.unit, description=item.description, per=item.per
    )


def _more(assessment: Assessment) -> Iterable[tuple[Part, AssessmentPart]]:
    return zip((PUBLICITY, INTEROPERABILITY), assessment.more, strict=True)


def _assessment(assessment: Assessment, parts_shown: tuple[AssessmentPart | None, ...]) -> Context:
    """Parts with an effect one by one, the others gathered by their effect."""
    shown_parts = [
        *zip(PARTS, parts_shown, strict=True),
        *((part, said) for part, said in _more(assessment) if said.says_something),
    ]
    parts = [
        {
            "letter": part.letter,
            "title": str(part.title),
            "effect": label_of(Effect, shown.effect),
            "is_plain": shown.effect != Effect.SOME and not shown.text,
            "code": shown.effect,
            "text": shown.text,
        }
        for part, shown in shown_parts
        if shown is not None
    ]
    return {
        "screening": label_of(Screening, assessment.screening),
        "not_required": assessment.screening == Screening.NOT_REQUIRED,
        "justification": assessment.justification,
        "with_effect": [part for part in parts if not part["is_plain"]],
        "without_effect": [p for p in parts if p["is_plain"] and p["code"] == Effect.NONE],
        "unassessed": [p for p in parts if p["is_plain"] and p["code"] == Effect.UNASSESSED],
    }
