"""What a project takes over from its parts, and the order of names."""

import datetime
import random
from decimal import Decimal

import pytest

from projects.confidentiality import Piece
from projects.fields import sort_key
from projects.models import CostItem, Project, ServiceArea, StatusReport
from projects.models.querysets import is_stale

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 3, 15)


def values(project):
    return Project.objects.values_list("starts_on", "ends_on", "cost_low", "cost_high").get(
        pk=project.pk
    )


def test_names_stand_in_finnish_order():
    right = ["", "1. vaihe", "Hanke 2", "Hanke 10", "Vyö", "waltti", "ÅBO", "Äly", "Öljy", "öljy 2"]
    for seed in range(20):
        shuffled = random.Random(seed).sample(right, len(right))
        assert sorted(shuffled, key=sort_key) == right


def test_lists_come_in_that_order(make_project):
    for name in ("Öljy", "Äly", "Zoo", "Hanke 10", "hanke 9", "Åbo"):
        make_project(name)
        ServiceArea.objects.create(name=name)
    right = ["hanke 9", "Hanke 10", "Zoo", "Åbo", "Äly", "Öljy"]
    assert [project.name for project in Project.objects.all()] == right


def test_costs_over_all_years_follow_the_items(make_project):
    project = make_project()
    assert values(project)[2:] == (None, None)
    once = CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=2)
    CostItem.objects.create(
        project=project, kind="recurring", per="month", low=10, high=10,
        first_year=2022, last_year=2023,
    )  # fmt: skip
    CostItem.objects.create(
        project=project, kind="one_off", per="unit", unit="laite", unit_count=2,
        low=100, high=200,
    )  # fmt: skip
    CostItem.objects.create(
        project=project, kind="one_off", per="unit", unit="laite", low=9999, high=9999
    )
    assert values(project)[2:] == (Decimal(1 + 240 + 200), Decimal(2 + 240 + 400))
    once.delete()
    assert values(project)[2:] == (Decimal(440), Decimal(640))


def test_the_newest_report_is_the_one_with_the_latest_date(make_project):
    project = make_project()
    new = StatusReport.objects.create(project=project, date=DAY)
    StatusReport.objects.create(project=project, date=DAY - datetime.timedelta(days=3))
    assert Project.objects.get().last_report == new
    new.delete()
    assert Project.objects.get().last_report.date == DAY - datetime.timedelta(days=3)


def test_an_old_copy_does_not_put_old_values_back(make_project):
    project = make_project(start="2022", end="2023")
    copy = Project.objects.get(pk=project.pk)
    CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=2)
    copy.name = "Uusi nimi"
    copy.save()
    assert values(project)[2:] == (Decimal(1), Decimal(2))


def test_reports_are_stale_after_so_many_days(make_project, settings):
    settings.REPORT_DAYS = 30
    moving = {"status": "in_progress"}
    fresh, old = make_project("a", **moving), make_project("b", **moving)
    none = make_project("c", "2022", **moving)
    make_project("just started", "3/2023", **moving)
    make_project("not started", "2022")
    StatusReport.objects.create(project=fresh, date=DAY - datetime.timedelta(days=30))
    StatusReport.objects.create(project=old, date=DAY - datetime.timedelta(days=31))
    assert set(Project.objects.filter(is_stale(DAY))) == {old, none}


def test_people_answer_for_what_they_own_manage_or_edit(make_project, make_user, area):
    editor, owner = make_user("area_editor"), make_user("reader")
    area.editors.add(editor)
    other = ServiceArea.objects.create(name="Muu")
    mine = make_project("a")
    owned = make_project("b", owner=owner, service_area=other)
    assert list(Project.objects.answered_for_by(editor)) == [mine]
    assert list(Project.objects.answered_for_by(owner)) == [owned]


def test_what_was_taken_from_hidden_rows_is_hidden_too(make_project, make_user):
    project = make_project(not_public_fields=(Piece.COSTS, Piece.REPORTS))
    CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=2)
    StatusReport.objects.create(project=project, date=DAY)
    seen = Project.objects.get().seen_by(make_user("reader"))
    assert (seen.cost_low, seen.cost_high, seen.last_report) == (None, None, None)
