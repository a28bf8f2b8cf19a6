"""The list of projects: filters with counts, columns, order, groups, views, edits and exports."""

import csv
import datetime
import io
import zipfile
from decimal import Decimal

import lxml.html
import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from projects.clock import today
from projects.models import CostItem, Project, SavedView, ServiceArea, StatusReport, StrategicGoal

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, planner):
    client.force_login(planner)
    return client


def names(response):
    return [row["project"].name for part in response.context["sections"] for row in part["rows"]]


def listed(client, **query):
    return names(client.get(reverse("project-list"), {"all": "1", **query}))


def cost(project, low, high, **values):
    values = {"kind": "one_off", "per": "total", **values}
    return CostItem.objects.create(project=project, low=low, high=high, **values)


def report(project, **values):
    return StatusReport.objects.create(project=project, **{"date": today(), **values})


# Filters.


def test_several_areas_and_goals_are_asked_at_once(signed_in, make_project, area):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    other, third = (ServiceArea.objects.create(name=name) for name in ("Tekniset", "Muut"))
    one, two = (StrategicGoal.objects.create(name=name) for name in ("Tavoite", "Toinen"))
    a, b = make_project("a", service_area=unit), make_project("b", service_area=other)
    make_project("c", service_area=third)
    a.strategic_goals.add(one, two)
    assert listed(signed_in, area=[area.pk, other.pk]) == ["a", "b"]
    assert listed(signed_in, goal=[one.pk, two.pk]) == ["a"]
    assert listed(signed_in, area=[other.pk], goal=[one.pk]) == []
    b.strategic_goals.add(one)
    assert listed(signed_in, goal=[one.pk]) == ["a", "b"]


def test_counts_tell_what_each_choice_would_leave(signed_in, make_project, area):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    other = ServiceArea.objects.create(name="Tekniset")
    red = make_project("a", status="in_progress", service_area=unit)
    make_project("b", status="in_progress", service_area=other)
    make_project("c", status="completed", service_area=other)
    report(red, schedule_light="trouble")
    cost(red, 9_000, 12_000)
    counts = signed_in.get(reverse("project-list"), {"area": other.pk}).context["facets"].counts
    assert counts["status"]["in_progress"] == 1
    assert counts["area"] == {str(area.pk): 1, str(unit.pk): 1, str(other.pk): 2}
    counts = signed_in.get(reverse("project-list"), {"all": 1}).context["facets"].counts
    assert counts["status"]["in_progress"] == 2
    assert counts["schedule_light"]["trouble"] == 1
    assert counts["schedule_light"]["unknown"] == 2
    assert counts["cost"] == {"10k": 0, "50k": 1, "100k": 0, "500k": 0, "more": 0, "unknown": 2}
    assert counts["reports"]["never"] == 2


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ({"schedule_light": "trouble"}, ["red"]),
        ({"schedule_light": ["trouble", "on_track"]}, ["green", "red"]),
        ({"reports": "trouble"}, ["red"]),
        ({"reports": "stale"}, ["old"]),
        ({"reports": "never"}, ["none"]),
        ({"cost": "50k"}, ["red"]),
        ({"cost_year": "2023"}, ["red"]),
        ({"cost_year": "2024"}, []),
        ({"cost_year": "2023", "cost_kind": "one_off"}, ["red"]),
        ({"cost_year": "2023", "cost_kind": "investment"}, []),
        ({"half": "2023-1"}, ["green"]),
        ({"half": "2024-1"}, []),
        ({"assessment": "missing"}, ["green", "none", "old", "red"]),
    ],
)
def test_what_the_figures_lead_to(signed_in, make_project, query, right):
    moving = {"status": "in_progress"}
    red, green = make_project("red", **moving), make_project("green", "2023", "2023", **moving)
    old = make_project("old", **moving)
    make_project("none", "1/2199", **moving)
    report(red, schedule_light="trouble")
    report(green, schedule_light="on_track")
    report(old, date=datetime.date(2020, 1, 1))
    cost(red, 9_000, 12_000, first_year=2022, last_year=2023)
    assert listed(signed_in, **query) == right


