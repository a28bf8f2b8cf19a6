"""People at the site, for locust: who reads, and now and then one who saves.

`FOLDER_OF_LOAD` has `given.json` with `people` (a session's cookie, a project of one's own and a
file of it each) and `pages` (addresses). What was answered as saved goes into `written.jsonl`, and
into `trouble.jsonl` when somebody was told to come back, or got another answer than the page.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import time
from pathlib import Path

from locust import HttpUser, between, task

from scripts.bench.serving import fields_of_form

FOLDER = Path(os.environ["FOLDER_OF_LOAD"])
GIVEN = json.loads((FOLDER / "given.json").read_text())
PEOPLE = itertools.cycle(GIVEN["people"])
HTTPS = {"X-Forwarded-Proto": "https", "Referer": "https://127.0.0.1/"}
AWAY = 503  # with Retry-After it is no error: nothing was lost, and one is told when to come back


class Person(HttpUser):
    """Somebody who looks at a page for ten to twenty seconds, and saves one time in twenty."""

    wait_time = between(10, 20)

    def on_start(self) -> None:
        self.me = next(PEOPLE)
        self.client.headers.update(HTTPS | {"Cookie": self.me["cookie"]})

    @task(93)
    def read(self) -> None:
        name, address = random.choice(GIVEN["pages"])
        self._asked("GET", address.format(**self.me), name)

    @task(2)
    def download(self) -> None:
        self._asked("GET", f"/attachments/{self.me['file']}/", "attachment")

    @task(4)
    def save(self) -> None:
        path = f"/projects/{self.me['project']}/edit/description/"
        page = self._asked("GET", path, "form of a section")
        if page is None:
            return
        fields = fields_of_form(page, path)
        text = fields["description"] = f"Kuorma {time.time()}"
        self._sent("text", text, path, "section saved", fields)

    @task(1)
    def attach(self) -> None:
        page = self._asked("GET", f"/projects/{self.me['project']}/", "project")
        if page is None:
            return
        name = f"Kuorma-{time.time()}.pdf"
        files = {"file": (name, f"%PDF-1.7\n%{name}\n%%EOF\n".encode(), "application/pdf")}
        path = f"/projects/{self.me['project']}/attachments/"
        fields = fields_of_form(page, path)
        self._sent("file", name, path, "file attached", fields, files=files)

    def _sent(self, kind: str, what: str, path: str, name: str, fields: dict, **more) -> None:
        """A form; what it says is written down once the site has answered that it is saved."""
        cookie = f"{self.me['cookie']}; {GIVEN['csrf_cookie']}={fields['csrfmiddlewaretoken']}"
        more |= {"data": fields, "headers": {"Cookie": cookie}, "allow_redirects": False}
        if self._asked("POST", path, name, **more) is not None:
            _noted("written", kind, self.me["project"], what)

    def _asked(self, method: str, path: str, name: str, **more) -> bytes | None:
        """The page, or None where the site said when to come back."""
        with self.client.request(
            method, path, name=name, catch_response=True, timeout=60, **more
        ) as answer:
            wanted = 302 if method == "POST" else 200
            if answer.status_code != wanted:
                _noted("trouble", time.time(), answer.status_code, name)
            if answer.status_code == AWAY and answer.headers.get("Retry-After"):
                self.environment.events.request.fire(
                    request_type="503", name="told to come back", exception=None, context={},
                    response_time=answer.elapsed.total_seconds() * 1000, response_length=0,
                )  # fmt: skip
                answer.success()
                return None
            if answer.status_code != wanted:
                answer.failure(f"{answer.status_code}")
                return None
            return answer.content


def _noted(where: str, *what: object) -> None:
    with (FOLDER / f"{where}.jsonl").open("a") as file:
        file.write(json.dumps(what) + "\n")
