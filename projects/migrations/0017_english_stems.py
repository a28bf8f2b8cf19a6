"""Words of the index of search are known by their English stems too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0016_fill_last_day_of_forecasts"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchword",
            name="english",
            field=models.CharField(db_default="", default="", editable=False, max_length=60),
        ),
    ]