def test_what_is_hidden_cannot_be_found_by_filter_sort_or_count(client, make_user, make_project):
    hidden = make_project("hidden", not_public_fields=("costs", "reports"))
    cost(hidden, 600_000, 700_000, first_year=2023, last_year=2023)
    report(hidden, schedule_light="trouble")
    open_one = make_project("open")
    cost(open_one, 1, 2)
    client.force_login(make_user("reader"))
    for query in ({"cost": "more"}, {"reports": "trouble"}, {"schedule_light": "trouble"},
                  {"cost_year": 2023}, {"cost_kind": "one_off"}, {"reports": "never"}):  # fmt: skip
        assert "hidden" not in listed(client, **query)
    page = client.get(reverse("project-list"), {"sort": "-total", "columns": "total,lights"})
    assert names(page) == ["open", "hidden"]  # as if it had no cost
    assert "700" not in page.content.decode()
    assert page.context["facets"].cost.high == 2
    assert page.context["facets"].counts["cost"]["more"] == 0
    assert page.context["facets"].counts["schedule_light"]["trouble"] == 0


# Bad input: a page that explains, with the rest of the request honoured.


def explained(client, **query):
    response = client.get(reverse("project-list"), query)
    assert response.status_code == 200
    return response, response.content.decode()


def test_unknown_values_are_named_and_the_rest_holds(signed_in, make_project):
    make_project("a", status="in_progress")
    make_project("b", status="completed")
    response, text = explained(signed_in, status=["in_progress", "lost"], area="999999")
    assert names(response) == ["a"]
    assert "lost" in text
    assert "999999" in text


def test_a_thousand_numbers_in_the_address(signed_in, make_project, area):
    make_project("a")
    other = ServiceArea.objects.create(name="Muu")
    make_project("b", service_area=other)
    response, text = explained(signed_in, area=[area.pk, *range(100_000, 101_000)])
    assert names(response) == ["a"]
    assert "(1000)" in text


def test_ten_kilobytes_of_search(signed_in, make_project):
    make_project("a")
    _response, text = explained(signed_in, q="x" * 10_000)
    assert "200" in text
    assert "Haku" in text


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "-nothing"}, {"columns": "nothing"}, {"group": "nothing"}, {"half": "2023-9"},
        {"half": "syksy"}, {"cost_year": "kaksi"}, {"cost": "zzz"}, {"page": "99"},
        {"view": "zzz"}, {"sort": ",,-,name"}, {"columns": ","},
    ],
)  # fmt: skip
def test_nonsense_leaves_the_list_standing(signed_in, make_project, query):
    make_project("a")
    assert names(explained(signed_in, **query)[0]) == ["a"]


def test_a_view_whose_column_is_gone_says_so(signed_in, planner, make_project):
    make_project("a")
    view = SavedView.objects.create(owner=planner, name="Vanha", query="columns=budget,status")
    response = signed_in.get(reverse("saved-view", args=[view.pk]), follow=True)
    assert "budget" in response.content.decode()
    assert [column.key for column in response.context["asked"].columns] == ["name", "status"]


# Columns, order, groups.


def test_columns_are_those_chosen(signed_in, make_project, planner):
    make_project("a", manager=planner, priority="high")
    response = signed_in.get(reverse("project-list"), {"columns": ["manager", "priority"]})
    assert [column.key for column in response.context["asked"].columns] == [
        "name", "manager", "priority",
    ]  # fmt: skip
    assert "planner" in response.content.decode()


def test_every_column_can_be_shown_and_sorted_by(signed_in, make_project):
    from portfolio.listing.columns import COLUMNS

    make_project("a", "2022", "2023")
    report(make_project("b"), schedule_light="trouble", forecast_end="2025")
    for key, column in COLUMNS.items():
        query = {"columns": key, **({"sort": f"-{key}"} if column.order else {})}
        response = signed_in.get(reverse("project-list"), query)
        assert sorted(names(response)) == ["a", "b"]
        assert not response.context["asked"].notes


