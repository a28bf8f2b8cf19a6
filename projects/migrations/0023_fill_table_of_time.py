"""How each project stood on which days, out of the history that was there before 0022.

All of it is written out here and imports nothing of today: it must do the same in ten years.
"""

import calendar
import datetime
from decimal import Decimal
from importlib import import_module
from itertools import groupby

from django.db import migrations, models
from django.db.models import Max
from django.db.models.functions import Cast
from django.utils import timezone

sort_key = import_module("projects.migrations.0009_fill_values_of_rows_from_before").sort_key

BATCH = 500
FOREVER = datetime.date.max
LIGHTS = ("schedule_light", "cost_light", "content_light")
COPIED = ("name", "language", "status", "is_flagship", "likelihood", "is_not_public")
TOLD = {
    "HistoricalProject": (*COPIED, "service_area_id", "not_public_fields"),
    "HistoricalSchedulePhase": ("start", "end"),
    "HistoricalCostItem": ("low", "high", "per", "unit_count", "first_year", "last_year"),
    "HistoricalStatusReport": ("date", *LIGHTS, "forecast_end"),
}
AS_TEXT = ("start", "end", "forecast_end", "not_public_fields")
# EDTF level 2: the number of a season, quarter or half-year, its first and its last month. Winter
# ends in the February of the next year.
MONTHS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    40: (1, 6), 41: (7, 12),
}  # fmt: skip


def bounds(edtf):
    """The first and the last day."""
    if "W" in edtf:
        first = datetime.date.fromisocalendar(int(edtf[:4]), int(edtf[-2:]), 1)
        return first, first + datetime.timedelta(days=6)
    parts = [int(part) for part in edtf.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts), datetime.date(*parts)
    year = parts[0]
    first, last = MONTHS.get(parts[1], (parts[1], parts[1])) if len(parts) == 2 else (1, 12)
    year_after, last = year + (last - 1) // 12, (last - 1) % 12 + 1
    days = calendar.monthrange(year_after, last)[1]
    return datetime.date(year, first, 1), datetime.date(year_after, last, days)


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    kept = apps.get_model("projects", "KeptState").objects.using(alias)
    history = apps.get_model("projects", "HistoricalProject").objects.using(alias)
    last = history.aggregate(last=Max("id"))["last"] or 0
    for start in range(0, last + 1, BATCH):
        rows = [
            row
            for key, versions in read(apps, alias, start).items()
            for row in stretches(kept.model, key, versions)
        ]
        kept.bulk_create(rows, 1000, ignore_conflicts=True)


def read(apps, alias, start):
    """The versions of projects with numbers from `start` on, and of their parts, by project."""
    found = {}
    for name, columns in TOLD.items():
        model = apps.get_model("projects", name)
        key = "id" if name == "HistoricalProject" else "project_id"
        texts = {f"{c}_as_text": Cast(c, models.TextField()) for c in columns if c in AS_TEXT}
        rows = model.objects.using(alias).filter(
            **{f"{key}__gte": start, f"{key}__lt": start + BATCH}
        )
        names = [f"{c}_as_text" if c in AS_TEXT else c for c in columns]
        asked = ("history_date", "history_id", "history_type", "id", *names)
        for pk, at, number, sort, row, *values in (
            rows.order_by().annotate(**texts).values_list(key, *asked)
        ):
            told = None if sort == "-" else dict(zip(columns, values, strict=True))
            found.setdefault(pk, []).append((at, number, name, row, told))
    return found


def stretches(model, key, versions):
    rows, open_row = {}, None
    versions.sort(key=lambda version: version[:2])
    for day, of_day in groupby(versions, key=lambda version: timezone.localtime(version[0]).date()):
        for _at, _number, name, row, told in of_day:
            rows[name, row] = told
        facts = state(rows)
        if open_row is not None and facts == open_row[1]:
            continue
        if open_row is not None:
            yield made(model, key, *open_row, day)
        open_row = None if facts is None else (day, facts)
    if open_row is not None:
        yield made(model, key, *open_row, FOREVER)


def made(model, key, first, facts, until):
    return model(key=key, first=first, until=until, **facts, name_key=sort_key(facts["name"]))


def state(rows):
    of = {name: [] for name in TOLD}
    for (name, row), told in rows.items():
        if told is not None:
            of[name].append((row, told))
    if not of["HistoricalProject"]:
        return None
    project = of["HistoricalProject"][0][1]
    phases = [told for _row, told in of["HistoricalSchedulePhase"]]
    start = min((p["start"] for p in phases if p["start"]), key=lambda d: bounds(d)[0], default="")
    end = max((p["end"] for p in phases if p["end"]), key=lambda d: bounds(d)[1], default="")
    low, high = cost([told for _row, told in of["HistoricalCostItem"]])
    reports = sorted(of["HistoricalStatusReport"], key=lambda each: (each[1]["date"], each[0]))
    report = reports[-1][1] if reports else {}
    forecast = report.get("forecast_end")
    return {
        **{name: project[name] for name in COPIED},
        "area": project["service_area_id"],
        "marks": project["not_public_fields"],
        "start": start,
        "end": end,
        "starts_on": bounds(start)[0] if start else None,
        "ends_on": bounds(end)[1] if end else None,
        "cost_low": low,
        "cost_high": high,
        **{name: report.get(name) or "" for name in LIGHTS},
        "reported_on": report.get("date"),
        "forecast_date": bounds(forecast)[1] if forecast else None,
    }


def cost(items):
    """What they add up to over all years; a sum a unit without their number is left out."""
    known = [(item, times(item)) for item in items]
    known = [(item, n) for item, n in known if n is not None]
    if not known:
        return None, None
    return (
        sum((item["low"] * n for item, n in known), Decimal(0)),
        sum((item["high"] * n for item, n in known), Decimal(0)),
    )


def times(item):
    if item["per"] == "unit":
        return item["unit_count"]
    if item["per"] not in ("year", "month"):
        return 1
    first = item["first_year"] or item["last_year"]
    last = item["last_year"] or item["first_year"]
    years = max(last - first + 1, 0) or 1 if first and last else 1
    return years * (12 if item["per"] == "month" else 1)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0022_table_of_time"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
