"""Editing in the admin: who may, what is refused, and where the message stands."""

import pytest
from django.contrib import admin
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.models import Project, ServiceArea
from projects.sheets.columns import ProjectResource
from reports.models import ActionPlan

pytestmark = pytest.mark.django_db
CHANGE, ADD, LIST = (f"admin:projects_project_{x}" for x in ("change", "add", "changelist"))


def form(client, url):
    """The page's form as a browser would send it back."""
    response = client.get(url)
    assert response.status_code == 200
    admin_form = response.context["adminform"].form
    forms = [admin_form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    data = {}
    for each in forms:
        for bound in each:
            value = bound.value()
            if isinstance(value, list | tuple):
                data[bound.html_name] = [getattr(v, "pk", v) for v in value]
            elif value is not None and value is not False:
                data[bound.html_name] = value
    return data


def test_a_planner_edits_a_project_with_its_parts_on_one_page(client, planner, make_project):
    project = make_project("Verkko")
    client.force_login(planner)
    url = reverse(CHANGE, args=[project.pk])
    data = form(client, url) | {
        "name": "Verkko 2",
        "change_reason": "Tarkennus",
        "phases-TOTAL_FORMS": 1,
        "phases-0-start": "Q3/2022",
        "phases-0-end": "kevät 2023",
        "phases-0-project": project.pk,
        "costs-TOTAL_FORMS": 1,
        "costs-0-kind": "one_off",
        "costs-0-low": "15 000",
        "costs-0-high": "1,2 M€",
        "costs-0-per": "total",
        "costs-0-certainty": "estimate",
        "costs-0-project": project.pk,
        "assessment-TOTAL_FORMS": 1,
        "assessment-0-security_effect": "some",
        "assessment-0-security_text": "Lokit",
        "assessment-0-organising_effect": "none",
        "assessment-0-data_effect": "none",
        "assessment-0-case_management_effect": "none",
        "assessment-0-project": project.pk,
    }
    response = client.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    project.refresh_from_db()
    assert project.name == "Verkko 2"
    assert project.history.first().history_change_reason == "Tarkennus"
    assert project.history.first().history_user == planner
    assert project.phases.get().end.edtf == "2023-21"
    assert project.costs.get().high == 1_200_000
    assert project.assessment.security_text == "Lokit"


def test_the_budget_of_a_project_is_edited_beside_its_costs(client, make_project, make_user):
    project = make_project("Verkko")
    editor = make_user("area_editor")
    project.service_area.editors.add(editor)
    client.force_login(editor)
    url = reverse(CHANGE, args=[project.pk])
    row = {"year": 2023, "frame": "20 000", "spent": "1 200,50", "forecast": "25000"}
    data = form(client, url) | {f"budget-0-{name}": value for name, value in row.items()}
    data |= {
        "budget-TOTAL_FORMS": 1, "budget-0-project": project.pk,
        "ledger_codes-TOTAL_FORMS": 1, "ledger_codes-0-code": "1200",
        "ledger_codes-0-project": project.pk, "change_reason": "Seuranta",
    }  # fmt: skip
    answer = client.post(url, data)
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not project.budget.exists()
    answer = client.post(url, data | {"budget-0-reason": "Hinnat nousivat"})
    assert answer.status_code == 302, answer.context["errors"]
    year = project.budget.get()
    assert (year.frame, str(year.spent), year.spent_until) == (20_000, "1200.50", None)
    version = year.history.get()
    assert (version.history_user, version.history_change_reason) == (editor, "Seuranta")
    assert project.ledger_codes.get().code == "1200"
    # Somebody else wrote another figure meanwhile: the page asks which to keep.
    opened = form(client, url)
    year.frame = 30_000
    year.save()
    answer = client.post(url, opened | {"budget-0-frame": "40 000"})
    assert answer.status_code == 409
    project.not_public_fields = ["costs"]
    project.save()
    assert "budget-0-frame" not in form(client, url)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"phases-0-start": "Q5/2022"}, "Q5/2022"),
        ({"phases-0-start": "2023", "phases-0-end": "2022"}, "end"),
        ({"costs-0-low": "viisi", "costs-0-high": "6", "costs-0-per": "total"}, "low"),
        ({"costs-0-low": "9", "costs-0-high": "6", "costs-0-per": "total"}, "high"),
        ({"costs-0-low": "1", "costs-0-high": "6", "costs-0-per": ""}, "per"),
        ({"service_area": ""}, "service_area"),
        ({"name": " "}, "name"),
        ({"description": "x" * 100_001}, "description"),
    ],
)
def test_bad_input_is_refused_with_what_was_typed_kept(
    client, planner, make_project, values, message
):
    project = make_project("Verkko")
    client.force_login(planner)
    url = reverse(CHANGE, args=[project.pk])
    data = form(client, url) | {"notes": "Kirjoitin tämän", **values}
    for prefix in ("phases", "costs"):
        if any(key.startswith(prefix) for key in values):
            data[f"{prefix}-TOTAL_FORMS"] = 1
            data[f"{prefix}-0-project"] = project.pk
            if prefix == "costs":
                data |= {"costs-0-kind": "one_off", "costs-0-certainty": "estimate"}
    response = client.post(url, data)
    assert response.status_code == 200
    assert "Kirjoitin tämän" in response.content.decode()
    page = response.context["adminform"].form.errors
    rows = [f.formset.errors for f in response.context["inline_admin_formsets"]]
    assert message in f"{page!r} {rows!r}"
    assert Project.objects.get().notes == ""


