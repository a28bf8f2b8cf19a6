"""Migrations that have landed stay as they are, use no code of today, and let old code go on.

Between `migrate` and the restart of the service the code of yesterday runs on the tables of today.
"""

from __future__ import annotations

import ast
import datetime
import hashlib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.utils import timezone

from tests.migrated import none_squashed

OURS = ("accounts", "projects", "impact_assessments", "reports", "operations")
CODE = (*OURS, "portfolio", "scripts", "tests")
HASHES = Path(__file__).parent / "migrations.sha256"
RENEW = "sha256sum */migrations/0*.py > tests/upgrades/migrations.sha256"

# What migrations take from our own code. Django writes the class of a field of our own, and a
# function that a field is told to call, by their address: these names stay for good.
BY_ADDRESS = {
    "projects.clock.today",
    "projects.fields.FoldedTextField",
    "projects.fields.FuzzyBoundField",
    "projects.fields.FuzzyDateField",
    "projects.fields.NamesField",
    "projects.fields.SameRowField",
    "projects.fields.SortKeyField",
    "projects.models.attachments.stored_name",
    "projects.models.search.WordsField",
    "projects.models.search.goes_unnamed",
}


def migration_files() -> list[Path]:
    return sorted(
        path for app in OURS for path in (settings.BASE_DIR / app / "migrations").glob("0*.py")
    )


def test_migrations_that_have_landed_are_not_edited():
    listed = dict(line.split()[::-1] for line in HASHES.read_text().splitlines())
    there = {
        path.relative_to(settings.BASE_DIR).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in migration_files()
    }
    edited = sorted(name for name in listed if there.get(name) not in (None, listed[name]))
    assert not edited, "A migration that has landed is never edited: databases have run it."
    assert not set(listed) - set(there), "A migration that has landed is never removed."
    assert not set(there) - set(listed), f"A new migration is added to the list:\n{RENEW}"


def test_migrations_use_no_code_of_today():
    """Except the addresses of fields: what a migration runs is written out in it."""
    files = {path: ast.parse(path.read_text()) for path in migration_files()}
    assert {name for tree in files.values() for name in _of_ours(tree, tree)} == BY_ADDRESS
    run = [
        f"{path.name}: {name}"
        for path, tree in files.items()
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for name in _of_ours(function, tree)
    ]
    assert not run


def test_no_migration_leans_on_a_squashed_one():
    """It would hang on one that is written anew; and of apps a database may have one half-way."""
    loader = MigrationLoader(None)
    leaning = [
        f"{app}.{name}"
        for (app, name), migration in loader.disk_migrations.items()
        if loader.replacements.keys() & set(migration.dependencies)
    ]
    assert not leaning, "Name the last migration that the squashed one replaces instead."


@pytest.mark.django_db
def test_an_upgrade_that_was_stopped_goes_on_where_it_was():
    """Wherever one app was through and another was not: nothing is left out or done twice."""
    plan = [(each.app_label, each.name) for each in _plan_of_old()]
    for stop in (place for place in range(1, len(plan)) if plan[place - 1][0] != plan[place][0]):
        MigrationRecorder.Migration.objects.all().delete()
        MigrationRecorder.Migration.objects.bulk_create(
            MigrationRecorder.Migration(app=app, name=name) for app, name in plan[:stop]
        )
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        left = [
            done
            for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())
            for done in migration.replaces or [(migration.app_label, migration.name)]
        ]
        assert sorted(left) == sorted(plan[stop:])


@pytest.mark.django_db
def test_columns_added_to_a_table_have_a_default_in_the_database():
    """Code that does not know a column yet can save a row all the same."""
    at_first = _fields_at_first()
    lacking = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in OURS:
            continue
        key = (model._meta.app_label, model._meta.model_name)
        needed = _columns_without_default(model._meta.db_table)
        for field in model._meta.local_concrete_fields:
            later = key in at_first and field.name not in at_first[key]
            if later and field.column in needed:
                lacking.append(f"{model._meta.label}.{field.name}")
    assert not lacking, "These need db_default."


@pytest.mark.django_db
def test_code_of_yesterday_saves_on_the_tables_of_today():
    """Rows as code wrote them that knew the first tables only, none of the columns added since."""
    old = _first_state().apps
    now, today = timezone.now(), datetime.date(2023, 3, 15)
    version = {"history_date": now, "history_type": "+"}
    user = old.get_model("accounts", "User").objects.create(username="vanha", password="-")
    area = old.get_model("projects", "ServiceArea").objects.create(name="Sivistys")
    project = old.get_model("projects", "Project").objects.create(
        name="Hanke", service_area=area, scope="service_area", owner=user
    )
    old.get_model("projects", "HistoricalProject").objects.create(
        id=project.pk, name="Hanke", service_area=area, **version
    )
    report = {"date": today, "schedule_light": "green", "text": "Valmista."}
    old.get_model("projects", "StatusReport").objects.create(project=project, **report)
    old.get_model("projects", "HistoricalStatusReport").objects.create(
        id=1, project=project, **report, **version
    )
    plan = old.get_model("reports", "ActionPlan").objects.create(title="Suunnitelma")
    old.get_model("reports", "HistoricalActionPlan").objects.create(
        id=plan.pk, title="Suunnitelma", **version
    )
    chapter = {"plan": plan, "title": "Johdanto", "text": ""}
    old.get_model("reports", "PlanChapter").objects.create(**chapter)
    old.get_model("reports", "HistoricalPlanChapter").objects.create(id=1, **chapter, **version)

    saved = apps.get_model("projects", "Project").objects.get()
    assert (saved.name, saved.not_public_fields, saved.language) == ("Hanke", (), "")
    assert saved.reports.get().snapshot == {}
    assert saved.history.get().not_public_fields == ()
    assert apps.get_model("reports", "ActionPlan").objects.get().state == "draft"
    assert apps.get_model("accounts", "User").objects.get().wants_mail
    saved.name = "Hanke 2"
    saved.save()


def _of_ours(part: ast.AST, tree: ast.Module) -> set[str]:
    """The names of our own code that stand in a part of a file, each with its module."""
    modules, named = set(), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names if alias.name.split(".")[0] in CODE}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in CODE:
            named |= {
                alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names
            }
    found = set()
    for node in ast.walk(part):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            found |= {name} if name.rpartition(".")[0] in modules else set()
        elif isinstance(node, ast.Name) and node.id in named:
            found.add(named[node.id])
    return found


def _columns_without_default(table: str) -> set[str]:
    """The columns that every row must name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA table_info({connection.ops.quote_name(table)})")
            return {
                name
                for _i, name, _type, filled, default, _key in cursor
                if filled and default is None
            }
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            [table],
        )
        return {name for (name,) in cursor}


def _fields_at_first() -> dict[tuple[str, str], set[str]]:
    """The fields of each model when the migration that made its table had run."""
    state, found = ProjectState(), {}
    for migration in _plan_of_old():
        migration.mutate_state(state, preserve=False)
        for key, model in state.models.items():
            found.setdefault(key, set(model.fields))
    return found


def _first_state() -> ProjectState:
    loader = none_squashed()
    first = [("accounts", "0002_roles"), *((app, "0001_initial") for app in OURS[1:])]
    return loader.project_state(first)


def _plan_of_old() -> list[Migration]:
    """All migrations in the order in which they run where none is squashed."""
    executor = MigrationExecutor(connection)
    executor.loader = none_squashed()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [migration for migration, _backwards in plan]
