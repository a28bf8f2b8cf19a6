"""Databases of earlier days become databases of today, with every row that was in them.

The dumps are the demonstration as each release made it (`make dump`): its own tables, on each
database.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Count

from impact_assessments.models import (
    AssessmentVersion,
    ImpactAssessment,
    QuestionSet,
    ScreeningRecord,
)
from projects.fields import sort_key
from projects.models import Project, SearchEntry, ServiceArea, StatusReport, renew_totals
from projects.models.parts.part import part_models
from projects.searching.search import needles_of
from tests.upgrades.databases import DAYS, NEWEST, RELEASES, as_default, made_by
from tests.upgrades.structure import structure

# What Django fills after each migration, and what a migration is meant to fill.
FILLED = {"django_migrations", "django_content_type", "auth_permission", "auth_group_permissions"}
DERIVED = {"projects_searchentry", "projects_searchword", "accounts_cache"}


@pytest.fixture
def database_of(request, tmp_path, django_db_setup, django_db_blocker) -> Iterator[str]:
    """The test is on the database of a release, which is thrown away afterwards."""
    with (
        django_db_blocker.unblock(),
        made_by(request.param, connection.vendor, tmp_path) as name,
        as_default(name),
    ):
        yield request.param


@pytest.fixture
def made_at_once(db) -> set[tuple]:
    """What an empty database is filled with, by the squashed migrations."""
    return structure()


# What SQLite does with the migrations of these days, the first of them tells.
ASKED = [
    pytest.param(name, marks=pytest.mark.one_database if name in DAYS[1:] else ())
    for name in RELEASES
]


@pytest.mark.parametrize("database_of", ASKED, indirect=True)
def test_a_database_of_an_earlier_release_keeps_every_row(made_at_once, database_of):
    before = {table: (columns, *_told(table, columns)) for table, columns in _columns().items()}
    assert before["projects_project"][1] == 20
    call_command("migrate", verbosity=0, interactive=False)

    now = _columns()
    for table, (columns, count, digest) in before.items():
        if table not in FILLED | DERIVED:
            kept = [name for name in columns if name in now[table]]
            assert kept == columns, f"{table} lost columns"
            assert _told(table, columns) == (count, digest), f"{table} has other rows"
    if database_of == DAYS[0]:  # which all but the first migrations are left to bring to today
        assert structure() ^ made_at_once == set()
    _every_value_is_filled()
    if database_of in DAYS:
        _versions_are_grouped()
        _assessments_are_drafts()
    if database_of == NEWEST:
        for table, (columns, count, _digest) in before.items():
            if count and table not in FILLED:
                _is_written_by_the_release(table, columns)


@pytest.mark.one_database  # texts and choices go through the same migration
@pytest.mark.parametrize("database_of", DAYS[-1:], indirect=True)
def test_sixty_assessments_of_before_become_preliminary_drafts_without_loss(database_of):
    """Of every effect with and without a text; nothing is said of whom or of when."""
    table, columns = "impact_assessments_impactassessment", _columns()
    with connection.cursor() as cursor:
        _copied(cursor, "projects_project", columns, 60)
        cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SELECT id FROM projects_project ORDER BY id")
        keys = [key for (key,) in cursor.fetchall()][:60]
        for place, key in enumerate(keys):
            cursor.execute(
                f"INSERT INTO {table} (project_id, screening, justification, introduces_system, "
                "organising_effect, organising_text, security_effect, security_text, data_effect, "
                "data_text, case_management_effect, case_management_text) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    key,
                    ("required", "not_required", "")[place % 3],
                    f"Peruste {place} – å\n”lainaus”",
                    (True, False, None)[place % 3],
                    *(
                        value
                        for part in range(4)
                        for value in (
                            ("none", "some", "unassessed")[(place + part) % 3],
                            f"Osa {part}, rivi {place}\n\n- ä" if (place + part) % 2 else "",
                        )
                    ),
                ],
            )
    before = _told(table, columns[table])
    call_command("migrate", verbosity=0, interactive=False)

    assert before[0] == 60
    assert _told(table, columns[table]) == before
    _assessments_are_drafts()
    for row in ImpactAssessment.objects.all():
        said = (row.publicity_effect, row.security_direction, row.economy_text, row.due)
        assert said == ("unassessed", "", "", None)


def _is_written_by_the_release(table: str, columns: list[str]) -> None:
    """While machines are upgraded one by one, old code saves on new tables: a row of its columns.

    The row is one that is there, so that it may be refused as a second one, and for nothing else.
    """
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    row = f"INSERT INTO {quote(table)} ({names}) SELECT {names} FROM {quote(table)} LIMIT 1"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(row)
    except IntegrityError as error:
        if "unique" not in str(error).lower():
            raise AssertionError(f"The release before cannot write {table}.") from error


def _copied(cursor, table: str, columns: dict[str, list[str]], least: int) -> None:
    """Doubles the table's rows until there are so many."""
    names = ", ".join(connection.ops.quote_name(name) for name in columns[table] if name != "id")
    count = 0
    while count < least:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}")
        cursor.execute(f"SELECT count(*) FROM {table}")
        count = cursor.fetchone()[0]


