"""The table of time says of every day what the history says, whatever was saved, and when."""

from __future__ import annotations

import contextlib
import datetime
import io
import random

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from projects.history.kept import all_differences
from projects.history.past_portfolio import PastPortfolio, end_of
from projects.history.restoring import restore
from projects.models import CostItem, KeptState, Project, SchedulePhase, StatusReport
from projects.saving.many import add_many, change_many
from projects.saving.renewing import renewed_once
from projects.values.choices import LIGHTS
from projects.values.fuzzy_dates import parse_fuzzy_date
from tests.projects.history.told_then import keys_then

pytestmark = pytest.mark.django_db
DAYS = [datetime.date(2022, 3, day) for day in range(1, 12)]
BEFORE_AND_AFTER = [datetime.date(1990, 1, 1), *DAYS, datetime.date(2022, 4, 1)]


def on(day, hour=10):
    moment = datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)
    return time_machine.travel(moment, tick=False)  # every save inside in one microsecond


def kept(day):
    return {
        row.key: (
            row.name, row.language, row.status, row.area,
            row.is_flagship, row.likelihood, row.is_not_public,
            tuple(mark for mark in row.marks.split(",") if mark),
            row.starts_on, row.ends_on, row.cost_low, row.cost_high,
            (row.schedule_light, row.cost_light, row.content_light),
            row.reported_on, row.forecast_date,
        )
        for row in KeptState.objects.at(day)
    }  # fmt: skip


def told(day, planner):
    """The same out of the history."""
    portfolio = PastPortfolio(end_of(day), planner)
    only = [SchedulePhase, CostItem, StatusReport]
    found = {}
    for row in portfolio.projects(keys_then(portfolio), only=only):
        report = row.last_report
        found[row.pk] = (
            row.name, row.language, row.status, row.service_area_id,
            row.is_flagship, row.likelihood,
            row.is_not_public, tuple(row.not_public_fields),
            row.starts_on, row.ends_on, row.cost_low, row.cost_high,
            tuple(getattr(report, light) for light in LIGHTS) if report else ("", "", ""),
            report.date if report else None, report.forecast_date if report else None,
        )  # fmt: skip
    return found


def assert_is_as_told(planner, days=BEFORE_AND_AFTER):
    for day in days:
        assert kept(day) == told(day, planner), day
    for row in KeptState.objects.all():
        assert (row.start.first_day if row.start else None) == row.starts_on
        assert (row.end.last_day if row.end else None) == row.ends_on


