"""Hostile requests to every address: in the path, the query, the headers and the body of forms.

`tests/test_fuzz.py` sends a seeded choice of them. All, with the slowest and their times, by hand:
`DEBUG=1 python -m tests.fuzz [values for each place, 0 is all] [addresses, a regular expression]`.
"""

from __future__ import annotations

import logging
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
    django.setup()

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import setup_test_environment

from tests.access import PEOPLE, TABLE, World, address, key_of
from tests.routes import Route, routes

FORM = "application/x-www-form-urlencoded"
# Makes a file, which takes seconds: fewer requests.
SLOW = re.compile(r"(pdf|docx|xlsx|csv|html|json|svg)/?$")
LISTS = re.compile(r"^admin/\w+/\w+/(export/|add/)?$|^admin/autocomplete/$")
SURROGATE = "\ud800"
VALUES = (
    "", "foo", "a.b", "a\0b", SURROGATE, "-1", "0", "1.5", "²", "٣", "1" + "0" * 25, "9" * 19,
    "9223372036854775807", "2147483648", "9" * 5000, "1e999999", "NaN", "-Infinity", "true",
    "null", "9999-12-31", "0001-01-01", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
    "9999-12-31 23:59", "31.12.9999", "1.1.0001", "24:60", "ab " * 1500, "a" * 6000, "," * 3000,
    "a,b;c" * 500, "[[[[", "(((([a-z_])*)*)*)*Z", "%", "\\", "'\"<>", "\r\nX: y", "{}", "[1",
    "[1]", '{"a": 1}', "{{1}}", "%(x)s", "../../etc", "//evil.example", "http://[",
    "javascript:1", "__class__", "pk__regex",
)  # fmt: skip
LONG = ("x" * 60_000, "kissa " * 20_000, "1," * 30_000, "[" * 9000 + "]" * 9000)
"""Values that only a body can hold; an address is cut off before."""
PATHS = (
    "abc", "1.5", "a%00b", "%ED%A0%80", "²", "-1", "0", "1" + "0" * 25, "9" * 4000, "9" * 5000,
    "_3A", "%0A", "__", "%FF", "9223372036854775808", "a" * 3000,
)  # fmt: skip
HTMX = {"HTTP_HX_REQUEST": "true"}
HEADERS: tuple[dict[str, Any], ...] = (
    {"HTTP_ACCEPT_LANGUAGE": "x" * 5000},
    {"HTTP_ACCEPT_LANGUAGE": "fi;q=foo, *;q=99999999999999"},
    {"HTTP_IF_NONE_MATCH": '"' * 3000},
    {"HTTP_IF_NONE_MATCH": "*", "HTTP_IF_MATCH": "foo"},
    {"HTTP_IF_MODIFIED_SINCE": "Wed, 99 Jan 99999 99:99:99 GMT"},
    {"HTTP_RANGE": "bytes=99999999999999999999999-1,5-,x"},
    {"HTTP_RANGE": "bytes=0-0"},
    {"HTTP_REFERER": "http://["},
    {"HTTP_ACCEPT": "x" * 5000},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_ACCEPT": "application/json"},
    {**HTMX, "HTTP_HX_CURRENT_URL": "http://[", "HTTP_HX_TARGET": "\udcff"},
    {**HTMX, "HTTP_HX_TRIGGER_URI_AUTOENCODED": "true", "HTTP_HX_TRIGGER": "%ff"},
    {**HTMX, "HTTP_HX_TRIGGERING_EVENT": "{[", "HTTP_HX_HISTORY_RESTORE_REQUEST": "x"},
    {"HTTP_X_FORWARDED_FOR": "foo, 999.1.1.1", "HTTP_USER_AGENT": "x" * 3000},
    {"HTTP_HOST": "["},
    {"HTTP_COOKIE": 'sessionid="\\000aaaaaaaaaaaa"; csrftoken="\\000"; django_language="\\000"'},
    {"HTTP_COOKIE": "sessionid=" + "x" * 5000 + "; django_language=" + "x" * 5000},
    {"HTTP_COOKIE": "messages=foo$bar:baz; sessionid=²²²²²²²²²²²²; =; ;;"},
    {"CONTENT_TYPE": "text/html; charset=rot13"},
    {"CONTENT_TYPE": "text/html; charset=utf-16"},
    {"CONTENT_LENGTH": "foo"},
    {"CONTENT_LENGTH": "-5"},
)
NAMED = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx'
MULTIPART = "multipart/form-data; boundary=b"
BODIES: tuple[tuple[bytes, str], ...] = (
    (b'{"a": [1, {"b": null}]}', "application/json"),
    (b"[" * 5000, "application/json"),
    (b"\xff\xfe\x00", FORM),
    (b"a=1&" * 20_000, FORM),
    (b"name=%00&text=%ED%A0%80&id=%FF", FORM),
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary=" + "b" * 300),
    (NAMED, MULTIPART),
    (NAMED.replace(b"name", b'\0"; filename="\0.pdf') + b"\r\n--b--", MULTIPART),
    (NAMED.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n!"), MULTIPART),
    (NAMED + b"\r\n--b--", f"{MULTIPART}; charset=rot13"),
    (b"name=x", f"{FORM}; charset=utf-16"),
    (b"name=x", f"{FORM}; charset=rot13"),
    (b"<x/>", "text/xml"),
    (b"", ""),
)
FILES = (
    ("x.pdf", b"%PDF-1.7\n" + b"\xff" * 300),
    ("x.xlsx", b"PK\x03\x04 no archive"),
    ("x.docx", b"PK\x05\x06" + b"\0" * 18),
    ("x.csv", b"\xff\xfe\0\0,\0"),
    ("x.csv", b"id,name\n" + b"9" * 30 + b",x\n"),
    ("x.json", b'{"salkku": 1, "a": ' + b"[" * 3000),
    ("x.json", b'{"a": NaN}'),
    ("a" * 300 + ".png", b"\x89PNG"),
    ("x", b""),
)
ADMIN_NAMES = {
    "q", "o", "p", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters", "id__in",
    "id__regex", "pk", "id__exact", "readers__username", "status__regex", "owner", "readers",
    "service_area", "term", "page", "at__year", "at__gte", "at__day", "last_login__year",
    "app_label", "model_name", "field_name",
}  # fmt: skip


@dataclass(frozen=True)
class Attempt:
    """One request: by whom and to where, with what of it is hostile in words."""

    who: str
    method: str
    path: str
    told: str = ""
    query: str = ""
    body: bytes = b""
    content_type: str = FORM
    headers: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        where = self.path + (f"?{self.query}" if self.query else "")
        return f"{self.who} {self.method} {where[:200]} {self.told}"


@dataclass(frozen=True)
class Answer:
    """What came: the status, the error in the log, and what it cost."""

    attempt: Attempt
    status: int
    error: str
    queries: int
    sql: int  # characters
    size: int  # bytes of the page
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.status} {self.seconds:.2f} s, {self.queries} queries of {self.sql} characters, "
            f"{self.size} bytes: {self.attempt} {self.error}"
        )


