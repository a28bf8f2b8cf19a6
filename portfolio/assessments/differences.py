"""What differs between two copies of one assessment: versions, or a version and the draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from impact_assessments.files.told import Told, ToldPart
from portfolio.assessments.copies import Copy


@dataclass(frozen=True)
class Difference:
    """One thing that is said otherwise; a text that people wrote is compared word by word."""

    label: str
    before: str
    after: str
    is_text: bool = False


def differences(before: Copy, after: Copy) -> list[Difference]:
    """Everything that the two say otherwise, in the order of the document.

    What one of the two leaves out is compared with nothing.
    """
    old, new = before.told, after.told
    found = [
        _short(_("Project"), old.project, new.project),
        _short(_("Service area"), old.area, new.area),
        _short(_("Schedule"), old.schedule, new.schedule),
        _short(_("Stage"), old.stage, new.stage),
        _short(_("Case number"), ", ".join(old.case_numbers), ", ".join(new.case_numbers)),
        *_screening(old, new),
        *_parts(old.parts, new.parts),
    ]
    lists = (
        (_("What changes in the information management model"), _changes(old), _changes(new)),
        (_("Follow-up actions"), _actions(old), _actions(new)),
        (_("Links"), _links(old), _links(new)),
    )
    for label, was, is_now in lists:
        if was is not None and is_now is not None:
            gone = [line for line in was if line not in is_now]
            added = [line for line in is_now if line not in was]
            found.append(_short(label, "\n".join(gone), "\n".join(added)))
    return [each for each in found if each is not None]


def _short(label: str, before: str, after: str) -> Difference | None:
    return None if before == after else Difference(label, before, after)


def _text(label: str, before: str, after: str) -> Difference | None:
    if before == after:
        return None
    return Difference(label, before, after, is_text=True)


def _screening(old: Told, new: Told) -> Iterable[Difference | None]:
    was, is_now = old.screening, new.screening
    said = [(each.result, each.reason, each.essential) if each else ("", "", "")
            for each in (was, is_now)]  # fmt: skip
    yield _short(_("Screening"), said[0][0], said[1][0])
    yield _text(_("Reason"), said[0][1], said[1][1])
    yield _text(_("What changes in the model"), said[0][2], said[1][2])


def _parts(old: list[ToldPart], new: list[ToldPart]) -> Iterable[Difference | None]:
    before = {part.title: part for part in old}
    after = {part.title: part for part in new}
    for title in dict.fromkeys([*before, *after]):
        was, is_now = before.get(title), after.get(title)
        yield _short(title, _effect(was), _effect(is_now))
        yield _text(title, was.text if was else "", is_now.text if is_now else "")
        ticked = ["\n".join(each.ticked) if each else "" for each in (was, is_now)]
        yield _short(f"{title}: {_('Ticked')}", *ticked)


def _effect(part: ToldPart | None) -> str:
    if part is None:
        return ""
    same = f"{_('Same as')} {part.same_as}" if part.same_as else ""
    return " · ".join(filter(None, (part.effect_said, part.direction, same)))


def _changes(told: Told) -> list[str] | None:
    if told.changes is None:
        return None
    since = _("In the model since")
    return [
        f"{row['kind']}: {row['name']} – {row['change']}. {row['what']} ({since}: {row['done']})"
        for row in told.changes
    ]


def _actions(told: Told) -> list[str] | None:
    if told.actions is None:
        return None
    due, done = pgettext("action", "Due"), _("Done on")
    return [
        f"{row['description']} · {row['owner']} ({due}: {row['due']}, {done}: {row['done']})"
        for row in told.actions
    ]


def _links(told: Told) -> list[str]:
    return [f"{row['kind']}: {row['name']} {row['url']}".strip() for row in told.links]
