"""Labels that nobody knows: named on the review, applied to the file, remembered, taken back."""

from __future__ import annotations

import pytest

from reports.models import KnownLabel, PlanImport
from reports.plan_imports.labels import keep, name_labels

pytestmark = pytest.mark.django_db

TEXT = """1 Johdanto

2 Sivistyspalvelut

2.1 Verkko

Kuvaus: Uusi verkko kouluille.
Läpimenoikkuna: 3/2025–6/2025
Kustannukset: 20 000 €

2.2 Portaali

Kuvaus: Asukkaiden portaali.
Läpimenoikkuna: 9/2025
Kustannukset: 40 000 €
""".encode()
LABEL = "läpimenoikkuna"


@pytest.fixture
def signed_in(client, planner):
    client.force_login(planner)
    return client


def uploaded(planner) -> PlanImport:
    row = PlanImport.objects.create(user=planner, file_name="a.txt", data=TEXT)
    row.read()
    return row


def phases(row: PlanImport) -> list[int]:
    row.refresh_from_db()
    return [len(project.schedule.phases) for project in row.plan_document.projects]


def test_an_unknown_label_ends_the_field_before_it_and_is_listed(signed_in, planner):
    row = uploaded(planner)
    first = row.plan_document.projects[0]
    assert first.description == "Uusi verkko kouluille."
    assert "Läpimenoikkuna: 3/2025–6/2025" in first.notes
    page = signed_in.get(f"/plans/import/{row.pk}/").content.decode()
    assert "Läpimenoikkuna" in page
    assert "2 kohdassa" in page


def test_what_a_planner_says_holds_for_the_whole_file_and_keeps_corrections(signed_in, planner):
    row = uploaded(planner)
    row.document["projects"][1]["name"] = "Korjattu"
    row.document["title"] = "Otsikko"
    row.checked, row.decisions = [1], {"1": {"action": "skip", "project": None}}
    row.save()
    page = f"/plans/import/{row.pk}/"
    signed_in.post(page + "labels/", {f"label-{LABEL}": "schedule"})
    assert phases(row) == [1, 0]  # the second one is as it was corrected
    assert row.plan_document.projects[1].name == "Korjattu"
    assert (row.document["title"], row.checked, row.decisions["1"]["action"]) == (
        "Otsikko", [1], "skip",
    )  # fmt: skip
    assert not KnownLabel.objects.exists()
    assert phases(uploaded(planner)) == [0, 0]
    assert 'value="schedule" selected' in signed_in.get(page).content.decode()


def test_a_remembered_label_is_read_in_the_next_files_until_it_is_taken_back(signed_in, planner):
    row = uploaded(planner)
    said = {f"label-{LABEL}": "schedule", "remember": "1"}
    signed_in.post(f"/plans/import/{row.pk}/labels/", said)
    assert phases(uploaded(planner)) == [1, 1]
    assert LABEL in signed_in.get("/plans/import/").content.decode()
    signed_in.post("/plans/import/forget-label/", {"label": LABEL})
    assert phases(uploaded(planner)) == [0, 0]
    told = list(KnownLabel.history.order_by("history_id"))
    assert [(v.history_type, v.history_user) for v in told] == [("+", planner), ("-", planner)]
    again = signed_in.post("/plans/import/forget-label/", {"label": LABEL}, follow=True)
    assert "ei ollut enää" in again.content.decode()


def test_a_label_that_is_left_stays_in_the_notes(signed_in, planner):
    row = uploaded(planner)
    signed_in.post(f"/plans/import/{row.pk}/labels/", {f"label-{LABEL}": "leave"})
    row.refresh_from_db()
    first = row.plan_document.projects[0]
    assert (first.schedule.text, "3/2025–6/2025" in first.notes) == ("", True)


@pytest.mark.parametrize(
    "sent", [{}, {f"label-{LABEL}": "kukkuu"}, {"label-muu": "schedule"}, {f"label-{LABEL}": ""}]
)
def test_what_says_nothing_of_the_file_s_labels_is_refused(signed_in, planner, sent):
    row = uploaded(planner)
    answer = signed_in.post(f"/plans/import/{row.pk}/labels/", sent | {"remember": "1"})
    assert answer.status_code == 400
    assert not KnownLabel.objects.exists()


def test_of_two_planners_nobody_undoes_what_the_other_said(planner):
    row = uploaded(planner)
    late = PlanImport.objects.get(pk=row.pk)
    name_labels(row, {LABEL: "schedule"}, planner, remember=False)
    name_labels(late, {"muu": "costs"}, planner, remember=False)
    assert phases(row) == [1, 1]
    assert row.labels == {LABEL: "schedule", "muu": "costs"}


def test_a_label_that_is_remembered_already_gets_its_last_meaning(planner):
    keep({LABEL: "schedule"}, planner)
    keep({LABEL: "schedule"}, planner)
    keep({LABEL: "costs"}, planner)
    assert KnownLabel.remembered() == {LABEL: "costs"}
    assert KnownLabel.history.count() == 2


@pytest.mark.parametrize("role", ["area_editor", "reader", ""])
def test_only_planners_say_what_labels_ask(client, make_user, planner, role):
    keep({LABEL: "schedule"}, planner)
    client.force_login(make_user(role))
    assert client.post("/plans/import/forget-label/", {"label": LABEL}).status_code == 403
    assert KnownLabel.objects.exists()
