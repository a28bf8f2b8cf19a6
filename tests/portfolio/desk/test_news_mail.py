"""What changed in one's projects as one mail: when, what, to whom, and how it stops."""

import datetime
import re
import threading

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone, translation

from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from portfolio.news_mail.mail import promise_news
from portfolio.news_mail.turns import last_turn
from projects.models import Comment, CostItem, Follow, StatusReport
from reports.jobs import timers
from reports.models import Timer

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def maija(make_user):
    """Chose mail of news a day ago, and her turn has come."""
    person = make_user("reader", "maija")
    person.email, person.language, person.news_mail = "maija@kaupunki.fi", "fi", "daily"
    person.news_told_at = timezone.now() - 2 * DAY
    person.save()
    return person


@pytest.fixture
def linked(settings):
    settings.SITE_ADDRESS = "https://salkku.kaupunki.fi"


@pytest.mark.parametrize(
    ("how", "now", "turn"),
    [
        ("daily", "2026-11-27 07:00", "2026-11-27 07:00"),
        ("daily", "2026-11-27 06:59", "2026-11-26 07:00"),
        ("weekly", "2026-11-27 12:00", "2026-11-23 07:00"),
        ("weekly", "2026-11-23 06:00", "2026-11-16 07:00"),
        ("daily", "2026-03-29 07:00", "2026-03-29 07:00"),  # the clocks went on that night
        ("daily", "2026-10-25 06:30", "2026-10-24 07:00"),  # and back
    ],
)
def test_turns_are_by_the_clock_of_helsinki(how, now, turn):
    moment, right = (timezone.make_aware(datetime.datetime.fromisoformat(at)) for at in (now, turn))
    assert last_turn(how, moment) == right


def test_one_mail_tells_what_changed_in_followed_and_own_projects(
    maija, planner, make_project, inbox, linked
):
    followed, own = make_project("Verkko", "2022", "2023"), make_project("Arkisto", owner=maija)
    make_project("Vieras")
    Follow.objects.create(project=followed, user=maija)
    User.objects.filter(pk=maija.pk).update(news_told_at=timezone.now() - DAY)
    since = User.objects.get(pk=maija.pk).news_told_at
    assert promise_news() == 1
    # Mail is gathered until its turn; what comes before it is sent is in it, too.
    phase = followed.phases.get()
    phase.end = "2024"
    phase.save()
    for text in ("Kilpailutus alkoi.", "Ja päättyi."):
        Comment.objects.create(project=followed, author=planner, text=text)
    StatusReport.objects.create(project=own, date="2023-03-01", text="Etenee")
    outbox.deliver()
    (mail,) = inbox
    assert (mail["To"], mail["Subject"]) == (
        "maija@kaupunki.fi", "Muutoksia hankkeissasi"
    )  # fmt: skip
    text = mail.get_content()
    assert f"{timezone.localtime(since):%-d.%-m.%Y klo %-H.%M}" in text
    assert text.index("Arkisto") < text.index("Verkko")
    assert "1 uusi tilannekatsaus" in text
    assert "2 uutta kommenttia" in text
    assert f"https://salkku.kaupunki.fi/projects/{followed.pk}/" in text
    assert "Vieras" not in text
    assert promise_news() == 0  # until the next turn
    assert User.objects.get(pk=maija.pk).news_told_at > since


def test_where_nothing_changed_no_mail_is_sent_and_its_turn_is_over(maija, inbox):
    assert promise_news() == 1
    outbox.deliver()
    assert not list(inbox)
    assert not OutgoingMail.objects.filter(state="waiting").exists()
    assert promise_news() == 0


@pytest.mark.parametrize("why", ["at once", "never", "no mail", "away", "no address", "not yet"])
def test_who_gets_none(maija, why):
    changed = {
        "at once": {"news_mail": "at_once"}, "never": {"news_mail": "never"},
        "no mail": {"wants_mail": False}, "away": {"is_active": False},
        "no address": {"email": ""}, "not yet": {"news_told_at": timezone.now()},
    }  # fmt: skip
    User.objects.filter(pk=maija.pk).update(**changed[why])
    assert promise_news() == 0
    assert not OutgoingMail.objects.exists()


def test_what_is_not_public_stays_in_the_service(maija, make_project, inbox, linked):
    secret, marked = make_project("Salainen", is_not_public=True), make_project("Hankinta")
    for project in (secret, marked):
        project.readers.add(maija)
        Follow.objects.create(project=project, user=maija)
        CostItem.objects.create(project=project, kind="one_off", per="total", low=7777, high=7777)
        StatusReport.objects.create(project=project, date="2023-03-01", schedule_light="trouble")
    marked.not_public_fields = ("costs", "reports")
    marked.save()
    User.objects.filter(pk=maija.pk).update(news_told_at=timezone.now() - DAY)
    promise_news()
    outbox.deliver()
    (mail,) = inbox
    text = mail.get_content()
    assert "Salainen" not in mail.as_string()
    assert "Hanke, joka ei ole julkinen" in text
    assert secret.get_absolute_url() in text
    assert "7 777" not in text
    assert "7\u00a0777" not in text
    assert "ongelmia" not in text.lower()


