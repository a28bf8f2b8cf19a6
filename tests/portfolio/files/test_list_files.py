"""The files of the list hold exactly what the list shows: rows, columns, order and groups, and
each other's cells.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import AuditEvent
from portfolio.listing.columns import COLUMNS
from portfolio.listing.request import GROUPS, ListRequest
from projects.models import Project, StrategicGoal
from projects.saving.renewing import renewed_once
from projects.sheets.incoming.ods_reading import ods_tables
from projects.sheets.xml_text import shown
from reports.jobs import run_now
from reports.models import Job
from tests.portfolio.made_up import make_portfolio

pytestmark = pytest.mark.django_db
SORTABLE = [key for key, column in COLUMNS.items() if column.order]
FILTERS = {
    "status": ["in_progress", "approved"],
    "q": ["1", "hanke 2"],
    "party": ["it"],
    "when": ["late", "ending"],
    "likelihood": ["certain", "unknown"],
    "flagship": ["1"],
    "cost": ["unknown"],
    "reports": ["never", "trouble"],
    "mine": ["1"],
}


@pytest.fixture
def people(make_user):
    """Some hundred rows, a few of them not public, of which some have names like formulas."""
    people = {"planner": make_user("planner", "planner2"), "reader": make_user("reader", "reader2")}
    make_portfolio(3, 30, list(people.values()))
    goals = [StrategicGoal.objects.get_or_create(name=name)[0] for name in ("Avoin", "=2+2")]
    with renewed_once():
        for n, project in enumerate(Project.objects.order_by("pk")):
            project.name = f"=1+{n}" if n % 7 == 0 else project.name
            project.is_not_public = n % 6 == 0
            project.owner, project.manager = (None if n % 4 else people["reader"]), None
            project.not_public_fields = ("costs", "reports") if n % 5 == 0 else ()
            project.save()
            project.strategic_goals.set(goals[: n % 3])
    return people


@st.composite
def queries(draw):
    columns = draw(st.lists(st.sampled_from([*COLUMNS]), max_size=6, unique=True))
    sorts = draw(st.lists(st.sampled_from(SORTABLE), max_size=2, unique=True))
    back = draw(st.lists(st.booleans(), min_size=2, max_size=2))
    asked = {
        "columns": ",".join(columns),
        "sort": ",".join(
            f"-{key}" if is_back else key for key, is_back in zip(sorts, back, strict=False)
        ),
        "group": draw(st.sampled_from([*GROUPS])),
        "all": "1",
    }
    for name in draw(st.lists(st.sampled_from([*FILTERS]), max_size=2, unique=True)):
        asked[name] = draw(st.sampled_from(FILTERS[name]))
    return {name: value for name, value in asked.items() if value}


@hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(["planner", "reader"]), queries())
def test_list_and_files_are_one(client, people, who, query):
    client.force_login(people[who])
    cache.clear()
    listed = _on_the_pages(client, query)
    asked = ListRequest(_as_query(query), people[who])
    heads = [str(part.label) for column in asked.columns for part in column.parts()]
    group = [str(GROUPS[asked.group])] if asked.group else []
    cells = []
    for kind in ("xlsx", "ods", "csv"):
        answer = client.get(reverse(f"project-export-{kind}"), query)
        rows, under = _read(kind, answer.getvalue(), bool(asked.group))
        assert [str(head).casefold() for head in rows[0]] == [
            head.casefold() for head in (*group, *heads)
        ], kind
        names = [(row[0] if group else None, str(row[len(group)])) for row in rows[1:]]
        assert names == listed, kind
        if under is not None:
            assert under == _heads_of(listed), kind
        cells.append([[_said(cell) for cell in row] for row in rows[1:]])
        assert cells[-1] == cells[0], kind
    if who == "reader":
        kept = Project.objects.filter(is_not_public=True, owner=None, manager=None)
        hidden = set(kept.values_list("name", flat=True))
        assert not hidden & {name for _group, name in listed}


def _said(cell):
    """A cell as text, by which files of all kinds are held against each other."""
    if isinstance(cell, datetime.date):
        return f"{cell.day}.{cell.month}.{cell.year}"
    if re.fullmatch(r"-?\d+([.,]\d+)?", said := str("" if cell is None else cell)):
        return f"{float(said.replace(',', '.')):.2f}"
    return said


def _as_query(query):
    asked = QueryDict(mutable=True)
    asked.update(query)
    return asked


def _on_the_pages(client, query):
    """Group and name of each row, over all pages of the list."""
    listed, number, more = [], 1, True
    while more:
        page = client.get(reverse("project-list"), query | {"page": number})
        listed += [
            (shown(part["group"].label) if part["group"] else None, shown(row["project"].name))
            for part in page.context["sections"]
            for row in part["rows"]
        ]
        number, more = number + 1, page.context["page"].has_next()
    return listed


def _heads_of(listed):
    groups: dict[str, int] = {}
    for group, _name in listed:
        groups[group] = groups.get(group, 0) + 1
    return [f"{group} ({count})" for group, count in groups.items()] if None not in groups else []


def _read(kind, data, is_grouped):
    """The rows without the heads of groups, and those heads."""
    if kind == "csv":
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        assert not any(cell.startswith(("=", "+", "-1", "@")) for row in rows for cell in row)
        return [[cell.removeprefix("'") for cell in row] for row in rows], None
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        numbered = [(row[0].row, [cell.value for cell in row]) for row in sheet.iter_rows()]
        is_head = {n for n, _row in numbered if not sheet.row_dimensions[n].outlineLevel}
        heads = [row for n, row in numbered[1:] if is_grouped and n in is_head]
        rows = [row for n, row in numbered if n == 1 or not is_grouped or n not in is_head]
        return rows, [row[0] for row in heads]
    ((_name, found),) = ods_tables(data, 500)
    told = [row for _number, row in found]
    heads = [row for row in told[1:] if is_grouped and not any(row[1:])]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("content.xml")
    assert content.count(b"<table:table-row-group>") == len(heads)
    assert b"table:formula" not in content
    return [row for row in told if row not in heads], [row[0] for row in heads]


def test_a_long_list_is_written_by_the_worker(client, people, settings):
    settings.LIST_WAIT_ROWS = 3
    client.force_login(people["planner"])
    query = {"all": "1", "group": "status", "columns": "total"}
    before = AuditEvent.objects.filter(event="exported").count()
    for kind in ("xlsx", "ods"):
        address = reverse(f"project-export-{kind}")
        settings.LIST_WAIT_ROWS = 10_000
        at_once = _read(kind, client.get(address, query).getvalue(), True)
        settings.LIST_WAIT_ROWS = 3
        assert client.get(address, query).status_code == 302
        job = run_now(Job.objects.active().get())
        assert job.state == Job.State.DONE, job.error_text
        sent = b"".join(client.get(reverse("job-file", args=[job.pk])).streaming_content)
        assert _read(kind, sent, True) == at_once
    assert AuditEvent.objects.filter(event="exported").count() == before + 4
    assert client.get(reverse("project-export-csv"), query).status_code == 200  # as it is made
