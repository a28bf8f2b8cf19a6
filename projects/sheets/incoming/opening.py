"""Which sheet of a workbook is which: by its name in any language, or else by its headings."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.sheets.columns import ProjectResource, SheetResource
from projects.sheets.files import SheetTable, UnreadableSheet
from projects.sheets.headings import HeadedTable, headed, in_every_language
from projects.sheets.incoming.owners import KnownProjects
from projects.sheets.workbook.parts import PartResource
from projects.sheets.workbook.sheets import SHEETS, title_of

FIRST = ("areas", "goals", "projects")
"""What other sheets name is read before them."""

Named = tuple[str, SheetResource, HeadedTable]


def reading_order() -> list[str]:
    """The sheets by their keys, each after those that it names."""
    return [*FIRST, *(key for key in SHEETS if key not in FIRST)]


def opened(tables: list[SheetTable]) -> tuple[list[Named], list[str]]:
    """The sheets in the order in which they are read, and what is said of those that are not."""
    found: dict[str, SheetTable] = {}
    notes = []
    about = in_every_language(gettext_lazy("About this file"))
    for table in tables:
        key = _key_of(table)
        if key is None:
            if table.lines and table.name not in about:
                text = _("The sheet “%(name)s” is none that is known and was not read.")
                notes.append(text % {"name": table.name})
        elif key in found:
            words = {"one": found[key].name, "other": table.name, "kind": title_of(SHEETS[key])}
            raise UnreadableSheet(
                _("The sheets “%(one)s” and “%(other)s” both have %(kind)s.") % words
            )
        else:
            found[key] = table
    sheets = list(_with_rows([(key, found[key]) for key in reading_order() if key in found]))
    if not sheets:
        raise UnreadableSheet(
            _("No sheet of the file has rows that are known. Take an empty workbook to begin with.")
        )
    projects = KnownProjects()
    for key, resource, _table in sheets:
        resource.prefix = f"{key}-"
        if isinstance(resource, ProjectResource | PartResource):
            resource.projects = projects
    return sheets, notes


def _with_rows(tables: list[tuple[str, SheetTable]]) -> Iterator[Named]:
    for key, table in tables:
        if len(table.lines) > 1:
            resource = SHEETS[key]()
            try:
                yield key, resource, headed([table], resource.get_import_fields())
            except UnreadableSheet as error:
                raise UnreadableSheet(f"{table.name}: {error}") from None


def _key_of(table: SheetTable) -> str | None:
    name = table.name.strip().casefold()
    for key, resource in SHEETS.items():
        titles = in_every_language(lambda resource=resource: title_of(resource))
        if name in {title[:31].casefold() for title in titles}:
            return key
    return _by_headings(table)


def _by_headings(table: SheetTable) -> str | None:
    """The kind of which most headings are known, and at least three."""
    best, most = None, 2
    for key, resource in SHEETS.items():
        try:
            headings = headed([table], resource().get_import_fields()).headings
        except UnreadableSheet:
            continue
        known = sum(each.column is not None for each in headings)
        if known > most:
            best, most = key, known
    return best
