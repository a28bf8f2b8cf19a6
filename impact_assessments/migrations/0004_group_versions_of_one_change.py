"""Versions from before 0003 that one save wrote: the same person's, three seconds apart at most.

Of projects and of all their parts, so it stands after the tables of both apps.
"""

import datetime
import uuid

from django.db import migrations

TOGETHER = datetime.timedelta(seconds=3)
PARTS = (
    "attachment", "benefit", "comment", "costitem", "dependency", "milestone", "resourceneed",
    "risk", "schedulephase", "statusreport",
)  # fmt: skip


def group(apps, schema_editor):
    models = [("id", apps.get_model("projects", "HistoricalProject"))]
    models += [("project_id", apps.get_model("projects", f"historical{name}")) for name in PARTS]
    models += [("project_id", apps.get_model("impact_assessments", "HistoricalImpactAssessment"))]
    versions = sorted(
        (project, date, number, version, user)
        for number, (whose, model) in enumerate(models)
        for project, date, version, user in model._base_manager.filter(change_set=None)
        .order_by()
        .values_list(whose, "history_date", "history_id", "history_user_id")
        .iterator()
        if project is not None
    )
    changes = [[] for _model in models]
    before = None
    for project, date, number, version, user in versions:
        if before is None or before[0] != (project, user) or date - before[1] > TOGETHER:
            change = uuid.uuid4().hex  # as both databases take it
        before = ((project, user), date)
        changes[number].append((change, version))
    with schema_editor.connection.cursor() as cursor:
        for (_whose, model), rows in zip(models, changes, strict=True):
            if rows:
                cursor.executemany(
                    f"UPDATE {model._meta.db_table} SET change_set = %s WHERE history_id = %s", rows
                )


class Migration(migrations.Migration):
    dependencies = [
        ("impact_assessments", "0003_versions_of_one_change"),
        ("projects", "0019_versions_of_one_change"),
    ]

    operations = [
        migrations.RunPython(group, migrations.RunPython.noop),
    ]
