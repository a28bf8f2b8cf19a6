"""People at the site, for locust: who reads, and now and then one who saves.

`PEOPLE_OF_LOAD` names a JSON file with `people` (a session's cookie and a project of one's own
each) and `pages` (addresses); `WRITTEN_OF_LOAD` the file to which each text goes that was saved.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import time
from pathlib import Path

from locust import HttpUser, between, task

from scripts.bench.serving import fields_of_section

GIVEN = json.loads(Path(os.environ["PEOPLE_OF_LOAD"]).read_text())
WRITTEN = Path(os.environ["WRITTEN_OF_LOAD"])
PEOPLE = itertools.cycle(GIVEN["people"])
HTTPS = {"X-Forwarded-Proto": "https", "Referer": "https://127.0.0.1/"}
AWAY = 503  # with Retry-After it is no error: nothing was lost, and one is told when to come back


class Person(HttpUser):
    """Somebody who looks at a page for five to fifteen seconds, and saves one time in twenty."""

    wait_time = between(5, 15)

    def on_start(self) -> None:
        self.me = next(PEOPLE)
        self.client.headers.update(HTTPS | {"Cookie": self.me["cookie"]})

    @task(95)
    def read(self) -> None:
        name, address = random.choice(GIVEN["pages"])
        self._asked("GET", address.format(**self.me), name)

    @task(5)
    def save(self) -> None:
        path = f"/projects/{self.me['project']}/edit/description/"
        page = self._asked("GET", path, "form of a section")
        if page is None:
            return
        fields = fields_of_section(page)
        text = f"Kuorma {time.time()}"
        token = fields["csrfmiddlewaretoken"]
        cookie = f"{self.me['cookie']}; {GIVEN['csrf_cookie']}={token}"
        sent = {"data": fields | {"description": text}, "headers": {"Cookie": cookie}}
        if self._asked("POST", path, "section saved", allow_redirects=False, **sent) is not None:
            with WRITTEN.open("a") as file:
                file.write(json.dumps([self.me["project"], text]) + "\n")

    def _asked(self, method: str, path: str, name: str, **more) -> bytes | None:
        """The page, or None where the site said when to come back."""
        with self.client.request(
            method, path, name=name, catch_response=True, timeout=60, **more
        ) as answer:
            if answer.status_code == AWAY and answer.headers.get("Retry-After"):
                self.environment.events.request.fire(
                    request_type="503", name="told to come back", exception=None, context={},
                    response_time=answer.elapsed.total_seconds() * 1000, response_length=0,
                )  # fmt: skip
                answer.success()
                return None
            wanted = 302 if method == "POST" else 200
            if answer.status_code != wanted:
                answer.failure(f"{answer.status_code} after {time.time()}")
                return None
            return answer.content
