"""What the API saves: by the rules, rights and history of the forms, over nobody's change."""

import datetime

import pytest

from impact_assessments.models import ImpactAssessment
from projects.models import CostItem, Dependency, Project, ServiceArea, StatusReport
from tests.api.asking import ROOT, Program, errors

pytestmark = pytest.mark.django_db
COST = {"kind": "one_off", "low": "10", "high": "20.50", "per": "total"}
NEW = {"name": "Uusi", "description": "Muuttaa asioinnin."}


@pytest.fixture
def project(make_project):
    return make_project("Verkko", "1.2.2026", "Q3/2026")


@pytest.fixture
def planner(make_user):
    return Program(make_user("planner"))


@pytest.fixture
def editor(make_user, area):
    person = make_user("area_editor")
    area.editors.add(person)
    return Program(person)


def test_a_change_is_in_the_history_with_the_token_and_its_person(planner, project):
    where = f"projects/{project.pk}/"
    answer = planner.patch(where, {"status": "in_progress", "notes": "Sovittu"})
    assert (answer.status_code, answer.json()["status"]) == (200, "in_progress")
    assert answer["ETag"] == planner.get(where)["ETag"]
    version = project.history.first()
    assert (version.history_change_reason, version.history_user) == (
        "API: Ohjelma", planner.token.owner,
    )  # fmt: skip
    count = project.history.count()
    assert planner.patch(where, {"status": "in_progress"}).status_code == 200
    assert project.history.count() == count  # nothing was changed


def test_a_part_comes_changes_and_goes_and_the_project_follows(planner, project):
    made = planner.post("costs/", COST | {"project": project.pk})
    assert made.status_code == 201, made.content
    where = f"costs/{made.json()['id']}/"
    assert Project.objects.get().cost_high == CostItem.objects.get().high
    assert planner.patch(where, {"high": "30"}).json()["high"] == "30.00"
    assert str(Project.objects.get().cost_high) == "30.00"
    assert planner.delete(where).status_code == 204
    assert Project.objects.get().cost_high is None
    reasons = set(CostItem.history.values_list("history_change_reason", flat=True))
    assert reasons == {"API: Ohjelma"}
    phase = planner.all("phases/")[0]
    answer = planner.patch(f"phases/{phase['id']}/", {"start": "2026-03", "end": "2026-40"})
    assert answer.json()["end"] == "2026-40"
    assert str(Project.objects.get().starts_on) == "2026-03-01"


def test_a_write_names_the_version_that_it_changes(planner, project):
    where = f"projects/{project.pk}/"
    known = planner.get(where)["ETag"]
    blind = planner.client.patch(ROOT + where, {"notes": "x"}, "application/json",
                                 headers=planner.headers)  # fmt: skip
    assert blind.status_code == 428
    project.notes = "Toisen sanat"
    project.save()
    for answer in (
        planner.patch(where, {"notes": "Omat sanat"}, known),
        planner.delete(where, known),
    ):
        assert answer.status_code == 409
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["current"]["notes"] == "Toisen sanat"
    both = planner.patch(where, {"notes": "Omat sanat"}, known).json()
    assert both["sent"] == {"notes": "Omat sanat"}
    now = f'"{both["current"]["etag"]}"'
    assert planner.patch(where, {"notes": "Omat sanat"}, now).status_code == 200


def test_what_is_wrong_is_told_by_field_and_nothing_is_saved(planner, project):
    cost = COST | {"project": project.pk}
    for sent, told in (
        (cost | {"low": "30"}, {"high"}),
        (cost | {"low": "abc", "kind": "x"}, {"low", "kind"}),
        (cost | {"prise": 1, "id": 7}, {"prise", "id"}),
        ({}, {"project", "kind", "low", "high", "per"}),
        (cost | {"project": 999}, {"project"}),
        (cost | {"project": 10**30}, {"project"}),
        (cost | {"description": "\0"}, {"description"}),
        ([], {""}),
    ):
        answer = planner.post("costs/", sent)
        assert (answer.status_code, set(errors(answer))) == (400, told), sent
    assert not CostItem.objects.exists()
    phase = planner.all("phases/")[0]
    for sent in ({"end": "2020"}, {"start": None, "end": None}, {"end": "syksy"}, {"end": 5}):
        assert planner.patch(f"phases/{phase['id']}/", sent).status_code == 400
    assert set(errors(planner.post("projects/", {"name": "x"}))) == {"service_area"}
    other = Project.objects.create(name="Muu", service_area=project.service_area, scope="city_wide")
    moved = planner.patch(f"phases/{phase['id']}/", {"project": other.pk})
    assert set(errors(moved)) == {"project"}


