"""How much a project's page asks of the database, and what saving a section of it does."""

import datetime
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from projects.models import Project
from projects.values.fuzzy_dates import parse_fuzzy_date
from tests import demonstration
from tests.portfolio.project.test_editing_sections import HTMX, address, form_of

pytestmark = pytest.mark.django_db
MOST, MOST_OF_A_SAVE = 19, 48


def asked_by(work):
    with CaptureQueriesContext(connection) as asked:
        answer = work()
    assert answer.status_code == 200
    return [query["sql"] for query in asked]


def test_the_richest_project_of_the_demonstration_asks_little(client):
    demonstration.load()
    client.force_login(User.objects.get(username="suunnittelija"))
    for project in Project.objects.all():
        client.get(project.get_absolute_url())
        asked = asked_by(lambda p=project: client.get(p.get_absolute_url()))
        assert len(asked) <= MOST, (project, asked)


def fill(project, author, rows):
    for n in range(rows):
        project.phases.create(name=f"Vaihe {n}", start=parse_fuzzy_date("2022"))
        project.costs.create(description=f"Kulu {n}", kind="one_off", low=1, high=2, per="year")
        project.resources.create(party="it", description=f"Työ {n}")
        project.milestones.create(name=f"Merkki {n}")
        project.risks.create(description=f"Viive {n}", probability=1, impact=5, owner=author)
        project.benefits.create(description=f"Säästö {n}")
        project.comments.create(author=author, text=f"Hei {n}")
        project.reports.create(date=datetime.date(2022, 3, 1 + n), text=f"Hyvin {n}", author=author)
        other = Project.objects.create(name=f"Muu {n}", service_area=project.service_area)
        project.dependencies.create(other=other, kind="waits_for")
        project.name = f"Verkko {n}"
        project.save()


def test_neither_page_nor_save_asks_more_for_more_rows(client, planner, make_user, make_project):
    client.force_login(planner)
    texts = {"schedule_text": "Alussa", "cost_text": "Alussa"}
    project, author = make_project("Verkko", **texts), make_user("planner", "toinen")
    pages, saves = [], []
    for rows in (2, 9):
        fill(project, author, rows)
        client.get(project.get_absolute_url())
        pages.append(asked_by(lambda: client.get(project.get_absolute_url())))
        for key, field in (("schedule", "schedule_text"), ("costs", "cost_text")):
            where = address(project, key)
            sent = form_of(client.get(where)) | {field: f"Sanoin {rows}"}
            client.get(where)
            saves.append(asked_by(lambda w=where, s=sent: client.post(w, s, headers=HTMX)))
            assert getattr(Project.objects.get(pk=project.pk), field) == f"Sanoin {rows}"
    few, many = (Counter(sql[:300] for sql in page) for page in pages)
    assert len(pages[0]) == len(pages[1]), many - few
    assert [len(asked) for asked in saves[:2]] == [len(asked) for asked in saves[2:]]
    assert max(map(len, saves)) <= MOST_OF_A_SAVE
