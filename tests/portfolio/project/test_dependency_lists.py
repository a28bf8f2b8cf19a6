"""What a project's page says of the projects that it waits for and holds up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portfolio.project.dependencies import dependencies_of
from projects.models import Dependency, StatusReport
from projects.values.fuzzy_dates import parse_fuzzy_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(make_project):
    """Three projects, each waiting for the one before; the first ends too late."""
    network = make_project("Verkko", "1/2023", "6/2023", status="in_progress")
    hall = make_project("Konesali", "5/2023", "8/2023", status="approved")
    library = make_project("Kirjasto", "9/2023", "12/2023", status="approved")
    Dependency.objects.create(project=network, kind="blocks", other=hall, note="Kaapelit")
    Dependency.objects.create(project=library, kind="waits_for", other=hall)
    return network, hall, library


def page(client, user, project):
    client.force_login(user)
    return client.get(project.get_absolute_url()).content.decode()


def names(rows):
    return [row.project.name for row in rows]


def test_both_sides_name_each_other(chain, planner):
    network, hall, library = chain
    found = dependencies_of(hall, planner)
    assert names(found.waits_for) == ["Verkko"]
    assert names(found.holds_up) == ["Kirjasto"]
    assert names(dependencies_of(library, planner).waits_for) == ["Konesali"]
    assert dependencies_of(network, planner).holds_up[0].note == "Kaapelit"


def test_a_late_chain_is_told_on_every_page_of_it(client, make_user, chain):
    network, hall, library = chain
    user = make_user("reader")
    text = page(client, user, hall)
    assert "Tämän hankkeen pitäisi alkaa 1.5.2023" in text
    assert "päättyy vasta 30.6.2023" in text
    assert "odottaa tätä hanketta" in page(client, user, network)
    # Konesali starts sixty days late and so ends on 30.10., after Kirjasto should have started.
    text = page(client, user, library)
    assert "30.10.2023" in text
    assert "ketjun aiempi viive" in text
    assert "Hankkeen ”Konesali” pitäisi alkaa 1.5.2023" in text


def test_the_newest_report_s_forecast_counts(client, make_user, chain):
    network, hall, _library = chain
    StatusReport.objects.create(project=network, forecast_end=parse_fuzzy_date("4/2023"))
    user = make_user("reader")
    assert "eivät sovi yhteen" not in page(client, user, hall)
    network.not_public_fields = ["reports"]
    network.save()
    # A reader who may not see the report is told by the plan.
    assert "30.6.2023" in page(client, user, hall)


def test_who_is_done_holds_nobody_up(client, planner, chain):
    network, hall, _library = chain
    network.status = "completed"
    network.save()
    assert "eivät sovi yhteen" not in page(client, planner, hall)
    network.status = "on_hold"
    network.save()
    assert "eivät sovi yhteen" in page(client, planner, hall)


def test_what_one_may_not_see_is_not_even_counted(client, make_user, chain):
    network, hall, library = chain
    network.is_not_public = True
    network.save()
    reader = make_user("reader")
    text = page(client, reader, hall)
    assert "Verkko" not in text
    assert "et saa nähdä" not in text
    assert "eivät sovi yhteen" not in text
    library.not_public_fields = ["dependencies"]
    library.save()
    assert not dependencies_of(hall, reader)
    assert not dependencies_of(library.seen_by(reader), reader)
    assert dependencies_of(hall, make_user("planner"))


def test_the_queries_are_as_many_however_long_the_chain_is(chain, make_project, planner):
    network, hall, _library = chain
    dependencies_of(hall, planner)
    with CaptureQueriesContext(connection) as short:
        dependencies_of(hall, planner)
    before = network
    for number in range(12):
        earlier = make_project(f"Hanke {number}", "1/2022", "2/2023")
        Dependency.objects.create(project=before, kind="waits_for", other=earlier)
        Dependency.objects.create(project=hall, kind="relates", other=earlier)
        before = earlier
    with CaptureQueriesContext(connection) as long:
        found = dependencies_of(hall, planner)
    assert len(long) == len(short)
    assert len(found.warnings) > 10


def test_a_past_day_tells_no_more_than_today(client, make_user, chain):
    network, hall, _library = chain
    hall.is_not_public = True
    hall.save()
    day = timezone.localdate().isoformat()
    client.force_login(make_user("reader"))
    for address in (network.get_absolute_url(), f"{network.get_absolute_url()}?at={day}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Konesali" not in answer.content.decode()
