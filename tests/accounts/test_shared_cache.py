"""Limits and sessions in a server of Redis that several machines share, and while it is away."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time

import pytest
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse
from redis import Redis

from accounts.caches.shared import SharedCache
from portfolio.environment.machines import cache as cache_of
from portfolio.environment.variables import Variables

SESSIONS = "django.contrib.sessions.backends.cached_db"


class Server:
    """Debian's redis-server with a password, on loopback."""

    def __init__(self, folder) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://:salasana@127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        program = shutil.which("redis-server")
        if not program:
            pytest.fail("redis-server is not there: scripts/system-packages.sh test", pytrace=False)
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
             "--requirepass", "salasana", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        while True:
            try:
                Redis.from_url(self.url).ping()
                return
            except Exception:
                assert self.process.poll() is None
                time.sleep(0.02)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def shared(server, settings, monkeypatch):
    monkeypatch.setenv("CACHE_URL", server.url)
    monkeypatch.setattr(SharedCache, "away_until", 0.0)
    monkeypatch.setattr("accounts.caches.shared.PAUSE", 0)
    found = cache_of(Variables())
    settings.CACHES = {
        **settings.CACHES,
        "default": found,
        "sessions": {**found, "BACKEND": "accounts.caches.shared.SessionCache"},
    }
    settings.SESSION_ENGINE, settings.SESSION_CACHE_ALIAS = SESSIONS, "sessions"
    return server


def test_what_is_counted_on_one_machine_counts_on_the_other(shared, planner):
    """Asking for a new password: three times in a quarter of an hour for one address of mail."""
    planner.email = "suunnittelija@example.fi"
    planner.save()
    statuses = []
    for _machine in range(4):
        caches["default"].close()
        answer = Client().post(reverse("account_reset_password"), {"email": planner.email})
        statuses.append(answer.status_code)
    assert statuses == [302, 302, 302, 429]
    kept = Redis.from_url(shared.url).keys()
    assert kept
    assert all(key.startswith(b"salkku:") for key in kept)


def test_a_session_is_read_from_the_cache_and_ends_everywhere(shared, planner, client):
    client.force_login(planner)
    key = f"salkku:1:{KEY_PREFIX}{client.session.session_key}"
    redis = Redis.from_url(shared.url)
    assert 0 < redis.ttl(key) <= 60
    assert b"_auth_user_id" in redis.get(key)
    assert client.get(reverse("project-list")).status_code == 200
    client.post(reverse("account_logout"))
    assert redis.get(key) is None
    assert client.get(reverse("project-list")).status_code == 302


def test_while_it_is_away_people_go_on_and_nobody_is_refused(shared, planner, caplog):
    client = Client()
    client.force_login(planner)
    shared.kill()
    assert client.get(reverse("project-list")).status_code == 200
    assert "The cache that CACHE_URL names does not answer" in caplog.text
    assert "salasana" not in caplog.text
    newcomer = Client()
    values = {"login": planner.username, "password": "pitka-salasana-1"}
    assert newcomer.post(reverse("account_login"), values).status_code == 302
    assert newcomer.get(reverse("project-list")).status_code == 200
    answer = newcomer.post(reverse("account_reset_password"), {"email": "a@example.fi"})
    assert answer.status_code == 302
    assert cache.add("a", 1) is True
    assert cache.get("a", "nothing") == "nothing"
    assert cache.get_many(["a"]) == {}
    assert cache.set_many({"a": 1}) == []
    assert cache.incr("a") == 1
    assert "a" not in cache
    cache.delete_many(["a"])
    cache.clear()
    assert (cache.touch("a"), cache.delete("a")) == (False, False)
    client.post(reverse("account_logout"))
    assert client.get(reverse("project-list")).status_code == 302
    shared.start()
    cache.set("a", [1, "ä"])
    assert cache.get("a") == [1, "ä"]
    assert newcomer.get(reverse("project-list")).status_code == 200


def test_a_server_that_is_silent_is_not_asked_by_every_request(shared, monkeypatch):
    monkeypatch.setattr("accounts.caches.shared.PAUSE", 60)
    shared.kill()
    with socket.create_server(("127.0.0.1", shared.port)) as silent:
        silent.settimeout(0.1)
        assert cache.get("a") is None
        connections = 0
        while True:
            try:
                silent.accept()
                connections += 1
            except TimeoutError:
                break
        assert connections
        assert cache.get("a") is None
        with pytest.raises(TimeoutError):
            silent.accept()
