"""When an assessment, or its screening, must be looked at again: sentences with figures."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Collection, Iterator
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from impact_assessments.rules.fingerprint import Fingerprint
from projects.confidentiality import Piece
from projects.fields import reader_language
from projects.values.money import MoneyRange, format_money_range

DAYS, COST, WORDS, YEAR = 180, Decimal("0.25"), 0.2, 365


def changes_since(
    then: Fingerprint,
    now: Fingerprint,
    at: datetime.date,
    today: datetime.date,
    hidden: Collection[str] = (),
) -> list[str]:
    """What speaks for looking again; nothing of what is hidden from the reader."""
    since = date_format(at, "SHORT_DATE_FORMAT")
    found = list(_schedule(then, now, since))
    if Piece.COSTS not in hidden:
        found += _cost(then, now, since)
    if Piece.DESCRIPTION not in hidden:
        found += _description(then, now, since)
    if then.area != now.area:
        found.append(_("The service area is another one than on %(day)s.") % {"day": since})
    new = set(now.depends_on) - set(then.depends_on)
    if new and Piece.DEPENDENCIES not in hidden:
        found.append(_("New dependencies since %(day)s: %(n)d.") % {"day": since, "n": len(new)})
    if then.question_set != now.question_set and now.question_set is not None:
        found.append(_("A newer question set is in use than on %(day)s.") % {"day": since})
    if (today - at).days >= YEAR:
        words = _("%(n)d days have passed since %(day)s.")
        found.append(words % {"n": (today - at).days, "day": since})
    return found


def _schedule(then: Fingerprint, now: Fingerprint, since: str) -> Iterator[str]:
    for before, after in ((then.starts_on, now.starts_on), (then.ends_on, now.ends_on)):
        if before and after:
            moved = datetime.date.fromisoformat(after) - datetime.date.fromisoformat(before)
            if abs(moved.days) > DAYS:
                words = _("The schedule moved by %(n)d days after %(day)s.")
                yield words % {"n": abs(moved.days), "day": since}
                return


def _cost(then: Fingerprint, now: Fingerprint, since: str) -> Iterator[str]:
    before, after = Decimal(then.cost or 0), Decimal(now.cost or 0)
    if after > before * (1 + COST):
        yield _("The costs grew from %(before)s to %(after)s after %(day)s.") % {
            "before": _money(before),
            "after": _money(after),
            "day": since,
        }


def _money(amount: Decimal) -> str:
    return format_money_range(MoneyRange(amount, amount), reader_language())


def _description(then: Fingerprint, now: Fingerprint, since: str) -> Iterator[str]:
    if then.description == now.description:
        return
    before, after = then.description.split(), now.description.split()
    kept = difflib.SequenceMatcher(None, before[:2000], after[:2000], autojunk=True)
    changed = 1 - kept.ratio()
    if changed > WORDS:
        words = _("%(n)d %% of the words of the description are others than on %(day)s.")
        yield words % {"n": round(changed * 100), "day": since}
