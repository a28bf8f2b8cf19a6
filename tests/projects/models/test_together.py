"""Rows that come from many tables at once are those that Django reads."""

import datetime

import pytest

from impact_assessments.models import ImpactAssessment
from projects.history.together import rows_together
from projects.models import Project
from projects.models.parts.part import part_models
from projects.saving.renewing import settle
from projects.values.fuzzy_dates import parse_fuzzy_date

pytestmark = pytest.mark.django_db
ODD = '"lainaus", it\'s\\ \n50 % – {0} %s ☃ 😀'


def test_every_value_of_every_table_is_the_same(make_project, planner, django_assert_num_queries):
    project = make_project("Verkko", description=ODD, not_public_fields=("costs", "risks"))
    other = make_project("Muu")
    project.costs.create(description=ODD, kind="one_off", low="0.10", high="1234567.5", per="year")
    project.resources.create(party="it", low="2", high="2.5", unit="days", description=ODD)
    project.phases.create(name=ODD, start=parse_fuzzy_date("kevät 2022"))
    project.milestones.create(name="Valmis", reached_on=datetime.date(2022, 2, 28))
    project.risks.create(description="Viive", probability=1, impact=5, owner=planner)
    project.benefits.create(description="Säästö")
    project.dependencies.create(other=other, kind="waits_for")
    project.comments.create(author=planner, text=ODD)
    project.reports.create(date=datetime.date(2022, 3, 1), text=ODD, author=planner)
    ImpactAssessment.objects.create(project=project, data_text=ODD, introduces_system=True)
    settle()
    now = [(model, "project_id") for model in part_models()]
    then = [(model.history.model, "project_id") for model in part_models()]
    asked = [*now, (Project.history.model, "id"), *then]
    with django_assert_num_queries(1):
        found = rows_together(asked, project.pk)
    kinds = set()
    for model, name in asked:
        rows = model._base_manager.filter(**{name: project.pk}).order_by("pk")
        assert values(found[model]) == values(rows), model
        kinds |= {model for _row in rows}
    assert len(kinds) >= 20


def values(rows):
    return sorted(
        [
            [
                (type(value), value)
                for value in (getattr(row, f.attname) for f in row._meta.concrete_fields)
            ]
            for row in rows
        ],
        key=str,
    )
