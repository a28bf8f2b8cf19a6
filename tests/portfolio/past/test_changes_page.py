"""The page of changes: fifty at a time, one way of changing at a time, and the whole in files."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Project
from projects.saving.many import add_many, change_many
from tests.projects.history.test_kept_states import DAYS, on

pytestmark = pytest.mark.django_db
BETWEEN = {"from": DAYS[1].isoformat(), "to": DAYS[6].isoformat()}


@pytest.fixture
def changed(client, planner, area):
    """53 projects of which all changed their status, and two came."""
    rows = [Project(name=f"Hanke {n}", scope="service_area", service_area=area) for n in range(53)]
    with on(DAYS[0]):
        add_many(rows, planner)
    with on(DAYS[4]):
        for row in rows:
            row.status = "approved"
        change_many(rows, ["status"], planner)
        more = [Project(name=f"Uusi {n}", scope="service_area", service_area=area) for n in (1, 2)]
        add_many(more, planner)
    client.force_login(planner)


def rows_of(answer):
    return [(row["change"].kind, row["change"].name) for g in answer.context["groups"]
            for row in g["rows"]]  # fmt: skip


def test_fifty_changes_are_on_a_page_and_each_kind_can_be_read_alone(client, changed):
    answer = client.get(reverse("changes"), BETWEEN)
    assert answer.context["total"] == 55
    first = rows_of(answer)
    assert len(first) == 50
    assert first[:3] == [("new", "Uusi 1"), ("new", "Uusi 2"), ("status", "Hanke 0")]
    last = rows_of(client.get(reverse("changes"), BETWEEN | {"page": 2}))
    assert last == [("status", f"Hanke {n}") for n in range(48, 53)]
    new = answer.context["kinds"][0]
    assert (new["count"], rows_of(client.get(f"{reverse('changes')}?{new['query']}"))) == (
        2, [("new", "Uusi 1"), ("new", "Uusi 2")],
    )  # fmt: skip
    for odd in ({"kind": "none"}, {"kind": ""}, {"page": "x"}):
        assert len(rows_of(client.get(reverse("changes"), BETWEEN | odd))) == 50


def test_a_file_holds_all_changes_of_what_is_on_the_page(client, changed):
    def names(**more):
        data = client.get(reverse("changes-csv"), BETWEEN | more).getvalue().decode("utf-8-sig")
        return [row[1] for row in csv.reader(io.StringIO(data), delimiter=";")][1:]

    assert len(names()) == 55
    assert names(kind="new") == ["Uusi 1", "Uusi 2"]


def test_the_dashboard_leads_to_the_changes_that_it_counts(client, changed):
    answer = client.get(reverse("dashboard"), {"since": DAYS[1].isoformat()})
    shown = next(w for w in answer.context["widgets"] if w["widget"].key == "changes")
    assert [row["count"] for row in shown["figures"]["rows"]] == [2, 53]
    for row in shown["figures"]["rows"]:
        assert client.get(row["link"]).context["page"].paginator.count == row["count"]


def test_after_a_save_the_dashboard_asks_the_same_few_questions_of_any_portfolio(
    client, changed, planner, area
):
    def asked():
        client.get(reverse("dashboard"))
        Project.objects.first().save()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("dashboard"))
        return len(queries)

    few = asked()
    add_many(
        [Project(name=f"Muu {n}", scope="service_area", service_area=area) for n in range(30)],
        planner,
    )
    assert asked() <= few <= 25
