"""What an assessment still lacks: one set of rules for whoever asks."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from impact_assessments.choices import WRITTEN_PARTS, Effect, Part, Screening

SOON = 60
WORDS = 5
MODEL_DAYS = 90
LEADS_ROUND = gettext_lazy("This leads round in a circle: one of them needs a text.")
CHANGING = ("muuttuu", "muuttuvat", "uusi ", "förändras", "ny ", "changes", "new ")


class Mender(TextChoices):
    """Who can mend what is missing."""

    EDITOR = "editor", gettext_lazy("who edits the project")
    OFFICER = "officer", gettext_lazy("planners and administrators")


@dataclass(frozen=True)
class Answer:
    """A part as it is written."""

    effect: str
    text: str = ""
    substantial: bool = False
    same_as: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Facts:
    """What the rules look at; parts that the reader may not see are left out."""

    screening: str = ""
    is_screened: bool = False
    is_asked: bool = False
    """Waits for the officer's word."""
    is_outdated: bool = False
    introduces_system: bool | None = None
    personal_data: bool | None = None
    parts: Mapping[str, Answer] = field(default_factory=dict)
    model_kinds: frozenset[str] | None = frozenset()
    """None where the reader may not see the changes of the model."""
    model_waits: bool = False
    """Something of what changes is not in the model yet."""
    action_parts: frozenset[str] | None = frozenset()
    late_actions: int = 0
    link_kinds: frozenset[str] = frozenset()
    is_approved: bool = False
    is_in_review: bool = False
    approved_on: datetime.date | None = None
    starts_on: datetime.date | None = None
    covering_is_approved: bool | None = None
    covering_is_withdrawn: bool = False


@dataclass(frozen=True)
class Finding:
    code: str
    text: str
    part: str = ""
    is_hint: bool = False
    mender: Mender = Mender.EDITOR


def findings(facts: Facts, today: datetime.date) -> list[Finding]:
    """Everything that is missing, what must be there first."""
    found = list(_screening(facts))
    if facts.screening == Screening.REQUIRED and facts.is_screened:
        found += _parts(facts)
        found += _consequences(facts)
        found += _approval(facts, today)
    found += _afterwards(facts, today)
    return sorted(found, key=lambda each: each.is_hint)


def lettered(part: Part) -> str:
    return f"{part.letter}) {part.title}" if part.letter else str(part.title)


def is_in_circle(part: str, parts: Mapping[str, Answer]) -> bool:
    """Whether “same as” leads back to where it began, and so to no text."""
    seen: list[str] = []
    while part and part in parts and part not in seen:
        seen.append(part)
        part = parts[part].same_as
    return bool(part) and part in seen


def _screening(facts: Facts) -> Iterator[Finding]:
    if not facts.is_screened:
        yield Finding("unscreened", _("Nobody has screened whether an assessment is needed."))
        return
    if facts.is_asked:
        words = _("The screening waits for the information management officer.")
        yield Finding("asked", words, mender=Mender.OFFICER)
    if facts.is_outdated:
        yield Finding("outdated", _("The project has changed since it was screened."))
    if facts.covering_is_withdrawn:
        words = _("The project that takes this in is assessed no longer: screen this one again.")
        yield Finding("withdrawn", words)
    elif facts.covering_is_approved is False:
        yield Finding("covering", _("The assessment that takes this in is not approved."))


def _parts(facts: Facts) -> Iterator[Finding]:
    asked: Collection[str] = {part.name for part in WRITTEN_PARTS if part.letter}
    for part in WRITTEN_PARTS:
        answer = facts.parts.get(part.name)
        if answer is None:
            continue
        name = lettered(part)
        if answer.effect == Effect.UNASSESSED:
            if part.name in asked:
                yield Finding("open", _("%(part)s is open.") % {"part": name}, part.name)
            continue
        if is_in_circle(part.name, facts.parts):
            words = _("%(part)s: “same as” leads round in a circle.")
            yield Finding("circle", words % {"part": name}, part.name)
        elif (
            answer.effect == Effect.SOME and not answer.same_as and len(answer.text.split()) < WORDS
        ):
            words = _("%(part)s: say what changes, for whom and from when.")
            yield Finding("wordless", words % {"part": name}, part.name)
        if answer.effect == Effect.NONE and any(w in answer.text.lower() for w in CHANGING):
            words = _("%(part)s: “no effect”, but the text tells of a change.")
            yield Finding("none_but", words % {"part": name}, part.name, is_hint=True)


def _consequences(facts: Facts) -> Iterator[Finding]:
    security = facts.parts.get("security", Answer(""))
    without_action = facts.action_parts is not None and "security" not in facts.action_parts
    if security.substantial and without_action:
        words = _("A substantial effect on information security has no follow-up action.")
        yield Finding("no_action", words, "security")
    if facts.introduces_system and security.effect == Effect.NONE and not security.text:
        words = _("A system is taken into use without effect on information security: say why.")
        yield Finding("unlikely", words, "security")
    without_system = facts.model_kinds is not None and "system" not in facts.model_kinds
    if facts.introduces_system and without_system:
        words = _("A system is taken into use, but no system is named among the changes.")
        yield Finding("no_system", words)
    if facts.personal_data and "dpia" not in facts.link_kinds:
        words = _("Personal data is processed: say where its impact assessment is.")
        yield Finding("no_dpia", words, is_hint=True)


def _approval(facts: Facts, today: datetime.date) -> Iterator[Finding]:
    if facts.is_approved or facts.starts_on is None:
        return
    left = (facts.starts_on - today).days
    who = Mender.OFFICER if facts.is_in_review else Mender.EDITOR
    if 0 <= left <= SOON:
        words = _("The project starts in %(n)d days, and the assessment is not approved.")
        yield Finding("late", words % {"n": left}, mender=who)
    elif left < 0:
        words = _("The project started %(n)d days ago, and the assessment is not approved.")
        yield Finding("late", words % {"n": -left}, mender=who)


def _afterwards(facts: Facts, today: datetime.date) -> Iterator[Finding]:
    """What should have been done by now; it stands in the way of nothing."""
    if facts.late_actions:
        words = ngettext(
            "%(n)d follow-up action is late.",
            "%(n)d follow-up actions are late.",
            facts.late_actions,
        )
        yield Finding("late_actions", words % {"n": facts.late_actions}, is_hint=True)
    if facts.is_approved and facts.approved_on and facts.model_waits:
        days = (today - facts.approved_on).days
        if days > MODEL_DAYS:
            words = _("Approved %(n)d days ago, and not all of it is in the model.")
            yield Finding("model", words % {"n": days}, is_hint=True)