def test_several_sort_keys_break_each_other_s_ties(signed_in, make_project):
    for name, status in (("b", "approved"), ("a", "approved"), ("c", "proposal")):
        make_project(name, status=status)
    assert listed(signed_in, sort="status,-name") == ["c", "b", "a"]
    assert listed(signed_in, sort="-status,name") == ["a", "b", "c"]
    page = signed_in.get(reverse("project-list"), {"sort": "-status,name"})
    assert "sort=area%2C-status%2Cname" in page.content.decode()


def test_groups_have_subtotals_over_all_pages(signed_in, make_project, area):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    other = ServiceArea.objects.create(name="Tekniset")
    for number in range(60):
        cost(make_project(f"a{number:02}", service_area=unit), 10, 20)
    cost(make_project("z", service_area=other), 5, 5)
    one, two = (
        signed_in.get(reverse("project-list"), {"group": "area", "page": n}) for n in (1, 2)
    )
    first = one.context["sections"][0]["group"]
    assert (first.label, first.count) == ("Sivistyspalvelut", 60)
    assert (first.cost.low, first.cost.high) == (600, 1200)
    assert [part["group"].label for part in two.context["sections"]] == [
        "Sivistyspalvelut", "Tekniset",
    ]  # fmt: skip
    assert len(names(one)) == 50
    assert len(names(two)) == 11


def test_a_project_stands_in_each_of_its_goals(signed_in, make_project):
    a, _b = make_project("a"), make_project("b")
    a.strategic_goals.add(*(StrategicGoal.objects.create(name=n) for n in ("Ö-tavoite", "Z")))
    page = signed_in.get(reverse("project-list"), {"group": "goal"})
    parts = [(part["group"].label, len(part["rows"])) for part in page.context["sections"]]
    assert parts == [("Z", 1), ("Ö-tavoite", 1), ("Ei strategista tavoitetta", 1)]


@pytest.mark.parametrize("group", ["", "area", "status", "goal", "year"])
def test_queries_do_not_grow_with_rows(
    signed_in, make_project, django_assert_max_num_queries, group
):
    columns = "area,status,start,lights,reported,forecast,cost,total,goals,owner,manager,assessment"
    goal = StrategicGoal.objects.create(name="Tavoite")
    for number in range(12):
        project = make_project(f"a{number}", "2022", "2023")
        project.strategic_goals.add(goal)
        cost(project, 1, 1)
        report(project)
    signed_in.get("/")
    with django_assert_max_num_queries(24):
        query = {"columns": columns, "group": group, "status": "proposal"}
        assert signed_in.get(reverse("project-list"), query).status_code == 200


# Saved views.


def test_a_view_is_saved_opened_changed_and_removed(signed_in, planner, make_project):
    make_project("a", status="in_progress")
    make_project("b", status="completed")
    url = reverse("saved-views")
    query = "status=in_progress&columns=status&page=3&q="
    signed_in.post(url, {"name": "Omat", "query": query, "is_default": "on"})
    view = SavedView.objects.get()
    assert (view.owner, view.query, view.is_shared) == (
        planner, "status=in_progress&columns=status", False,
    )  # fmt: skip
    opened = signed_in.get(reverse("project-list"), follow=True)  # it is the default
    assert names(opened) == ["a"]
    assert names(signed_in.get(reverse("project-list"), {"all": 1})) == ["a", "b"]
    signed_in.post(url, {"name": "Omat", "query": "status=completed"})
    assert SavedView.objects.get().query == "status=completed"
    answer = signed_in.post(reverse("saved-view", args=[view.pk]), follow=True)
    assert not SavedView.objects.exists()
    assert names(answer) == ["b"]  # what it showed is still here


def test_one_default_for_each_person_and_one_for_all(make_user):
    a, b = make_user("planner"), make_user("reader")
    shared = SavedView.objects.create(owner=a, name="s", is_shared=True, is_default=True)
    own = SavedView.objects.create(owner=b, name="o", is_default=True)
    assert SavedView.objects.default_of(a) == shared
    assert SavedView.objects.default_of(b) == own
    SavedView.objects.create(owner=b, name="p", is_default=True)
    own.refresh_from_db()
    assert not own.is_default
    shared.refresh_from_db()
    assert shared.is_default