def some_change(dice, area, planner):
    projects = list(Project.objects.all())
    if not projects or dice.random() < 0.1:
        new = [
            Project(name=f"Hanke {n}", scope="service_area", service_area=area) for n in range(2)
        ]
        return add_many(new, planner) if dice.random() < 0.5 else new[0].save()
    project = dice.choice(projects)
    what = dice.randrange(9)
    if what == 0:
        year = f"{dice.choice(['Q1', 'Q4', '3', 'talvi', 'vko 40'])}/2023".replace(
            "talvi/", "talvi "
        )
        end = parse_fuzzy_date(str(dice.randrange(2024, 2026)))
        SchedulePhase.objects.create(project=project, start=parse_fuzzy_date(year), end=end)
    elif what == 1:
        CostItem.objects.create(
            project=project, kind="one_off", per=dice.choice(["total", "year", "month", "unit"]),
            unit="laite", unit_count=dice.choice([None, 3]), low="10.10",
            high=dice.randrange(11, 99), first_year=2023, last_year=dice.choice([2023, 2025]),
        )  # fmt: skip
    elif what == 2:
        StatusReport.objects.create(
            project=project, date=dice.choice(DAYS), schedule_light=dice.choice(["", "trouble"]),
            forecast_end=parse_fuzzy_date("Q2/2026"),
        )  # fmt: skip
    elif what == 3:
        model = dice.choice([SchedulePhase, CostItem, StatusReport])
        if row := model.objects.order_by("?").first():
            row.delete()
    elif what == 4:
        project.delete()
    elif what == 5:
        gone = Project.history.filter(history_type="-").order_by("history_id").last()
        if gone:
            before = Project.history.filter(id=gone.id).exclude(history_type="-").latest()
            with contextlib.suppress(Project.DoesNotExist):  # gone in that very microsecond
                restore(gone.id, before.history_date, planner)
    elif what == 6:
        project.is_not_public = not project.is_not_public
        project.not_public_fields = dice.choice([(), ("costs", "notes")])
        project.save()
    elif what == 7:
        for row in projects:
            row.status, row.is_flagship = dice.choice(["proposal", "in_progress"]), True
        change_many(projects, ["status", "is_flagship"], planner)
    else:
        project.name, project.likelihood = f"Uusi {dice.randrange(9)}", "likely"
        project.save()
    return None


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("clock", ["goes on", "goes back"])
def test_every_day_is_kept_as_the_history_tells_it(clock, seed, area, planner):
    dice = random.Random(seed)
    days = sorted(dice.choices(DAYS, k=30))
    if clock == "goes back":
        dice.shuffle(days)
    for day in days:
        with on(day), renewed_once() if dice.random() < 0.3 else transaction.atomic():
            some_change(dice, area, planner)
            some_change(dice, area, planner)
    assert_is_as_told(planner)
    assert not any(found.projects for found in all_differences())
    call_command("rebuild_states", verbosity=0)  # what a clock that went back left as the newest
    call_command("rebuild_states", check=True, verbosity=0)
    assert_is_as_told(planner)
    today = kept(datetime.date(2100, 1, 1))
    assert {key: row[2] for key, row in today.items()} == dict(
        Project.objects.values_list("pk", "status")
    )


def test_what_was_undone_on_the_same_day_was_no_change(make_project, planner):
    with on(DAYS[0]):
        project = make_project("Verkko", status="proposal")
    for status in ("approved", "proposal"):
        with on(DAYS[3]):
            project.status = status
            project.save()
    assert KeptState.objects.count() == 1
    assert_is_as_told(planner)


def test_a_save_asks_once_more_and_writes_once_more_however_many_parts_there_are(make_project):
    project = make_project("Verkko", "2022", "2023")

    def asked(name):
        project.name = name
        with CaptureQueriesContext(connection) as queries:
            project.save()
        return [q["sql"] for q in queries if "keptstate" in q["sql"]]

    assert len(asked("Verkko II")) == 2
    for n in range(5):
        SchedulePhase.objects.create(project=project, start=parse_fuzzy_date(f"{2024 + n}"))
    assert len(asked("Verkko III")) == 2
    project.description = "Vain teksti muuttuu"
    assert asked("Verkko III") == []


@pytest.mark.parametrize("how", ["one", "many"])
def test_a_project_that_is_deleted_with_its_parts_is_kept_anew_once(how, make_project, planner):
    project = make_project("Verkko")
    for n in range(5):
        SchedulePhase.objects.create(project=project, start=parse_fuzzy_date(f"{2024 + n}"))
    with CaptureQueriesContext(connection) as queries:
        project.delete() if how == "one" else Project.objects.all().delete()
    assert sum("keptstate" in query["sql"] for query in queries) <= 2
    assert not KeptState.objects.exists()


def test_what_sql_changed_is_found_and_mended(make_project, planner):
    project, other = make_project("Verkko", "2022", "2023"), make_project("Toinen")
    call_command("rebuild_states", check=True, verbosity=0)
    Project.history.filter(id=project.pk).update(status="completed")
    KeptState.objects.filter(key=other.pk).delete()
    KeptState.objects.create(
        key=987, first=DAYS[0], until=DAYS[1], name="Ei olemassa", area=1, status="proposal",
        is_flagship=False, is_not_public=False,
    )  # fmt: skip
    with pytest.raises(CommandError, match="Of 3 projects the table of time differs"):
        call_command("rebuild_states", check=True)
    assert not KeptState.objects.filter(key=other.pk).exists(), "a check changes nothing"
    out = io.StringIO()
    call_command("rebuild_states", stdout=out)
    assert "3 projects mended" in out.getvalue()
    call_command("rebuild_states", check=True, verbosity=0)
    assert_is_as_told(planner)


