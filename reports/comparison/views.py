"""Two editions, plans or the portfolio now, compared project by project: page and spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import audit
from accounts.types import AnyUser, Context
from projects.clock import day_of, today
from projects.sheets.writing import file_name, sheet_response
from reports.comparison.changes import AlterationKind, Side
from reports.comparison.compare import compare
from reports.comparison.edition_sides import edition_side
from reports.comparison.page import comparison_context
from reports.comparison.portfolio_sides import now_side, plan_side
from reports.comparison.sheet import comparison_sheet
from reports.composing.audience import Audience
from reports.models import ActionPlan, PlanEdition

NOW = "now"


class NotComparable(ValueError):
    """The address asks for no two things that can be compared; the message says why."""


@dataclass(frozen=True)
class Option:
    """Something to compare: `edition-3`, `plan-1`, `now`."""

    value: str
    label: str
    row: PlanEdition | ActionPlan | None


@dataclass(frozen=True)
class ComparisonRequest:
    """What the address asks for: two options, and the kinds of changes to show."""

    options: tuple[Option, ...]
    a: Option | None = None
    b: Option | None = None
    kinds: tuple[AlterationKind, ...] = ()
    problem: str = ""

    @property
    def query(self) -> str:
        pair = (("a", self.a), ("b", self.b))
        return urlencode([(name, option.value) for name, option in pair if option])


def comparison_request(request: HttpRequest) -> ComparisonRequest:
    """What cannot be read is told in `problem`. Without values: the newest edition and now."""
    options = tuple(_options(request.user))
    kinds = tuple(
        AlterationKind(k) for k in request.GET.getlist("kind") if k in set(AlterationKind)
    )
    editions = [option for option in options if isinstance(option.row, PlanEdition)]
    texts = {name: request.GET.get(name, "").strip() for name in ("a", "b")}
    first = editions[0].value if editions else ""
    try:
        a = _option(options, texts["a"] or first)
        b = _option(options, texts["b"] or NOW)
    except NotComparable as error:
        return ComparisonRequest(options, kinds=kinds, problem=str(error))
    if a and a.value == NOW:
        a, b = b, a
    problem = _problem(a, b)
    return ComparisonRequest(options, a, b, kinds, problem)


def _options(user: AnyUser) -> list[Option]:
    editions = PlanEdition.objects.visible_to(user).defer("document", "public_document")
    options = [
        Option(
            f"edition-{edition.pk}",
            _("Edition %(n)d (%(day)s): %(title)s")
            % {
                "title": edition.title,
                "n": edition.number,
                "day": date_format(day_of(edition.published_at), "SHORT_DATE_FORMAT"),
            },
            edition,
        )
        for edition in editions
    ]
    for plan in ActionPlan.objects.visible_to(user):
        label = _("The plan now: %(title)s") % {"title": plan.title}
        options.append(Option(f"plan-{plan.pk}", label, plan))
    label = _("The portfolio on %(day)s") % {"day": date_format(today(), "SHORT_DATE_FORMAT")}
    return [*options, Option(NOW, label, None)]


def _option(options: tuple[Option, ...], text: str) -> Option | None:
    """`3` is the edition 3, as `edition-3`. None for no text."""
    if not text:
        return None
    value = f"edition-{text}" if re.fullmatch(r"\d{1,9}", text, re.ASCII) else text
    for option in options:
        if option.value == value:
            return option
    raise NotComparable(
        _("There is nothing to compare under “%(value)s”. Choose from the lists.")
        % {"value": text[:40]}
    )


def _problem(a: Option | None, b: Option | None) -> str:
    if a is None or b is None:
        return _("There is no published edition yet. Choose two plans.")
    if a.value == b.value:
        return _("Both sides are the same. Choose two different ones.")
    if b.value == NOW and not isinstance(a.row, PlanEdition):
        return _("The portfolio as it is now is compared with a published edition.")
    return ""


def sides(choice: ComparisonRequest, user: AnyUser) -> tuple[Side, Side]:
    """Both sides as the user may see them today."""
    if choice.a is None or choice.b is None:
        raise NotComparable(choice.problem)
    before = _side(choice.a, user)
    if choice.b.row is None and isinstance(choice.a.row, PlanEdition):
        return before, now_side(choice.a.row, before, user)
    return before, _side(choice.b, user)


def _side(option: Option, user: AnyUser) -> Side:
    if isinstance(option.row, PlanEdition):
        return edition_side(option.row, Audience.of(user))
    if option.row is None:
        raise NotComparable(option.label)
    return plan_side(option.row, user)


@require_GET
def compare_page(request: HttpRequest) -> HttpResponse:
    choice = comparison_request(request)
    context: Context = {"choice": choice}
    if not choice.problem:
        before, after = sides(choice, request.user)
        context |= comparison_context(before, after, choice.kinds, with_links=True)
    return render(request, "reports/comparison/page.html", context)


@require_GET
def compare_xlsx(request: HttpRequest) -> HttpResponse:
    """The spreadsheet of the same address; the page itself where there is nothing to compare."""
    choice = comparison_request(request)
    if choice.problem or not (choice.a and choice.b):
        return compare_page(request)
    before, after = sides(choice, request.user)
    comparison = compare(before, after)
    if choice.kinds:
        comparison = comparison.only(choice.kinds)
    data = comparison_sheet(comparison, choice.a.label, choice.b.label, choice.kinds)
    detail = f"{_('Changes')}, {choice.query}, xlsx"
    audit.record(audit.Event.EXPORTED, request=request, detail=detail)
    return sheet_response(data, file_name(f"{_('Changes')} {choice.a.label}", "xlsx"))
