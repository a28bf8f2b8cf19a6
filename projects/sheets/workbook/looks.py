"""How the columns of a sheet that comes back look, and what is said of each on its head."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export import fields
from import_export.widgets import Widget

from projects.sheets.widgets import (
    AreaWidget,
    ChoiceWidget,
    GoalsWidget,
    NamesWidget,
    WholeWidget,
    YesNoWidget,
)
from projects.sheets.workbook.typed import AmountWidget, DayWidget, FuzzyWidget
from projects.sheets.writing import MIDDLE, NARROW, WIDE, Shape, SheetColumn

NAME_WIDE = 40
NUMBER, VERSION = "id", "sheet_version"
OF_THE_PROJECT = ("project_id", "project", "project__service_area_id")
NOTES: dict[type[Widget], str | Promise] = {
    ChoiceWidget: _("One of the list, in any language of the site."),
    YesNoWidget: _("yes or no"),
    AreaWidget: _("The area's name, or its path where two have the same name: Area › Unit."),
    GoalsWidget: _("Names of goals, with a semicolon between."),
    NamesWidget: _("Names with a semicolon between."),
    AmountWidget: _("A number; cents after a comma."),
    DayWidget: _("A day, for example 1.9.2022."),
    FuzzyWidget: _("As exact as it is known: 1.9.2022, 9/2022, Q3/2022, autumn 2022 or 2022."),
    WholeWidget: _("A whole number."),
}


def sheet_column(field: fields.Field, source: models.Field | None) -> SheetColumn:
    """`source` is the field of the model that the column is of; None where it is only read."""
    widget = field.widget
    offered: tuple[str, ...] = ()
    if not field.readonly and hasattr(widget, "offered"):
        offered = tuple(widget.offered())
    return SheetColumn(
        str(field.column_name),
        shape_of(widget),
        _width(field, source),
        is_hidden=field.attribute == VERSION,
        note=_note(field, source),
        choices=offered,
    )


def shape_of(widget: Widget) -> Shape:
    if isinstance(widget, AmountWidget):
        return Shape.MONEY if widget.is_money else Shape.AMOUNT
    if isinstance(widget, FuzzyWidget | DayWidget):
        return Shape.DAY
    return Shape.WHOLE if isinstance(widget, WholeWidget) else Shape.TEXT


def _width(field: fields.Field, source: models.Field | None) -> int:
    if isinstance(source, models.TextField):
        return WIDE
    if field.attribute in ("name", "project", "other", "description"):
        return NAME_WIDE
    is_text = isinstance(field.widget, AreaWidget) or type(field.widget) is Widget
    return MIDDLE if is_text else NARROW


def _note(field: fields.Field, source: models.Field | None) -> str:
    if field.attribute in (NUMBER, VERSION):
        return gettext("Leave it as it is; in a new row it is empty.")
    if field.attribute in OF_THE_PROJECT:
        return gettext(
            "Says whose row it is. A new row needs the number, or the name and the area."
        )
    if field.readonly:
        return gettext("Only to be read: what is written here changes nothing.")
    said = [str(source.help_text)] if source is not None and source.help_text else []
    said += [str(NOTES[type(field.widget)])] if type(field.widget) in NOTES else []
    if source is not None and not (source.blank or source.null or source.has_default()):
        said.append(gettext("A new row needs it."))
    return " ".join(said)
