"""What changed between two plans (`reports.comparison.compare`), in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from impact_assessments.choices import PARTS, Effect, Screening
from impact_assessments.models import ImpactAssessment
from projects.changes import words as change_words
from projects.changes.compare import Change
from projects.changes.compare import Kind as FigureKind
from projects.fields import reader_language
from projects.models import Project
from projects.values.choices import Likelihood, Per, ResponsibleParty, Scope
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_range
from projects.values.money import MoneyRange
from projects.wording import cost_words, resource_words
from reports.comparison.changes import Alteration, ComparedChapter, ComparedProject, Kind
from reports.document import plan as doc

KINDS: dict[Kind, str | Promise] = {
    **{
        Kind(kind.value): label
        for kind, label in change_words.KINDS.items()
        if kind.value in set(Kind)
    },
    Kind.GONE: gettext_lazy("Left out or ended"),
    Kind.RENAMED: gettext_lazy("Renamed"),
    Kind.NUMBER: gettext_lazy("Another number"),
    Kind.LIKELIHOOD: gettext_lazy("Likelihood of the schedule changed"),
    Kind.RESPONSIBLE: gettext_lazy("Responsibility changed"),
    Kind.RESOURCES: gettext_lazy("Resources changed"),
    Kind.ASSESSMENT: gettext_lazy("Assessment changed"),
    Kind.TEXT: gettext_lazy("Texts changed"),
    Kind.CHAPTER: gettext_lazy("Chapters changed"),
}
# The field of the project that holds each text of a plan.
FIELDS = {
    "strategic_goal": "strategic_goal_text",
    "schedule": "schedule_text",
    "likelihood": "likelihood_text",
    "responsible": "responsible_text",
    "costs": "cost_text",
    "resources": "resource_text",
}
LABELS: dict[Kind, tuple[Any, Any]] = {
    Kind.LIKELIHOOD: (gettext_lazy("Keeping the schedule"), Likelihood),
    Kind.RESPONSIBLE: (gettext_lazy("Answers for the schedule"), ResponsibleParty),
}


def sentence(change: Alteration, project: ComparedProject, is_portfolio: bool = False) -> str:
    """One change in words, without the project's name; of a long text only which one it is.

    `is_portfolio`: the later side is the portfolio as it is now, not a plan.
    """
    if change.kind is Kind.NEW:
        return _("New in the plan")
    if change.kind is Kind.GONE:
        return _("No longer in the portfolio") if is_portfolio else _("No longer in the plan")
    if is_long_text(change):
        return label(change)
    if change.figures:
        words = change_words.sentence(change.figures)
        per = _per(change.part)
        return f"{words} ({per})" if per else words
    before, after = values(change, project)
    return f"{label(change)}: {before} → {after}"


def label(change: Alteration) -> str:
    """What it is that changed: a field, a part of the assessment."""
    match change.kind:
        case Kind.RENAMED:
            return _("Name")
        case Kind.NUMBER:
            return _("Number in the plan")
        case Kind.MOVED:
            return _("Service area") if change.part == "area" else capfirst(_("scope"))
        case Kind.SCHEDULE:
            return capfirst(_("schedule phases"))
        case Kind.COST:
            return capfirst(_("cost items"))
        case Kind.RESOURCES:
            return _("Resources")
        case Kind.ASSESSMENT:
            return _part_label(change.part)
        case Kind.TEXT:
            field = Project._meta.get_field(FIELDS.get(change.part, change.part))
            return capfirst(str(getattr(field, "verbose_name", change.part)))
        case _:
            return str(LABELS[change.kind][0])


def is_long_text(change: Alteration) -> bool:
    """Whether `before` and `after` are texts that people wrote, to be compared word by word."""
    if change.kind is Kind.ASSESSMENT:
        return change.part in doc.PART_LETTERS or change.part == "justification"
    return change.kind is Kind.TEXT


def values(change: Alteration, project: ComparedProject) -> tuple[str, str]:
    """What was and what is, each in words; both empty where a project came or went."""
    if change.figures:
        return change_words.values(change.figures)
    old, new = project.before, project.after
    if old is None or new is None:
        return "", ""
    if change.kind is Kind.SCHEDULE:
        return _phases(old), _phases(new)
    if change.kind is Kind.COST:
        return _costs(old), _costs(new)
    if change.kind is Kind.RESOURCES:
        return _resources(old), _resources(new)
    return _code(change, change.before), _code(change, change.after)


def euros(change: Alteration) -> Decimal | None:
    """How much dearer (cheaper: below zero), by the middles of the ranges."""
    figures = change.figures
    if figures and isinstance(figures.before, MoneyRange) and isinstance(figures.after, MoneyRange):
        return _middle(figures.after) - _middle(figures.before)
    return None


def days(change: Alteration) -> int | None:
    """How many days later (earlier: below zero) a start or an end is."""
    figures = change.figures
    if figures and isinstance(figures.before, FuzzyDate) and isinstance(figures.after, FuzzyDate):
        bound = "first_day" if figures.of_start else "last_day"
        return int((getattr(figures.after, bound) - getattr(figures.before, bound)).days)
    return None


def chapter_sentence(chapter: ComparedChapter) -> str:
    if chapter.before is None:
        return _("New chapter")
    if chapter.after is None:
        return _("Chapter left out")
    if chapter.before.title != chapter.after.title:
        change = Change(FigureKind.MOVED, 0, "", "", chapter.before.title, chapter.after.title)
        before, after = change_words.values(change)
        return f"{_('Title')}: {before} → {after}"
    return _("Text changed")


def _middle(amount: MoneyRange) -> Decimal:
    return (amount.low + amount.high) / 2


def _per(part: str) -> str:
    """What a sum is paid for, where it is not the total."""
    per, _colon, unit = part.partition(":")
    if per not in Per.values or per == Per.TOTAL:
        return ""
    return f"/ {unit}" if unit else str(Per(per).label)


def _part_label(part: str) -> str:
    if part in ("screening", "justification"):
        field = ImpactAssessment._meta.get_field(part)
        return capfirst(str(getattr(field, "verbose_name", part)))
    found = next(each for each in PARTS if each.letter == part[0])
    return f"{found.letter}) {found.title}"


def _code(change: Alteration, value: str) -> str:
    """The label of a code, or the text itself."""
    choices: Any = None
    if change.kind is Kind.ASSESSMENT:
        choices = Screening if change.part == "screening" else Effect
    elif change.kind is Kind.MOVED and change.part == "scope":
        choices = Scope
    elif change.kind in LABELS:
        choices = LABELS[change.kind][1]
    if choices is not None and value in choices.values:
        return str(choices(value).label)
    return value or _("not known")


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words) or _("not known")


def _phases(project: doc.PlannedProject) -> str:
    rows = (
        (p.name, format_fuzzy_range(p.start, p.end, reader_language()))
        for p in project.schedule.phases
    )
    return _listed(f"{name}: {when}" if name else when for name, when in rows)


def _costs(project: doc.PlannedProject) -> str:
    rows = (
        (item.description, cost_words(item.amount, item.per, item.unit or "", item.vat or ""))
        for item in project.costs.items
    )
    return _listed(f"{what}: {words}" if what else words for what, words in rows)


def _resources(project: doc.PlannedProject) -> str:
    return _listed(
        resource_words(r.party, r.low, r.high, r.unit, description=r.description, per=r.per)
        for r in project.resources.items
    )