@dataclass
class Form:
    """A form of a page: where it goes, and what its fields hold."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    @property
    def is_asking(self) -> bool:
        return self.method == "get"


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.asked: set[str] = set()
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if tag == "a":
            self.asked.update(re.findall(r"[?&;](\w+)=", given.get("href", "")))
        if not self.forms:
            return
        fields = self.forms[-1].fields
        name = given.get("name", "")
        if tag == "select":
            self.select = name
            fields.setdefault(name, [])
        elif tag == "option" and "selected" in given:
            fields.setdefault(self.select, []).append(given.get("value", ""))
        elif tag in ("input", "textarea", "button") and name:
            if given.get("type") == "file":
                self.forms[-1].files.add(name)
            elif given.get("type") in ("checkbox", "radio") and "checked" not in given:
                fields.setdefault(name, [])
            elif tag != "button" or name not in fields:
                fields.setdefault(name, []).append(given.get("value", ""))


class Fuzz:
    """Makes the requests and sends them. `each` is how many values each place gets; 0 is all."""

    def __init__(self, world: World, seed: int = 12, each: int = 0) -> None:
        self.world, self.each = world, each
        self.dice = random.Random(seed)
        self.names = source_names()
        self.doors = doors()
        for client in world.clients.values():
            client.raise_request_exception = False

    def some(self, values: Any, times: int = 1) -> list[Any]:
        most = self.each * times
        return self.dice.sample(list(values), most) if 0 < most < len(values) else list(values)

    def attempts(self, route: Route) -> Iterator[Attempt]:
        """The hostile requests to one address."""
        row = next(iter(self.world.variants(route).values()))
        where = address(route, row)
        yield from self._paths(where)
        for who in self.some(sorted(self.doors.get(key_of(route), {"admin"}))):
            forms = self._forms(who, where)
            yield from self._queries(who, route, where, forms)
            yield from self._bodies(who, where, forms)

    def _paths(self, usual: str) -> Iterator[Attempt]:
        for place in re.finditer(r"(?<=/)(\d+)(?=[/.]|$)", usual):
            for value in self.some(PATHS):
                path = usual[: place.start()] + value + usual[place.end() :]
                for method in self.some(("GET", "POST")):
                    yield Attempt("admin", method, path)

    def _queries(self, who: str, route: Route, where: str, forms: Forms) -> Iterator[Attempt]:
        names = set(forms.asked).union(*(form.fields for form in forms.forms if form.is_asking))
        names |= ADMIN_NAMES if LISTS.search(route.pattern) else set()
        for name in self.some(sorted(names), 0 if SLOW.search(where) else 4):
            for value in self.some(VALUES):
                yield Attempt(who, "GET", where, query=query_of([(name, value)]))
        everything = sorted(names | self.names)
        short = [each for each in VALUES if len(each) < 100]
        asked = [query_of((name, value) for name in everything) for value in self.some(short)]
        name = self.dice.choice(everything)
        asked.append(query_of((name, f"c{n}") for n in range(1000)))
        for query in self.some(asked) if SLOW.search(where) else asked:
            yield Attempt(who, "GET", where, query=query)
        for headers in self.some(HEADERS):
            yield Attempt(who, "GET", where, str(headers)[:150], headers=tuple(headers.items()))

    def _bodies(self, who: str, where: str, forms: Forms) -> Iterator[Attempt]:
        for body, content_type in self.some(BODIES):
            told = f"{body[:60]!r} {content_type[:60]}"
            yield Attempt(who, "POST", where, told, body=body, content_type=content_type)
        for value in self.some((*VALUES, *LONG)):
            body = query_of((name, value) for name in sorted(self.names)).encode()
            yield Attempt(who, "POST", where, f"everything={value[:40]!r}", body=body)
        for form in forms.forms:
            if not form.is_asking and not re.search("logout|language", form.action):
                yield from self._fields(who, where, form)

    def _fields(self, who: str, where: str, form: Form) -> Iterator[Attempt]:
        path, _mark, query = (form.action.split("#")[0] or where).partition("?")
        usual = {name: values for name, values in form.fields.items() if "csrf" not in name}
        names = sorted(usual)
        bad: list[tuple[str, dict[str, Any]]] = [
            (f"{name}={value[:40]!r}", {**usual, name: [value]})
            for name in self.some(names, 4)
            for value in self.some((*VALUES, *LONG))
        ]
        for value in self.some((*VALUES, *LONG)):
            bad.append((f"all={value[:40]!r}", {name: [value] for name in names}))
        for name in self.some(names):
            bad.append((f"{name} twice", {**usual, name: ["foo", "bar"]}))
            bad.append((f"without {name}", {k: v for k, v in usual.items() if k != name}))
        for name in form.files:
            for file_name, data in self.some(FILES, 3):
                file = SimpleUploadedFile("x", data)
                file._name = file_name
                bad.append((f"{name}={file_name[:20]} {data[:20]!r}", {**usual, name: [file]}))
        for told, fields in bad:
            body = encode_multipart(BOUNDARY, sendable(fields))
            yield Attempt(who, "POST", path, told, query, body, MULTIPART_CONTENT)

    def _forms(self, who: str, where: str) -> Forms:
        if SLOW.search(where):
            return Forms("")
        with transaction.atomic():
            page: Any = self.world.clients[who].get(where)
            transaction.set_rollback(True)
        is_page = page.get("Content-Type", "").startswith("text/html") and not page.streaming
        return Forms(page.content.decode() if is_page else "")

    def send(self, attempt: Attempt) -> Answer:
        client: Client = self.world.clients[attempt.who]
        cookies = client.cookies.copy()
        cost = {"queries": 0, "sql": 0}
        errors: list[str] = []

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            cost["queries"] += 1
            cost["sql"] += len(sql)
            return execute(sql, params, many, context)

        def note(**_more: Any) -> None:
            kind, error, trace = sys.exc_info()
            while trace and trace.tb_next:
                trace = trace.tb_next
            at = trace.tb_frame.f_code.co_filename[-60:] if trace else ""
            line = trace.tb_lineno if trace else 0
            errors.append(f"{kind.__name__ if kind else ''}: {str(error)[:150]} ({at}:{line})")

        got_request_exception.connect(note)
        began = time.perf_counter()
        try:
            with transaction.atomic(), connection.execute_wrapper(count):
                answer: Any = client.generic(
                    attempt.method, attempt.path, attempt.body, attempt.content_type,
                    QUERY_STRING=attempt.query, **dict(attempt.headers),
                )  # fmt: skip
                size = (
                    sum(map(len, answer.streaming_content))
                    if answer.streaming
                    else len(answer.content)
                )
                transaction.set_rollback(True)
        except Exception as error:  # the server's own door
            return Answer(attempt, 599, repr(error)[:300], **cost, size=0, seconds=0)
        finally:
            got_request_exception.disconnect(note)
            client.cookies = cookies
        seconds = time.perf_counter() - began
        return Answer(
            attempt, answer.status_code, "; ".join(errors), **cost, size=size, seconds=seconds
        )


def source_names() -> set[str]:
    """What the code itself reads of queries and bodies, by name."""
    found: set[str] = set()
    for app in ("accounts", "portfolio", "projects", "reports"):
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found.update(re.findall(r"""(?:GET|POST)(?:\.get|\.getlist)?[(\[]"(\w+)\"""", text))
    return found