def test_rows_that_sql_changed_are_found_and_get_a_version(make_project, planner):
    """Today is what the tables say; from now on the history says it too."""
    first, second = make_project("Verkko", "2022", "2023"), make_project("Toinen", "2024", "2025")
    third = make_project("Kolmas")
    phase = first.phases.get()
    CostItem.objects.create(project=first, kind="one_off", per="total", low=1, high=1)
    Project.objects.filter(pk=first.pk).update(status="completed")
    SchedulePhase.objects.filter(pk=phase.pk).update(project=second)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM projects_costitem WHERE project_id = %s", [first.pk])
    Project.objects.bulk_create([Project(name="Ilman", scope="service_area",
                                         service_area=first.service_area)])  # fmt: skip
    with pytest.raises(CommandError, match=r"Of 2 projects .* \(.*such rows: 3\)"):
        call_command("rebuild_states", check=True)
    err = io.StringIO()
    call_command("rebuild_states", verbosity=0, stderr=err)
    assert "1 rows have no history" in err.getvalue()
    call_command("rebuild_states", check=True, verbosity=0, stderr=err)
    now = {row.name: row for row in KeptState.objects.at(datetime.date(2100, 1, 1))}
    assert sorted(now) == ["Kolmas", "Toinen", "Verkko"]
    assert (now["Verkko"].status, now["Verkko"].starts_on) == ("completed", None)
    assert now["Verkko"].cost_low is None
    assert now["Toinen"].starts_on == datetime.date(2022, 1, 1)
    assert now["Kolmas"].status == third.status
    assert_is_as_told(planner)


def test_a_part_that_was_moved_is_no_longer_the_other_project_s(make_project, planner):
    with on(DAYS[0]):
        first = make_project("Verkko", "2022", "2023")
        second = make_project("Toinen")
    with on(DAYS[4]):
        phase = first.phases.get()
        phase.project = second
        phase.save()
    assert_is_as_told(planner)
    ends = {row.name: row.ends_on for row in KeptState.objects.at(DAYS[5])}
    assert ends == {"Verkko": None, "Toinen": datetime.date(2023, 12, 31)}
    assert not any(found.projects for found in all_differences())


def test_of_two_saves_in_one_microsecond_the_later_counts(make_project, planner):
    with on(DAYS[0]):
        project = make_project("Verkko", status="proposal")
        for status in ("approved", "in_progress"):
            project.status = status
            project.save()
    assert [row.status for row in KeptState.objects.all()] == ["in_progress"]
    assert_is_as_told(planner)


def test_a_project_that_is_brought_back_was_away_in_between(make_project, planner):
    with on(DAYS[0]):
        project = make_project("Verkko", "2022", "2023")
        moment = Project.history.latest().history_date
    key = project.pk
    with on(DAYS[3]):
        project.delete()
    with on(DAYS[6]):
        restore(key, moment, planner)
    there = {day: KeptState.objects.at(day).filter(key=key).exists() for day in DAYS}
    assert [there[day] for day in DAYS] == [True] * 3 + [False] * 3 + [True] * 5
    assert_is_as_told(planner)


def test_the_administrator_is_told_that_the_clock_was_ahead(make_project):
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=400)):
        make_project("Huominen")
    err = io.StringIO()
    call_command("rebuild_states", check=True, verbosity=0, stderr=err)
    assert "the clock was ahead" in err.getvalue()


def test_the_upgrade_keeps_what_the_history_told_before(area, planner):
    from importlib import import_module

    from django.apps import apps

    dice = random.Random(5)
    for day in sorted(dice.choices(DAYS, k=25)):
        with on(day):
            some_change(dice, area, planner)
    KeptState.objects.all().delete()
    editor = connection.schema_editor(atomic=False)
    import_module("projects.migrations.0023_fill_table_of_time").fill(apps, editor)
    call_command("rebuild_states", check=True, verbosity=0)
