"""Feeds: a list's days in calendars, its rows in tables, for whom, and under which address."""

import csv
import datetime
import io

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import AuditEvent
from impact_assessments.models import FollowUp, ImpactAssessment
from projects.clock import today
from projects.models import Feed, Milestone, Project, StatusReport
from projects.values.fuzzy_dates import parse_fuzzy_date

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 3, 15)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = DAY


@pytest.fixture
def project(make_project):
    made = make_project("Verkko, uusi", "1.2.2023", "Q3/2023", status="in_progress")
    Milestone.objects.create(project=made, name="Pilotti", due=parse_fuzzy_date("6/2023"))
    Milestone.objects.create(
        project=made, name="Kilpailutus", due=parse_fuzzy_date("3/2023"), reached_on=DAY
    )
    StatusReport.objects.create(project=made, date=datetime.date(2023, 3, 1), text="x")
    FollowUp.objects.create(project=made, description="Ohje", due=datetime.date(2023, 5, 2))
    ImpactAssessment.objects.create(project=made, due=datetime.date(2023, 4, 3))
    return made


def feed_of(user, query=""):
    return Feed.objects.create(owner=user, name="Omat", query=query)


def read(feed, **headers):
    """The days and titles that a calendar without a session is given, in their order."""
    answer = Client().get(feed.address_of("calendar"), **headers)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    return [
        (str(event.decoded("dtstart")), str(event["summary"]))
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    ]


def of_projects(feed):
    return {title.partition(": ")[2].partition(" (")[0] for _day, title in read(feed)}


def test_a_calendar_has_the_days_of_a_project(project, make_user, settings):
    settings.REPORT_DAYS = 30
    assert read(feed_of(make_user("reader"))) == [
        ("2023-02-01", "Alkaa: Verkko, uusi"),
        ("2023-03-31", "Tilanneraportti erääntyy: Verkko, uusi"),
        ("2023-04-03", "Arviointi valmiina viimeistään: Verkko, uusi"),
        ("2023-05-02", "Arvioinnin toimenpide: Verkko, uusi (Ohje)"),
        ("2023-06-30", "Välitavoite: Verkko, uusi (Pilotti, 6/2023)"),
        ("2023-09-30", "Päättyy: Verkko, uusi (Q3/2023)"),
    ]
    ImpactAssessment.objects.update(state="approved")
    assert len(read(feed_of(make_user("reader", "toinen")))) == 5


def test_what_a_calendar_program_needs_is_there_and_keeps_its_name(project, make_user):
    feed = feed_of(make_user("reader"))
    first = Client().get(feed.address_of("calendar"))
    calendar = Calendar.from_ical(first.content)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["x-wr-calname"] == "Omat"
    events = calendar.walk("VEVENT")
    keys = [str(event["uid"]) for event in events]
    assert len(set(keys)) == len(keys) == 6
    for event in events:
        assert event["url"] == f"http://testserver{project.get_absolute_url()}"
        assert event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(days=1)
        assert event.decoded("dtstamp") == project.updated_at.replace(microsecond=0)
    project.name = "Verkko"
    project.save()
    again = Calendar.from_ical(Client().get(feed.address_of("calendar")).content)
    assert [str(event["uid"]) for event in again.walk("VEVENT")] == keys


