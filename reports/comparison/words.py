"""What changed between two plans (`reports.comparison.compare`), in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from impact_assessments.choices import WRITTEN_PARTS, Effect, Screening
from impact_assessments.models import ImpactAssessment
from projects.changes import words as change_words
from projects.changes.compare import Change, ChangeKind
from projects.fields import reader_language, verbose_name
from projects.models import Project
from projects.values.choices import Likelihood, Per, ResponsibleParty, Scope
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_range
from projects.values.money import MoneyRange
from projects.wording import cost_words, resource_words
from reports.comparison.changes import Alteration, AlterationKind, ComparedChapter, ComparedProject
from reports.document.plan import MORE_LETTERS, PART_LETTERS, PlannedProject

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ALTERATION_LABELS: dict[AlterationKind, str | Promise] = {
    **{
        AlterationKind(kind.value): label
        for kind, label in change_words.CHANGE_HEADINGS.items()
        if kind.value in set(AlterationKind)
    },
    AlterationKind.GONE: gettext_lazy("Left out or ended"),
    AlterationKind.RENAMED: gettext_lazy("Renamed"),
    AlterationKind.NUMBER: gettext_lazy("Another number"),
    AlterationKind.LIKELIHOOD: gettext_lazy("Likelihood of the schedule changed"),
    AlterationKind.RESPONSIBLE: gettext_lazy("Responsibility changed"),
    AlterationKind.RESOURCES: gettext_lazy("Resources changed"),
    AlterationKind.ASSESSMENT: gettext_lazy("Assessment changed"),
    AlterationKind.TEXT: gettext_lazy("Texts changed"),
    AlterationKind.CHAPTER: gettext_lazy("Chapters changed"),
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
LABELS: dict[AlterationKind, tuple[StrPromise, type[TextChoices]]] = {
    AlterationKind.LIKELIHOOD: (gettext_lazy("Keeping the schedule"), Likelihood),
    AlterationKind.RESPONSIBLE: (gettext_lazy("Answers for the schedule"), ResponsibleParty),
}


def sentence(change: Alteration, project: ComparedProject, is_portfolio: bool = False) -> str:
    """One change in words, without the project's name; of a long text only which one it is.

    `is_portfolio`: the later side is the portfolio as it is now, not a plan.
    """
    if change.kind is AlterationKind.NEW:
        return _("New in the plan")
    if change.kind is AlterationKind.GONE:
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
        case AlterationKind.RENAMED:
            return _("Name")
        case AlterationKind.NUMBER:
            return _("Number in the plan")
        case AlterationKind.MOVED:
            return _("Service area") if change.part == "area" else capfirst(_("scope"))
        case AlterationKind.SCHEDULE:
            return capfirst(_("schedule phases"))
        case AlterationKind.COST:
            return capfirst(_("cost items"))
        case AlterationKind.RESOURCES:
            return _("Resources")
        case AlterationKind.ASSESSMENT:
            return _part_label(change.part)
        case AlterationKind.TEXT:
            return capfirst(verbose_name(Project, FIELDS.get(change.part, change.part)))
        case _:
            return str(LABELS[change.kind][0])


def is_long_text(change: Alteration) -> bool:
    """Whether `before` and `after` are texts that people wrote, to be compared word by word."""
    if change.kind is AlterationKind.ASSESSMENT:
        letters = PART_LETTERS + MORE_LETTERS
        return change.part in letters or change.part == "justification"
    return change.kind is AlterationKind.TEXT


def values(change: Alteration, project: ComparedProject) -> tuple[str, str]:
    """What was and what is, each in words; both empty where a project came or went."""
    if change.figures:
        return change_words.values(change.figures)
    old, new = project.before, project.after
    if old is None or new is None:
        return "", ""
    if change.kind is AlterationKind.SCHEDULE:
        return _phases(old), _phases(new)
    if change.kind is AlterationKind.COST:
        return _costs(old), _costs(new)
    if change.kind is AlterationKind.RESOURCES:
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
        change = Change(ChangeKind.MOVED, 0, "", "", chapter.before.title, chapter.after.title)
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
        return capfirst(verbose_name(ImpactAssessment, part))
    piece = next(each for each in WRITTEN_PARTS if each.letter == part[0])
    return f"{piece.letter}) {piece.title}"


def _code(change: Alteration, value: str) -> str:
    """The label of a code, or the text itself."""
    choices: type[TextChoices] | None = None
    if change.kind is AlterationKind.ASSESSMENT:
        choices = Screening if change.part == "screening" else Effect
    elif change.kind is AlterationKind.MOVED and change.part == "scope":
        choices = Scope
    elif change.kind in LABELS:
        choices = LABELS[change.kind][1]
    if choices is not None and value in choices.values:
        return str(choices(value).label)
    return value or _("not known")


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words) or _("not known")


def _phases(project: PlannedProject) -> str:
    rows = (
        (p.name, format_fuzzy_range(p.start, p.end, reader_language()))
        for p in project.schedule.phases
    )
    return _listed(f"{name}: {when}" if name else when for name, when in rows)


def _costs(project: PlannedProject) -> str:
    rows = (
        (item.description, cost_words(item.amount, item.per, item.unit or "", item.vat or ""))
        for item in project.costs.items
    )
    return _listed(f"{what}: {words}" if what else words for what, words in rows)


def _resources(project: PlannedProject) -> str:
    return _listed(
        resource_words(r.party, r.low, r.high, r.unit, description=r.description, per=r.per)
        for r in project.resources.items
    )