def test_a_reader_shares_what_they_see_by_its_address(client, make_user, make_project):
    make_project("a", status="in_progress")
    make_project("b")
    client.force_login(make_user("reader"))
    SavedView.objects.create(
        owner=make_user("planner"), name="Oletus", is_shared=True, is_default=True
    )
    page = client.get(reverse("project-list"), {"status": "in_progress", "columns": "status"})
    field = lxml.html.fromstring(page.content).get_element_by_id("view-address")
    client.force_login(make_user("area_editor"))
    assert names(client.get(field.get("value"))) == ["a"]
    everything = client.get(reverse("project-list"), {"all": "1"}).context["shared_address"]
    assert names(client.get(everything)) == ["a", "b"]


def test_only_planners_share_views_and_others_own_are_nobody_s_business(client, make_user):
    reader, other = make_user("reader"), make_user("reader", "other")
    private = SavedView.objects.create(owner=other, name="p")
    shared = SavedView.objects.create(owner=make_user("planner"), name="s", is_shared=True)
    client.force_login(reader)
    assert client.get(reverse("saved-view", args=[private.pk])).status_code == 404
    assert client.post(reverse("saved-view", args=[private.pk])).status_code == 404
    assert client.post(reverse("saved-view", args=[shared.pk])).status_code == 403
    sent = {"name": "x", "query": "", "is_shared": "on"}
    assert client.post(reverse("saved-views"), sent).status_code == 403
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize("sent", [{"name": " "}, {"name": "x" * 101}, {"query": "q=" + "x" * 5000}])
def test_a_view_that_cannot_be_saved_says_why(signed_in, sent):
    sent = {"name": "Nimi", "query": "status=completed", **sent}
    answer = signed_in.post(reverse("saved-views"), sent, follow=True)
    assert not SavedView.objects.exists()
    assert 'class="message error"' in answer.content.decode()


# Edits in place.


def quick(client, project, **changes):
    """Sends the row's form as it is shown, with changes."""
    url = reverse("project-quick", args=[project.pk])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | changes
    return client.post(url, sent)


def test_status_likelihood_and_lights_change_in_the_row(signed_in, planner, make_project):
    project = make_project("a")
    answer = quick(signed_in, project, status="in_progress", likelihood="likely",
                   schedule_light="attention", text="Toimitus myöhässä")  # fmt: skip
    assert answer.status_code == 302
    project.refresh_from_db()
    assert (project.status, project.likelihood) == ("in_progress", "likely")
    made = project.reports.get()
    assert (made.schedule_light, made.text, made.author) == (
        "attention", "Toimitus myöhässä", planner,
    )  # fmt: skip
    assert project.last_report == made
    quick(signed_in, project, cost_light="on_track")  # the same day: the same report
    assert project.reports.get().cost_light == "on_track"
    assert project.reports.get().schedule_light == "attention"
    assert project.history.first().history_user == planner


def test_saving_a_row_as_it_is_makes_no_report_and_no_version(signed_in, make_project):
    project = make_project("a")
    report(project, schedule_light="on_track", text="Vanha")
    versions = project.history.count()
    quick(signed_in, project)
    assert project.reports.count() == 1
    assert project.history.count() == versions


def test_with_htmx_the_row_comes_and_goes_in_its_place(signed_in, make_project):
    project = make_project("a")
    url = reverse("project-quick", args=[project.pk])
    head = {"HX-Request": "true"}
    form = signed_in.get(url, {"columns": "status"}, headers=head)
    text = form.content.decode()
    assert text.lstrip().startswith("<tr")
    assert "<html" not in text
    fields = form.context["form"]
    sent = {name: fields[name].value() or "" for name in fields.fields}
    row = signed_in.post(f"{url}?columns=status", sent | {"status": "completed"}, headers=head)
    assert row.content.decode().lstrip().startswith("<tr")
    assert "Valmis" in row.content.decode() or "completed" in row.content.decode()


