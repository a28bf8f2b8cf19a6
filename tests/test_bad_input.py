"""Every form, of pages and of the administration: what it cannot take is told at the field.

The forms are those of all pages that open to an administrator, found by walking the addresses.
"""

import re
from html.parser import HTMLParser

import pytest
from django.db import transaction

from projects.models import CostItem
from reports.models.plans import LONGEST_CHAPTER
from tests.access import WORDS, World, address
from tests.foreign_words import foreign
from tests.fuzz import Form, Forms
from tests.routes import routes

pytestmark = pytest.mark.django_db
FILES = re.compile(r"pdf|docx|xlsx|csv|html|json")
# Takes none of its fields from an administrator; says it on the page that follows; has no page.
NOT_ASKED = re.compile(r"/history/|/accounts/language/|/views/|logout")
# A select of yes, no and unknown takes every other word for unknown (NullBooleanSelect).
UNKNOWN = re.compile(r"(^|-)(introduces_system|changes_tasks|changes_data)$")
NO_DATE, NO_CHOICE = "31.31.9999", "zzz"


@pytest.fixture(scope="module")
def made(rows_of_module):
    with rows_of_module():
        return World.make()


@pytest.fixture
def world(made, db):
    with made.as_made() as world:
        yield world


class Fields(HTMLParser):
    """Every element of a page that has a name, with what it says of itself."""

    def __init__(self, page):
        super().__init__()
        self.found = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("input", "select", "textarea") and given.get("name"):
            self.found.setdefault(given["name"], []).append((tag, given))


def wrong_value(name, tag, given):
    """A value that the field refuses; nothing for one that takes everything."""
    if UNKNOWN.search(name) or "__prefix__" in name or given.get("class") == "hidden":
        return ""
    if tag == "select":
        return NO_CHOICE if name != "action" else ""
    if given.get("type") in ("hidden", "checkbox", "radio", "file", "submit", "search"):
        return ""
    if given.get("type") in ("number", "date"):
        return NO_DATE
    return "x" * (int(given.get("maxlength", LONGEST_CHAPTER)) + 1)


def forms_of(client, route, world):
    where = address(route, next(iter(world.variants(route).values())))
    page = client.get(where)
    if page.streaming or not page.get("Content-Type", "").startswith("text/html"):
        return
    html = page.content.decode()
    fields = Fields(html).found
    for form in Forms(html).forms:
        form.action = form.action.split("#")[0] or where
        if form.method == "post" and not NOT_ASKED.search(form.action):
            wrong = {n: wrong_value(n, *fields[n][0]) for n in form.fields if n in fields}
            yield form, {name: value for name, value in wrong.items() if value}


@pytest.mark.one_database  # what forms refuse, and how they say it
@pytest.mark.parametrize("part", range(6))
def test_what_a_form_cannot_take_is_told_at_every_field(world, part):
    """In the reader's language: Swedish, where what nobody translated stands in another one."""
    client = world.clients["admin"]
    client.cookies["django_language"] = "sv"
    asked = [route for route in routes() if not FILES.search(route.pattern)][part::6]
    found = 0
    for route in asked:
        for form, wrong in forms_of(client, route, world):
            if not wrong:
                continue
            with transaction.atomic():
                answer = client.post(form.action, {**form.fields, **wrong})
                transaction.set_rollback(True)
            assert answer.status_code in (200, 400), (form.action, answer.status_code)
            page = answer.content.decode()
            assert foreign(page, "sv", WORDS) == {}, form.action
            after = Fields(page).found
            for name in wrong:
                told = [given for _tag, given in after[name] if "aria-invalid" in given]
                assert told, f"{form.action}: nothing is told at {name}"
            found += 1
    assert found, asked


def test_a_cost_that_sinks_is_told_at_the_row_that_was_there(world):
    """The page shows the row by its words, of which the sum is one."""
    project = world.rows["project"]["own"]
    cost = CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=2)
    where = f"/admin/projects/project/{project.pk}/change/"
    page = world.clients["admin"].get(where).content.decode()
    form: Form = next(f for f in Forms(page).forms if "costs-0-low" in f.fields)
    answer = world.clients["admin"].post(where, {**form.fields, "costs-0-low": ["3 000"]})
    after = Fields(answer.content.decode()).found
    assert answer.status_code == 200
    assert after["costs-0-low"][0][1]["value"] == "3 000"
    assert "aria-invalid" in after["costs-0-high"][0][1]
    cost.refresh_from_db()
    assert cost.low == 1


def test_a_nul_goes_and_the_rest_is_saved(world):
    """PostgreSQL stores none; no person types one."""
    client = world.clients["admin"]
    project = world.rows["project"]["own"]
    client.post(f"/projects/{project.pk}/comments/", {"text": "Hyv\0in menee"})
    assert project.comments.filter(text="Hyvin menee").exists()
    assert client.post("/views/", {"name": "Oma\0", "query": "\0"}).status_code == 302
    sent = {"at": project.history.first().history_date.isoformat(), "reason": "\0"}
    assert client.post(f"/projects/{project.pk}/restore/", sent).status_code == 302
