"""What the words of a project and its figures say differently, in the reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from projects.fields import reader_language
from projects.values.costs import CostLine
from projects.values.fuzzy_dates import format_fuzzy_date
from projects.values.money import MoneyRange
from projects.wording import cost_words, resource_words
from reports.document.plan import Phase
from reports.preflight.told_figures import Work, dates_apart, needs_apart, sums_apart


def schedule_apart(text: str, phases: Iterable[Phase], today: datetime.date) -> Iterator[str]:
    apart = dates_apart(text, phases, today)
    for pair, message in (
        (apart.start, _("In words the project starts %(told)s, in the phases %(known)s.")),
        (apart.end, _("In words the project ends %(told)s, in the phases %(known)s.")),
    ):
        if pair:
            in_words, in_phases = (format_fuzzy_date(date, reader_language()) for date in pair)
            yield message % {"told": in_words, "known": in_phases}
    for words in apart.only_told:
        message = _("The words say “%(told)s”, but no phase starts or ends then.")
        yield message % {"told": words}


def costs_apart(text: str, lines: Iterable[CostLine]) -> Iterator[str]:
    apart = sums_apart(text, lines)
    if apart.only_told:
        only_in_words = "; ".join(
            cost_words(c.amount, c.per, c.unit or "", c.vat or "") for c in apart.only_told
        )
        yield _("Only the words name this sum: %(sums)s.") % {"sums": only_in_words}
    if apart.only_items:
        items = "; ".join(
            cost_words(MoneyRange(line.low, line.high), line.per) for line in apart.only_items
        )
        yield _("The words do not name this cost item: %(sums)s.") % {"sums": items}


def resources_apart(text: str, needs: Iterable[Work], areas: tuple[str, ...] = ()) -> Iterator[str]:
    only_told = needs_apart(text, needs, areas)
    if only_told:
        told = "; ".join(resource_words(n.party, n.low, n.high, n.unit) for n in only_told)
        yield _("Only the words name this work: %(needs)s.") % {"needs": told}
