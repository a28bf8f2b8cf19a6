"""The filters as fields of a form, with how many projects each choice would leave."""

from __future__ import annotations

from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.types import Context
from portfolio.figure_cache import cached, counts
from projects.filtering.project_filter import ProjectFilter


def filter_fields(filters: ProjectFilter, *, counted: bool = True) -> dict[str, SafeString]:
    """The fields as HTML: `first`, and those behind a fold (`more`).

    Some hundred choices take longer to write than the rest of a page, and change with the data
    alone: they are kept with the figures. What was typed wrong is written anew.
    """

    def write() -> dict[str, SafeString]:
        rows = _fields(filters, counts(filters).counts if counted else {})
        return {
            name: render_to_string(
                "portfolio/filter_fields.html",
                {"fields": [row for row in rows if row["more"] is is_more]},
            )
            for name, is_more in (("first", False), ("more", True))
        }

    if filters.is_bound and filters.form.errors:
        return write()
    return cached(f"fields {get_language()} {counted}", filters, write)


def _fields(filters: ProjectFilter, counts: dict[str, dict[str, int]]) -> list[Context]:
    """The filters of the form in their order, with the choices' counts."""
    form = filters.form
    indents = {str(area.pk): filters.areas.depth(area.pk) for area in filters.areas}
    found = []
    for bound in form:
        count = counts.get(bound.name, {})
        chosen = filters.chosen.get(bound.name)
        choices = [
            {
                "value": str(value),
                "label": label,
                "count": count.get(str(value)) if count else None,
                "depth": indents.get(str(value), 0) if bound.name == "area" else 0,
                "chosen": _is_chosen(str(value), chosen),
            }
            for value, label in _choices(bound)
        ]
        found.append(
            {
                "bound": bound,
                "choices": choices,
                "is_several": isinstance(chosen, list) or hasattr(bound.field, "unknown"),
                "chosen": len(chosen) if isinstance(chosen, list) else 0,
                "more": bound.name in filters.folded,
            }
        )
    return found


def _choices(bound: BoundField) -> list[tuple[object, object]]:
    return list(getattr(bound.field, "choices", getattr(bound.field.widget, "choices", ())))


def _is_chosen(value: str, chosen: object) -> bool:
    if isinstance(chosen, list):
        return value in chosen
    if isinstance(chosen, bool):
        return value == str(chosen).lower()
    return value == ("" if chosen is None else str(chosen))
