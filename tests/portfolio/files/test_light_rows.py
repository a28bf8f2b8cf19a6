"""Spreadsheets of many thousand projects read values, not rows: the cells are the columns' own."""

from __future__ import annotations

import io
import tracemalloc

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.models import AuditEvent
from portfolio.listing import light
from portfolio.listing.columns import COLUMNS
from portfolio.listing.light import ASKED, light_rows
from portfolio.listing.request import GROUPS, ListRequest
from projects.models import Project, StatusReport
from projects.saving.renewing import renewed_once
from projects.sheets.workbook import csv_text
from projects.sheets.workbook.csv_text import csv_blocks
from projects.sheets.writing import Shape, SheetColumn, SheetPage, write_xlsx
from tests.portfolio.made_up import make_portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(make_user):
    people = [make_user("planner", "planner2"), make_user("reader", "reader2")]
    make_portfolio(4, 60, people)
    with renewed_once():
        for n, project in enumerate(Project.objects.order_by("pk")):
            project.owner, project.manager_name = (people[1], "") if n % 5 == 0 else (None, "Nimi")
            project.not_public_fields = [(), ("costs",), ("reports", "costs"), ("notes",)][n % 4]
            project.is_not_public = n % 9 == 0
            project.save()
    StatusReport.objects.update(text="=1+2\r\nToinen rivi\x0b")
    return people


def cells(rows, columns, group):
    parts = [part for column in columns for part in column.parts()]
    return [
        (row.pk, row.group_key if group else None, *(part.value(row) for part in parts))
        for row in rows
    ]


@pytest.mark.parametrize(
    "language",
    ["fi", *(pytest.param(name, marks=pytest.mark.one_database) for name in ("sv", "en"))],
)
def test_each_cell_is_the_one_that_the_row_would_give(language, people, monkeypatch):
    monkeypatch.setattr(light, "AT_ONCE", 7)
    for user in people:
        for group in GROUPS:
            query = QueryDict(f"columns={','.join(ASKED)}&group={group}&sort=-total,name")
            asked = ListRequest(query, user)
            with override(language):
                found = cells(light_rows(asked), asked.columns, group)
                assert found == cells(asked.every(), asked.columns, group)
            assert len(found) > 40
    assert ASKED.keys() <= COLUMNS.keys()
    asked = ListRequest(QueryDict(f"columns={','.join(COLUMNS)}"), people[1])
    assert cells(light_rows(asked), asked.columns, "") == cells(asked.every(), asked.columns, "")


def test_queries_grow_with_chunks_and_not_with_projects(people, client, monkeypatch):
    def asked(chunk):
        monkeypatch.setattr(light, "AT_ONCE", chunk)
        with CaptureQueriesContext(connection) as queries:
            list(light_rows(ListRequest(QueryDict("columns=start,cost,goals,owner"), people[1])))
        return len(queries)

    whole = asked(1000)
    assert asked(20) - whole <= 2 * (whole - 1)  # three chunks instead of one


def test_a_csv_is_sent_as_it_is_made(people, client, monkeypatch):
    """In the language of its reader, though the request is over; its export stands in the log."""
    monkeypatch.setattr(csv_text, "ROWS_A_BLOCK", 10)
    client.force_login(people[0])
    client.cookies["django_language"] = "sv"
    answer = client.get(reverse("project-export-csv"), {"columns": "status", "all": 1})
    assert answer.streaming
    with override("en"):
        blocks = list(answer.streaming_content)
    assert len(blocks) > 4
    data = b"".join(blocks).decode("utf-8-sig")
    assert data.count("\r\n") == Project.objects.count() + 1
    statuses = {line.split(";")[1] for line in data.splitlines()[1:]}
    assert "Pågår" in statuses, statuses
    assert "In progress" not in statuses
    assert AuditEvent.objects.filter(event="exported", detail__startswith="csv: ").count() == 1


def rows(count):
    return ((f"Hanke {n}\nrivi" * 20, n, n / 2, None) for n in range(count))


COUNTED = [SheetColumn("A"), SheetColumn("B", Shape.WHOLE), SheetColumn("C"), SheetColumn("D")]


def test_memory_does_not_grow_with_rows(tmp_path):
    def most(count):
        page = SheetPage("x", COUNTED, rows(count))
        tracemalloc.start()
        with (tmp_path / "file").open("w+b") as file:
            if count % 2:
                write_xlsx(file, [page], "x")
            else:
                for block in csv_blocks(page):
                    file.write(block)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    for one in (0, 1):
        assert most(6000 + one) < most(1000 + one) * 1.3


def test_a_workbook_is_whole():
    texts = ["=1+2", "'=1", "<r><t>x</t></r>", "a & <b>", " edge ", "tab\tnew\nline", "_x000D_"]
    page = SheetPage("A/B", [SheetColumn("=head"), *COUNTED[1:3]], [(t, 1, True) for t in texts])
    file = io.BytesIO()
    write_xlsx(file, [page, SheetPage("Tyhjä", COUNTED, [])], "x")
    book = openpyxl.load_workbook(file)
    first, empty = book.worksheets
    assert [cell.value for cell in first["A"]] == [
        "=head",
        *texts[:-1],
        "_x005F_x000D_",  # which Excel reads as the letters that they are
    ]
    assert {cell.data_type for cell in first["A"]} == {"s"}
    assert [cell.quotePrefix for cell in first["A"][:4]] == [True, True, True, False]
    assert first["C2"].value is True
    assert first.auto_filter.ref == "A1:C8"
    assert first.row_dimensions[7].height == 30
    assert (first.title, empty.max_row, empty.auto_filter.ref) == ("A B", 1, "A1:D1")