def doors() -> dict[str, set[str]]:
    """Who gets past the door of each address, by the table of rights (tests/access.txt)."""
    found: dict[str, set[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith(("GET", "POST")):
            answers = zip(PEOPLE, line.split()[-len(PEOPLE) :], strict=True)
            found.setdefault(line.split()[1], {"admin"}).update(
                who for who, status in answers if status in ("200", "400", "405")
            )
    return found


def query_of(pairs: Any) -> str:
    @cache  # one long value stands under each name
    def coded(text: str) -> str:
        return quote(text.encode(errors="surrogatepass"), safe="")

    return "&".join(f"{coded(name)}={coded(value)}" for name, value in pairs)


def sendable(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as a form sends them: in UTF-8, which holds no half of a surrogate."""
    return {
        name: [v.encode(errors="replace") if isinstance(v, str) else v for v in values]
        for name, values in fields.items()
    }


def main() -> None:
    """All of it against an empty test database; what failed, and what took longest."""
    logging.disable(logging.CRITICAL)
    setup_test_environment(debug=False)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with tempfile.TemporaryDirectory() as settings.MEDIA_ROOT, transaction.atomic():
        fuzz = Fuzz(World.make(), each=int(sys.argv[1]) if sys.argv[1:] else 0)
        answers = []
        for route in routes():
            if re.search(sys.argv[2] if sys.argv[2:] else "", route.pattern):
                answers += [fuzz.send(attempt) for attempt in fuzz.attempts(route)]
        transaction.set_rollback(True)
    print(f"{len(answers)} requests")
    for title, chosen in (
        ("errors", [each for each in answers if each.status >= 500]),
        ("seconds", sorted(answers, key=lambda each: -each.seconds)[:15]),
        ("queries", sorted(answers, key=lambda each: -each.queries)[:5]),
        ("characters of SQL", sorted(answers, key=lambda each: -each.sql)[:5]),
        ("bytes", sorted(answers, key=lambda each: -each.size)[:5]),
    ):
        print(f"\n{title}:", *(str(each)[:500] for each in chosen), sep="\n")


if __name__ == "__main__":
    main()
