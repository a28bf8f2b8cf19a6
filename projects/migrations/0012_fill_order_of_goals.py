"""Sorts the goals that were there before 0011, by the rule that 0009 sorts projects and areas by."""

from importlib import import_module

from django.db import migrations

sort_key = import_module("projects.migrations.0009_fill_values_of_rows_from_before").sort_key


def fill(apps, schema_editor):
    goals = apps.get_model("projects", "StrategicGoal").objects
    for goal in goals.using(schema_editor.connection.alias).filter(name_key=b""):
        goal.name_key = sort_key(goal.name)
        goal.save(update_fields=["name_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0011_finnish_order_of_goals"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
