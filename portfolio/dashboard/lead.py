"""The sentences that the dashboard and a past day begin with, as stretches that may be links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.types import Context
from projects.filtering.facets import Facets
from projects.wording import cost_sum_words

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Stretch:
    """A stretch of a sentence: its words, where they lead to, and whether they are bad news."""

    text: str
    link: str = ""
    is_bad: bool = False


def lead(facets: Facets, link: Callable[..., str], *, tells_running: bool) -> list[Stretch]:
    """How many projects the filters leave, and how they fare. `link` leads to some of them.

    `tells_running`: whether those in progress are told, which says nothing where the filters ask
    for a status.
    """
    counts, n = facets.counts, facets.total
    words = ngettext("%(n)s project", "%(n)s projects", n) % {"n": n}
    pieces = {"projects": Stretch(words, link()), "running": Stretch("")}
    if tells_running:
        n = counts["status"]["in_progress"]
        running = ngettext("%(n)s of them in progress", "%(n)s of them in progress", n)
        pieces["running"] = Stretch(running % {"n": n})
    if facets.cost:
        pieces["costs"] = Stretch(
            cost_sum_words(facets.cost, facets.cost_year, facets.costs_unknown)
        )
        if tells_running:
            opening = _("%(projects)s, %(running)s, %(costs)s.")
        else:
            opening = _("%(projects)s, %(costs)s.")
    else:
        opening = _("%(projects)s, %(running)s.") if tells_running else _("%(projects)s.")
    return [*filled(opening, pieces), Stretch(" "), *_faring(counts, link)]


def _faring(counts: Mapping[str, Mapping[str, int]], link: Callable[..., str]) -> Iterator[Stretch]:
    late, slipping = counts["when"]["late"], counts["when"]["slipping"]
    trouble, stale = counts["reports"]["trouble"], counts["reports"]["stale"]
    pieces = {
        "late": Stretch(_("No schedule has run out")),
        "trouble": Stretch(_("none says it is in trouble")),
        "stale": Stretch(_("all have reported")),
    }
    if late:
        words = ngettext(
            "The schedule of %(n)s project has run out",
            "The schedules of %(n)s projects have run out",
            late,
        )
        pieces["late"] = Stretch(words % {"n": late}, link(when="late"), is_bad=True)
    if slipping:
        words = ngettext("%(n)s forecasts a later end", "%(n)s forecast a later end", slipping)
        pieces["slipping"] = Stretch(words % {"n": slipping}, link(when="slipping"), is_bad=True)
    if trouble:
        words = ngettext("%(n)s says it is in trouble", "%(n)s say they are in trouble", trouble)
        pieces["trouble"] = Stretch(words % {"n": trouble}, link(reports="trouble"), is_bad=True)
    if stale:
        words = ngettext("%(n)s has not reported lately", "%(n)s have not reported lately", stale)
        pieces["stale"] = Stretch(words % {"n": stale}, link(reports="stale"))
    yield from filled(_news("slipping" in pieces), pieces)


def past_lead(figures: Context) -> list[Stretch]:
    """How the projects fared on a day of the past (`portfolio.past.figures`)."""
    late, slipping = figures["late"], figures["slipping"]
    trouble, stale = figures["trouble"], figures["stale"]
    pieces = {"late": _("No schedule had run out"), "trouble": _("none said it was in trouble")}
    if late:
        words = ngettext(
            "The schedule of %(n)s project had run out",
            "The schedules of %(n)s projects had run out",
            late,
        )
        pieces["late"] = words % {"n": late}
    if slipping:
        words = ngettext(
            "%(n)s had forecast a later end", "%(n)s had forecast a later end", slipping
        )
        pieces["slipping"] = words % {"n": slipping}
    if trouble:
        words = ngettext("%(n)s said it was in trouble", "%(n)s said they were in trouble", trouble)
        pieces["trouble"] = words % {"n": trouble}
    words = ngettext("%(n)s had not reported lately", "%(n)s had not reported lately", stale)
    pieces["stale"] = words % {"n": stale}
    shown = {name: Stretch(text) for name, text in pieces.items()}
    return list(filled(_news("slipping" in shown), shown))


def _news(tells_slipping: bool) -> str:
    if tells_slipping:
        return _("%(late)s, %(slipping)s, %(trouble)s, %(stale)s.")
    return _("%(late)s, %(trouble)s, %(stale)s.")


def filled(sentence: str, pieces: Mapping[str, Stretch]) -> Iterator[Stretch]:
    """The sentence with the pieces in the places that it names, in its own order."""
    for number, text in enumerate(_PLACE.split(sentence)):
        if number % 2:
            yield pieces[text]
        elif text:
            yield Stretch(text)
