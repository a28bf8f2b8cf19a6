"""Risks, milestones and benefits: their rules, their form, their history, who sees them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from projects.history.restoring import restore
from projects.history.sentences import changes
from projects.models import Benefit, Milestone, Risk
from projects.values.choices import Impact, Probability
from projects.values.fuzzy_dates import parse_fuzzy_date
from projects.values.risk_matrix import Level, level_of, matrix, scores_of
from tests.projects.editing.test_admin import form

CHANGE = "admin:projects_project_change"


def test_every_place_of_the_matrix_has_one_level_and_it_grows():
    for probability in Probability:
        for impact in Impact:
            least, most = scores_of(level_of(probability, impact))
            assert least <= probability * impact <= most
    assert [level_of(1, 4), level_of(1, 5), level_of(3, 4)] == list(Level)


def test_the_matrix_has_a_row_for_each_probability_with_the_highest_first():
    rows = matrix({(5, 1): 3})
    assert [row.probability for row in rows] == [5, 4, 3, 2, 1]
    assert [[cell.impact for cell in row.cells] for row in rows] == [[1, 2, 3, 4, 5]] * 5
    assert sum(cell.count for row in rows for cell in row.cells) == rows[0].cells[0].count == 3


def risk(project, probability=3, impact=3, **values):
    values = {"description": "Toimitus venyy"} | values
    return Risk.objects.create(project=project, probability=probability, impact=impact, **values)


pytestmark = pytest.mark.django_db


def test_the_worst_risk_comes_first_and_closed_ones_last(make_project):
    project = make_project()
    mild, likely, grave = risk(project, 1, 1), risk(project, 4, 3), risk(project, 3, 4)
    closed = risk(project, 5, 5, state="closed")
    assert list(Risk.objects.open().worst_first()) == [grave, likely, mild]
    assert sorted(project.risks.all(), key=lambda row: row.rank)[-1] == closed
    assert list(Risk.objects.open().at_level(Level.LOW)) == [mild]
    assert Risk.objects.open().counted() == {(1, 1): 1, (4, 3): 1, (3, 4): 1}


@pytest.mark.parametrize("values", [{"probability": 0}, {"impact": 6}, {"description": ""}])
def test_a_risk_outside_the_matrix_is_refused(make_project, values):
    row = Risk(
        project=make_project(), **{"description": "x", "probability": 1, "impact": 1} | values
    )
    with pytest.raises(ValidationError):
        row.full_clean()


def test_a_milestone_is_late_when_its_last_day_has_gone_by(make_project):
    project = make_project()
    row = Milestone(project=project, name="Alku", due=parse_fuzzy_date("Q1/2023"))
    row.save()
    assert not row.is_late(datetime.date(2023, 3, 31))
    assert row.is_late(datetime.date(2023, 4, 1))
    row.reached_on = datetime.date(2023, 5, 1)
    assert not row.is_late(datetime.date(2023, 6, 1))
    row.reached_on = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError):
        row.full_clean()


def sent(project):
    return {
        "risks-TOTAL_FORMS": 1,
        "risks-0-project": project.pk,
        "risks-0-description": "Toimitus venyy",
        "risks-0-probability": 4,
        "risks-0-impact": 5,
        "risks-0-response": "reduce",
        "risks-0-response_text": "Tilataan ajoissa",
        "risks-0-state": "open",
        "milestones-TOTAL_FORMS": 1,
        "milestones-0-project": project.pk,
        "milestones-0-name": "Verkko toimii",
        "milestones-0-due": "Q2/2023",
        "milestones-0-reached_on": "2.5.2023",
        "benefits-TOTAL_FORMS": 1,
        "benefits-0-project": project.pk,
        "benefits-0-description": "Katkot vähenevät",
        "benefits-0-baseline": "12",
        "benefits-0-target": "2",
        "benefits-0-due": "2024",
    }


def test_they_are_edited_on_the_project_s_form(client, planner, make_project):
    project = make_project("Verkko")
    client.force_login(planner)
    url = reverse(CHANGE, args=[project.pk])
    answer = client.post(url, form(client, url) | sent(project))
    assert answer.status_code == 302, answer.context["errors"]
    assert project.risks.get().level == Level.HIGH
    assert project.milestones.get().due.edtf == "2023-34"
    assert project.benefits.get().target == "2"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"risks-0-probability": "9"}, "risks-0-probability"),
        ({"risks-0-impact": ""}, "risks-0-impact"),
        ({"risks-0-description": " "}, "risks-0-description"),
        ({"milestones-0-due": "Q5/2023"}, "Q5/2023"),
        ({"milestones-0-reached_on": "2.5.2123"}, "milestones-0-reached_on"),
        ({"benefits-0-due": "kohta"}, "kohta"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    client, planner, make_project, values, message
):
    project = make_project("Verkko")
    client.force_login(planner)
    url = reverse(CHANGE, args=[project.pk])
    answer = client.post(url, form(client, url) | sent(project) | values)
    assert answer.status_code == 200
    assert answer.context["errors"]
    text = answer.content.decode()
    assert message in text
    assert "Tilataan ajoissa" in text
    assert not project.risks.exists()


def test_an_area_editor_edits_them_in_their_own_area(client, make_user, make_project, area):
    editor = make_user("area_editor")
    project = make_project("Verkko")
    row = risk(project)
    assert not editor.has_perm("projects.change_risk", row)
    area.editors.add(editor)
    del editor._area_keys
    editor = type(editor).objects.get(pk=editor.pk)
    assert editor.has_perm("projects.change_risk", row)
    client.force_login(editor)
    url = reverse(CHANGE, args=[project.pk])
    assert client.post(url, form(client, url) | sent(project)).status_code == 302


def test_their_history_reads_well_and_comes_back(make_project, planner):
    project = make_project("Verkko")
    row = risk(project, 2, 3)
    milestone = Milestone.objects.create(project=project, name="Alku", due=parse_fuzzy_date("2023"))
    benefit = Benefit.objects.create(project=project, description="Katkot", target="2")
    then = timezone.now()
    row.probability = 5
    row.save()
    milestone.due = parse_fuzzy_date("Q1/2024")
    milestone.save()
    benefit.delete()
    with translation.override("en"):
        told = [s for change in changes(project.pk) for s in change.sentences]
    assert "Risk “Toimitus venyy”: Probability unlikely → almost certain" in told
    assert "Milestone “Alku”: Planned for 2023 → Q1/2024" in told
    assert "Benefit “Katkot” removed" in told
    restore(project.pk, then, planner)
    assert project.risks.get().probability == 2
    assert (project.milestones.get().due.edtf, project.milestones.get().due_date.month) == (
        "2023",
        12,
    )
    assert project.benefits.get().target == "2"


def test_a_hidden_piece_hides_its_rows(make_project, make_user):
    project = make_project("Verkko", not_public_fields=["risks", "milestones", "benefits"])
    risk(project)
    Milestone.objects.create(project=project, name="Alku")
    Benefit.objects.create(project=project, description="Katkot")
    reader, planner = make_user("reader"), make_user("planner")
    for model in (Risk, Milestone, Benefit):
        assert not model.objects.visible_to(reader).exists()
        assert model.objects.visible_to(planner).count() == 1
        assert not model.objects.get().is_visible_to(reader)
    told = [s for each in changes(project.pk, project.hidden_from(reader)) for s in each.sentences]
    assert len(told) == 1  # only that the project was added
    seen = project.seen_by(reader)
    for rows in (seen.risks, seen.milestones, seen.benefits):
        assert not rows.all()
