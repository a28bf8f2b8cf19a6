"""How long pages take: kept, after a save, saved, and asked for by eight people at once."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from itertools import count, cycle
from typing import Any

from scripts.bench.figures import Measured
from scripts.bench.making import Portfolio
from scripts.bench.pages import CROWD, PAGES, SAVES, Page
from scripts.bench.serving import Served, ask, fields_of_form, send

ROUNDS = 30
SECONDS = 6  # a page is asked for no longer than that, but three times
CLIENTS = 8
CROWDED = 30  # seconds
BETWEEN_WRITES = 5  # seconds


def address(page: Page, portfolio: Portfolio) -> str:
    return page.address.format(**asdict(portfolio))


def key(page: Page, portfolio: Portfolio) -> str:
    return portfolio.token if page.is_of_api else portfolio.cookie


def measure_pages(server: Served, portfolio: Portfolio) -> Iterator[Measured]:
    """Each page kept, then, if it hangs on what people save, after saves."""
    for page in PAGES:
        yield measured(server, page.name, address(page, portfolio), key(page, portfolio))
        if page.hangs_on_saves:
            yield measured(
                server, f"{page.name}, after a save", address(page, portfolio), portfolio.cookie,
                saving(portfolio.project),
            )  # fmt: skip
    for section, field in SAVES:
        yield saved(server, section, field, portfolio)


def saving(key: int) -> Callable[[], None]:
    """Somebody saves a project."""
    from projects.models import Project

    return lambda: Project.objects.get(pk=key).save()


def measured(
    server: Served, name: str, path: str, cookie: str, before: Callable[[], None] | None = None
) -> Measured:
    """The page asked for over HTTP; `before` is done each time, and not counted."""
    with ThreadPoolExecutor(4) as pool:  # both workers have loaded their templates and figures
        for status, _data in pool.map(lambda _n: ask(path, cookie), range(2 if before else 8)):
            assert status == 200, (path, status)
    cpu, times, end, data = 0.0, [], time.monotonic() + SECONDS, b""
    while len(times) < ROUNDS and (len(times) < 3 or time.monotonic() < end):
        if before:
            before()
        begin, used = time.perf_counter(), server.cpu()
        _status, data = ask(path, cookie)
        times.append((time.perf_counter() - begin) * 1000)
        cpu += (server.cpu() - used) * 1000
    return Measured(
        name, cpu / len(times), statistics.median(times), late(times), len(data),
        queries(path, cookie, before), server.memory(),
    )  # fmt: skip


def late(times: list[float]) -> float:
    return sorted(times)[round(0.95 * (len(times) - 1))]


def queries(path: str, cookie: str, before: Callable[[], None] | None = None) -> int:
    """How many the page takes in a process that has shown it before."""
    client = client_of(cookie)
    read(client, path)
    if before:
        before()
    with counted() as seen:
        read(client, path)
    return len(seen)


def client_of(cookie: str) -> Any:
    from django.test import Client

    if cookie.startswith("Bearer "):
        return Client(headers={"X-Forwarded-Proto": "https", "Authorization": cookie})
    name, value = cookie.split("=")
    client = Client(headers={"X-Forwarded-Proto": "https"})
    client.cookies[name] = value
    return client


def read(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    if answer.streaming:
        for _part in answer:
            pass
    answer.close()


@contextmanager
def counted() -> Iterator[list[str]]:
    from django.db import connection

    seen: list[str] = []

    def wrapper(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield seen


def form_of(path: str, cookie: str) -> tuple[dict[str, str], str]:
    """What the form of a section holds, and the cookies to send it with."""
    from django.conf import settings

    _status, data = ask(path, cookie)
    fields = fields_of_form(data, path)
    return fields, f"{cookie}; {settings.CSRF_COOKIE_NAME}={fields['csrfmiddlewaretoken']}"


def saved(server: Served, section: str, field: str, portfolio: Portfolio) -> Measured:
    """A section saved in its place, each time with another text; its form is not counted."""
    path, cpu, times, answer = f"/projects/{portfolio.project}/edit/{section}/", 0.0, [], b""
    for n in range(ROUNDS):
        fields, cookie = form_of(path, portfolio.cookie)
        begin, used = time.perf_counter(), server.cpu()
        status, answer = send(path, fields | {field: f"Text {time.time()} {n}"}, cookie)
        times.append((time.perf_counter() - begin) * 1000)
        cpu += (server.cpu() - used) * 1000
        assert status == 200, (path, status)
        assert b'id="said"' in answer, "it was not saved"
    return Measured(
        f"section saved: {section}", cpu / ROUNDS, statistics.median(times), late(times),
        len(answer), memory=server.memory(),
    )  # fmt: skip


def crowd(server: Served, portfolio: Portfolio) -> str:
    """Eight people who ask for page after page, while somebody saves every five seconds."""
    ends = time.monotonic() + CROWDED
    paths = [address(page, portfolio) for page in PAGES if page.name in CROWD]
    waited: list[float] = []

    def person(number: int) -> None:
        for path in cycle(paths[number % len(paths) :] + paths[: number % len(paths)]):
            if time.monotonic() > ends:
                return
            begin = time.perf_counter()
            status, _data = ask(path, portfolio.cookie)
            waited.append((time.perf_counter() - begin) * 1000)
            assert status == 200, (path, status)

    def writer() -> None:
        for n in count():
            fields, cookie = form_of(edited, portfolio.cookie)
            send(edited, fields | {"description": f"Crowd {time.time()} {n}"}, cookie)
            if over.wait(BETWEEN_WRITES):
                return

    edited, over, before = (
        f"/projects/{portfolio.project}/edit/description/",
        threading.Event(),
        server.cpu(),
    )
    writing = threading.Thread(target=writer)
    writing.start()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(person, range(CLIENTS)))
    over.set()
    writing.join()
    used = server.cpu() - before
    return (
        f"{CLIENTS} at once, a save every {BETWEEN_WRITES} s beside: {len(waited) / CROWDED:.1f} "
        f"pages a second, {used / len(waited) * 1000:.0f} ms of CPU each, on the clock "
        f"{statistics.median(waited):.0f} ms, 95 % {late(waited):.0f} ms; a web process held "
        f"{server.memory():.0f} MB at most"
    )