def test_two_people_edit_one_cell(signed_in, make_project, make_user):
    project = make_project("a")
    url = reverse("project-quick", args=[project.pk])
    form = signed_in.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"status": "approved"}
    Project.objects.get(pk=project.pk)
    project.status = "completed"
    project.save()
    answer = signed_in.post(url, sent)
    assert answer.status_code == 409
    assert "Hyväksytty" in answer.content.decode()
    project.refresh_from_db()
    assert project.status == "completed"
    htmx = signed_in.post(url, sent, headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx["HX-Retarget"]) == (200, "body")


def test_bad_input_in_a_row_is_told_at_its_field(signed_in, make_project):
    project = make_project("a")
    answer = quick(signed_in, project, text="x" * 2001, status="approved")
    assert answer.status_code == 200
    assert answer.context["form"].errors["text"]
    project.refresh_from_db()
    assert project.status == "proposal"


def test_a_row_keeps_hidden_reports_hidden(client, make_user, make_project, area):
    editor = make_user("area_editor")
    area.editors.add(editor)
    project = make_project("a", not_public_fields=("reports",))
    report(project, schedule_light="trouble", text="Salaisuus")
    client.force_login(editor)
    page = client.get(reverse("project-quick", args=[project.pk]))
    assert "schedule_light" not in page.context["form"].fields
    quick(client, project, status="approved")
    project.refresh_from_db()
    assert project.status == "approved"
    assert project.reports.count() == 1


# Many at once.


def bulk(client, **sent):
    return client.post(reverse("project-bulk"), sent)


def hidden_fields(response):
    context = response.context
    return {
        "query": context["query"], "seen": context["seen"],
        "id": [project.pk for project in context["projects"]],
        **{name: context["form"][name].value() or "" for name in context["form"].fields},
    }  # fmt: skip


def test_many_projects_change_after_a_preview(signed_in, make_project):
    a, b, c = (make_project(name) for name in "abc")
    goal = StrategicGoal.objects.create(name="Tavoite")
    choice = bulk(signed_in, id=[a.pk, b.pk])
    assert [project.name for project in choice.context["projects"]] == ["a", "b"]
    preview = bulk(signed_in, id=[a.pk, b.pk], step="preview", status="approved",
                   add_goal=goal.pk, reason="Kokous")  # fmt: skip
    assert "Ehdotus" in preview.content.decode()
    a.refresh_from_db()
    assert a.status == "proposal"  # a preview saves nothing
    bulk(signed_in, step="save", **hidden_fields(preview))
    for project in (a, b, c):
        project.refresh_from_db()
    assert [p.status for p in (a, b, c)] == ["approved", "approved", "proposal"]
    assert list(a.strategic_goals.all()) == [goal]
    assert a.history.filter(history_change_reason="Kokous").exists()


def test_all_hits_of_the_filters_are_taken(signed_in, make_project):
    for number in range(60):
        make_project(f"a{number}", status="approved")
    other = make_project("b")
    preview = bulk(signed_in, every=1, query="status=approved", step="preview", priority="high")
    bulk(signed_in, step="save", **hidden_fields(preview))
    assert Project.objects.filter(priority="high").count() == 60
    other.refresh_from_db()
    assert other.priority == "normal"


def test_what_somebody_changed_after_the_preview_stays(signed_in, make_project):
    a, b = make_project("a"), make_project("b")
    preview = bulk(signed_in, id=[a.pk, b.pk], step="preview", status="approved")
    a.status = "cancelled"
    a.save()
    answer = signed_in.post(
        reverse("project-bulk"), {"step": "save", **hidden_fields(preview)}, follow=True
    )
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.status, b.status) == ("cancelled", "approved")
    assert "esikatselun jälkeen" in answer.content.decode()


