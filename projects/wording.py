"""Schedules, costs and resources in words: pages, spreadsheets and the plan say them alike."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.fields import reader_language
from projects.models import CostItem, Project, ResourceNeed
from projects.values.choices import Per, ResourceParty, ResourceUnit, Vat
from projects.values.fuzzy_dates import format_fuzzy_range, span
from projects.values.money import MoneyRange, format_money_range, format_number

TEXT_BEGINS, TEXT_ENDS = "\x02", "\x03"


def quoted(words: object) -> str:
    """A name or a text of somebody in the quotation marks of the reader's language."""
    return _("“%(words)s”") % {"words": words}


def marked_text(text: str) -> str:
    """A text that somebody wrote, inside a sentence of the page: for the filter `with_language`.

    The marks are control characters, which no stored text has (`projects.plain_texts`).
    """
    return f"{TEXT_BEGINS}{text}{TEXT_ENDS}"


def unmarked(sentence: str) -> str:
    return sentence.replace(TEXT_BEGINS, "").replace(TEXT_ENDS, "")


def schedule_words(project: Project) -> str:
    """From the first start to the last end of the phases, as exact as they are, or empty."""
    start, end = span((phase.start, phase.end) for phase in project.phases.all())
    return format_fuzzy_range(start, end, reader_language())


def cost_words(amount: MoneyRange, per: str, unit: str = "", vat: str = "") -> str:
    """A sum as it is paid: `3 000 € / server`, `30 000 € a year (VAT excluded)`."""
    words = [format_money_range(amount, reader_language())]
    if per == Per.UNIT:
        words.append("/ " + (unit or _("unit")))
    elif per != Per.TOTAL:
        words.append(str(Per(per).label))
    if vat:
        words.append(f"({Vat(vat).label})")
    return " ".join(words)


def cost_sum_words(amount: MoneyRange, year: int | None, unknown: int) -> str:
    """What projects cost together, in all or in the year; of how many it is not known."""
    told = {"sum": format_money_range(amount, reader_language()), "year": year}
    if year is None:
        words = _("costs %(sum)s in all") % told
    else:
        words = _("costs of %(year)s %(sum)s") % told
    return f"{words} {unknown_cost_words(unknown)}".strip()


def unknown_cost_words(n: int) -> str:
    """Of how many projects nobody has told the costs in figures; empty for none."""
    if not n:
        return ""
    words = ngettext("(not known of %(n)s project)", "(not known of %(n)s projects)", n)
    return words % {"n": n}


def item_words(item: CostItem) -> str:
    return cost_words(item.amount, item.per, item.unit, item.vat)


def resource_words(
    party: str,
    low: Decimal | None,
    high: Decimal | None,
    unit: str = "",
    *,
    description: str = "",
    per: str = "",
    team: str = "",
) -> str:
    """Whose work it takes and how much: `IT (Networks): surveys 1–2 person-days / process`."""
    words = description
    if low is not None and high is not None:
        least, most = (format_number(amount, reader_language()) for amount in (low, high))
        amount = least if least == most else f"{least}–{most}"
        words = f"{words} {amount} {ResourceUnit(unit).label}".strip()
        if per:
            words += f" / {per}"
    label = str(ResourceParty(party).label)
    if team:
        label += f" ({team})"
    return f"{label}: {words}" if words else label


def need_words(need: ResourceNeed) -> str:
    return resource_words(
        need.party,
        need.low,
        need.high,
        need.unit,
        description=need.description,
        per=need.per,
        team=need.team,
    )
