"""One sheet as an OpenDocument spreadsheet, written row by row."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organisation.content_types import CONTENT_TYPES
from projects.sheets.writing import GroupRow, Shape, SheetPage
from projects.sheets.xml_text import fitting, plain

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}"'
    for short, name in (
        ("office", "office:1.0"), ("table", "table:1.0"), ("text", "text:1.0"),
        ("style", "style:1.0"), ("fo", "xsl-fo-compatible:1.0"), ("number", "datastyle:1.0"),
    )
)  # fmt: skip
_DAY = (
    '<number:date-style style:name="day"><number:day/><number:text>.</number:text><number:month/>'
    '<number:text>.</number:text><number:year number:style="long"/></number:date-style>'
)
_MONEY = (
    '<number:number-style style:name="money"><number:number number:decimal-places="2" '
    'number:min-decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>'
    "<number:text> €</number:text></number:number-style>"
)
_STYLES = (
    f"<office:automatic-styles>{_DAY}{_MONEY}"
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="cell" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
    '<style:style style:name="of-day" style:family="table-cell" style:data-style-name="day"/>'
    '<style:style style:name="of-money" style:family="table-cell" style:data-style-name="money"/>'
    "%s</office:automatic-styles>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)

GROUP, GROUP_END = b"<table:table-row-group>", b"</table:table-row-group>"


def write_ods(target: IO[bytes], page: SheetPage) -> None:
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        # First and unpacked: it tells what the file is.
        package.writestr(ZipInfo("mimetype"), CONTENT_TYPES["ods"], ZIP_STORED)
        package.writestr("META-INF/manifest.xml", _MANIFEST % CONTENT_TYPES["ods"])
        with package.open("content.xml", "w", force_zip64=True) as part:
            part.write(_beginning(page).encode())
            shapes = [column.shape for column in page.columns]
            is_open = False
            for row in page.rows:
                if isinstance(row, GroupRow):
                    part.write(GROUP_END if is_open else b"")
                    part.write(_row(row, shapes, "head").encode() + GROUP)
                    is_open = True
                else:
                    part.write(_row(row, shapes).encode())
            part.write(GROUP_END if is_open else b"")
            part.write(
                b"</table:table></office:spreadsheet></office:body></office:document-content>"
            )


def _beginning(page: SheetPage) -> str:
    widths = sorted({column.width for column in page.columns})
    styles = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/></style:style>'
        for width in widths
    )
    columns = "".join(
        f'<table:table-column table:style-name="w{column.width}" table:visibility="'
        f'{"collapse" if column.is_hidden else "visible"}"/>'
        for column in page.columns
    )
    heads = "".join(_text(capfirst(column.head), "head") for column in page.columns)
    title = quoteattr(page.title or _("Projects"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} '
        f'office:version="1.3">{_STYLES % styles}<office:body><office:spreadsheet>'
        f"<table:table table:name={title}>{columns}<table:table-header-rows>"
        f"<table:table-row>{heads}</table:table-row></table:table-header-rows>"
    )


def _row(values: Sequence[object], shapes: Sequence[Shape], style: str = "cell") -> str:
    told = zip(values, shapes, strict=True)
    cells = "".join(_cell(value, shape, style) for value, shape in told)
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(value: object, shape: Shape, style: str) -> str:
    value = plain(value)
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime.date):
        return _typed("date", "date-value", value.isoformat(), "of-day")
    if isinstance(value, int | float | Decimal):
        return _typed("float", "value", str(value), "of-money" if shape is Shape.MONEY else style)
    return _text(fitting(str(value)), style)


def _typed(kind: str, name: str, value: str, style: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="{kind}" '
        f'office:{name}="{value}"/>'
    )


def _text(text: str, style: str) -> str:
    """A text of the type text is never a formula. Blanks beside each other are kept."""
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">{lines}'
        "</table:table-cell>"
    )


def _spaced(line: str) -> str:
    shown = escape(line).replace("\t", "<text:tab/>")
    return (
        shown.replace("  ", " <text:s/>")
        if not shown.startswith(" ")
        else ("<text:s/>" + shown[1:].replace("  ", " <text:s/>"))
    )