def test_what_is_no_request_of_ours_is_refused_whole(planner):
    post = planner.client.post
    for data, kind, status in (
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ('{"low": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ("x" * 10_000_000, "application/json", 413),
        ("name=x", "application/x-www-form-urlencoded", 415),
        ("name", "text/plain", 415),
    ):
        answer = post(f"{ROOT}goals/", data, kind, headers=planner.headers)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert planner.client.put(f"{ROOT}goals/", headers=planner.headers).status_code == 405


def test_a_token_that_reads_changes_nothing(make_user, project):
    program = Program(make_user("planner"), "read")
    where = f"projects/{project.pk}/"
    for answer in (
        program.patch(where, {"notes": "x"}),
        program.delete(where),
        program.post("costs/", COST | {"project": project.pk}),
    ):
        assert answer.status_code == 403
        assert answer.json()["detail"] == "The token may only read."


def test_each_role_writes_what_it_may(make_user, make_project, area, editor, planner):
    reader = Program(make_user("reader"))
    elsewhere = ServiceArea.objects.create(name="Muualla")
    own, other = make_project("Oma"), make_project("Muu", service_area=elsewhere)
    hidden = make_project("Salainen", service_area=elsewhere, is_not_public=True)

    def answers(program):
        found = []
        for project in (own, other, hidden):
            where = f"projects/{project.pk}/"
            found.append(program.patch(where, {"notes": program.secret}, "*").status_code)
            found.append(program.post("costs/", COST | {"project": project.pk}).status_code)
        for name in ("areas", "goals"):
            found.append(program.post(f"{name}/", {"name": program.secret}).status_code)
        for place in (area, elsewhere):
            sent = NEW | {"service_area": place.pk, "anyway": True}
            found.append(program.post("projects/", sent).status_code)
        found.append(program.patch(f"projects/{own.pk}/", {"service_area": elsewhere.pk}, "*")
                     .status_code)  # fmt: skip
        found.append(program.delete(f"projects/{own.pk}/", "*").status_code)
        return found

    assert answers(reader) == [403, 403, 403, 403, 404, 400, 403, 403, 403, 403, 403, 403]
    assert answers(editor) == [200, 201, 403, 403, 404, 400, 403, 403, 201, 403, 403, 403]
    assert Project.objects.get(name="Uusi").scope == "service_area"
    assert answers(planner) == [200, 201, 200, 201, 200, 201, 201, 201, 201, 201, 200, 204]


def test_who_does_not_see_all_changes_neither_the_hidden_nor_who_sees_it(editor, planner, project):
    planner.patch(f"projects/{project.pk}/", {"not_public_fields": ["costs"], "cost_text": "Salaa"})
    cost = planner.post("costs/", COST | {"project": project.pk}).json()
    where = f"projects/{project.pk}/"
    for sent in ({"cost_text": "x"}, {"not_public_fields": []}, {"owner": None}):
        assert editor.patch(where, sent).status_code == 403
    assert editor.post("costs/", COST | {"project": project.pk}).status_code == 403
    assert editor.patch(f"costs/{cost['id']}/", {"high": "90"}, "*").status_code == 404
    assert editor.patch(where, {"notes": "x"}).status_code == 200
    project.refresh_from_db()
    assert (project.cost_text, project.not_public_fields) == ("Salaa", ("costs",))


def test_a_dependency_names_nothing_that_its_writer_may_not_see(editor, planner, make_project):
    own, hidden = make_project("Oma"), make_project("Salainen", is_not_public=True)
    last = make_project("Viimeinen")
    sent = {"project": own.pk, "other": hidden.pk, "kind": "waits_for"}
    assert set(errors(editor.post("dependencies/", sent))) == {"other"}
    assert planner.post("dependencies/", sent).status_code == 201
    planner.post("dependencies/", sent | {"project": hidden.pk, "other": last.pk})
    answer = editor.post("dependencies/", sent | {"project": last.pk, "other": own.pk})
    assert answer.status_code == 400
    assert "Salainen" not in answer.content.decode()
    assert Dependency.objects.count() == 2


def test_a_report_is_its_author_s_and_what_leans_on_a_row_keeps_it(editor, planner, project):
    said = {"project": project.pk, "cost_light": "attention"}
    report = editor.post("reports/", said).json()
    assert (report["author"], report["number"]) == (editor.token.owner.pk, 1)
    assert set(errors(editor.post("reports/", {"project": project.pk}))) == {""}
    assert editor.delete(f"reports/{report['id']}/").status_code == 403
    assert StatusReport.objects.count() == 1
    other = planner.post("projects/", NEW | {"service_area": project.service_area_id}).json()["id"]
    waits = {"project": other, "other": project.pk, "kind": "waits_for"}
    assert planner.post("dependencies/", waits).status_code == 201
    answer = planner.delete(f"projects/{project.pk}/")
    assert (answer.status_code, Project.objects.count()) == (409, 2)


def test_a_second_project_of_a_name_is_asked_about_as_on_the_page(planner, project, area):
    sent = NEW | {"name": project.name, "service_area": area.pk}
    answer = planner.post("projects/", sent)
    assert answer.status_code == 400
    (told,) = [each for each in answer.json()["errors"] if each["field"] == "name"]
    assert str(project.pk) in told["message"]
    assert planner.post("projects/", sent | {"anyway": True}).status_code == 201
    assert Project.objects.filter(name=project.name).count() == 2


def test_a_year_far_away_is_asked_about_as_by_the_forms(planner, project, settings):
    settings.TODAY = datetime.date(2026, 3, 15)
    phase = f"phases/{planner.all('phases/')[0]['id']}/"
    for name, field, sent in (
        ("phases", "end", {"name": "Pilotti", "start": "2026", "end": "2126-09"}),
        ("milestones", "due", {"name": "Käyttöön", "due": "1926"}),
        ("benefits", "due", {"description": "Nopeutuu", "due": "2199"}),
        ("reports", "forecast_end", {"text": "Etenee", "forecast_end": "2126-35"}),
    ):
        sent = sent | {"project": project.pk}
        answer = planner.post(f"{name}/", sent)
        assert (answer.status_code, list(errors(answer))) == (400, [field]), name
        assert "anyway" in errors(answer)[field]
        made = planner.post(f"{name}/", sent | {"anyway": True})
        assert made.status_code == 201, made.content
        assert made.json()[field] == sent[field]
        assert "anyway" not in made.json()
        again = planner.patch(f"{name}/{made.json()['id']}/", {field: sent[field]})
        assert again.status_code == 200, again.content  # what is stored was asked about
    told = errors(planner.patch(phase, {"end": "2126-09"}))
    assert told == {
        "end": "2126 is 100 years from now. Do you mean 2026? "
        "If it is right, send “anyway” as true as well."
    }
    assert planner.patch(phase, {"end": "2126-09", "anyway": True}).status_code == 200
    assert str(Project.objects.get(pk=project.pk).ends_on.year) == "2126"
    assert set(errors(planner.post("goals/", {"name": "x", "anyway": True}))) == {"anyway"}


def test_the_parts_of_an_assessment_are_written_as_by_its_form(editor, planner, project, make_user):
    row = ImpactAssessment.objects.create(project=project, state="approved")
    where = f"assessments/{row.pk}/"
    said = {"function_effect": "some", "function_substantial": True, "function_text": "Muuttuu."}
    assert Program(make_user("reader")).patch(where, said).status_code == 403
    answer = editor.patch(where, said | {"due": "2026-06-01"})
    assert answer.status_code == 200, answer.content
    # Who writes in what is approved begins the next draft.
    assert (answer.json()["state"], answer.json()["function_text"]) == ("draft", "Muuttuu.")
    row.refresh_from_db()
    assert (row.author, row.history.first().history_change_reason) == (
        editor.token.owner, "API: Ohjelma",
    )  # fmt: skip
    assert editor.all(f"assessments/?project={project.pk}")[0]["due"] == "2026-06-01"
    for sent, field in (
        ({"function_effect": "none"}, "function_substantial"),
        ({"function_same_as": "function"}, "function_same_as"),
        ({"screening": "required"}, "screening"),
        ({"state": "approved"}, "state"),
    ):
        assert set(errors(editor.patch(where, sent))) == {field}, sent
    project.not_public_fields = ["security"]
    project.save()
    for sent in ({"security_effect": "none"}, {"data_same_as": "security"}):
        assert editor.patch(where, sent).status_code == 403, sent
        assert planner.patch(where, sent).status_code == 200, sent
    ImpactAssessment.objects.update(state="review")
    assert set(errors(planner.patch(where, {"function_text": "x"}))) == {"state"}
    assert planner.delete(where, "*").status_code == 405
    assert planner.post("assessments/", {"project": project.pk}).status_code == 405


def test_json_that_cannot_be_read_is_told_by_its_place(planner):
    answer = planner.client.post(f"{ROOT}goals/", '{"name": }', "application/json",
                                 headers=planner.headers)  # fmt: skip
    assert answer.json()["detail"] == "The JSON cannot be read: see line 1, character 10."