def test_a_hundred_thousand_characters_and_strange_letters_are_kept(client, planner, make_project):
    text = "ä" * 90_000 + " <script> שלום 🎉"
    project = make_project("Verkko")
    client.force_login(planner)
    url = reverse(CHANGE, args=[project.pk])
    assert client.post(url, form(client, url) | {"description": text}).status_code == 302
    project.refresh_from_db()
    assert project.description == text


@pytest.mark.parametrize(
    ("role", "status"),
    [("administrator", 200), ("planner", 200), ("area_editor", 200), ("reader", 302)],
)
def test_who_opens_the_admin_s_list(client, make_user, make_project, role, status):
    make_project("Verkko")
    client.force_login(make_user(role))
    assert client.get(reverse(LIST)).status_code == status


def test_an_area_editor_changes_only_projects_of_the_own_area(
    client, make_user, make_project, area
):
    editor = make_user("area_editor")
    area.editors.add(editor)
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    mine = make_project("Oma", service_area=unit)
    other = make_project("Muun", service_area=ServiceArea.objects.create(name="Tekniset"))
    client.force_login(editor)
    for project, status in ((mine, 302), (other, 403)):
        url = reverse(CHANGE, args=[project.pk])
        data = form(client, reverse(CHANGE, args=[mine.pk]))
        data["name"] = "Muutettu"
        assert client.post(url, data).status_code == status
    other.refresh_from_db()
    assert other.name == "Muun"


def test_bulk_actions_change_only_what_is_the_user_s_to_change(
    client, make_user, make_project, area
):
    editor = make_user("area_editor")
    area.editors.add(editor)
    mine = make_project("Oma")
    other = make_project("Muun", service_area=ServiceArea.objects.create(name="Tekniset"))
    client.force_login(editor)
    keys = [mine.pk, other.pk]
    client.post(reverse(LIST), {"action": "set_on_hold", "_selected_action": keys})
    assert {p.name: p.status for p in Project.objects.all()} == {
        "Oma": "on_hold",
        "Muun": "proposal",
    }
    assert mine.history.first().history_user == editor


def test_the_admin_s_search_folds_finnish_letters(client, planner, make_project):
    make_project("ÄÄNESTYS")
    client.force_login(planner)
    assert "ÄÄNESTYS" in client.get(reverse(LIST), {"q": "äänestys"}).content.decode()


def test_a_second_assessment_is_refused_with_a_message(client, planner, make_project):
    project = make_project("Verkko")
    ImpactAssessment.objects.create(project=project)
    client.force_login(planner)
    url = reverse("admin:impact_assessments_impactassessment_add")
    response = client.post(url, form(client, url) | {"project": project.pk})
    assert response.status_code == 200
    assert "project" in response.context["adminform"].form.errors


def test_export_escapes_formulas(client, planner, make_project):
    make_project("=1+1")
    client.force_login(planner)
    url = reverse("admin:projects_project_export")
    chosen = {f"projectresource_{name}": "on" for name in ProjectResource.Meta.fields}
    exported = client.post(url, {"format": 1, "resource": 0, **chosen})
    assert exported.headers["Content-Type"].startswith("text/csv"), exported.context["form"].errors
    text = exported.content.decode("utf-8-sig")
    assert "1+1" in text
    assert ";=1+1" not in text