def test_it_is_asked_whether_it_changed(project, make_user):
    feed = feed_of(make_user("reader"))
    tag = Client().get(feed.address_of("calendar"))["ETag"]
    assert Client().get(feed.address_of("calendar"), HTTP_IF_NONE_MATCH=tag).status_code == 304
    project.phases.update(end_date=datetime.date(2024, 1, 1))
    project.milestones.all().delete()
    assert Client().get(feed.address_of("calendar"), HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_it_says_what_its_owner_may_see_now_in_their_language(project, make_user):
    reader = make_user("reader")
    reader.language = "sv"
    reader.save()
    feed = feed_of(reader)
    assert ("2023-06-30", "Milstolpe: Verkko, uusi (Pilotti, 6/2023)") in read(feed)
    project.not_public_fields = ["milestones", "reports", "follow_ups"]
    project.save()
    assert [day for day, _title in read(feed)] == ["2023-02-01", "2023-04-03", "2023-09-30"]
    project.is_not_public = True
    project.save()
    assert read(feed) == []
    project.readers.add(reader)
    assert len(read(feed)) == 6


def test_it_has_the_projects_of_its_filters(project, make_project, make_user):
    make_project("Toinen", "2023-05", status="proposal")
    make_project("Peruttu", "2023-05", status="cancelled")
    make_project("Vanha", "2019", "2020", status="completed")
    assert of_projects(feed_of(make_user("reader"), "status=proposal")) == {"Toinen"}
    assert of_projects(feed_of(make_user("planner"))) == {"Verkko, uusi", "Toinen"}


@pytest.mark.parametrize("ending", ["removed", "no roles", "not active", "wrong key", "forgotten"])
def test_an_address_that_holds_no_more_leads_nowhere(project, make_user, ending):
    from accounts.people import forget

    user = make_user("reader")
    feed = feed_of(user)
    address = feed.address_of("calendar")
    assert Client().get(address).status_code == 200
    assert Client().get(address.replace(".ics", ".csv")).status_code == 200
    if ending == "removed":
        feed.delete()
    elif ending == "no roles":
        user.groups.clear()
    elif ending == "not active":
        user.is_active = False
        user.save()
    elif ending == "forgotten":
        forget(user)
    else:
        address = reverse("feed-calendar", args=[feed.pk, "0" * 64])
    assert Client().get(address).status_code == 404
    assert Client().get(address.replace(".ics", ".csv")).status_code == 404


def test_the_address_of_one_calendar_tells_nothing_of_another_s(make_user):
    user = make_user("reader")
    one, other = feed_of(user), feed_of(user)
    assert one.key != other.key
    assert Client().get(reverse("feed-calendar", args=[other.pk, one.key])).status_code == 404


def rows(feed):
    answer = Client().get(feed.address_of("table"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_a_table_has_the_rows_and_columns_of_the_list(client, project, make_project, make_user):
    make_project("Toinen", status="proposal")
    user = make_user("reader")
    query = "status=in_progress&columns=status,start"
    client.force_login(user)
    listed = client.get(reverse("project-export-csv") + f"?{query}").getvalue()
    assert rows(feed_of(user, query))[1][:2] == ["Verkko, uusi", "Käynnissä"]
    assert Client().get(feed_of(user, query).address_of("table")).getvalue() == listed


def test_a_table_says_what_its_owner_may_see_now_in_their_language(project, make_user):
    reader = make_user("reader")
    reader.language = "sv"
    reader.save()
    feed = feed_of(reader, "columns=status,reported")
    assert rows(feed)[1] == ["Verkko, uusi", "Pågår", "1.3.2023"]
    project.not_public_fields = ["reports"]
    project.save()
    assert rows(feed)[1][2] != "1.3.2023"
    project.is_not_public = True
    project.save()
    assert len(rows(feed)) == 1


def test_that_a_feed_was_read_is_in_the_audit_log_once_a_day(project, make_user):
    feed = feed_of(make_user("reader"), "status=in_progress")
    for _time in range(2):
        rows(feed)
        read(feed)
    event = AuditEvent.objects.get(event=AuditEvent.Event.EXPORTED)
    assert (event.actor, event.detail) == (feed.owner, "csv: status=in_progress")


def test_a_hundred_projects_ask_as_little_as_one(
    project, make_project, make_user, django_assert_max_num_queries
):
    feed = feed_of(make_user("reader"))
    read(feed)  # notes that it was read
    with django_assert_max_num_queries(10) as few:
        read(feed)
    for number in range(100):
        made = make_project(f"n{number}", "2023-04", "2023-08", status="in_progress")
        Milestone.objects.create(project=made, name="m", due=parse_fuzzy_date("6/2023"))
    with django_assert_max_num_queries(len(few)):
        assert len(read(feed)) > 300


def test_more_days_than_fit_in_are_said(project, make_user, monkeypatch):
    monkeypatch.setattr("portfolio.feeds.views.MOST_EVENTS", 2)
    feed = feed_of(make_user("reader"))
    calendar = Calendar.from_ical(Client().get(feed.address_of("calendar")).content)
    assert len(calendar.walk("VEVENT")) == 2
    assert "2 päivää 6 päivästä" in calendar["description"]


def test_one_makes_a_calendar_of_the_list_and_removes_it(client, project, make_user):
    user = make_user("reader")
    client.force_login(user)
    listed = lxml.html.fromstring(client.get("/projects/?status=in_progress").content)
    listed.make_links_absolute("http://testserver/projects/")
    (link,) = [a.get("href") for a in listed.iter("a") if "/feeds/?" in (a.get("href") or "")]
    page = client.get(link)
    assert page.context["total"] == 1
    form = lxml.html.fromstring(page.content).forms[-1]
    sent = dict(form.form_values())
    assert sent["name"] == "Tila: Käynnissä"
    assert sent["query"] == "status=in_progress"
    page = client.post(reverse("feeds"), sent, follow=True)
    feed = Feed.objects.get()
    for kind in ("calendar", "table"):
        assert feed.address_of(kind) in page.content.decode()
    assert len(read(feed)) == 6
    assert "15.3.2023" in client.get(reverse("feeds")).content.decode()
    assert Feed.objects.get().read_on == today()
    client.post(reverse("feed-remove", args=[feed.pk]))
    assert not Feed.objects.exists()


@pytest.mark.parametrize("sent", [{"name": " "}, {"name": "x" * 101}, {"query": "q=" + "x" * 5000}])
def test_a_calendar_that_cannot_be_made_says_why(client, make_user, sent):
    client.force_login(make_user("reader"))
    page = client.post(reverse("feeds"), {"name": "Nimi", "query": "", **sent})
    assert page.status_code == 200
    assert not Feed.objects.exists()
    assert 'id="error-summary"' in page.content.decode()


def test_one_has_so_many_calendars_and_no_more(client, make_user, monkeypatch):
    monkeypatch.setattr(Feed, "MOST", 1)
    user = make_user("reader")
    feed_of(user)
    client.force_login(user)
    page = client.post(reverse("feeds"), {"name": "Toinen", "query": ""})
    assert "Poista ensin jokin niistä" in page.content.decode()
    assert Feed.objects.count() == 1


def test_others_calendars_are_nobody_s_business(client, make_user):
    feed = feed_of(make_user("reader", "other"))
    client.force_login(make_user("administrator"))
    assert feed.key not in client.get(reverse("feeds")).content.decode()
    assert client.post(reverse("feed-remove", args=[feed.pk])).status_code == 404
    assert Feed.objects.exists()


def test_text_of_a_project_stays_text_in_a_calendar(make_user, make_project):
    hostile = "x\\;BEGIN:VEVENT,=cmd"
    make_project(hostile, "1.4.2023", status="approved")
    Project.objects.update(name=hostile)
    assert ("2023-04-01", f"Alkaa: {hostile}") in read(feed_of(make_user("reader")))
