"""Loads the demonstration portfolio from fixtures/."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from django.contrib.auth.models import Group

from accounts.models import User
from portfolio.demo.assessments import load_assessments
from portfolio.demo.loading import LETTERS, Loader, Row
from portfolio.demo.proposals import load_proposals
from projects.saving.renewing import renewed_once, settle
from reports.models import ActionPlan

PASSWORD = "salkku-esittely-2023"


def read(name: str) -> Row:
    """A file of fixtures/ as a dictionary."""
    return tomllib.loads((settings.FILES_DIR / "fixtures" / name).read_text(encoding="utf-8"))


@renewed_once()
def load(steps: Iterable[tuple[str, Callable[[ActionPlan], None]]] = ()) -> ActionPlan:
    """Make the demonstration's people, portfolio, plan and made-up year; each row is validated.

    `steps` of the plan, (day, step) each, are taken when the year has come to their days
    (`portfolio.demo.editions`).
    """
    plan_data, year = read("example-plan.toml"), read("example-year.toml")
    people = {row["username"]: _person(row) for row in year["people"]}
    loader = Loader(people)
    loader.lookups(plan_data)
    for row in year["people"]:
        for area in row.get("areas", []):
            loader.areas[area].editors.add(people[row["username"]])
    changes = sorted((line.split("|") for line in year["changes"]), key=lambda change: change[1])
    for row in plan_data["projects"]:
        loader.project(at_the_beginning(row, changes))
    plan = loader.plan(plan_data)
    texts = {row["number"]: row for row in plan_data["projects"]}
    events: list[tuple[str, Callable[[], object]]] = []
    for number, day, user, name, _before, after, reason in changes:
        value = texts[number][name] if name in LETTERS else after
        events.append((day, partial(loader.change, number, day, user, name, value, reason)))
    for kind, load_row in (
        ("risks", loader.risk),
        ("milestones", loader.milestone),
        ("benefits", loader.benefit),
        ("budgets", loader.budget),
        ("needs", loader.need),
        ("capacities", loader.capacity),
        ("dependencies", loader.dependency),
        ("reports", loader.report),
    ):
        for line in year[kind]:
            events.append((line.split("|")[1], partial(load_row, *line.split("|"))))
    events += [(day, partial(_take, step, plan)) for day, step in steps]
    # In the order of the days, because a report keeps how its project stood; it comes last.
    for _day, happen in sorted(events, key=lambda event: event[0]):
        happen()
    settle()
    load_proposals(read("example-proposals.toml")["proposals"])
    assessments = read("example-assessments.toml")["assessments"]
    load_assessments(assessments, loader.projects, people, loader.save)
    plan.refresh_from_db()
    return plan


def _take(step: Callable[[ActionPlan], None], plan: ActionPlan) -> None:
    """A step of the plan reads what follows from the rows that were saved before it."""
    settle()
    step(plan)


def at_the_beginning(row: Row, changes: list[list[str]]) -> Row:
    """The project as it stood before the year's changes, which come in order of their dates."""
    row = dict(row)
    for number, _day, _user, name, before, _after, _reason in reversed(changes):
        if number != row["number"]:
            continue
        if name == "end":
            start, _bar, _end = row["phases"][0].rpartition("|")
            row["phases"] = [f"{start}|{before}", *row["phases"][1:]]
        elif name == "cost":
            kind, _low, _high, rest = row["costs"][0].split("|", 3)
            row["costs"] = [f"{kind}|{before}|{before}|{rest}"]
        else:
            row[name] = f"{before}|" if name in LETTERS else before
    return row


def accounts() -> list[tuple[str, str]]:
    """Username and role of the demonstration's accounts."""
    return [(row["username"], row["role"]) for row in read("example-year.toml")["people"]]


def _person(row: Row) -> User:
    first, last = row["name"].split(" ", 1)
    user = User(
        username=row["username"],
        first_name=first,
        last_name=last,
        email=f"{row['username']}@example.invalid",
        language=row.get("language", ""),
        is_staff=row["role"] != "reader",
        is_superuser=row["role"] == "administrator",
    )
    user.set_password(PASSWORD)
    user.full_clean()
    user.save()
    user.groups.add(Group.objects.get_or_create(name=row["role"])[0])
    return user
