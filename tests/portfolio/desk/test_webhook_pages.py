"""The administrator's pages of webhooks."""

import ipaddress

import lxml.html
import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import AuditEvent, Webhook, WebhookDelivery
from accounts.webhooks import tell_test
from tests.accounts.receiver import Receiver, is_signed
from tests.people import just_signed_in

pytestmark = pytest.mark.django_db
PAGE = "/webhooks/"
TYPED = {"name": "Raportti", "address": "https://a.fi/?key=salainen", "events": ["report.given"]}


@pytest.fixture
def administrator(make_user):
    client = Client()
    just_signed_in(client, make_user("administrator"))
    return client


def secret_on(page):
    return lxml.html.fromstring(page.content).xpath("string(//input[@id='secret']/@value)")


def test_a_webhook_is_made_changed_and_removed_and_the_log_tells_it(administrator):
    page = administrator.post(PAGE, TYPED, follow=True)
    webhook = Webhook.objects.get()
    assert secret_on(page) == webhook.secret
    where = webhook.get_absolute_url()
    assert secret_on(administrator.get(where)) == ""
    assert webhook.secret not in str(administrator.session.items())
    administrator.post(where, TYPED | {"events": ["project.deleted", "report.given"]})  # out of use
    webhook.refresh_from_db()
    assert (webhook.events, webhook.is_active) == (["project.deleted", "report.given"], False)
    before = webhook.secret
    page = administrator.post(f"{where}secret/", follow=True)
    webhook.refresh_from_db()
    assert secret_on(page) == webhook.secret != before
    administrator.post(f"{where}remove/")
    assert not Webhook.objects.exists()
    events = AuditEvent.objects.filter(event__startswith="webhook").order_by("pk")
    said = list(events.values_list("event", "detail"))
    assert said == [
        ("webhook_made", "https://a.fi; report.given"),
        ("webhook_changed", "https://a.fi; project.deleted, report.given"),
        ("webhook_changed", "secret"),
        ("webhook_removed", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"address": "http://a.fi/"}, "address"),
        ({"address": "https://10.0.0.1/"}, "address"),
        ({"address": "https://localhost:8000/"}, "address"),
        ({"address": "salkku"}, "address"),
        ({"name": " \x00 "}, "name"),
        ({"events": []}, "events"),
        ({"events": ["project.read"]}, "events"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(administrator, typed, field):
    answer = administrator.post(PAGE, TYPED | typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])


def test_what_waits_for_a_webhook_out_of_use_is_given_up(administrator):
    webhook = Webhook.objects.create(salt="x", **TYPED)
    tell_test(webhook)
    administrator.post(webhook.get_absolute_url(), TYPED)
    assert WebhookDelivery.objects.get().state == "dropped"
    Webhook.objects.update(failing_since=webhook.added_at, given_up_at=webhook.added_at)
    administrator.post(webhook.get_absolute_url(), TYPED | {"is_active": "on"})
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.failing_since, webhook.given_up_at) == (True, None, None)


@pytest.mark.django_db(transaction=True)  # the worker closes its connections
def test_the_worker_sends_the_test_and_what_is_sent_again(administrator, settings):
    settings.WEBHOOK_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]
    receiver = Receiver()
    receiver.answers = [(400, {}, b"<script>alert(1)</script>")]
    page = administrator.post(PAGE, TYPED | {"address": receiver.address}, follow=True)
    secret, where = secret_on(page), Webhook.objects.get().get_absolute_url()
    administrator.post(f"{where}test/")
    assert not receiver.came
    call_command("work", once=True, verbosity=0)
    row = WebhookDelivery.objects.get()
    assert (row.state, row.status) == ("failed", 400)  # a test is not tried again
    text = administrator.get(where).content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    administrator.post(f"{PAGE}sent/{row.pk}/again/")
    call_command("work", once=True, verbosity=0)
    receiver.close()
    (first, _body), (second, body) = receiver.came
    assert first["webhook-id"] == second["webhook-id"]
    assert is_signed(secret, second, body)
    row.refresh_from_db()
    assert (row.state, row.status) == ("sent", 204)
