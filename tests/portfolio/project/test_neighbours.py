"""From one project of a view to the next."""

import re
from html import unescape

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def link(text, rel):
    found = re.search(rf'rel="{rel}"\s+href="([^"]+)"', text)
    return found and unescape(found[1])


def test_a_view_leads_from_project_to_project(client, planner, make_project):
    for name in ("C verkko", "A verkko", "B verkko", "D muu"):
        make_project(name)
    client.force_login(planner)
    text = client.get(reverse("project-list"), {"q": "verkko", "sort": "-name"}).content.decode()
    first = unescape(re.search(r'href="(/projects/\d+/\?view=[^"]*)"', text)[1])
    names = []
    while first:
        page = client.get(first)
        text = page.content.decode()
        names.append((page.context["project"].name, page.context["neighbours"].position))
        assert "/ 3<" in text
        assert 'href="/projects/?q=verkko&amp;sort=-name"' in text
        first = link(text, "next")
    assert names == [("C verkko", 1), ("B verkko", 2), ("A verkko", 3)]
    assert link(text, "prev")


def test_projects_that_the_reader_does_not_see_are_passed_over(client, make_user, make_project):
    one, _secret, other = (
        make_project("A"),
        make_project("B", is_not_public=True),
        make_project("C"),
    )
    client.force_login(make_user("reader"))
    text = client.get(one.get_absolute_url(), {"view": ""}).content.decode()
    assert link(text, "next").startswith(other.get_absolute_url())
    assert "1 / 2<" in text


@pytest.mark.parametrize("view", ["q=olematon", "status=zzz&sort=password", "%00", "x" * 9000,
                                  "area=99999", "view=view=view", "&&&=;"])  # fmt: skip
def test_a_view_without_the_project_or_without_sense_shows_the_project(
    client, planner, make_project, view
):
    project = make_project("A")
    client.force_login(planner)
    answer = client.get(project.get_absolute_url(), {"view": view})
    assert answer.status_code == 200
    if view == "q=olematon":
        assert answer.context["neighbours"] is None


def test_queries_do_not_grow(client, planner, make_project, django_assert_num_queries):
    project = make_project("A")
    client.force_login(planner)

    def ask():
        client.get(project.get_absolute_url(), {"view": ""})

    make_project("B")
    ask()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        ask()
    for n in range(10):
        make_project(f"C {n}")
    with django_assert_num_queries(len(few)):
        ask()
