"""The workbook as one reader may have it: a sheet for each kind of row, all or of some projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

from django.db import models
from django.utils.translation import gettext as _

from accounts.types import AnyUser
from projects.models.querysets import ProjectQuerySet
from projects.sheets.workbook.sheets import LISTS, PROJECTS, SHEETS, title_of
from projects.sheets.writing import SheetPage, about_page, write_xlsx

Written = Callable[[float], None]


def rows_of(key: str, reader: AnyUser, projects: ProjectQuerySet | None = None) -> models.QuerySet:
    """The rows of a sheet that the reader may see: all, or those of the projects."""
    model: type[models.Model] = SHEETS[key]._meta.model
    if key in LISTS:
        return model._default_manager.all()
    rows: models.QuerySet = model._default_manager.visible_to(reader)
    if key == PROJECTS:
        return rows if projects is None else rows.filter(pk__in=_keys(projects))
    if projects is not None:
        rows = rows.filter(project__in=_keys(projects))
    return rows.order_by("project__name_key", "project_id", *(model._meta.ordering or ("pk",)))


def _keys(projects: ProjectQuerySet) -> models.QuerySet:
    return projects.order_by().values("pk")


def page_of(key: str, reader: AnyUser, projects: ProjectQuerySet | None = None) -> SheetPage:
    resource = SHEETS[key](reader)
    return resource.page(rows_of(key, reader, projects), title_of(SHEETS[key]))


def empty_page(key: str, reader: AnyUser) -> SheetPage:
    return SHEETS[key](reader).page((), title_of(SHEETS[key]))


def count_rows(reader: AnyUser, projects: ProjectQuerySet | None = None) -> dict[str, int]:
    """How many rows each sheet has for the reader."""
    return {key: rows_of(key, reader, projects).order_by().count() for key in SHEETS}


def write_workbook(
    target: IO[bytes],
    reader: AnyUser,
    projects: ProjectQuerySet | None = None,
    *,
    about: Iterable[str] = (),
    is_template: bool = False,
    told: Written | None = None,
) -> None:
    """Writes the workbook; `told` gets 0 to 1 as it goes on."""
    write_xlsx(
        target,
        [*_pages(reader, projects, is_template, told), about_page([*about, guide()])],
        _("Workbook of the portfolio"),
    )


def _pages(
    reader: AnyUser, projects: ProjectQuerySet | None, is_template: bool, told: Written | None
) -> Iterator[SheetPage]:
    counts = {} if is_template else count_rows(reader, projects)
    whole, done = sum(counts.values()) or 1, 0
    for key in SHEETS:
        if is_template:
            yield empty_page(key, reader)
            continue
        page = page_of(key, reader, projects)
        yield SheetPage(page.title, page.columns, _told(page.rows, done, whole, told))
        done += counts[key]


def _told(
    rows: Iterable[Sequence[object]], done: int, whole: int, told: Written | None
) -> Iterator[Sequence[object]]:
    for place, row in enumerate(rows):
        if told and place % 100 == 0:
            told(min((done + place) / whole, 1))
        yield row


def guide() -> str:
    return _(
        "A row is known by its number; a new row has none. The notes on the headings tell what "
        "each column takes."
    )
