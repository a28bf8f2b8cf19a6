"""The imprint of a plan in words: how far it has come, who decided, whose copy it is."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.document.plan import Imprint, PlanDocument

STATES = {
    "draft": lambda: _("Draft"),
    "for_approval": lambda: _("Sent for approval"),
    "approved": lambda: pgettext("plan", "Approved"),
    "published": lambda: _("Published"),
}


def imprint_lines(imprint: Imprint) -> list[str]:
    """What stands on a cover, in the active language, the state first."""
    return list(filter(None, _lines(imprint)))


def running_line(imprint: Imprint) -> str:
    """What stands at the foot of each page: `Draft · state of the data on 15.3.2023`."""
    day = date_format(imprint.made_on, "DATE_FORMAT")
    return f"{_state(imprint)} · {_('state of the data on %(day)s') % {'day': day}}"


def _state(imprint: Imprint) -> str:
    if imprint.edition is None:
        return STATES[imprint.state]()
    return _("Edition %(number)s") % {"number": imprint.edition}


def _lines(imprint: Imprint) -> Iterator[str]:
    yield running_line(imprint)
    if imprint.revises is not None:
        yield _("Replaces edition %(number)s") % {"number": imprint.revises}
    if imprint.body or imprint.decided_on or imprint.case_number:
        yield _decision(imprint)
    yield _("Public copy") if imprint.is_public else _("Internal copy")
    if imprint.address:
        yield _("Published at %(address)s") % {"address": imprint.address}


def _decision(imprint: Imprint) -> str:
    day = date_format(imprint.decided_on, "DATE_FORMAT") if imprint.decided_on else ""
    section = f"§ {imprint.section}" if imprint.section else ""
    words = " ".join(filter(None, (imprint.body, day, section)))
    case = _("case %(number)s") % {"number": imprint.case_number} if imprint.case_number else ""
    decision = ", ".join(filter(None, (words, case)))
    return _("Approved: %(by)s") % {"by": decision}


def colophon(imprint: Imprint) -> str:
    """What stands at the end of the plan."""
    day = date_format(imprint.made_on, "DATE_FORMAT")
    return _("Made with Salkku from the project portfolio on %(day)s.") % {"day": day}


def colophon_with_data(imprint: Imprint) -> str:
    """The same of a file that has the plan's data attached."""
    text = _(
        "Made with Salkku from the project portfolio on %(day)s. The same plan is attached to this "
        "file in machine-readable form (plan.json, format salkku-plan 1)."
    )
    return text % {"day": date_format(imprint.made_on, "DATE_FORMAT")}


def left_out_line(document: PlanDocument) -> str:
    """The sentence that says how many projects are left out of the copy; empty where none is."""
    if not (n := document.projects_left_out):
        return ""
    text = ngettext(
        "%(n)s project of the plan is not public and is left out of this copy.",
        "%(n)s projects of the plan are not public and are left out of this copy.",
        n,
    )
    return text % {"n": n}
