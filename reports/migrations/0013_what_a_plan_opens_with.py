"""Whether a plan begins with an overview. Plans of before keep their order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0012_statements"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionplan",
            name="opens_with",
            field=models.CharField(
                choices=[
                    ("overview", "an overview: sentences, table and timeline; then the projects"),
                    ("projects", "the projects; table and figures stand at the end"),
                ],
                db_default="projects",
                default="overview",
                max_length=10,
                verbose_name="the document begins with",
            ),
        ),
        migrations.AddField(
            model_name="historicalactionplan",
            name="opens_with",
            field=models.CharField(
                choices=[
                    ("overview", "an overview: sentences, table and timeline; then the projects"),
                    ("projects", "the projects; table and figures stand at the end"),
                ],
                db_default="projects",
                default="overview",
                max_length=10,
                verbose_name="the document begins with",
            ),
        ),
    ]
