"""Every change is told, any state can come back, and a deletion is undone."""

import uuid
from decimal import Decimal

import pytest
import time_machine
from django.db.models import ProtectedError
from django.utils import timezone, translation

from impact_assessments.models import ImpactAssessment
from projects.history.restoring import deleted_projects, restore
from projects.history.sentences import changes
from projects.models import Comment, CostItem, Project, StatusReport
from projects.models.parts.part import part_models
from projects.models.versions import Version
from projects.saving.change_sets import one_change
from projects.saving.many import add_many
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db


def sentences(project_id):
    with translation.override("en"):
        return [s for change in changes(project_id) for s in change.sentences]


def test_a_moved_end_reads_as_a_sentence_with_who_and_why(make_project, planner):
    project = make_project("Verkko", "Q3/2022", "Q1/2023")
    phase = project.phases.get()
    phase.end = parse_fuzzy_date("Q2/2023")
    phase._history_user, phase._change_reason = planner, "Toimitus myöhässä"
    phase.save()
    newest = changes(project.pk)[0]
    assert (newest.who, newest.reason) == ("planner", "Toimitus myöhässä")
    assert any("Q1/2023 → Q2/2023" in s for s in newest.sentences)


def test_parts_and_their_first_values_are_told(make_project):
    project = make_project("Verkko")
    CostItem.objects.create(project=project, kind="one_off", per="total", low=5, high=9)
    ImpactAssessment.objects.create(project=project, security_effect="some")
    told = " ".join(sentences(project.pk))
    assert "Project added: Verkko" in told
    assert "Cost item added" in told
    assert "Impact assessment added" in told


def test_what_one_request_writes_is_one_change_however_long_it_takes(make_project, planner):
    with time_machine.travel("2026-03-01 12:00 +0200", tick=False) as clock:
        with one_change():
            project = make_project("Verkko", "2022")
        for text in ("yksi", "kaksi"):
            with one_change():
                project.description = text
                project.save()
                clock.shift(60)
                CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=1)
    found = changes(project.pk)
    assert [len(change.sentences) for change in found] == [2, 2, 2]
    assert "kaksi" in found[0].sentences[0]


def test_each_request_is_a_change(client, planner, make_project):
    project = make_project("Verkko")
    client.force_login(planner)
    for text in ("yksi", "kaksi"):
        url = f"/projects/{project.pk}/comments/"
        assert client.post(url, {"text": text}).status_code == 302
    versions = Comment.history.values_list("change_set", flat=True)
    assert None not in versions
    assert len(set(versions)) == 2


def test_every_part_of_a_project_knows_its_change():
    for model in (Project, *part_models()):
        assert issubclass(model.history.model, Version)


def test_rows_that_are_saved_in_bulk_are_one_change(make_project):
    project = make_project("Verkko")
    rows = [CostItem(project=project, kind="one_off", per="total", low=1, high=n) for n in (1, 2)]
    with one_change():
        add_many(rows)
    assert len(set(CostItem.history.values_list("change_set"))) == 1
    assert len(changes(project.pk)[0].sentences) == 2


def test_what_nobody_said_to_be_one_change_is_told_version_by_version(make_project):
    project = make_project("Verkko")
    Project.history.update(change_set=None)
    project.description = "yksi"
    project._change_set = uuid.uuid4()
    project.save()
    Project.history.update(change_set=None)
    assert len(changes(project.pk)) == 2


def test_an_earlier_state_comes_back_with_all_its_parts(make_project, planner):
    project = make_project("Verkko", "Q3/2022", "Q1/2023", description="Ensin")
    item = CostItem.objects.create(project=project, kind="one_off", per="total", low=5, high=9)
    ImpactAssessment.objects.create(project=project, data_text="alku")
    then, item_key = timezone.now(), item.pk
    project.description = "Sitten"
    project.save()
    item.delete()
    project.phases.all().first().delete()
    ImpactAssessment.objects.filter(project=project).get().delete()
    CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=1)
    restore(project.pk, then, planner)
    project = Project.objects.get(pk=project.pk)
    assert project.description == "Ensin"
    assert [(c.pk, c.high) for c in project.costs.all()] == [(item_key, Decimal(9))]
    assert project.phases.get().end.edtf == "2023-33"
    assert project.assessment.data_text == "alku"
    assert changes(project.pk)[0].who == "planner"


def test_a_deleted_project_comes_back(make_project, planner):
    project = make_project("Verkko", "2022", "2023")
    key = project.pk
    project.delete()
    before = deleted_projects()[0].before
    assert [deletion.row.name for deletion in deleted_projects()] == ["Verkko"]
    restore(key, before, planner)
    assert Project.objects.get(pk=key).phases.count() == 1
    assert deleted_projects() == []


def test_what_comes_back_is_the_state_right_before_the_deletion(make_project, planner):
    project = make_project("Verkko", "2022", "2023")
    project.description = "Viime hetken muutos"
    project.save()
    CostItem.objects.create(project=project, kind="one_off", per="total", low=1, high=2)
    key = project.pk
    project.delete()
    restored = restore(key, deleted_projects()[0].before, planner).project
    assert restored.description == "Viime hetken muutos"
    assert (restored.costs.count(), restored.phases.count()) == (1, 1)


def test_the_deleted_are_listed_with_as_many_queries_however_many_they_are(
    make_project, django_assert_max_num_queries
):
    for n in range(5):
        make_project(f"Hanke {n}", "2022", "2023").delete()
    with django_assert_max_num_queries(20):
        assert len(deleted_projects()) == 5


def test_the_part_of_the_assessment_that_changed_is_named(make_project):
    project = make_project("Verkko")
    assessment = ImpactAssessment.objects.create(project=project)
    assessment.data_effect = "some"
    assessment.save()
    assert any("Effect (c) Not assessed yet → Has an effect" in s for s in sentences(project.pk))


def test_a_project_in_a_plan_cannot_be_deleted(make_project):
    project = make_project()
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    assert plan.add_projects([project]) == 1
    assert plan.add_projects([project]) == 0
    with pytest.raises(ProtectedError):
        project.delete()


def test_reading_the_history_takes_as_many_queries_however_long_it_is(
    make_project, django_assert_max_num_queries
):
    project = make_project("Verkko", "2022", "2023")
    for n in range(20):
        project.description = str(n)
        project.save()
    with django_assert_max_num_queries(18):
        assert changes(project.pk)


def test_naming_what_versions_refer_to_asks_nothing_more(
    make_project, make_user, django_assert_max_num_queries
):
    project = make_project("Verkko")
    for n in range(12):
        author = make_user("reader", f"lukija{n}")
        StatusReport.objects.create(project=project, author=author)
        project.owner = author
        project.save()
    with django_assert_max_num_queries(18):
        told = changes(project.pk)
    assert any("lukija3 → lukija4" in s for change in told for s in change.sentences)
