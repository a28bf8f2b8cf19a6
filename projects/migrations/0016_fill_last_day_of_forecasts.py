"""The last day of each forecast that was there before 0015. Imports nothing of today."""

import calendar
import datetime

from django.db import migrations

# EDTF level 2: the number of a season, quarter or half-year and its last month. Winter ends in the
# February of the next year.
LAST_MONTHS = {21: 5, 22: 8, 23: 11, 24: 14, 33: 3, 34: 6, 35: 9, 36: 12, 40: 6, 41: 12}


def last_day(edtf):
    parts = [int(part) for part in edtf.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    year, number = (*parts, 12)[:2]
    month = LAST_MONTHS.get(number, number)
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def fill(apps, schema_editor):
    # Rows as text: what the field makes of it is code of today.
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT forecast_end FROM projects_statusreport "
            "WHERE forecast_end <> '' AND forecast_date IS NULL"
        )
        for (edtf,) in cursor.fetchall():
            cursor.execute(
                "UPDATE projects_statusreport SET forecast_date = %s WHERE forecast_end = %s",
                [last_day(edtf), edtf],
            )


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0015_last_day_of_forecasts"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
