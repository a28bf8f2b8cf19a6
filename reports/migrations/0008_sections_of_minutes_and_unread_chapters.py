"""The section of the minutes beside an approval; chapters that nobody has looked at yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0007_who_may_have_a_job"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionplan",
            name="section",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=10,
                verbose_name="section of the minutes",
            ),
        ),
        migrations.AddField(
            model_name="historicalactionplan",
            name="section",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=10,
                verbose_name="section of the minutes",
            ),
        ),
        migrations.AddField(
            model_name="historicalplanchapter",
            name="is_unread",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="not yet looked at"
            ),
        ),
        migrations.AddField(
            model_name="planchapter",
            name="is_unread",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="not yet looked at"
            ),
        ),
        migrations.AddField(
            model_name="planedition",
            name="section",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=10,
                verbose_name="section of the minutes",
            ),
        ),
    ]
