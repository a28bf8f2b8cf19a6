"""What waits for somebody else has an end, and is told as what it is."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction

from accounts.web.troubles import Trouble, trouble_of
from reports.models import ActionPlan


def test_every_wait_for_the_database_has_an_end(db):
    options = settings.DATABASES["default"]["OPTIONS"]
    if connection.vendor == "sqlite":
        assert 0 < options["timeout"] <= 30
        return
    with connection.cursor() as cursor:
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone()[0] != "0", name
    assert 0 < options["pool"]["timeout"] <= 30
    assert 0 < options["connect_timeout"] <= 10
    assert 0 < options["tcp_user_timeout"] <= 60_000


def test_who_waits_for_a_lock_is_told_that_somebody_else_writes(shared_database):
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    other = connections["default"].copy("other")
    other.settings_dict = {**connection.settings_dict, "OPTIONS": dict(options_in_a_hurry())}
    try:
        with transaction.atomic():
            ActionPlan.objects.select_for_update().get(pk=plan.pk)
            ActionPlan.objects.filter(pk=plan.pk).update(title="Toinen")
            with pytest.raises(OperationalError) as caught, other.cursor() as cursor:
                cursor.execute("UPDATE reports_actionplan SET title = 'Kolmas'")
    finally:
        other.close()
        if connection.vendor == "postgresql":
            other.close_pool()
    assert trouble_of(caught.value) is Trouble.BUSY
    plan.refresh_from_db()
    assert plan.title == "Toinen"


def options_in_a_hurry():
    options = dict(connection.settings_dict["OPTIONS"])
    if connection.vendor == "sqlite":
        return options | {"timeout": 0.1}
    return options | {"options": "-c lock_timeout=100ms"}
