"""Chains of projects: pure logic, and what the form of a project refuses."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone, translation

from projects.history.restoring import restore
from projects.history.sentences import changes
from projects.models import Dependency
from projects.values.dependency_graph import (
    Late,
    Times,
    chain,
    circle,
    connected,
    late_links,
    through,
)
from tests.projects.editing.test_admin import form

CHANGE = "admin:projects_project_change"


def day(month, number=1):
    return datetime.date(2023, month, number)


def test_what_hangs_together_is_found_whichever_way_it_hangs():
    edges = [(1, 2), (3, 2), (4, 5)]
    assert connected(edges, 1) == {1, 2, 3}
    assert connected(edges, 9) == {9}


def test_a_chain_is_the_shortest_way():
    edges = [(1, 2), (2, 3), (3, 4), (1, 3)]
    assert chain(edges, 1, 4) == (1, 3, 4)
    assert chain(edges, 4, 1) == ()
    assert chain(edges, 2, 2) == (2,)


def test_one_more_edge_that_closes_a_circle_is_told_with_the_way_back():
    edges = [(1, 2), (2, 3)]
    assert circle(edges, (3, 1)) == (3, 1, 2, 3)
    assert circle(edges, (1, 3)) == ()


def test_who_starts_before_the_one_before_ends_is_late():
    times = {1: Times(day(1), day(6, 30)), 2: Times(day(5), day(12, 31))}
    assert late_links([(1, 2)], times) == [Late(1, 2, day(6, 30), day(5), False)]
    assert late_links([(2, 1)], {1: Times(day(7)), 2: Times(day(1), day(7))}) == []


def test_a_delay_goes_on_along_the_chain():
    times = {
        1: Times(day(1), day(4, 11)),
        2: Times(day(4), day(6, 30)),  # ten days late
        3: Times(day(7), day(9, 30)),  # would be in time
    }
    links = late_links([(2, 3), (1, 2)], times)
    assert [(link.blocker, link.blocked, link.is_pushed) for link in links] == [
        (1, 2, False),
        (2, 3, True),
    ]
    assert links[1].end == day(7, 10)


def test_a_forecast_says_when_a_project_ends_whatever_comes_before_it():
    times = {
        1: Times(day(1), day(6)),
        2: Times(day(2), day(3), forecast=day(4)),
        3: Times(day(5), day(6)),
    }
    assert [link.blocked for link in late_links([(1, 2), (2, 3)], times)] == [2]
    times[2] = Times(day(2), day(3), forecast=day(8))
    assert [link.blocked for link in late_links([(1, 2), (2, 3)], times)] == [2, 3]


def test_who_is_over_or_has_no_dates_holds_nobody_up():
    late = Times(day(1), day(12))
    start = Times(day(2))
    assert late_links([(1, 2)], {1: Times(day(1), day(12), is_over=True), 2: start}) == []
    assert late_links([(1, 2)], {1: late, 2: Times(day(2), is_over=True)}) == []
    assert late_links([(1, 2)], {1: late, 2: Times()}) == []
    assert late_links([(1, 2)], {1: Times(), 2: start}) == []
    assert late_links([(1, 2)], {1: late}) == []


def test_a_circle_in_the_tables_ends_too():
    times = {key: Times(day(key), day(key + 2)) for key in (1, 2, 3)}
    assert late_links([(1, 2), (2, 3), (3, 1)], times)
    assert chain([(1, 2), (2, 1)], 1, 3) == ()


def test_the_late_chain_of_a_project_is_what_lies_before_and_after_it():
    links = [Late(a, b, day(2), day(1), False) for a, b in ((1, 2), (2, 3), (9, 3), (3, 4), (5, 6))]
    assert [(x.blocker, x.blocked) for x in through(links, 2)] == [(1, 2), (2, 3), (3, 4)]
    assert through(links, 7) == []


# From here on with the database.


@pytest.fixture
def three(make_project):
    return [make_project(name) for name in ("Verkko", "Konesali", "Kirjasto")]


def depend(project, kind, other, **values):
    row = Dependency(project=project, kind=kind, other=other, **values)
    row.full_clean()
    row.save()
    return row


@pytest.mark.django_db
def test_either_side_writes_down_the_same_edge(three):
    network, hall, library = three
    assert depend(network, "blocks", hall).edge == (network.pk, hall.pk)
    assert depend(library, "waits_for", hall).edge == (hall.pk, library.pk)
    assert depend(network, "relates", library).edge is None
    assert set(Dependency.objects.edges()) == {(network.pk, hall.pk), (hall.pk, library.pk)}


@pytest.mark.django_db
def test_no_circle_no_self_and_nothing_twice(three):
    network, hall, library = three
    depend(network, "blocks", hall)
    depend(hall, "blocks", library)
    with translation.override("en"):
        with pytest.raises(ValidationError, match="Kirjasto → Verkko → Konesali → Kirjasto"):
            depend(library, "blocks", network)
        with pytest.raises(ValidationError, match="already"):
            depend(hall, "relates", network)
        with pytest.raises(ValidationError, match="itself"):
            depend(hall, "waits_for", hall)


@pytest.mark.django_db
def test_who_is_named_by_another_is_not_deleted(three):
    network, hall, _library = three
    depend(network, "blocks", hall)
    with pytest.raises(ProtectedError):
        hall.delete()
    network.delete()
    hall.delete()


def posted(client, project, rows):
    url = reverse(CHANGE, args=[project.pk])
    data = form(client, url) | {"dependencies-TOTAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        data |= {f"dependencies-{number}-project": project.pk}
        data |= {f"dependencies-{number}-{name}": value for name, value in row.items()}
    return client.post(url, data)


def errors(response):
    formsets = [each.formset for each in response.context["inline_admin_formsets"]]
    rows = next(each for each in formsets if each.model is Dependency)
    return [error for row in rows.errors for error in row.get("other", [])]


@pytest.mark.django_db
def test_the_form_names_the_chain_at_the_field(client, planner, three):
    planner.language = "en"
    planner.save()
    network, hall, library = three
    depend(network, "blocks", hall)
    client.force_login(planner)
    # Each of the two rows would do; together with the old one they make a circle.
    answer = posted(
        client,
        library,
        [{"kind": "waits_for", "other": hall.pk}, {"kind": "blocks", "other": network.pk}],
    )
    assert answer.status_code == 200
    assert "Kirjasto → Verkko → Konesali → Kirjasto" in errors(answer)[0]
    answer = posted(client, hall, [{"kind": "relates", "other": network.pk}])
    assert "already" in errors(answer)[0]
    answer = posted(client, hall, [{"kind": "relates", "other": hall.pk}])
    assert "itself" in errors(answer)[0]
    answer = posted(client, library, [{"kind": "waits_for", "other": hall.pk, "note": "Laitteet"}])
    assert answer.status_code == 302
    assert library.dependencies.get().note == "Laitteet"


@pytest.mark.django_db
def test_a_row_may_turn_round_in_one_save(client, planner, three):
    network, hall, _library = three
    row = depend(network, "blocks", hall)
    client.force_login(planner)
    answer = posted(
        client,
        network,
        [
            {"id": row.pk, "kind": "blocks", "other": hall.pk, "DELETE": "on"},
            {"kind": "waits_for", "other": hall.pk},
        ],
    )
    assert answer.status_code == 302
    assert Dependency.objects.get().edge == (hall.pk, network.pk)


@pytest.mark.django_db
def test_a_project_that_one_may_not_see_is_neither_offered_nor_named(
    client, make_user, make_project, area
):
    editor = make_user("area_editor")
    editor.language = "en"
    editor.save()
    area.editors.add(editor)
    mine, seen = make_project("Oma"), make_project("Muu")
    secret = make_project("Salainen", is_not_public=True)
    depend(mine, "blocks", secret)
    depend(secret, "blocks", seen)
    client.force_login(editor)
    page = client.get(reverse(CHANGE, args=[mine.pk])).content.decode()
    assert "Salainen" not in page
    answer = posted(client, mine, [{"kind": "relates", "other": secret.pk}])
    assert answer.status_code == 200
    assert "Salainen" not in answer.content.decode()
    answer = posted(client, mine, [{"kind": "waits_for", "other": seen.pk}])
    assert "Muu → Oma → (a project that you may not see) → Muu" in errors(answer)[0]
    assert Dependency.objects.count() == 2
    assert "Salainen" not in str(changes(mine.pk, (), editor))
    assert "Salainen" in str(changes(mine.pk, (), make_user("planner")))
    # A number that is only sent is not named by the page about two versions either.
    data = {"version": "x", "dependencies-TOTAL_FORMS": 1, "dependencies-INITIAL_FORMS": 0}
    data |= {"dependencies-0-other": secret.pk, "dependencies-0-kind": "relates"}
    answer = client.post(reverse(CHANGE, args=[mine.pk]), data)
    assert "Salainen" not in answer.content.decode()


@pytest.mark.django_db
def test_the_history_tells_it_and_an_earlier_state_brings_it_back(three, planner):
    network, hall, library = three
    row = depend(network, "blocks", hall, note="Kaapelit")
    then = timezone.now()
    row.note = "Kuitu"
    row.save()
    row.delete()
    with translation.override("en"):
        told = [s for change in changes(network.pk) for s in change.sentences]
    assert "Dependency “Konesali” removed" in told
    assert "Dependency “Konesali”: Note Kaapelit → Kuitu" in told
    restore(network.pk, then, planner)
    assert network.dependencies.get().note == "Kaapelit"
    # What would make a circle now stays away.
    network.dependencies.get().delete()
    depend(hall, "blocks", library)
    depend(library, "blocks", network)
    restore(network.pk, then, planner)
    assert not network.dependencies.exists()


@pytest.mark.django_db
def test_a_new_project_has_its_dependencies_from_the_start(client, planner, three, area):
    planner.language = "en"
    planner.save()
    network, hall, _library = three
    depend(network, "blocks", hall)
    client.force_login(planner)
    url = reverse("admin:projects_project_add")
    data = form(client, url) | {
        "name": "Uusi",
        "scope": "service_area",
        "service_area": area.pk,
        "dependencies-TOTAL_FORMS": 2,
        "dependencies-0-kind": "blocks",
        "dependencies-0-other": network.pk,
        "dependencies-1-kind": "waits_for",
        "dependencies-1-other": hall.pk,
    }
    answer = client.post(url, data)
    assert answer.status_code == 200
    assert "Konesali → Uusi → Verkko → Konesali" in errors(answer)[0]
    data["dependencies-1-kind"] = "relates"
    assert client.post(url, data).status_code == 302
    assert set(Dependency.objects.values_list("project__name", "other__name")) == {
        ("Verkko", "Konesali"),
        ("Uusi", "Verkko"),
        ("Uusi", "Konesali"),
    }
