"""The page of search."""

import pytest
from django.urls import reverse

from projects.models import StatusReport
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, planner):
    client.force_login(planner)
    return lambda question, **more: client.get(reverse("search"), {"q": question, **more})


def test_hits_stand_under_their_project_with_what_they_are(ask, make_project):
    project = make_project("Runkoverkko")
    StatusReport.objects.create(project=project, date="2022-09-01", text="Verkko on tilattu.")
    ActionPlan.objects.create(title="Verkkosuunnitelma", organisation="Kaupunki")
    text = ask("verkko").content.decode()
    assert "<mark>Runkoverkko</mark>" in text
    assert "1.9.2022" in text
    assert "<mark>Verkko</mark> on tilattu." in text
    assert "<mark>Verkkosuunnitelma</mark>" in text
    assert "1 hanke" in text


def test_a_text_is_never_trusted(ask, make_project):
    make_project("Verkko <b>", notes="verkko <script>alert(1)</script>")
    text = ask("verkko").content.decode()
    assert "<script>alert" not in text
    assert "<mark>verkko</mark> &lt;script&gt;alert(1)" in text
    assert "&lt;b&gt;" in text
    assert "<script>x" not in ask("<script>x").content.decode()


@pytest.mark.parametrize(
    ("question", "words"),
    [("", "Kirjoita, mitä etsit"), ("!?", "ei ole kirjainta"), ("x" * 10_000, "10000 merkkiä"),
     ("olematon", "ei löytynyt mitään")],
)  # fmt: skip
def test_a_question_without_an_answer_says_what_to_do(ask, question, words):
    answer = ask(question)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_hits_come_in_pages(ask, make_project):
    for n in range(25):
        make_project(f"Verkko {n}")
    assert [len(ask("verkko", page=n).context["found"]) for n in (1, 2, "x", 99)] == [20, 5, 20, 5]


@pytest.mark.parametrize("many", [3, 15])
def test_queries_do_not_grow(ask, make_project, django_assert_max_num_queries, many):
    ActionPlan.objects.create(title="Verkkosuunnitelma", organisation="Kaupunki")
    for n in range(many):
        project = make_project(f"Verkko {n}", notes="verkko")
        StatusReport.objects.create(project=project, text="verkko")
    ask("verkko")
    with django_assert_max_num_queries(15):
        ask("verkko")


def test_every_page_has_the_field(client, planner):
    client.force_login(planner)
    for page in ("dashboard", "project-list", "plan-list"):
        assert f'action="{reverse("search")}"' in client.get(reverse(page)).content.decode()
