"""What rights those had who asked for a job. Nobody but planners has what was made before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0006_defaults_in_the_database"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="sights",
            field=models.JSONField(db_default={}, default=dict, editable=False),
        ),
    ]
