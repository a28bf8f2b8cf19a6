"""A project of a plan in words: its band of facts, its texts, its assessment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
from projects.confidentiality import Piece, labels
from projects.values.choices import Likelihood, ResponsibleParty, label_of
from projects.values.fuzzy_dates import format_fuzzy_date, format_fuzzy_range
from projects.wording import cost_words, resource_words
from reports.document.plan import (
    Assessment,
    AssessmentPart,
    Cost,
    Milestone,
    PlannedProject,
    Resource,
)
from reports.document.told_once import is_rough, says_only_the_sums, says_only_the_work

LONG_FACT = 28  # letters of a cell of the facts; more would break in it


@dataclass(frozen=True)
class LabelledText:
    """A labelled text of a project, and what follows it line by line; `name` is its field's."""

    name: str
    label: str
    text: str
    lines: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.lines)


@dataclass(frozen=True)
class Fact:
    """A cell of a project's band of facts; a long one takes a line of its own."""

    name: str
    label: str
    value: str
    is_long: bool = False


def _place(project: PlannedProject, above: str) -> str:
    """The unit, and the area where no heading above the project says it."""
    if not project.unit or project.service_area.casefold() in above.casefold():
        return project.unit or project.service_area
    return f"{project.service_area} / {project.unit}"


def project_words(project: PlannedProject, language: str, above: str) -> Context:
    schedule = format_fuzzy_range(project.schedule.start, project.schedule.end, language)
    facts = _facts(project, schedule or project.schedule.text or _("not known"), above)
    return {
        "title": project.name,
        "left_out": labels(project.left_out),
        "project": project,
        "place": _place(project, above),
        "schedule": schedule or project.schedule.text or _("not known"),
        "cost": _costs(project),
        "facts": facts,
        "has_four": sum(not fact.is_long for fact in facts) == 4,
        "changes": LabelledText(
            "change_effects",
            _("Economic and functional effects: what changes?"),
            project.change_effects,
        ),
        "texts": [text for text in _texts(project, language) if text],
        "assessment": _assessment(project.assessment, project.shown_parts),
    }


def _facts(project: PlannedProject, schedule: str, above: str) -> list[Fact]:
    """The band of facts. Sums stand here and nowhere else, with what they are for."""
    phases, costs = project.schedule.phases, _costs(project, with_words=True)
    if len(phases) == 1 and phases[0].name:
        schedule = f"{phases[0].name}: {schedule}"
    facts = (
        Fact("place", _("Service area"), _place(project, above)),
        Fact("schedule", _("Schedule"), schedule, len(schedule) > LONG_FACT),
        Fact("costs", _("Cost"), costs, len(costs) > LONG_FACT),
        Fact(
            "likelihood", _("Keeping the schedule"), label_of(Likelihood, project.likelihood.value)
        ),
        Fact(
            "responsible",
            _("Answers for the schedule"),
            label_of(ResponsibleParty, project.responsible.value),
        ),
    )
    # What takes a line of its own stands below the others.
    return sorted((fact for fact in facts if fact.value), key=lambda fact: fact.is_long)


def _texts(project: PlannedProject, language: str) -> Iterator[LabelledText]:
    """What stands after the assessment, in its order."""
    phases = tuple(
        f"{p.name}: {format_fuzzy_range(p.start, p.end, language)}".strip(": ")
        for p in project.schedule.phases
        if len(project.schedule.phases) > 1
    )
    costs = "" if says_only_the_sums(project.costs) else project.costs.text
    responsible = label_of(ResponsibleParty, project.responsible.value)
    answers = project.responsible.text
    if answers.strip(" .").casefold() == responsible.casefold():
        answers = ""
    resources = tuple(_resource(item) for item in project.resources.items)
    yield LabelledText("strategic_goal", _("Strategic goal"), project.strategic_goal)
    yield LabelledText("schedule", _("Schedule"), project.schedule.text, phases)
    milestones = tuple(_milestone(item, language) for item in project.milestones)
    yield LabelledText("milestones", _("Milestones"), "", milestones)
    yield LabelledText(
        "likelihood", _("Likelihood of keeping the schedule"), project.likelihood.text
    )
    yield LabelledText("responsible", _("Responsibility for the schedule"), answers)
    yield LabelledText("costs", _("Estimated costs"), costs)
    work = "" if says_only_the_work(project.resources) else project.resources.text
    yield LabelledText("resources", _("Resources"), work, resources)
    yield LabelledText("notes", _("Notes"), project.notes)


def _milestone(item: Milestone, language: str) -> str:
    when = format_fuzzy_date(item.due, language) if item.due else ""
    reached = _("reached") if item.reached_on else ""
    beside = ", ".join(filter(None, (when, reached)))
    return f"{item.name}: {beside}" if beside else item.name


def _costs(project: PlannedProject, with_words: bool = False) -> str:
    if Piece.COSTS in project.left_out:
        return _("not public")
    items = project.costs.items
    if not with_words:
        return "; ".join(map(_cost, items)) or _("not known")
    told = [f"{c.description}: {_cost(c)}" if c.description else _cost(c) for c in items]
    words = "; ".join(told)
    if says_only_the_sums(project.costs) and is_rough(project.costs):
        estimate = _("an estimate")
        words = f"{words}, {estimate}"
    return words or _("not known")


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
