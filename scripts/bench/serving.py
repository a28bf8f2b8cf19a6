"""Salkku as production serves it: gunicorn, asked over HTTP."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import urlencode

from scripts.bench.processes import children, cpu, family, most

PORT = 8497
PYTHON = os.environ.get("SERVED_BY", sys.executable)
"""`/opt/salkku/bin/python` serves with an installation's packages, which are fewer."""


class Served:
    """gunicorn with what gunicorn.conf.py says, until the block ends."""

    def __enter__(self) -> "Served":
        self.process = subprocess.Popen(
            [
                PYTHON, "-m", "gunicorn", "portfolio.wsgi", "--bind", f"127.0.0.1:{PORT}",
                "--log-level", "warning",
            ]
        )  # fmt: skip
        for _n in range(200):
            if self.process.poll() is not None:
                break
            try:
                ask("/accounts/login/", "")
                return self
            except OSError:
                time.sleep(0.1)
        self.process.kill()
        raise RuntimeError("The service does not start.")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)

    def cpu(self) -> float:
        """Seconds of a processor, of all its processes and of those that make files."""
        return cpu(family(self.process.pid))

    def memory(self) -> float:
        """The most that one web process has held so far, in MB."""
        return max(most(pid) for pid in children(self.process.pid))

    def taken(self, work: Callable[[], object]) -> float:
        """Milliseconds of a processor that it takes for the work."""
        before = self.cpu()
        work()
        return (self.cpu() - before) * 1000


def ask(path: str, key: str) -> tuple[int, bytes]:
    """`key` is a cookie, or of the API `Bearer …`."""
    header = "Authorization" if key.startswith("Bearer ") else "Cookie"
    return _answer("GET", path, None, {header: key})


def fields_of_form(page: bytes, action: str) -> dict[str, str]:
    """What the form on the page holds that is sent there."""
    import lxml.html

    form = next(each for each in lxml.html.fromstring(page).forms if each.action == action)
    return dict(form.form_values())


def send(path: str, fields: dict[str, str], cookie: str) -> tuple[int, bytes]:
    """As htmx sends a form, with the token that the page gave."""
    headers = {
        "Cookie": cookie, "HX-Request": "true", "Referer": f"https://127.0.0.1{path}",
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    return _answer("POST", path, urlencode(fields), headers)


def _answer(method: str, path: str, body: str | None, headers: dict) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=300)
    connection.request(method, path, body, {"X-Forwarded-Proto": "https", **headers})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, data