def upload(client, tmp_path, text):
    client.post(reverse("set_language"), {"language": "en"})
    sheet = tmp_path / "hankkeet.csv"
    sheet.write_text(text, encoding="utf-8")
    with sheet.open("rb") as file:
        url = reverse("admin:projects_project_import")
        return client.post(url, {"format": 1, "resource": "", "import_file": file}, follow=True)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A,whole city,Nowhere", "There is no “Nowhere”."),
        ("A,moon,Sivistyspalvelut", "“moon” is none of the choices"),
        (",whole city,Sivistyspalvelut", "This column needs a value."),
    ],
)
def test_an_import_names_row_column_and_reason_and_keeps_nothing(
    client, planner, area, tmp_path, row, message
):
    client.force_login(planner)
    response = upload(client, tmp_path, f"name,scope,service area\n{row}\n")
    assert response.status_code == 200
    assert message in response.content.decode()
    assert 'id="carry-out"' not in response.content.decode()
    assert not Project.objects.exists()


def test_an_import_refuses_a_goal_that_does_not_exist(client, planner, area, tmp_path):
    client.force_login(planner)
    sheet = "name,scope,service area,strategic goals\nA,whole city,Sivistyspalvelut,Kuu\n"
    response = upload(client, tmp_path, sheet)
    assert "There is no “Kuu”." in response.content.decode()
    assert not Project.objects.exists()


def test_an_import_goes_to_the_history_with_who_and_which_file(client, planner, area, tmp_path):
    client.force_login(planner)
    sheet = "name,scope,service area\nVerkko,whole city,Sivistyspalvelut\n"
    preview = upload(client, tmp_path, sheet)
    assert not Project.objects.exists()
    address = reverse("sheet-import-carry-out", args=[preview.context["upload"].pk])
    response = client.post(address)
    assert response.status_code == 302
    version = Project.objects.get(name="Verkko").history.first()
    assert version.history_user == planner
    assert version.history_change_reason == "Imported from hankkeet.csv"


@pytest.mark.parametrize(("role", "status"), [("planner", 200), ("area_editor", 403)])
def test_only_planners_import(client, make_user, role, status):
    client.force_login(make_user(role))
    assert client.get(reverse("admin:projects_project_import")).status_code == status


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        ("mark_flagship", "is_flagship", True),
        ("unmark_flagship", "is_flagship", False),
        ("set_approved", "status", "approved"),
        ("set_in_progress", "status", "in_progress"),
        ("set_on_hold", "status", "on_hold"),
        ("set_completed", "status", "completed"),
        ("set_cancelled", "status", "cancelled"),
    ],
)
def test_every_bulk_action_does_what_it_says_and_is_in_the_history(
    client, planner, make_project, action, field, value
):
    projects = [make_project(name, is_flagship=value is False) for name in ("Yksi", "Kaksi")]
    client.force_login(planner)
    keys = [project.pk for project in projects]
    response = client.post(reverse(LIST), {"action": action, "_selected_action": keys})
    assert response.status_code == 302
    for project in projects:
        project.refresh_from_db()
        assert getattr(project, field) == value
        assert project.history.first().history_user == planner


@pytest.mark.parametrize(("role", "added"), [("planner", 2), ("area_editor", 0)])
def test_projects_are_added_to_the_newest_plan(client, make_user, make_project, area, role, added):
    user = make_user(role)
    user.areas.add(area)
    plan = ActionPlan.objects.create(title="Vuosi", organisation="Kaupunki")
    keys = [make_project("Yksi").pk, make_project("Kaksi").pk]
    client.force_login(user)
    for _time in range(2):
        client.post(reverse(LIST), {"action": "add_to_plan", "_selected_action": keys})
        assert plan.entries.count() == added


def test_who_writes_a_report_signs_it_and_a_correction_leaves_the_name(
    client, make_user, make_project
):
    project = make_project("Verkko")
    url = reverse(CHANGE, args=[project.pk])
    writer, corrector = make_user("planner", "kirjoittaja"), make_user("planner", "korjaaja")
    client.force_login(writer)
    values = {"reports-TOTAL_FORMS": 1, "reports-0-date": "1.9.2022", "reports-0-text": "Alussa"}
    client.post(url, form(client, url) | values | {"reports-0-project": project.pk})
    assert project.reports.get().author == writer
    client.force_login(corrector)
    client.post(url, form(client, url) | {"reports-0-text": "Hyvässä alussa"})
    report = project.reports.get()
    assert (report.text, report.author) == ("Hyvässä alussa", writer)
    assert report.history.first().history_user == corrector


