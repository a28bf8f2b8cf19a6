from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0014_timers"),
    ]

    operations = [
        migrations.AddField(
            model_name="timer",
            name="ended_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="timer",
            name="failed",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
