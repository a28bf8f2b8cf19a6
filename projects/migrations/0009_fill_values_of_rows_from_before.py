"""Fills what 0004 and 0005 added to rows that were there before them.

Apart from the changes of the tables: PostgreSQL alters no table whose rows the same transaction
has written, while checks of foreign keys wait for its end. Run on rows that are filled already it changes nothing.
All of it is written out here and imports nothing of today: it must do the same in ten years.
"""

import re
import unicodedata

from django.db import migrations, models
from django.db.models import Case, F, Max, Min, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

BATCH = 1000
AFTER_Z = {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"}


def sort_key(text):
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    folded = unicodedata.normalize("NFC", "".join(c if c.isprintable() else " " for c in folded))
    words = "".join(c if c.isalnum() else " " for c in folded)
    key = []
    for part in re.findall(r"\d+|\D", " ".join(words.split())):
        if part.isdecimal():
            key.append(f"{len(part.lstrip('0')):02}{part.lstrip('0')}")
        else:
            key.append(AFTER_Z.get(part) or unicodedata.normalize("NFD", part)[0])
    return f"{''.join(key)[:200]}\0{text[:80]}".encode()


def fill_sort_keys(apps, schema_editor):
    for name in ("Project", "ServiceArea"):
        kept = _rows(apps, schema_editor, name)
        rows = kept.filter(name_key=b"").only("pk", "name").order_by("pk")
        for batch in _batches(rows):
            for row in batch:
                row.name_key = sort_key(row.name)
            kept.bulk_update(batch, ["name_key"])


def follow_parts(apps, schema_editor):
    """Days, costs and the newest report. Where they are there already, they come out the same."""
    phases = _of_project(apps, "SchedulePhase")
    # A sum a unit without their number cannot be added up.
    costs = _of_project(apps, "CostItem").exclude(per="unit", unit_count=None)
    reports = _of_project(apps, "StatusReport")
    first = Coalesce("first_year", "last_year", 0)
    years = Coalesce("last_year", "first_year", 0) - first + 1
    times = Case(
        When(per="year", then=years),
        When(per="month", then=years * 12),
        When(per="unit", then=F("unit_count")),
        default=Value(1),
        output_field=models.DecimalField(max_digits=17, decimal_places=2),
    )
    _rows(apps, schema_editor, "Project").order_by().update(
        starts_on=_one_value(phases, Min("start_date")),
        ends_on=_one_value(phases, Max("end_date")),
        cost_low=_one_value(costs, Sum(F("low") * times)),
        cost_high=_one_value(costs, Sum(F("high") * times)),
        last_report=Subquery(reports.order_by("-date", "-pk").values("pk")[:1]),
    )


def number_reports(apps, schema_editor):
    """Reports are numbered by their dates; deleted ones get the numbers after those."""
    reports = _rows(apps, schema_editor, "StatusReport")
    versions = _rows(apps, schema_editor, "HistoricalStatusReport")
    last, numbers = {}, {}
    for rows in (reports, versions):
        taken = rows.exclude(number=None).order_by()
        for project, number in taken.values_list("project_id").annotate(Max("number")):
            last[project] = max(last.get(project, 0), number)
    numbers.update(reports.exclude(number=None).values_list("pk", "number"))
    for batch in _batches(
        reports.filter(number=None).only("pk", "project_id").order_by("project_id", "date", "pk")
    ):
        for row in batch:
            row.number = last[row.project_id] = last.get(row.project_id, 0) + 1
            numbers[row.pk] = row.number
        reports.bulk_update(batch, ["number"])
    for batch in _batches(
        versions.filter(number=None)
        .only("pk", "id", "project_id")
        .order_by("project_id", "id", "history_id")
    ):
        for row in batch:
            if row.id not in numbers:
                numbers[row.id] = last[row.project_id] = last.get(row.project_id, 0) + 1
            row.number = numbers[row.id]
        versions.bulk_update(batch, ["number"])


def _rows(apps, schema_editor, name):
    return apps.get_model("projects", name).objects.using(schema_editor.connection.alias)


def _of_project(apps, name):
    return apps.get_model("projects", name).objects.filter(project=OuterRef("pk"))


def _one_value(rows, value):
    return Subquery(rows.order_by().values("project").annotate(found=value).values("found"))


def _batches(rows):
    keys = list(rows.values_list("pk", flat=True))  # in the order in which they are filled
    for start in range(0, len(keys), BATCH):
        found = rows.order_by().in_bulk(keys[start : start + BATCH])
        yield [found[key] for key in keys[start : start + BATCH]]


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0008_language_of_texts"),
    ]

    operations = [
        migrations.RunPython(fill_sort_keys, migrations.RunPython.noop),
        migrations.RunPython(follow_parts, migrations.RunPython.noop),
        migrations.RunPython(number_reports, migrations.RunPython.noop),
    ]
