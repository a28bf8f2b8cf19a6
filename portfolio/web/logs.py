"""Lines of the log: what failed and where, without what people typed, links, or secrets."""

from __future__ import annotations

import copy
import datetime
import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

from django.http import HttpRequest

from organisation.traces import job_number, request_id

LONGEST = 500  # characters of a line about a request
SHORTEST = 4  # characters of a value that is looked for; shorter ones are in every line
# Of an address: the links that come by mail, and those of feeds.
SECRET_PARTS = ("key", "token", "uidb36", "signed")


class LineFormatter(logging.Formatter):
    """A refused request is one line. Tracebacks are of failures only, without what was sent.

    `%(trace)s` is the number of the request and of the job that the line is of.
    """

    def format(self, record: logging.LogRecord) -> str:
        shown = copy.copy(record)
        shown.exc_text = None
        shown.trace = "".join(f" [{name} {value}]" for name, value in traces().items())
        if getattr(record, "status_code", 500) < 500:
            shown.exc_info = None
        request = getattr(record, "request", None)
        if request is None:
            return super().format(shown)
        sent = sorted(set(_sent(request)), key=len, reverse=True)
        message = _without(sent, record.getMessage())
        shown.msg = message.replace("\r", "\\r").replace("\n", "\\n")
        shown.args = None
        text = _without(sent, super().format(shown))
        return "\n".join(line[:LONGEST] for line in text.splitlines())


class JsonFormatter(LineFormatter):
    """The same as a JSON object on one line, for what collects logs of many services."""

    def __init__(self) -> None:
        super().__init__("%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        said = {
            "time": time.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": super().format(record),
            **traces(),
            **getattr(record, "fields", {}),
        }
        return json.dumps(said, ensure_ascii=False, default=str)


def traces() -> dict[str, object]:
    found = {"request": request_id.get(), "job": job_number.get()}
    return {name: value for name, value in found.items() if value}


def _without(sent: list[str], text: str) -> str:
    for value in sent:
        for form in {value, value.encode("unicode_escape").decode(), quote(value)}:
            text = text.replace(form, "…")
    return text


def _sent(request: HttpRequest) -> Iterator[str]:
    """What came with a request, as far as it can be read: fields, cookies, keys of links."""
    match = getattr(request, "resolver_match", None)
    values = [match.kwargs.get(name) for name in SECRET_PARTS] if match else []
    for part in ("GET", "POST"):
        try:
            values += [each for _name, row in getattr(request, part).lists() for each in row]
        except Exception:  # a body that cannot be read is often why there is something to log
            continue
    values += list(getattr(request, "COOKIES", {}).values())
    for value in values:
        if isinstance(value, str) and len(value) >= SHORTEST:
            yield value