PLAN = {
    "title": "Toimenpidesuunnitelma",
    "organisation": "Kaupunki",
    "language": "fi",
    "period_start": "syksy 2022",
    "period_end": "2023",
}


def test_a_planner_makes_a_plan_with_a_chapter_and_projects(client, planner, make_project):
    client.force_login(planner)
    project = make_project("Verkko")
    url = reverse("admin:reports_actionplan_add")
    data = (
        form(client, url)
        | PLAN
        | {
            "chapters-TOTAL_FORMS": 1,
            "chapters-0-position": 1,
            "chapters-0-title": "Johdanto",
            "chapters-0-text": "Teksti",
            "entries-TOTAL_FORMS": 1,
            "entries-0-position": 1,
            "entries-0-project": project.pk,
        }
    )
    response = client.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    plan = ActionPlan.objects.get()
    assert plan.period_start.edtf == "2022-23"
    assert [c.title for c in plan.chapters.all()] == ["Johdanto"]
    assert [e.project for e in plan.entries.all()] == [project]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"period_end": "2021"}, "The end is before the start."),
        ({"period_start": "joskus"}, "joskus"),
        ({"title": ""}, "This field is required."),
        (
            {"chapters-TOTAL_FORMS": 1, "chapters-0-position": 1, "chapters-0-text": "Teksti"},
            "Give the chapter a title.",
        ),
    ],
)
def test_a_plan_s_bad_input_is_refused_with_what_was_typed_kept(client, planner, values, message):
    planner.language = "en"
    planner.save()
    client.force_login(planner)
    url = reverse("admin:reports_actionplan_add")
    response = client.post(url, form(client, url) | PLAN | values)
    assert response.status_code == 200
    text = response.content.decode()
    assert message in text
    assert "Kaupunki" in text
    assert not ActionPlan.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("area_editor", 403), ("reader", 302)])
def test_only_planners_make_plans(client, make_user, role, status):
    client.force_login(make_user(role))
    assert client.get(reverse("admin:reports_actionplan_add")).status_code == status


def test_the_title_of_a_page_that_changes_a_row_is_a_sentence(client, make_user, make_project):
    """Finnish puts the noun in another case than the model's name stands in."""
    client.force_login(make_user("administrator"))
    for model, row_admin in admin.site._registry.items():
        if row_admin.has_change_permission(client.get("/admin/").wsgi_request):
            assert row_admin.change_title, model
    page = client.get(reverse("admin:projects_project_change", args=[make_project().pk]))
    assert page.context["title"] == "Muokkaa hanketta"


def test_columns_of_an_export_have_the_names_of_the_file(client, planner):
    client.force_login(planner)
    page = client.get(reverse("admin:projects_project_export")).content.decode()
    assert ">Kärkihanke</label>" in page
    assert "Flagship" not in page


def test_a_project_in_a_plan_is_not_deleted_and_both_ways_on_are_buttons(
    client, planner, make_project
):
    project = make_project("Verkko")
    plan, old = (ActionPlan.objects.create(title=t, organisation="K") for t in ("Uusi", "Vanha"))
    for each in (plan, old):
        each.add_projects([project])
    old.state = "approved"
    old.save()
    client.force_login(planner)
    address = reverse("admin:projects_project_delete", args=[project.pk])
    page = client.get(address).content.decode()
    assert "Ota hanke pois suunnitelmasta ”Uusi”" in page
    assert "Ota hanke pois suunnitelmasta ”Vanha”" not in page
    assert "suojatut" not in page
    assert client.post(address, {"post": "yes"}).status_code == 200
    assert Project.objects.filter(pk=project.pk).exists()
    entry = plan.entries.get()
    taken = client.post(reverse("entry-take-out", args=[entry.pk]))
    assert taken.url.startswith(reverse("plan-edit", args=[plan.pk]))
    cancelled = client.post(address, {"instead": "cancel"}, follow=True)
    assert "”Verkko” on merkitty perutuksi." in cancelled.content.decode()
    assert project.history.first().status == "cancelled"
    assert project.history.first().history_user == planner
    assert "Merkitse hanke perutuksi" not in client.get(address).content.decode()
