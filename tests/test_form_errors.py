"""Every form of the pages, sent with nothing and with nonsense: what is wrong stands on top."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from django.db import transaction
from django.forms import BaseForm, BaseFormSet
from django.urls import reverse

from accounts.models import User
from projects.models import Project
from tests import demonstration
from tests.access import World
from tests.sent_forms import GROUPS
from tests.sent_twice import Case, form_of, sent_data

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # the markup of pages
NONSENSE = "z" * 40_000


@pytest.mark.parametrize("group", sorted(GROUPS.keys() - {"administration"}))
def test_errors_stand_on_top_with_the_focus_and_lead_to_their_fields(group, settings):
    settings.PREFLIGHT_BLOCKING = ()
    settings.LANGUAGE_CODE = "en"
    User.objects.update(language="en")
    world = World.make()
    wrong = []
    for case in GROUPS[group](world):
        for typed in ("", NONSENSE):
            with transaction.atomic():
                wrong += [f"{case}: {each}" for each in _wrong(world, case, typed)]
                transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def _wrong(world: World, case: Case, typed: str) -> Iterator[str]:
    client = world.clients[case.who]
    if case.htmx:
        return
    cookies = client.cookies.copy()
    reach = client.post if case.reached else client.get
    page = reach(case.page, case.reached).content.decode()
    to, fields = form_of(page, case)
    asked = _typed_into(page) | case.typed.keys()
    data = sent_data([(name, typed if name in asked else value) for name, value in fields])
    answer = client.post(to, data)
    client.cookies = cookies
    if answer.status_code in (200, 400):
        yield from wrong_about_errors(answer)


def wrong_about_errors(answer: Any) -> Iterator[str]:
    """What the page with its errors lacks."""
    errors = set(_errors(answer))
    if not errors:
        return
    page = lxml.html.fromstring(answer.content.decode())
    title = " ".join(page.findtext(".//title").split())
    if not title.startswith(("Error: ", "Virhe: ")):
        yield f"the title is “{title}”"
    summaries = page.find_class("error-summary")
    if len(summaries) != 1 or summaries[0].get("tabindex") != "-1":
        yield f"{len(summaries)} summaries for {errors}"
        return
    said = " ".join(summaries[0].text_content().split())
    yield from (f"not in the summary: {text}" for text in errors if text not in said)
    yield from (
        f"the summary leads to #{link.get('href')[1:]}, which takes no focus"
        for link in summaries[0].iter("a")
        if not page.xpath("//*[self::input or self::select or self::textarea][@id=$id]",
                          id=link.get("href")[1:])
    )  # fmt: skip
    for control in page.xpath("//*[@aria-invalid='true']"):
        ids = " ".join(
            each.get("aria-describedby") or "" for each in [control, *control.iterancestors()]
        ).split()
        texts = [each for id_ in ids for each in page.xpath("//*[@id=$id]", id=id_)]
        if not any("error" in (each.get("class") or "") for each in texts):
            yield f"{control.get('name')} is not described by its error"


def _typed_into(page: str) -> set[str]:
    controls = lxml.html.fromstring(page).xpath("//form//input | //form//select | //form//textarea")
    return {each.get("name") for each in controls if each.get("type") not in ("hidden", "submit")}


def _errors(answer: Any) -> Iterator[str]:
    for context in answer.context or ():
        for values in context.dicts if hasattr(context, "dicts") else [context]:
            for form in _forms(list(values.values())):
                if form.is_bound and answer.wsgi_request.method == "POST":
                    yield from (
                        " ".join(str(each).split())
                        for all_ in form.errors.values()
                        for each in all_
                    )


def _forms(values: list[Any]) -> Iterator[BaseForm]:
    for value in values:
        if isinstance(value, BaseForm):
            yield value
        elif isinstance(value, BaseFormSet):
            yield from value.forms
        elif isinstance(value, dict):
            yield from _forms(list(value.values()))
        elif isinstance(value, list | tuple) and len(value) < 50:
            yield from _forms(list(value))


def test_the_administration_has_the_same_summary(client):
    """A date in words far below the fold is one click away, and the title says that it failed."""
    demonstration.load()
    client.force_login(User.objects.get(username="suunnittelija"))
    project = Project.objects.filter(phases__isnull=False).first()
    address = reverse("admin:projects_project_change", args=[project.pk])
    page = client.get(address).content.decode()
    form = next(f for f in lxml.html.fromstring(page).forms if f.get("id") == "project_form")
    values = dict(form.form_values()) | {"phases-0-start": "joskus", "name": ""}
    answer = client.post(address, values)
    assert list(wrong_about_errors(answer)) == []
    summary = lxml.html.fromstring(answer.content.decode()).find_class("error-summary")[0]
    assert {link.get("href") for link in summary.iter("a")} == {"#id_name", "#id_phases-0-start"}


def test_no_summary_without_a_form_that_was_sent(client, make_user):
    client.force_login(make_user("planner"))
    answer = client.get("/proposals/new/")
    assert b"error-summary" not in answer.content
    assert b"Virhe: " not in answer.content