def _every_value_is_filled() -> None:
    """What is taken from other values is as today's code takes it."""
    for model in (Project, ServiceArea):
        assert all(bytes(row.name_key) == sort_key(row.name) for row in model.objects.all())
    call_command("rebuild_states", check=True, verbosity=0)
    followed = ["starts_on", "ends_on", "cost_low", "cost_high", "last_report_id"]
    taken = _told("projects_project", followed)
    renew_totals(Project.objects.all())
    assert _told("projects_project", followed) == taken
    assert Project.objects.exclude(cost_low=None).exists()
    for project in Project.objects.all():
        reports = StatusReport.objects.filter(project=project).order_by("date", "pk")
        numbers = [report.number for report in reports]
        assert numbers == list(range(1, len(numbers) + 1))
        assert set(project.reports.values_list("number")) <= set(
            StatusReport.history.filter(project=project).values_list("number")
        )
    assert SearchEntry.objects.filter(kind="projects.project", field="name").count() == 20
    assert SearchEntry.objects.holding(*needles_of("järjestelmien")).exists()


def _assessments_are_drafts() -> None:
    """Of rows from before nothing is claimed: nobody screened or approved them."""
    rows = ImpactAssessment.objects.all()
    assert rows.filter(state="draft", stage="preliminary", author=None).count() == len(rows) > 0
    assert not ScreeningRecord.objects.exists()
    assert not AssessmentVersion.objects.exists()
    assert QuestionSet.objects.get().questions.filter(kind="screen").count() == 4


def _versions_are_grouped() -> None:
    """Versions of before that one save wrote share a change, and those of another do not."""
    moments: dict[uuid.UUID, set[tuple[int, int | None]]] = {}
    for model, project in [(Project, "id"), *((part, "project_id") for part in part_models())]:
        for change, *whose in model.history.values_list(
            "change_set", project, "history_user", "history_date"
        ):
            assert change is not None
            moments.setdefault(change, set()).add(tuple(whose[:2]))
    assert len(moments) > 20
    assert all(len(each) == 1 for each in moments.values())
    assert max(Project.history.values("change_set").annotate(n=Count("pk")).values_list("n")) > (1,)


def _columns() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
            found[table] = [column[0] for column in cursor.description]
        return found


def _told(table: str, columns: list[str]) -> tuple[int, int]:
    """How many rows there are, and a number that no other rows give, in whatever order."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(map(quote, columns))} FROM {quote(table)}")
        rows = [
            int.from_bytes(hashlib.sha256(repr([_plain(v) for v in row]).encode()).digest())
            for row in cursor
        ]
    return len(rows), sum(rows)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