def test_only_one_s_own_projects_are_changed_at_once(client, make_user, make_project, area):
    editor = make_user("area_editor")
    area.editors.add(editor)
    own = make_project("a")
    other = make_project("b", service_area=ServiceArea.objects.create(name="Muu"))
    client.force_login(editor)
    preview = bulk(client, id=[own.pk, other.pk], step="preview", status="approved")
    assert [line.project.name for line in preview.context["lines"]] == ["a"]
    sent = hidden_fields(preview) | {"id": [own.pk, other.pk]}
    bulk(client, step="save", **sent)
    other.refresh_from_db()
    assert other.status == "proposal"
    client.force_login(make_user("reader"))
    assert bulk(client, id=[own.pk]).status_code == 403


def test_a_bulk_change_of_nothing_says_so(signed_in, make_project):
    project = make_project("a")
    page = bulk(signed_in, id=[project.pk], step="preview")
    assert page.context["form"].non_field_errors()
    answer = signed_in.post(reverse("project-bulk"), {"query": "status=approved"}, follow=True)
    assert "Valitse ensin hankkeet" in answer.content.decode()
    assert signed_in.get(reverse("project-bulk")).status_code == 302


# Exports.


@pytest.fixture
def exported(signed_in, make_project):
    """`exported(kind, **query)` is the file of a list with three projects."""
    cost(make_project("=1+1", status="approved"), Decimal(10), Decimal(20))
    make_project("Äly & \x0b öljy", status="in_progress", start="2022", end="2023")
    make_project("Zoo", status="approved")

    def export(kind, **query):
        response = signed_in.get(reverse(f"project-export-{kind}"), query)
        assert response.status_code == 200
        how = "inline" if kind == "pdf" else "attachment"
        assert response["Content-Disposition"].startswith(how)
        return response.getvalue()

    return export


def test_a_spreadsheet_holds_what_is_seen(exported):
    data = exported("xlsx", columns="status,total", sort="-name", group="status")
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = list(book.worksheets[0].values)
    assert rows[0][:3] == ("Tila", "Hanke", "Tila")
    assert [row[:2] for row in rows[1:]] == [
        ("Hyväksytty (2)", None), ("Hyväksytty", "Zoo"), ("Hyväksytty", "=1+1"),
        ("Käynnissä (1)", None), ("Käynnissä", "Äly & öljy"),
    ]  # fmt: skip
    levels = [book.worksheets[0].row_dimensions[line].outlineLevel for line in range(2, 7)]
    assert levels == [0, 1, 1, 0, 1]
    assert [row[:3] for row in book.worksheets[1].values][1:] == [
        ("Hyväksytty", 2, 10), ("Käynnissä", 1, None),
    ]  # fmt: skip


def test_csv_opens_in_excel_and_runs_no_formula(exported):
    data = exported("csv", columns="status")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Hanke", "Tila"]
    assert ["'=1+1", "Hyväksytty"] in rows
    assert len(rows) == 4


def test_documents_hold_what_is_seen(exported):
    query = {"columns": "status,start", "group": "status", "status": ["approved", "in_progress"]}
    pdf = PdfReader(io.BytesIO(exported("pdf", **query)))
    text = " ".join(page.extract_text() for page in pdf.pages)
    for word in ("Zoo", "Hyväksytty", "Käynnissä", "2022–2023", "2 hanketta"):
        assert word in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    with zipfile.ZipFile(io.BytesIO(exported("docx", **query))) as parts:
        word = parts.read("word/document.xml").decode()
    assert "Zoo" in word
    assert "2022–2023" in word


def test_a_document_of_too_many_projects_says_what_to_do(signed_in, make_project, monkeypatch):
    from portfolio.exports import views as export

    monkeypatch.setattr(export, "MOST_ON_PAPER", 2)
    for number in range(3):
        make_project(f"a{number}")
    answer = signed_in.get(reverse("project-export-pdf"), follow=True)
    assert "enintään 2" in answer.content.decode()
    assert signed_in.get(reverse("project-export-csv")).status_code == 200


def test_queries_of_an_export_do_not_grow(signed_in, make_project, django_assert_max_num_queries):
    for number in range(12):
        cost(make_project(f"a{number}", "2022"), 1, 1)
    signed_in.get("/")
    with django_assert_max_num_queries(14):
        signed_in.get(
            reverse("project-export-csv"), {"columns": "area,cost,start", "group": "area"}
        )