def test_who_gathers_news_hears_of_no_event_at_once_but_of_a_mention(
    client, maija, planner, make_project, inbox
):
    project = make_project("Verkko")
    Follow.objects.create(project=project, user=maija)
    client.force_login(planner)
    address = reverse("project-comments", args=[project.pk])
    client.post(address, {"text": "Kilpailutus alkoi."})
    assert not list(inbox)
    client.post(address, {"text": "@maija katso"})
    assert [mail["Subject"] for mail in inbox] == ["planner mainitsi sinut: Verkko"]


def test_choosing_it_begins_with_what_changes_from_then_on(client, maija):
    User.objects.filter(pk=maija.pk).update(news_mail="at_once", news_told_at=None)
    client.force_login(maija)
    before = timezone.now()
    sent = {"language": "fi", "wants_mail": "on", "news_mail": "weekly"}
    assert client.post(reverse("me"), sent).status_code == 302
    maija.refresh_from_db()
    assert (maija.news_mail, maija.news_told_at > before) == ("weekly", True)
    assert promise_news() == 0
    told = maija.news_told_at
    client.post(reverse("me"), sent | {"language": "sv"})  # another setting changes nothing of it
    maija.refresh_from_db()
    assert maija.news_told_at == told


def test_a_mail_stops_by_its_own_link_and_by_the_mail_program_s_button(
    client, maija, make_project, inbox, linked
):
    Follow.objects.create(project=make_project("Verkko"), user=maija)
    promise_news()
    outbox.deliver()
    (mail,) = inbox
    link = mail["List-Unsubscribe"].strip(" <>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.get_content()
    path = link.removeprefix("https://salkku.kaupunki.fi")
    page = client.get(path)  # nobody is signed in; a program that looks at links stops nothing
    assert "Lopeta nämä viestit" in page.content.decode()
    maija.refresh_from_db()
    assert maija.news_mail == "daily"
    strict = client.__class__(enforce_csrf_checks=True)
    answer = strict.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    maija.refresh_from_db()
    assert (maija.news_mail, maija.wants_mail) == ("never", True)
    assert promise_news() == 0


def test_nobody_stops_the_mail_of_others(client, maija):
    for signed in (str(maija.pk), f"{maija.pk}:x", "x", f"{maija.pk + 1}:" + "A" * 43):
        for ask in (client.get, client.post):
            assert ask(reverse("news-stop", args=[signed])).status_code == 404
    maija.refresh_from_db()
    assert maija.news_mail == "daily"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_mail_is_in_the_reader_s_language(maija, make_project, inbox, language):
    User.objects.filter(pk=maija.pk).update(language=language)
    Follow.objects.create(project=make_project("Verkko"), user=maija)
    promise_news()
    with translation.override("fi"):
        outbox.deliver()
    (mail,) = inbox
    said = {"fi": "Muutoksia hankkeissasi", "sv": "Ändringar i dina projekt",
            "en": "What changed in your projects"}  # fmt: skip
    assert mail["Subject"] == said[language]
    assert not re.search(r"\n{3}", mail.get_content())


def test_the_questions_do_not_grow_with_projects_and_their_changes(maija, make_project, planner):
    def asked(count):
        for n in range(count):
            project = make_project(f"Hanke {n}", "2022", "2023")
            Follow.objects.create(project=project, user=maija)
            Comment.objects.create(project=project, author=planner, text="Uutta")
        User.objects.filter(pk=maija.pk).update(news_told_at=timezone.now() - 2 * DAY)
        promise_news()
        row = OutgoingMail.objects.get(state="waiting")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert outbox._makers["news"](row) is not None
        row.delete()
        return len(seen)

    asked(1)
    assert asked(2) == asked(8)


def test_of_two_workers_one_writes(maija):
    before = User.objects.get(pk=maija.pk).news_told_at
    assert promise_news() == 1
    User.objects.filter(pk=maija.pk).update(news_told_at=before)
    assert OutgoingMail.objects.count() == 1
    assert promise_news() == 1  # the turn is the row's: taken back, it is there again


def test_the_worker_runs_what_is_due_once_and_goes_on_after_a_fault(maija, monkeypatch):
    ran = []
    monkeypatch.setattr(timers, "registered", {})
    timers.every("broken", hours=1)(lambda: 1 / 0)
    timers.every("works", hours=1)(lambda: ran.append(1))
    assert timers.run_due() == ["broken", "works"]
    assert timers.run_due() == []
    assert len(ran) == 1
    Timer.objects.update(ran_at=timezone.now() - datetime.timedelta(minutes=61))
    assert timers.run_due() == ["broken", "works"]
    Timer.objects.update(ran_at=timezone.now() + DAY)  # the clock was ahead
    assert timers.run_due() == ["broken", "works"]


@pytest.mark.django_db(transaction=True)  # a worker closes its connections
def test_the_worker_sends_news_by_itself(maija, make_project, inbox):
    Follow.objects.create(project=make_project("Verkko"), user=maija)
    call_command("work", once=True, verbosity=0)
    assert [mail["To"] for mail in inbox] == ["maija@kaupunki.fi"]


def test_links_of_the_worker_s_thread_lead_below_the_service_s_path(settings):
    """Django knows the path by thread."""
    from reports.jobs.worker import _Beside

    settings.FORCE_SCRIPT_NAME = "/salkku"
    before, seen = get_script_prefix(), []

    class Looks(_Beside):
        def run(self):
            self.over.set()
            super().run()
            seen.append(get_script_prefix())

    thread: threading.Thread = Looks(lambda: None, 1)
    thread.start()
    thread.join()
    set_script_prefix(before)
    assert seen == ["/salkku/"]
