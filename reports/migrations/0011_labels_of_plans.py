"""What planners said that labels of plans ask, for a file and for all of them."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_what_becomes_of_new_areas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownLabel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=200, unique=True, verbose_name="label")),
                ("meaning", models.CharField(max_length=20, verbose_name="what it asks")),
            ],
            options={
                "verbose_name": "label of plans",
                "verbose_name_plural": "labels of plans",
                "ordering": ("label",),
            },
        ),
        migrations.AddField(
            model_name="planimport",
            name="labels",
            field=models.JSONField(
                db_default={},
                default=dict,
                editable=False,
                verbose_name="what labels of the file ask",
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="unknown",
            field=models.JSONField(
                db_default=[], default=list, editable=False, verbose_name="labels that nobody knows"
            ),
        ),
        migrations.CreateModel(
            name="HistoricalKnownLabel",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(db_index=True, max_length=200, verbose_name="label")),
                ("meaning", models.CharField(max_length=20, verbose_name="what it asks")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical label of plans",
                "verbose_name_plural": "historical labels of plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
