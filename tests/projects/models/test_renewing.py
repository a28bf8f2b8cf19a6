"""What follows from saved rows is the same whether it is renewed once or after each of them."""

from __future__ import annotations

import datetime
import itertools
import random
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from impact_assessments.models import ImpactAssessment, Link, ModelChange
from projects.history.restoring import restore
from projects.models import (
    BudgetYear,
    CostItem,
    Project,
    ResourceNeed,
    Risk,
    SchedulePhase,
    SearchEntry,
    StatusReport,
    renew_totals,
)
from projects.saving.own_checks import OwnChecks
from projects.saving.renewing import renewed_once, settle
from projects.searching.index import rebuild
from projects.searching.search import matching_projects, needles_of
from projects.values.fuzzy_dates import parse_fuzzy_date

pytestmark = pytest.mark.django_db
TOTALS = ("pk", "starts_on", "ends_on", "cost_low", "cost_high", "last_report")
WORDS = ("verkko", "palvelin", "ÄÄNI", "Öljy", "arkisto")


def renewed():
    """All that projects take over and all that search knows."""
    projects = Project.objects.order_by("pk").values_list(*TOTALS)
    entries = SearchEntry.objects.order_by("kind", "row_id", "field")
    return list(projects), list(
        entries.values_list("kind", "row_id", "field", "words", "piece", "weight", "project")
    )


def truth():
    """The same, made anew out of all rows."""
    with transaction.atomic():
        renew_totals(Project.objects.all())
        rebuild()
        return renewed()


def some_saves(dice, area):
    """Thirty saves and deletions as they come, some of them taken back."""
    projects = list(Project.objects.all())
    for _n in range(30):
        project = dice.choice(projects)
        what = dice.randrange(8)
        if what == 0:
            projects.append(
                Project.objects.create(
                    name=dice.choice(WORDS), scope="service_area", service_area=area
                )
            )
        elif what == 1:
            year = str(dice.randrange(2020, 2030))
            SchedulePhase.objects.create(project=project, start=parse_fuzzy_date(year))
        elif what == 2:
            low = dice.randrange(100)
            CostItem.objects.create(
                project=project, kind="one_off", per="total", low=low, high=low + 1,
                description=dice.choice(WORDS),
            )  # fmt: skip
        elif what == 3:
            day = datetime.date(2023, 1, dice.randrange(1, 28))
            StatusReport.objects.create(project=project, date=day, text=dice.choice(WORDS))
        elif what == 4:
            project.name = f"{dice.choice(WORDS)} {dice.choice(WORDS)}"
            project.save()
        elif what == 5:
            area.name = f"{dice.choice(WORDS)} {dice.randrange(1000)}"
            area.save()
        elif what == 6:
            model = dice.choice([SchedulePhase, CostItem, StatusReport])
            if row := model.objects.first():
                row.delete()
        else:
            with pytest.raises(TakenBack), transaction.atomic():
                save_and_fail(project)
    return projects


class TakenBack(Exception):
    pass


def save_and_fail(project):
    CostItem.objects.create(
        project=project, kind="one_off", per="total", low=7, high=9, description="pois"
    )
    raise TakenBack


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("how", ["once", "each"])
def test_what_is_renewed_is_what_the_rows_say(how, seed, make_project, area):
    for n in range(3):
        make_project(f"Hanke {n}", "2022", "2023")
    dice = random.Random(seed)
    if how == "once":
        with renewed_once():
            copies = some_saves(dice, area)
    else:
        copies = some_saves(dice, area)
    assert renewed() == truth()
    touched = {pk: row for pk, *row in Project.objects.values_list(*TOTALS)}
    if how == "once":  # the copies in memory have the values too, if they were saved themselves
        for copy in copies[3:]:
            assert [copy.starts_on, copy.ends_on, copy.cost_low, copy.cost_high] == touched[
                copy.pk
            ][:4]


def test_who_reads_in_the_same_transaction_reads_what_is_true(make_project, planner):
    project = make_project("Hanke")
    with renewed_once():
        CostItem.objects.create(
            project=project, kind="one_off", per="total", low=1, high=2, description="palvelin"
        )
        report = StatusReport.objects.create(project=project)  # keeps what the project cost then
        assert matching_projects(needles_of("palvelin"), planner) == [project.pk]
        settle()
        assert project.cost_high == 2
    assert report.then.cost.high == Decimal(2)


def test_after_an_error_nothing_is_due_any_more(make_project):
    project = make_project("Hanke")
    before = renewed()
    with pytest.raises(TakenBack), renewed_once():
        save_and_fail(project)
    with CaptureQueriesContext(connection) as asked:
        settle()
    assert renewed() == before
    assert not asked.captured_queries


