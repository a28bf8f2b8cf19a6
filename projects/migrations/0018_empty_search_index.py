"""Empties the index of search, which is made anew with other stems when `migrate` ends."""

from django.db import migrations


def empty(apps, schema_editor):
    for name in ("SearchEntry", "SearchWord"):
        apps.get_model("projects", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0017_english_stems"),
    ]

    operations = [
        migrations.RunPython(empty, migrations.RunPython.noop),
    ]
