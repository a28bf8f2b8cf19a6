"""Write all migrations of an app as one, for empty databases: `make squash` (docs/upgrading.md).

What has landed stays as it is and goes on bringing older databases to today. What this writes takes
its place where none of it has run; it is written anew from it, never by hand.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable

import django
from django.db.migrations import CreateModel, Migration, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from organisation.places import BASE_DIR

HASHES = BASE_DIR / "tests" / "upgrades" / "migrations.sha256"
# The others have few, or run while there are hardly any tables yet: they take no time.
APPS = ("projects", "impact_assessments", "reports")
# Those that fill an empty database. The others mend rows of before, of which it has none.
FILL = (
    "projects.migrations.0007_search_index",
    "impact_assessments.migrations.0006_first_question_set",
)
# Those of packages that alter tables beside people: done first, while Django's state is small.
BEFORE = {
    "projects": (
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    )
}
WRITTEN = '''\
"""What {first} to {last} make, at once: in an empty database. Written by `make squash`."""

{imports}


class Tables(migrations.operations.base.Operation):
    """Makes tables of which Django's state is rendered once.

    `CreateModel` by itself renders every model that hangs together with it each time.
    """

    def __init__(self, models):
        self.models = models

    def deconstruct(self):
        return (type(self).__qualname__, [self.models], {{}})

    def describe(self):
        return f"Create {{len(self.models)}} models"

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)
        # Not after the transaction, for Django would write after it too which ones have run: killed
        # there, an empty database would have all tables, and some of the names.
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement, None)
        schema_editor.deferred_sql.clear()

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    initial = True

    replaces = [
{replaces}
    ]

    dependencies = [
{dependencies}
    ]

    operations = [
        Tables(
            [
{models}
            ]
        ),
{fill}
    ]
'''


def main() -> None:
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    django.setup()
    for app in APPS:
        for older in (BASE_DIR / app / "migrations").glob("0001_squashed_*.py"):
            older.unlink()
    loader = MigrationLoader(None)
    state = loader.project_state()
    written = []
    for app in APPS:
        (last,) = loader.graph.leaf_nodes(app)
        chain = [loader.graph.nodes[key] for key in loader.graph.forwards_plan(last)]
        chain = [migration for migration in chain if migration.app_label == app]
        # Django takes the number of the next migration from a name of this kind.
        path = BASE_DIR / app / "migrations" / f"0001_squashed_{last[1][:4]}_tables.py"
        path.write_text(squashed(chain, state))
        written.append(path)
    for command in (["check", "--select=I", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *command, "--quiet", *written], check=True)
    listed = [line for line in HASHES.read_text().splitlines() if "_squashed_" not in line]
    for path in written:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        listed.append(f"{found}  {path.relative_to(BASE_DIR).as_posix()}")
    HASHES.write_text("".join(f"{line}\n" for line in sorted(listed, key=lambda x: x.split()[1])))


def squashed(chain: list[Migration], state: ProjectState) -> str:
    """The source of the migration that does what all of the chain do."""
    models = [
        CreateModel(model.name, [*model.fields.items()], model.options, model.bases, model.managers)
        for model in state.models.values()
        if model.app_label == chain[0].app_label
    ]
    tables, needed = zip(*(OperationWriter(each, 4).serialize() for each in models), strict=True)
    imports = {"from django.conf import settings", "from django.db import migrations"}
    fill = [
        f"migrations.RunPython({_named(operation.code)}, {_named(operation.reverse_code)}),"
        for migration in chain
        for operation in migration.operations
        if isinstance(operation, RunPython) and operation.code.__module__ in FILL
    ]
    if fill:
        imports.add("from importlib import import_module")
    return WRITTEN.format(
        first=chain[0].name,
        last=chain[-1].name,
        imports="\n".join(sorted(imports.union(*needed))),
        replaces="\n".join(f"({each.app_label!r}, {each.name!r})," for each in chain),
        dependencies="\n".join(f"{name}," for name in _dependencies(chain)),
        models="\n".join(tables),
        fill="\n".join(fill),
    )


def _dependencies(chain: list[Migration]) -> list[str]:
    """Those of the chain, by the names that they have there, and those of `BEFORE`.

    Django reads them as what replaces them, where that is used. Naming that would ask for all of
    another app, which the chain never did.
    """
    own = chain[0].app_label
    found = {app: f"({app!r}, {name!r})" for app, name in BEFORE.get(own, ())}
    for app, name in (depends for migration in chain for depends in migration.dependencies):
        if name == "__first__":
            found[app] = "migrations.swappable_dependency(settings.AUTH_USER_MODEL)"
        elif app != own:
            found[app] = max(found.get(app, ""), f"({app!r}, {name!r})")
    return list(found.values())


def _named(function: Callable) -> str:
    if function is RunPython.noop:
        return "migrations.RunPython.noop"
    return f'import_module("{function.__module__}").{function.__name__}'


if __name__ == "__main__":
    main()