def queries(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def form_with(n, area):
    data = {
        "name": f"Hanke {n}", "scope": "service_area", "service_area": area.pk,
        "status": "proposal", "priority": "normal",
    }  # fmt: skip
    parts = ("phases", "milestones", "dependencies", "budget", "ledger_codes", "resources",
             "risks", "benefits", "reports", "assessment")  # fmt: skip
    for prefix in (*parts, "costs"):
        data |= {f"{prefix}-TOTAL_FORMS": n if prefix == "costs" else 0}
        data |= {f"{prefix}-INITIAL_FORMS": 0}
    for row in range(n):
        values = {"kind": "one_off", "per": "total", "low": "1", "high": "2"}
        values |= {"certainty": "estimate", "description": f"Erä {row}"}
        data |= {f"costs-{row}-{name}": value for name, value in values.items()}
    return data


def test_a_save_asks_two_queries_for_each_part(client, planner, area):
    """The row and its version. D1: with 300 parts it took 26 seconds, of 17 queries each."""
    client.force_login(planner)
    address = reverse("admin:projects_project_add")

    def save(n):
        answer = client.post(address, form_with(n, area))
        assert answer.status_code == 302
        assert Project.objects.get(name=f"Hanke {n}").cost_high == 2 * n

    save(1)
    few, many = queries(lambda: save(5)), queries(lambda: save(25))
    assert many - few <= 2 * 20


def test_bringing_back_many_parts_asks_little_for_each(make_project, planner):
    def bring_back(n):
        project = make_project(f"Hanke {n}")
        rows = [
            CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=2)
            for _n in range(n)
        ]
        at = rows[-1].history.latest().history_date
        with renewed_once():
            for row in rows:
                row.high = 3
                row.save()
        asked = queries(lambda: restore(project.pk, at, planner))
        project.refresh_from_db()
        assert project.cost_high == 2 * n
        return asked

    bring_back(1)
    assert bring_back(25) - bring_back(5) <= 3 * 20  # whether it is there, the row, its version


def test_deleting_many_projects_renews_the_search_once(client, make_project, make_user):
    client.force_login(make_user("administrator"))

    def delete(n):
        keys = []
        for number in range(n):
            project = make_project(f"Hanke {number}")
            CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=2)
            keys.append(project.pk)
        data = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
        client.post(reverse("admin:projects_project_changelist"), data)
        assert not Project.objects.exists()
        assert not SearchEntry.objects.filter(kind="projects.costitem").exists()

    one = CaptureQueriesContext(connection)
    delete(1)
    with one:
        delete(3)
    index = [each for each in one if 'DELETE FROM "projects_searchentry"' in each["sql"]]
    assert len(index) <= 12


VALUES = {
    CostItem: {
        "low": [None, -1, 0, 2], "high": [None, -1, 1, 2], "per": ["", "total"],
        "first_year": [None, 2021, 2022], "last_year": [None, 2021],
    },
    BudgetYear: {"frame": [None, -1, 0, 2], "forecast": [None, -1, 0]},
    ResourceNeed: {"low": [None, -1, 0, 2], "high": [None, -1, 1], "unit": ["", "person_days"]},
    Risk: {"probability": [None, 0, 1, 5, 6], "impact": [0, 1, 6]},
    SchedulePhase: {"start": ["", "2022", "9/2022"], "end": ["", "2021", "Q3/2022"]},
    Project: {"name": ["", " ", "Hanke"]},
    ImpactAssessment: {"screening": ["", "not_required"], "justification": ["", " ", "Syy"]},
    ModelChange: {"name": ["", " ", "Väestötieto"], "kind": ["system"], "change": ["new"]},
    Link: {"name": ["", "Lausunto"], "url": ["", "https://example.fi/"], "kind": ["statement"]},
}  # fmt: skip
GIVEN = {CostItem: {"kind": "one_off"}, BudgetYear: {"year": 2023}, ResourceNeed: {"party": "it"},
         Risk: {"description": "x"}, Project: {"scope": "service_area"}}  # fmt: skip


def test_rows_refuse_by_themselves_what_their_constraints_refuse(make_project, area):
    """Whatever passes `full_clean` is taken by the database, whose constraints it did not ask."""
    project = make_project()
    checked = set()
    for model, values in VALUES.items():
        for row_values in itertools.product(*values.values()):
            row = model(**GIVEN.get(model, {}), **dict(zip(values, row_values, strict=True)))
            if model is SchedulePhase:
                row.start, row.end = (parse_fuzzy_date(v) if v else None for v in row_values)
            if model is Project:
                row.service_area = area
            else:
                row.project = project
            with CaptureQueriesContext(connection) as asked:
                try:
                    row.full_clean(exclude=["project", "service_area"], validate_unique=False)
                except ValidationError:
                    continue
            assert not asked.captured_queries
            checked.add(model)
            try:
                with transaction.atomic():
                    models.Model.save(row, force_insert=True)
            except IntegrityError as error:
                pytest.fail(f"{model.__name__} {row_values}: {error}")
            model.objects.filter(pk=row.pk).delete()
    assert checked == set(VALUES)


def test_the_models_that_check_themselves_are_tested():
    own = {
        model
        for model in models_of(OwnChecks)
        if any(isinstance(each, models.CheckConstraint) for each in model._meta.constraints)
    }
    others = {"Dependency"}  # tests/projects/models/test_dependencies.py
    assert {model.__name__ for model in own} == {model.__name__ for model in VALUES} | others


def models_of(base):
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, base)]


def test_an_area_with_a_new_name_is_found_by_it(make_project, planner, area):
    with renewed_once():
        project = make_project()
        area.name = "Hyvinvointi"
        area.save()
    assert matching_projects(needles_of("hyvinvointi"), planner) == [project.pk]
