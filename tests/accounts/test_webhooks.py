"""Webhooks are written with their event and sent by the worker; receivers are real ones here."""

from __future__ import annotations

import datetime
import ipaddress
import re
import socket
import time
from pathlib import Path
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import OutgoingMail, Webhook, WebhookDelivery, WebhookEvent
from accounts.webhooks import delivery, reaching, tell, tell_test
from portfolio.dashboard.service_notes import service_notes
from tests.accounts.receiver import Receiver, is_signed

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs"
State = WebhookDelivery.State
NEWS = (WebhookEvent.EDITION_PUBLISHED, {"id": 7})
LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_NETWORKS = LOOPBACK
    one = Receiver()
    yield one
    one.close()


@pytest.fixture
def webhook(receiver):
    return made(receiver.address)


def made(address, events=WebhookEvent.values, **more):
    row = Webhook(name="Raportti", address=address, events=list(events), **more)
    row.renew_secret()
    row.save()
    return row


def now_due():
    WebhookDelivery.objects.filter(state=State.WAITING).update(next_at=timezone.now())


def test_what_is_sent_is_signed_and_said_once(webhook, receiver):
    tell([NEWS])
    assert not receiver.came  # the page that tells waits for nobody
    assert delivery.deliver() == 1
    [(headers, body)] = receiver.came
    row = WebhookDelivery.objects.get()
    assert is_signed(webhook.secret, headers, body)
    assert not is_signed(webhook.secret, headers, body + b" ")
    assert not is_signed(made(receiver.address).secret, headers, body)
    assert receiver.news[0] | {"timestamp": ""} == {
        "type": "edition.published", "timestamp": "", "data": {"id": 7},
    }  # fmt: skip
    assert headers["Content-Type"] == "application/json"
    assert (headers["webhook-id"], row.state, row.status) == (row.message, State.SENT, 204)
    assert webhook.secret.startswith("whsec_")
    assert len(webhook.key) == 32
    assert delivery.deliver() == 0


def test_the_secret_stands_in_no_row(webhook):
    tell([NEWS])
    delivery.deliver()
    with connection.cursor() as cursor:
        for model in (Webhook, WebhookDelivery):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            stored = str(cursor.fetchall())
            assert webhook.secret.removeprefix("whsec_") not in stored
            assert webhook.key.hex() not in stored
    before = webhook.secret
    webhook.renew_secret()
    assert webhook.secret != before


def test_nothing_is_told_of_what_was_rolled_back_nor_to_who_does_not_listen(receiver):
    deaf = made(receiver.address, [WebhookEvent.REPORT_GIVEN])
    made(receiver.address, is_active=False)
    with transaction.atomic():
        made(receiver.address)
        tell([NEWS])
        transaction.set_rollback(True)
    tell([NEWS])
    assert not WebhookDelivery.objects.exists()
    tell_test(deaf)
    delivery.deliver()
    assert [each["type"] for each in receiver.news] == ["webhook.test"]


def test_a_failure_is_tried_again_after_growing_pauses_and_told_when_it_lasts(
    webhook, receiver, make_user, settings
):
    settings.MAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    boss = make_user("administrator")
    boss.email = "boss@kaupunki.fi"
    boss.save()
    receiver.answers = [(500, {}, b"<b>No</b>\x00\n  now")] * 40
    tell([NEWS])
    pauses = []
    while WebhookDelivery.objects.filter(state=State.WAITING).exists():
        tell([NEWS]) if len(pauses) == 3 else None
        now_due()
        before = timezone.now()
        delivery.deliver()
        row = WebhookDelivery.objects.order_by("pk")[0]
        pauses.append((row.next_at - before).total_seconds())
        gone = datetime.timedelta(seconds=pauses[-1])
        WebhookDelivery.objects.update(asked_at=row.asked_at - gone)
        Webhook.objects.update(failing_since=Webhook.objects.get().failing_since - gone)
    assert pauses[:4] == pytest.approx([5, 60, 300, 1800], abs=30)
    assert 36 * 3600 < sum(pauses[:-1]) < 48 * 3600
    assert (row.state, row.status, row.answer) == (State.FAILED, 500, "<b>No</b> now")
    assert row.error == delivery.REFUSED
    ids = {headers["webhook-id"] for headers, _body in receiver.came}
    assert ids == {each.message for each in WebhookDelivery.objects.all()}
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.given_up_at is not None) == (False, True)
    assert WebhookDelivery.objects.order_by("-pk")[0].state == State.DROPPED
    mail = OutgoingMail.objects.get()
    assert mail.to == "boss@kaupunki.fi"
    assert f"/webhooks/{webhook.pk}/" in mail.content["body"]
    assert webhook.secret not in mail.content["body"]
    assert service_notes(boss)[-1].link == webhook.get_absolute_url()


def test_one_refusal_among_successes_switches_nothing_off(webhook, receiver):
    receiver.answers = [(500, {}, b"")]
    tell([NEWS, NEWS])
    assert delivery.deliver() == 1
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.failing_since) == (True, None)
    assert WebhookDelivery.objects.filter(state=State.WAITING, attempts=1).count() == 1
    now_due()
    assert delivery.deliver() == 1
    assert len({headers["webhook-id"] for headers, _body in receiver.came}) == 2


def test_who_is_gone_is_told_nothing_more(webhook, receiver):
    receiver.answers = [(410, {}, b"")]
    tell([NEWS, NEWS])
    delivery.deliver()
    webhook.refresh_from_db()
    assert not webhook.is_active
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {
        State.FAILED, State.DROPPED,
    }  # fmt: skip
    assert len(receiver.came) == 1


