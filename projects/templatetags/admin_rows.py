"""The fields of the administration's forms, each written at once.

Django writes a field with some fifteen nodes of a template, and a project's form has hundreds.
"""

from __future__ import annotations

from django import template
from django.contrib.admin.helpers import (
    AdminField,
    AdminReadonlyField,
    Fieldline,
    Fieldset,
    InlineAdminForm,
)
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()
Shown = AdminField | AdminReadonlyField


@register.filter
def cells(row: InlineAdminForm) -> SafeString:
    """The cells of a row: a field in each, with a label for who does not see the head."""
    shown = (field for fieldset in row for line in fieldset for field in line)
    return SafeString("".join(_cell(field) for field in shown))


def _cell(field: Shown) -> str:
    if isinstance(field, AdminReadonlyField):
        told = conditional_escape(field.contents())
        return f'<td class="field-{field.field["name"]}"><p>{told}</p></td>\n'
    bound = field.field
    if bound.is_hidden:
        return f'<td class="field-{bound.name} hidden">{field.errors()}{bound}</td>\n'
    label = conditional_escape(capfirst(bound.label))
    return (
        f'<td class="field-{bound.name}">{field.errors()}'
        f'<label class="visually-hidden" for="{bound.id_for_label}">{label}</label>{bound}</td>\n'
    )


@register.filter
def lines(fieldset: Fieldset) -> SafeString:
    """The fields of a set of fields below each other, or beside each other where they belong so."""
    return SafeString("".join(_line(line) for line in fieldset))


def _line(line: Fieldline) -> str:
    shown = list(line)
    is_alone = len(shown) == 1
    errors = line.errors()
    classes = "".join(f" field-{_name(field)}" for field in shown)
    classes += "" if line.has_visible_field else " hidden"
    fields = "".join(_in_line(field, is_alone) for field in shown)
    if not is_alone:
        return (
            f'<div class="form-row{classes}">'
            f'<div class="flex-container form-multiline">{fields}</div></div>\n'
        )
    return f'<div class="form-row{" errors" if errors else ""}{classes}">{errors}{fields}</div>\n'


def _in_line(field: Shown, is_alone: bool) -> str:
    errors = "" if is_alone or isinstance(field, AdminReadonlyField) else field.errors()
    classes = "flex-container"
    if not is_alone:
        classes += f" fieldBox field-{_name(field)}{' errors' if errors else ''}"
    if field.is_checkbox:
        control = f"{field.field}{field.label_tag()}"
        classes += " checkbox-row"
    elif isinstance(field, AdminReadonlyField):
        told = conditional_escape(field.contents())
        control = f'{field.label_tag()}<div class="readonly">{told}</div>'
    else:
        control = f"{field.label_tag()}{field.field}"
    return f'<div>{errors}<div class="{classes}">{control}</div>{_help(field)}</div>'


def _help(field: Shown) -> str:
    if isinstance(field, AdminReadonlyField):
        text, place = str(field.field["help_text"]), ""
    else:
        text, name = str(field.field.help_text), field.field.id_for_label
        place = f' id="{name}_helptext"' if name else ""
    return f'<div class="help"{place}><div>{text}</div></div>' if text else ""


def _name(field: Shown) -> str:
    return field.field["name"] if isinstance(field, AdminReadonlyField) else field.field.name
