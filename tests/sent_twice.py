"""Forms of the pages, filled in and sent twice: the harness of tests/test_sent_twice.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import resolve

from tests import demonstration
from tests.access import World

# Sessions, and what was sent.
APART = {"django_session", "usersessions_usersession", "accounts_sentform"}


@dataclass(frozen=True)
class Case:
    """A form of a page: who sends it, where it goes, its button, and what is typed into it."""

    page: str
    view: str
    typed: dict[str, Any] = field(default_factory=dict, hash=False)
    button: str = ""  # `name`, or `name=value`
    who: str = "admin"
    htmx: bool = False
    reached: dict[str, Any] = field(default_factory=dict, hash=False)  # by sending this there

    def __str__(self) -> str:
        return f"{self.who} {self.page} → {self.view} {self.button}".strip()


def send_twice(world: World, case: Case) -> list[str]:
    """What is wrong with the second answer, or with the first."""
    client = world.clients[case.who]
    cookies = client.cookies.copy()
    try:
        with transaction.atomic():
            wrong = list(_wrong(client, case))
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    return [f"{case}: {each}" for each in wrong]


def _wrong(client: Any, case: Case) -> Iterator[str]:
    headers = {"HX-Request": "true"} if case.htmx else {}
    reach = client.post if case.reached else client.get
    page = reach(case.page, case.reached, headers=headers)
    found = form_of(page.content.decode(), case)
    if found is None:
        yield f"no such form on the page ({page.status_code})"
        return
    to, fields = found
    before = _rows()
    first = client.post(to, sent_data(fields), headers=headers)
    once = _rows()
    if _place(first) is None:
        yield f"the first was not saved: {first.status_code} {_errors(first)}"
        return
    if once == before:
        yield "the first changed nothing"
    second = client.post(to, sent_data(fields), headers=headers)
    twice = _rows()
    yield from (
        f"the second changed {table}"
        for table in sorted(once.keys() | twice.keys())
        if once.get(table) != twice.get(table)
    )
    if _place(second) != _place(first):
        yield f"{_place(second)} instead of {_place(first)} ({second.status_code})"


def _place(answer: Any) -> str | None:
    """Where an answer leads; None where the form was not saved."""
    if answer.status_code in (302, 303):
        return answer["Location"]
    saved = "salkku_saved" in answer.cookies
    return (
        (answer.content.decode() if "data-popup" in str(answer.content) else "") if saved else None
    )


def form_of(page: str, case: Case) -> tuple[str, list[tuple[str, Any]]] | None:
    for form in lxml.html.fromstring(page or "<p>").forms:
        buttons = form.xpath(".//button | .//input[@type='submit']")
        name, _is, value = case.button.partition("=")
        for button in buttons if name else [None, *buttons]:
            given = button.attrib if button is not None else {}
            if name and (given.get("name") != name or value not in ("", given.get("value"))):
                continue
            to = urljoin(case.page, given.get("formaction") or form.get("action") or case.page)
            if form.method.lower() != "post" or resolve(urlsplit(to).path).view_name != case.view:
                continue
            fields = [each for each in form.form_values() if each[0] not in case.typed]
            for key, typed in case.typed.items():
                fields += [(key, each) for each in (typed if isinstance(typed, list) else [typed])]
            if name:
                fields.append((name, given.get("value", "")))
            return to, fields
    return None


def sent_data(fields: list[tuple[str, Any]]) -> dict[str, list[Any]]:
    data: dict[str, list[Any]] = {}
    for name, value in fields:
        if isinstance(value, tuple):
            value = SimpleUploadedFile(*value)
        data.setdefault(name, []).append(value)
    return data


def _rows() -> dict[str, Any]:
    """Every row of the product, of which the order does not matter."""
    return {
        table: sorted(map(repr, rows))
        for table, (_columns, rows) in demonstration.read().items()
        if table not in APART
    }


def _errors(answer: Any) -> str:
    page = lxml.html.fromstring(answer.content.decode() or "<p>")
    found = page.xpath("//*[contains(@class, 'error')]")
    return "; ".join(" ".join(each.text_content().split())[:150] for each in found)
