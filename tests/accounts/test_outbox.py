"""Mail is written with its event and sent by the worker; servers are silent, away, or refuse."""

from __future__ import annotations

import datetime
import socket

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import people
from accounts.mail import outbox
from accounts.models import OutgoingMail, User
from projects.models import Comment

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
LIST = "admin:accounts_outgoingmail_changelist"


@pytest.fixture
def maija(make_user):
    person = make_user("reader", "maija")
    person.email, person.language = "maija@kaupunki.fi", "fi"
    person.save()
    return person


@pytest.fixture
def administrator(client, make_user):
    person = make_user("administrator", "yllapito")
    client.force_login(person)
    return person


@pytest.fixture
def silent(settings):
    """A mail server that accepts and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 0.1
        yield server


class Refuses:
    """A mail server that answers for a recipient what the test says, the first time or always."""

    def __init__(self, always=None, first=None):
        self.always, self.first, self.taken = always or {}, first or {}, []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        answer = self.first.pop(address, self.always.get(address, ""))
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.taken += envelope.rcpt_tos
        return "250 OK"


def comment_on(client, author, project, text="Katso @maija"):
    client.force_login(author)
    return client.post(reverse("project-comments", args=[project.pk]), {"text": text})


def mail_to(*addresses):
    EmailMessage("Aihe", "Salainen teksti", to=list(addresses)).send()


def a_day_later():
    OutgoingMail.objects.update(next_at=timezone.now())


def test_a_silent_server_keeps_nobody_waiting_and_the_comment_is_there_once(
    client, planner, maija, make_project, silent
):
    answer = comment_on(client, planner, make_project())
    assert answer.status_code == 302
    silent.settimeout(0)
    with pytest.raises(BlockingIOError):
        silent.accept()  # the page did not even ask the mail server
    assert Comment.objects.count() == 1
    assert outbox.deliver() == 0
    row = OutgoingMail.objects.get()
    assert (row.state, row.attempts, row.error) == (State.WAITING, 1, outbox.AWAY)
    assert row.next_at > timezone.now()
    assert outbox.deliver() == 0  # it waits
    assert OutgoingMail.objects.get().attempts == 1


def test_a_server_that_is_away_is_asked_again_for_two_days_and_then_told(maija, settings):
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail_to("a@kaupunki.fi")
    pauses = []
    while OutgoingMail.objects.filter(state=State.WAITING).exists():
        a_day_later()
        before = timezone.now()
        outbox.deliver()
        row = OutgoingMail.objects.get()
        pauses.append((row.next_at - before).total_seconds())
        asked = row.asked_at - datetime.timedelta(seconds=pauses[-1])
        OutgoingMail.objects.update(asked_at=asked)
    assert pauses[:3] == pytest.approx([60, 300, 900], abs=30)
    assert pauses == sorted(pauses) or max(pauses) < 7 * 60 * 60
    assert 2 * 24 * 60 * 60 < sum(pauses) < 3 * 24 * 60 * 60
    row = OutgoingMail.objects.get()
    assert (row.state, row.error) == (State.FAILED, outbox.AWAY)
    assert row.content  # it can be sent again


def test_one_refused_recipient_stops_nobody_else(smtp):
    server = smtp(Refuses(always={"b@kaupunki.fi": "550 No such person"}))
    mail_to("a@kaupunki.fi", "b@kaupunki.fi", "c@kaupunki.fi")
    assert outbox.deliver() == 2
    assert server.taken == ["a@kaupunki.fi", "c@kaupunki.fi"]
    row = OutgoingMail.objects.get(to="b@kaupunki.fi")
    assert (row.state, row.error, row.answer) == (State.FAILED, outbox.REFUSED, "No such person")


def test_not_now_is_asked_again_and_what_was_sent_is_forgotten(smtp):
    server = smtp(Refuses(first={"a@kaupunki.fi": "451 Try later"}))
    mail_to("a@kaupunki.fi")
    assert outbox.deliver() == 0
    row = OutgoingMail.objects.get()
    assert (row.state, row.error) == (State.WAITING, outbox.LATER)
    assert row.content["body"] == "Salainen teksti"
    a_day_later()
    assert outbox.deliver() == 1
    assert server.taken == ["a@kaupunki.fi"]
    row = OutgoingMail.objects.get()
    assert (row.state, row.attempts, row.content, row.error) == (State.SENT, 2, {}, "")
    assert outbox.deliver() == 0


def test_a_mail_goes_with_what_it_tells_of_or_not_at_all():
    with transaction.atomic():
        mail_to("a@kaupunki.fi")
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_two_workers_send_a_mail_once(inbox):
    mail_to("a@kaupunki.fi")
    row = OutgoingMail.objects.get()
    assert outbox._claim(OutgoingMail.objects.get())
    assert not outbox._claim(row)


def test_one_mail_that_cannot_be_made_stops_no_other(inbox, caplog):
    OutgoingMail.objects.create(to="a@kaupunki.fi", content={"subject": "x"})
    mail_to("b@kaupunki.fi")
    assert [m["To"] for m in inbox] == ["b@kaupunki.fi"]
    row = OutgoingMail.objects.get(to="a@kaupunki.fi")
    assert (row.state, row.error) == (State.FAILED, outbox.FAULT)


def test_who_was_deactivated_or_forgotten_meanwhile_gets_nothing(maija, make_user, inbox):
    mail_to("maija@kaupunki.fi")
    User.objects.filter(pk=maija.pk).update(is_active=False)
    assert inbox == []
    maija.refresh_from_db()
    maija.is_active = True
    maija.save()
    mail_to("MAIJA@kaupunki.fi")
    people.forget(maija)
    assert not OutgoingMail.objects.exists()


# Links that open an account.


def test_no_table_and_no_log_has_a_link_and_asking_costs_the_same_for_all(
    client, maija, inbox, caplog
):
    asked = {}
    for address in ("muu@kaupunki.fi", "maija@kaupunki.fi", "kuka@kaupunki.fi"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(reverse("account_reset_password"), {"email": address})
        statements = [query["sql"].split()[0] for query in queries]
        asked[address] = (statements, answer.status_code, answer.url)
    assert asked["maija@kaupunki.fi"] == asked["kuka@kaupunki.fi"]
    assert OutgoingMail.objects.count() == 3
    for row in OutgoingMail.objects.all():
        assert row.content == {}
        assert row.values == {"link": "http://testserver/accounts/password/reset/key/UID-KEY/"}
    assert [m["To"] for m in inbox] == ["maija@kaupunki.fi"]
    link = inbox[0].get_content().split("http://testserver")[1].split()[0]
    assert "UID" not in link
    assert client.get(link, follow=True).status_code == 200
    assert OutgoingMail.objects.get().values == {}  # nobody has the other address
    assert link not in caplog.text


def test_without_mail_settings_pages_say_so_and_nothing_is_written(
    client, administrator, maija, planner, make_project, settings, caplog, capsys
):
    settings.MAIL_BACKEND = ""
    settings.LANGUAGE_CODE = "fi"
    page = client.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "invite", "_selected_action": [maija.pk]},
        follow=True,
    ).content.decode()
    assert "Sähköpostia ei ole otettu käyttöön" in page
    assert "on matkalla" not in page
    assert "Sähköpostia ei ole otettu käyttöön" in client.get(reverse(LIST)).content.decode()
    client.force_login(planner)
    page = client.post(reverse("unreported"), {"person": [maija.pk]}, follow=True)
    assert "ketään ei muistutettu" in page.content.decode()
    project = make_project()
    page = client.post(reverse("project-follow", args=[project.pk]), follow=True).content.decode()
    assert "sähköpostia ei ole otettu käyttöön" in page
    assert comment_on(client, planner, project).status_code == 302
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("remind_of_reports")
    client.logout()
    reset = reverse("account_reset_password")
    for answer in (client.get(reset), client.post(reset, {"email": maija.email})):
        assert answer.status_code == 200
        assert "linkkiä ei voi lähettää" in answer.content.decode()
    assert not OutgoingMail.objects.exists()
    assert "/reset/key/" not in caplog.text + "".join(capsys.readouterr())


# The administrator's page.


def test_the_administrator_sees_why_and_never_what(client, administrator, maija, smtp):
    smtp(Refuses(always={"maija@kaupunki.fi": "550 No such person", "b@x.fi": "550 Nor this"}))
    people.invite(maija, _request(administrator))
    mail_to("b@x.fi")
    outbox.deliver()
    page = client.get(reverse(LIST), {"state__exact": "failed"}).content.decode()
    for words in ("Kutsu", "Aihe", "Sähköpostipalvelin ei hyväksynyt", "No such person"):
        assert words in page
    rows = OutgoingMail.objects.all()
    one = [client.get(reverse("admin:accounts_outgoingmail_change", args=[r.pk])) for r in rows]
    for text in (page, *(each.content.decode() for each in one)):
        assert "Salainen teksti" not in text
        assert "reset/key" not in text


def test_the_administrator_sends_again_or_gives_up(client, administrator, smtp):
    server = smtp(Refuses(first={"a@x.fi": "550 Not yet", "b@x.fi": "550 Never"}))
    mail_to("a@x.fi", "b@x.fi")
    outbox.deliver()
    again, dropped = OutgoingMail.objects.order_by("to")
    for action, row in (("send_again", again), ("drop", dropped)):
        client.post(reverse(LIST), {"action": action, "_selected_action": [row.pk]})
    assert outbox.deliver() == 1
    assert server.taken == ["a@x.fi"]
    dropped.refresh_from_db()
    assert (dropped.state, dropped.content) == (State.DROPPED, {})


def test_the_list_takes_as_many_queries_for_many(client, administrator):
    counts = []
    for addresses in (["a@x.fi"], [f"p{n}@x.fi" for n in range(30)]):
        mail_to(*addresses)
        client.get(reverse(LIST))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(LIST)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_ended_is_kept_for_a_term(inbox, settings):
    settings.MAIL_KEPT_DAYS = 14
    mail_to("a@x.fi", "b@x.fi", "c@x.fi")
    outbox.deliver()
    long_ago = timezone.now() - datetime.timedelta(days=15)
    OutgoingMail.objects.filter(to="a@x.fi").update(ended_at=long_ago)
    OutgoingMail.objects.filter(to="b@x.fi").update(state=State.WAITING, ended_at=None)
    OutgoingMail.objects.update(created_at=long_ago)
    assert outbox.prune() == 1
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {"b@x.fi", "c@x.fi"}


def _request(user):
    request = RequestFactory().get("/")
    request.user = user
    return request