def test_a_redirect_is_not_followed(webhook, receiver):
    other = Receiver()
    receiver.answers = [(307, {"Location": other.address}, b"")]
    tell([NEWS])
    delivery.deliver()
    row = WebhookDelivery.objects.get()
    assert (row.state, row.status, row.error) == (State.WAITING, 307, delivery.REDIRECTED)
    assert not other.came
    other.close()


def _drip(handler):
    """A byte now and then, for ever."""
    try:
        while True:
            handler.wfile.write(b"H")
            time.sleep(0.05)
    except OSError:
        pass


def _flood(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"x" * 65536)
    except OSError:
        pass


def test_a_slow_receiver_ends_and_what_else_waits_for_it_waits_too(webhook, receiver):
    receiver.answers = [_drip]
    tell([NEWS, NEWS, NEWS])
    with mock.patch.object(reaching, "TIMEOUT", 0.3):
        assert delivery.deliver() == 0
    rows = WebhookDelivery.objects.order_by("pk")
    assert [(row.attempts, row.error) for row in rows] == [(1, reaching.AWAY), (0, ""), (0, "")]
    assert all(row.next_at > timezone.now() for row in rows)
    assert len(receiver.came) == 1
    receiver.answers = [_flood]
    now_due()
    assert delivery.deliver() == 3
    assert all(len(row.answer) <= 300 for row in rows.all())


def test_a_worker_that_is_killed_while_it_sends_sends_again_with_the_same_number(webhook, receiver):
    tell([NEWS])
    with (
        mock.patch.object(delivery, "_succeeded", side_effect=SystemExit),
        pytest.raises(SystemExit),
    ):
        delivery.deliver()
    assert delivery.deliver() == 0  # not at once: another worker may be at it
    now_due()
    assert delivery.deliver() == 1
    (first, body), (second, again) = receiver.came
    assert (first["webhook-id"], body) == (second["webhook-id"], again)


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://192.168.0.1/x",
        "https://172.16.0.1/", "https://169.254.169.254/latest/meta-data/", "https://0.0.0.0/",
        "https://[::ffff:10.0.0.1]/", "https://[fe80::1]/", "https://[fc00::1]/", "https://100.64.0.1/",
        "https://[2002:7f00:1::]/", "https://[64:ff9b::7f00:1]/", "https://224.0.0.1/",
        "https://[fec0::1]/", "https://localhost/", "https://2130706433/", "https://0x7f.1/",
    ],
)  # fmt: skip
def test_networks_of_one_s_own_are_not_reached(address):
    with pytest.raises(reaching.NotReached) as caught:
        reaching.post(address, b"{}", {})
    assert caught.value.reason in (reaching.INSIDE, reaching.UNKNOWN_NAME)


def test_a_name_is_looked_up_once_and_all_its_addresses_are_looked_at(receiver, settings):
    settings.WEBHOOK_NETWORKS = []
    port = receiver.server.server_port

    look_up, answers = socket.getaddrinfo, []

    def found(host, *more, **named):
        """Names answer what the test says, in turn; numbers are numbers."""
        if host != "receiver.example":
            return look_up(host, *more, **named)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in answers.pop(0)]

    def refusal(scheme, *ips):
        answers[:] = [ips]
        with pytest.raises(reaching.NotReached) as caught:
            reaching.post(f"{scheme}://receiver.example:{port}/", b"{}", {})
        return caught.value.reason

    with mock.patch.object(socket, "getaddrinfo", found):
        assert refusal("http", "93.184.215.14") == reaching.NOT_HTTPS
        assert refusal("https", "93.184.215.14", "127.0.0.1") == reaching.INSIDE
        settings.WEBHOOK_NETWORKS = LOOPBACK
        # Whoever answers otherwise the second time is not asked a second time.
        answers[:] = [["127.0.0.1"], ["10.0.0.1"]]
        assert reaching.post(f"http://receiver.example:{port}/", b"{}", {}).status == 204
    assert receiver.came[0][0]["Host"] == f"receiver.example:{port}"


@pytest.mark.parametrize(
    "address",
    ["", "salkku", "ftp://a.fi/", "https://", "https://u:p@a.fi/", "https://a.fi:port/",
     "https://a.fi/\r\nX: y", "https://a.fi/#x", "https://a..fi/", "https://a.fi/a b", "//a.fi"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(reaching.NotReached) as caught:
        reaching.readable(address)
    assert caught.value.reason == reaching.UNREADABLE


def test_the_log_has_an_end(webhook, receiver, settings):
    settings.WEBHOOK_KEPT_DAYS = 30
    tell([NEWS, NEWS, NEWS])
    old, young, waits = WebhookDelivery.objects.all()
    month = timezone.now() - datetime.timedelta(days=31)
    WebhookDelivery.objects.filter(pk=old.pk).update(ended_at=month, state=State.SENT)
    WebhookDelivery.objects.filter(pk=young.pk).update(ended_at=timezone.now(), state=State.SENT)
    WebhookDelivery.objects.filter(pk=waits.pk).update(created_at=month)
    assert delivery.prune() == 1
    assert set(WebhookDelivery.objects.all()) == {young, waits}


def test_telling_costs_the_same_for_many(webhook):
    def queries(n):
        with CaptureQueriesContext(connection) as counted:
            tell([NEWS] * n)
        return len(counted)

    assert queries(3) == queries(60)


def test_receivers_check_what_comes_as_the_document_says(webhook, receiver):
    text = (DOCS / "api.md").read_text()
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    said = {}
    exec(code, said)
    tell([NEWS])
    delivery.deliver()
    [(headers, body)] = receiver.came
    assert said["is_from_salkku"](webhook.secret, headers, body)
    assert not said["is_from_salkku"](webhook.secret, headers, body.replace(b"7", b"8"))
    old = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 301)}
    assert not said["is_from_salkku"](webhook.secret, old, body)
