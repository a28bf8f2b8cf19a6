"""The plain controls of forms, written without a template each.

A form with many rows has thousands of controls and choices, and Django asks three templates for
each. What is written here is what those templates write; `tests/portfolio/look/
test_form_renderer.py` holds the two together. Whatever is not named here goes to Django's
template. Only the choice of nothing is in words, which are read aloud better than nine dashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Protocol, TypedDict

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.base import render_value_in_context
from django.template.context import Context as TemplateContext
from django.utils.safestring import SafeData
from django.utils.translation import gettext as _


class Widget(TypedDict):
    """A control, or one choice of a select."""

    name: str
    type: str
    value: object
    label: object
    attrs: Mapping[str, object]
    optgroups: Sequence[tuple[object, Sequence[Widget], int]]


class OfWidget(TypedDict):
    widget: Widget


class OfLabel(TypedDict):
    label: object
    use_tag: bool
    tag: str
    attrs: Mapping[str, object] | None


class Errors(Protocol):
    """What `ErrorList` is, of which the stubs know no field."""

    field_id: str | None

    def __iter__(self) -> Iterator[str]: ...


class OfErrors(TypedDict):
    errors: Errors
    error_class: str


KINDS = (
    "text", "number", "email", "url", "tel", "search", "color", "password", "hidden", "date",
    "datetime", "time", "checkbox",
)  # fmt: skip
WIDGETS = "django/forms/widgets/"
NOTHING = BLANK_CHOICE_DASH[0][1]


class FormRenderer(DjangoTemplates):
    def render(
        self, template_name: str, context: dict[str, object], request: HttpRequest | None = None
    ) -> str:
        if written := WRITTEN.get(template_name):
            return written(context)
        return super().render(template_name, context, request)


def _text(value: object) -> str:
    """As `{{ value|stringformat:"s" }}`."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _shown(value: object) -> str:
    """As `{{ value }}`: a number is written as the language does."""
    if isinstance(value, str):
        return _text(value)
    return str(render_value_in_context(value, TemplateContext()))


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{_text(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(context: OfWidget) -> str:
    widget = context["widget"]
    value = widget["value"]
    sent = "" if value is None else f' value="{_text(value)}"'
    name = escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{sent}{_attributes(widget["attrs"])}>'


def _textarea(context: OfWidget) -> str:
    widget = context["widget"]
    value = _shown(widget["value"]) if widget["value"] else ""
    name = escape(widget["name"])
    return f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(context: OfWidget) -> str:
    widget = context["widget"]
    told = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            told.append(f'\n  <optgroup label="{_shown(group)}">')
        told += [_option(option) for option in options]
        if group:
            told.append("\n  </optgroup>")
    return "".join([*told, "\n</select>"])


def _option(option: Widget) -> str:
    value, attributes = _text(option["value"]), _attributes(option["attrs"])
    is_nothing = option["value"] == "" and option["label"] == NOTHING
    label = _("not chosen") if is_nothing else option["label"]
    return f'\n  <option value="{value}"{attributes}>{_shown(label)}</option>'


def _label(context: OfLabel) -> str:
    label = _shown(context["label"])
    if not context["use_tag"]:
        return label
    return f"<{context['tag']}{_attributes(context['attrs'] or {})}>{label}</{context['tag']}>"


def _errors(context: OfErrors) -> str:
    errors = context["errors"]
    if not errors:
        return ""
    place = f' id="{escape(errors.field_id)}_error"' if errors.field_id else ""
    told = "".join(f"<li>{_shown(error)}</li>" for error in errors)
    return f'<ul class="{escape(context["error_class"])}"{place}>{told}</ul>'


WRITTEN: dict[str, Callable[[Any], str]] = {
    **{f"{WIDGETS}{kind}.html": _input for kind in KINDS},
    f"{WIDGETS}textarea.html": _textarea,
    f"{WIDGETS}select.html": _select,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}
