"""Rows are told to a reader by what they may see at the moment of reading."""

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.naming import NamedToReader
from projects.confidentiality import Piece
from projects.history.sentences import changes
from projects.models import Comment, Dependency, Follow, Project, Reminder, Risk, StatusReport
from projects.values.choices import Status

pytestmark = pytest.mark.django_db
SECRET = "Kassakaappi"
UNNAMED = "(ei näytetä sinulle nyt"


def test_every_model_that_names_a_person_or_a_project_says_who_may_read_its_rows():
    own = {"accounts", "projects", "impact_assessments", "reports", "portfolio"}
    without = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in own and not hasattr(model, "instance_type")
        and model is not User and not issubclass(model, NamedToReader)
        and any(field.related_model in (User, Project) for field in
                (*model._meta.fields, *model._meta.many_to_many))
    }  # fmt: skip
    # Its words are shown from the rows that hold them.
    assert {name for name in without if "Historical" not in name} == {"projects.SearchEntry"}


@pytest.fixture
def hidden(make_project, make_user):
    """A reader's rows about a project that was hidden and renamed since, and about a piece."""
    reader = make_user("reader")
    project, other = make_project("Verkko"), make_project("Muu")
    Follow.objects.create(project=project, user=reader)
    Follow.objects.create(project=other, user=reader)
    Comment.objects.create(project=project, author=reader, text=f"{SECRET} sanoin")
    Risk.objects.create(project=other, description=f"{SECRET} riski", owner=reader,
                        probability=1, impact=1)  # fmt: skip
    LogEntry.objects.create(
        user=reader, content_type=ContentType.objects.get_for_model(Project), object_id=project.pk,
        object_repr=f"{SECRET} ennen", action_flag=CHANGE, change_message=f"{SECRET} muutos",
    )  # fmt: skip
    project.name, project.is_not_public = SECRET, True
    project.save()
    other.not_public_fields = [Piece.RISKS]
    other.save()
    return reader, project, other


def test_ones_own_data_say_only_that_there_is_a_row_where_it_is_hidden_now(client, hidden):
    reader, project, _other = hidden
    client.force_login(reader)
    page = client.get(reverse("my-data"))
    assert SECRET not in page.content.decode()
    rows = page.json()["rows"]
    assert sorted(str(row)[:7] for row in rows["seurattu hanke (kuka)"]) == ["(ei näy", "Muu"]
    told = [row for kind in rows.values() for row in kind if UNNAMED in row]
    assert len(told) == 4  # the follow, the comment, the risk, the act in the administration
    project.readers.add(reader)
    again = client.get(reverse("my-data")).json()["rows"]
    assert SECRET in again["seurattu hanke (kuka)"]


def test_the_queries_of_ones_own_data_do_not_grow(
    client, hidden, make_project, django_assert_max_num_queries
):
    reader, *_rest = hidden
    client.force_login(reader)
    for number in range(20):
        Follow.objects.create(project=make_project(f"Hanke {number}"), user=reader)
    with django_assert_max_num_queries(47):
        client.get(reverse("my-data"))


