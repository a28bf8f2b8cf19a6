"""The same form sent twice makes one thing, and the second answer shows it (web/once.py)."""

import re
import threading
import time

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from accounts.models import SentForm, User
from accounts.web.posts import SAVED
from projects.models import Comment, Project
from reports.jobs.pruning import prune
from tests.access import TABLE, World
from tests.sent_forms import GROUPS, LEFT_OUT
from tests.sent_twice import send_twice

pytestmark = pytest.mark.django_db


@pytest.mark.one_database  # the forms; the tests below ask what keeps them apart on both
@pytest.mark.parametrize("group", GROUPS)
def test_a_form_that_is_sent_twice_makes_one_thing(group, settings):
    settings.PREFLIGHT_BLOCKING = ()
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # mail waits, unsent
    world = World.make()
    wrong = [line for case in GROUPS[group](world) for line in send_twice(world, case)]
    assert not wrong, "\n".join(wrong)


def test_every_address_that_takes_a_post_is_sent_twice(settings):
    """Of the table of rights: 200, 302, 400 and 409 are answers of a form that is there."""
    settings.PREFLIGHT_BLOCKING = ()
    world = World.make()
    sent = {case.view for make in GROUPS.values() for case in make(world)}
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines()]
    staff = [(line[1], set(line[-3:])) for line in lines if line[:1] == ["POST"]]
    taken = {name for name, answers in staff if answers & TAKEN and "/" not in name}
    assert sorted(taken - sent - LEFT_OUT) == []
    assert not LEFT_OUT & sent


TAKEN = {"200", "302", "400", "409"}


@pytest.fixture
def form(make_project, make_user):
    """The address of a comment's form, and what a person sends with it."""
    person = make_user("planner")
    client = Client()
    client.force_login(person)
    page = make_project().get_absolute_url()
    token = re.search(
        r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page).content.decode()
    )
    return client, f"{page}comments/", {"csrfmiddlewaretoken": token[1], "text": "Hei"}


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one_comment(shared_database, form):
    client, where, sent = form
    answers = []

    def send():
        twin = Client()
        twin.cookies = client.cookies.copy()
        answers.append(twin.post(where, sent))
        connection.close()

    second = threading.Thread(target=send)
    with transaction.atomic():  # the first has made its comment, which nobody sees yet
        answers.append(client.post(where, sent))
        second.start()
        if connection.vendor == "postgresql":
            while not waits_for_us() and second.is_alive():
                time.sleep(0.01)
            assert len(answers) == 1
    second.join()
    assert Comment.objects.count() == 1
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer["Location"] for answer in answers} == {Comment.objects.get().get_absolute_url()}


def waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def test_the_second_answer_says_so_and_the_draft_is_dropped(form):
    client, where, sent = form
    first = client.post(where, sent)
    second = client.post(where, sent)
    assert (second["Location"], second.status_code) == (first["Location"], 302)
    assert second.cookies[SAVED].value == where
    shown = client.get(second["Location"]).content.decode()
    assert "Sama lomake oli jo lähetetty. Mitään ei tehty kahdesti." in shown


def test_what_was_changed_is_another_form_and_so_is_that_of_another_page_or_person(
    client, form, make_user
):
    mine, where, sent = form
    other = make_user("administrator")
    client.force_login(other)
    fresh = {**sent, "csrfmiddlewaretoken": "x" * 64}
    for sender, data in (
        (mine, {**sent, "text": "Moi"}),
        (mine, sent),
        (mine, fresh),
        (client, sent),
    ):
        assert sender.post(where, data).status_code == 302
    assert Comment.objects.count() == 4


def test_what_was_refused_or_failed_can_be_sent_again(form, make_user, monkeypatch):
    client, where, sent = form
    project = Project.objects.get()
    wrong = {**sent, "text": "Hei @maija"}
    assert client.post(where, wrong).status_code == 400
    make_user("planner", "maija")
    assert client.post(where, wrong).status_code == 302
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("portfolio.project.talk.tell_of_comment", None)
        assert client.post(where, sent).status_code == 500
    assert client.post(where, sent).status_code == 302
    assert project.comments.count() == 2


def test_each_page_has_a_token_of_its_own(form):
    """What tells a form that is sent again from the next one that says the same."""
    client, where, sent = form
    page = client.get(where.removesuffix("comments/"))
    assert sent["csrfmiddlewaretoken"] not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_rows_of_forms_are_kept_for_a_day(form):
    client, where, sent = form
    with time_machine.travel("2023-03-15 12:00Z", tick=False) as clock:
        client.force_login(User.objects.get())
        client.post(where, sent)
        clock.shift(23 * 60 * 60)
        prune()
        assert SentForm.objects.count() == 1
        clock.shift(2 * 60 * 60)
        prune()
        assert not SentForm.objects.exists()


def test_a_sent_form_keeps_nothing_of_what_was_typed(form):
    client, where, sent = form
    client.post(where, sent)
    kept = SentForm.objects.values_list("key", "location", "page").get()
    assert re.fullmatch("[0-9a-f]{64}", kept[0])
    assert kept[1:] == (Comment.objects.get().get_absolute_url(), "")
