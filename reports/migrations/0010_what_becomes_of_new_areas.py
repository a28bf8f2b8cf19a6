"""What becomes of the service areas that an import would make; where its projects come from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0009_texts_have_line_feeds_alone"),
    ]

    operations = [
        migrations.AddField(
            model_name="planimport",
            name="areas",
            field=models.JSONField(
                db_default={},
                default=dict,
                editable=False,
                verbose_name="what becomes of new service areas",
            ),
        ),
        migrations.AddField(
            model_name="planimport",
            name="sources",
            field=models.JSONField(
                db_default=[],
                default=list,
                editable=False,
                verbose_name="where the projects come from",
            ),
        ),
    ]
