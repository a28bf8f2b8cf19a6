"""Changes of the portfolio (`projects.changes.compare`) in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.changes.compare import Change, ChangeKind, Shift, is_change_of_light, shift
from projects.fields import reader_language
from projects.values.choices import Light, Status
from projects.values.fuzzy_dates import FuzzyDate, format_fuzzy_date
from projects.values.money import MoneyRange, format_amount, format_money_range

CHANGE_HEADINGS: dict[ChangeKind, str | Promise] = {
    ChangeKind.NEW: gettext_lazy("New projects"),
    ChangeKind.GONE: gettext_lazy("Projects that are gone"),
    ChangeKind.LATER: gettext_lazy("Later than before"),
    ChangeKind.EARLIER: gettext_lazy("Earlier than before"),
    ChangeKind.SCHEDULE: gettext_lazy("Schedule became known or unknown"),
    ChangeKind.DEARER: gettext_lazy("Dearer than before"),
    ChangeKind.CHEAPER: gettext_lazy("Cheaper than before"),
    ChangeKind.COST: gettext_lazy("Cost became known, unknown or more exact"),
    ChangeKind.STATUS: gettext_lazy("Status changed"),
    ChangeKind.LIGHT: gettext_lazy("Light of the status report changed"),
    ChangeKind.MOVED: gettext_lazy("Moved to another service area"),
}


def values(change: Change) -> tuple[str, str]:
    """What was before and what is after, each in words; empty for new and gone projects."""
    if change.kind in (ChangeKind.NEW, ChangeKind.GONE):
        return "", ""
    if change.kind is ChangeKind.LIGHT:
        lights = list(_lights(change))
        return (
            ", ".join(f"{name} {before}" for name, before, _after in lights),
            ", ".join(f"{name} {after}" for name, _before, after in lights),
        )
    return _value(change.kind, change.before), _value(change.kind, change.after)


def sentence(change: Change) -> str:
    """One change as a sentence, without the project's name."""
    if change.kind is ChangeKind.NEW:
        return _("New in the portfolio")
    if change.kind is ChangeKind.GONE:
        return _("No longer in the portfolio")
    if change.kind is ChangeKind.LIGHT:
        told = (f"{name} {before} → {after}" for name, before, after in _lights(change))
        return capfirst("; ".join(told))
    before, after = values(change)
    return f"{_what(change)}: {before} → {after}"


def _what(change: Change) -> str:
    match change.kind:
        case ChangeKind.LATER | ChangeKind.EARLIER:
            return _moved(change)
        case ChangeKind.DEARER | ChangeKind.CHEAPER:
            return _costs(change)
        case ChangeKind.SCHEDULE:
            return _("Start") if change.of_start else _("End")
        case ChangeKind.COST:
            return _("Cost")
        case ChangeKind.STATUS:
            return _("Status")
        case _:
            return _("Service area")


def _moved(change: Change) -> str:
    is_later = change.kind is ChangeKind.LATER
    if change.of_start:
        far = distance(shift(change.before.first_day, change.after.first_day))
        text = _("Starts %(far)s later") if is_later else _("Starts %(far)s earlier")
    else:
        far = distance(shift(change.before.last_day, change.after.last_day))
        text = _("Ends %(far)s later") if is_later else _("Ends %(far)s earlier")
    return text % {"far": far}


def distance(by: Shift) -> str:
    """`3 months`, `12 days`."""
    return _months(by.months) if by.months else _days(by.days)


def _months(n: int) -> str:
    """From two years on in years, and what is left of them in months."""
    years, left = (n // 12, n % 12) if n >= 24 else (0, n)
    words = [ngettext("%(n)d year", "%(n)d years", years) % {"n": years}] if years else []
    if left:
        words.append(ngettext("%(n)d month", "%(n)d months", left) % {"n": left})
    return " ".join(words)


def _days(n: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _costs(change: Change) -> str:
    before, after = change.before, change.after
    is_dearer = change.kind is ChangeKind.DEARER
    difference = abs(after.low + after.high - before.low - before.high) / 2
    if before.is_range or after.is_range:
        text = _("About %(sum)s dearer") if is_dearer else _("About %(sum)s cheaper")
    else:
        text = _("%(sum)s dearer") if is_dearer else _("%(sum)s cheaper")
    return text % {"sum": format_amount(difference, reader_language())}


def _value(kind: ChangeKind, value: object) -> str:
    if value in (None, ""):
        return _("not known")
    if isinstance(value, FuzzyDate):
        return format_fuzzy_date(value, reader_language())
    if isinstance(value, MoneyRange):
        return format_money_range(value, reader_language())
    if kind is ChangeKind.STATUS:
        return str(Status(value).label) if value in Status.values else str(value)
    return str(value)


def _lights(change: Change) -> Iterator[tuple[str, str, str]]:
    """The name of each light that changed, how it was and how it is."""
    names = (_("Schedule"), _("Cost"), _("Content"))
    for name, before, after in zip(names, change.before, change.after, strict=True):
        if is_change_of_light(before, after):
            yield name.lower(), _light(before), _light(after)


def _light(code: str) -> str:
    return str(Light(code).label).lower() if code in Light.values else _("not known")