def test_the_administration_lists_no_names_of_then(client, hidden, make_user):
    _reader, project, _other = hidden
    editor = make_user("area_editor")
    LogEntry.objects.update(user=editor)
    client.force_login(editor)
    assert SECRET not in client.get(reverse("admin:index")).content.decode()
    kind = ContentType.objects.get_for_model(Project)
    for key in (project.pk, 99_999):
        assert client.get(f"/admin/r/{kind.pk}/{key}/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[kind.pk, project.pk])


def test_the_form_still_leads_to_the_project_s_page(client, planner, make_project):
    project = make_project("Verkko")
    client.force_login(planner)
    page = client.get(reverse("admin:projects_project_change", args=[project.pk]))
    assert f'href="{project.get_absolute_url()}"' in page.content.decode()


@pytest.fixture
def dependency(make_project):
    seen, secret = make_project("Verkko"), make_project("Salainen")
    row = Dependency.objects.create(project=seen, other=secret, kind="blocks", note=SECRET)
    return seen, secret, row


@pytest.mark.parametrize("values", [{"is_not_public": True},
                                    {"not_public_fields": [Piece.DEPENDENCIES]}])  # fmt: skip
def test_nothing_tells_of_a_dependency_whose_other_end_is_hidden(
    client, dependency, make_user, planner, values
):
    seen, secret, _row = dependency
    for name, value in values.items():
        setattr(secret, name, value)
    secret.save()
    reader = make_user("reader")
    for person, count in ((reader, 0), (planner, 1)):
        client.force_login(person)
        found = client.get(reverse("search"), {"q": SECRET}).context["page"].paginator.count
        assert found == count
        assert (SECRET in client.get(seen.get_absolute_url()).content.decode()) == bool(count)
        told = " ".join(text for each in changes(seen.pk, (), person) for text in each.sentences)
        assert (SECRET in told) == bool(count)


def test_hidden_reports_are_due_from_nobody(client, area, make_user, make_project, inbox):
    editor = make_user("area_editor")
    editor.email = "e@example.invalid"
    editor.save()
    area.editors.add(editor)
    project = make_project("Verkko", status=Status.IN_PROGRESS, not_public_fields=[Piece.REPORTS])
    StatusReport.objects.create(project=project, date="2020-01-01")
    client.force_login(editor)
    assert client.get(reverse("report-round")).context["rows"] == []
    assert "odottaa katsaustasi" not in client.get(reverse("dashboard")).content.decode()
    row = client.get(reverse("project-list"), {"columns": "name,reported"}).content.decode()
    assert 'class="stale"' not in row
    client.force_login(make_user("planner"))
    client.post(reverse("unreported"), {"person": [editor.pk]})
    assert not list(inbox)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize(("term", "found"), [
    ("lukija", ["Lukija Testaaja"]), ("Testaaja", ["Lukija Testaaja"]), ("nimeton", ["nimeton"]),
    ("example", []), ("lukija@ex", []), ("tunnus", []),
])  # fmt: skip
def test_who_picks_a_person_finds_them_by_the_name_that_is_shown(
    client, area, make_user, term, found
):
    editor = make_user("area_editor", "muokkaaja")
    area.editors.add(editor)
    person = make_user("reader", "tunnus")
    person.first_name, person.last_name = "Lukija", "Testaaja"
    person.email = "lukija@example.invalid"
    person.save()
    make_user("reader", "nimeton")
    url, where = reverse("admin:autocomplete"), {
        "app_label": "projects", "model_name": "project", "field_name": "owner", "term": term,
    }  # fmt: skip
    client.force_login(editor)
    assert [row["text"] for row in client.get(url, where).json()["results"]] == found
    area.editors.clear()
    assert client.get(url, where).status_code == 403


def test_a_marked_part_of_the_assessment_hides_its_effect(client, make_user, make_project, area):
    from impact_assessments.models import ImpactAssessment

    project = make_project("Verkko", status=Status.IN_PROGRESS)
    ImpactAssessment.objects.create(project=project, organising_effect="some",
                                    security_effect="some", data_effect="none",
                                    case_management_effect="none")  # fmt: skip
    asked = {"impact": "security-some", "columns": "name,assessment"}
    reader, planner = make_user("reader"), make_user("planner")
    for marks, person, count, cell in (
        ([], reader, 1, "a, b"), ([Piece.SECURITY], reader, 0, ""),
        ([Piece.SECURITY], planner, 1, "a, b"),
    ):  # fmt: skip
        project.not_public_fields = marks
        project.save()
        client.force_login(person)
        page = client.get(reverse("project-list"), asked)
        assert page.context["page"].paginator.count == count
        assert cell in page.content.decode()
    client.force_login(reader)
    page = client.get(project.get_absolute_url()).content.decode()
    assert "effect some" in page  # a) organising
    assert page.count("effect some") == 1
