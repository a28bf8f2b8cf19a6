"""Who sees and changes which rows, held against the rules in words of their own."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from impact_assessments.models import ImpactAssessment
from projects.confidentiality import Piece
from projects.filtering.project_filter import ProjectFilter
from projects.models import CostItem, Project, ServiceArea
from projects.saving.renewing import renewed_once

pytestmark = pytest.mark.django_db
ROLES = ("administrator", "planner", "area_editor", "reader")
AREAS = 5


@dataclass
class Drawn:
    area: int
    secret: bool
    marks: tuple
    tie: str  # what the person is to the project


@dataclass
class Case:
    role: str
    parents: list  # of each area: a number below its own, or None
    given: set
    projects: list


projects = st.builds(
    Drawn,
    st.integers(0, AREAS - 1),
    st.booleans(),
    st.sampled_from([(), ("costs",), ("notes", "security")]),
    st.sampled_from(["", "owner", "manager", "reader"]),
)
cases = st.builds(
    Case,
    st.sampled_from(["", *ROLES]),
    st.tuples(*(st.sampled_from([None, *range(n)]) for n in range(AREAS))),
    st.sets(st.integers(0, AREAS - 1), max_size=2),
    st.lists(projects, min_size=1, max_size=5),
)


@renewed_once()
def made(case):
    """The case in the database: the person, and the projects in their order."""
    user = User.objects.create_user("person", is_staff=True)
    other = User.objects.create_user("other")
    if case.role:
        user.groups.add(Group.objects.get_or_create(name=case.role)[0])
    areas = []
    for number, parent in enumerate(case.parents):
        above = None if parent is None else areas[parent]
        areas.append(ServiceArea.objects.create(name=f"Alue {number}", parent=above))
    for number in case.given:
        areas[number].editors.add(user)
    rows = []
    for number, drawn in enumerate(case.projects):
        row = Project.objects.create(
            name=f"Hanke {number}",
            scope="service_area",
            service_area=areas[drawn.area],
            is_not_public=drawn.secret,
            not_public_fields=drawn.marks,
            owner=user if drawn.tie == "owner" else other,
            manager=user if drawn.tie == "manager" else None,
        )
        if drawn.tie == "reader":
            row.readers.add(user)
        CostItem.objects.create(project=row, kind="one_off", per="total", low=1, high=1)
        ImpactAssessment.objects.create(project=row)
        rows.append(row)
    return user, rows


def sees_all(case, drawn):
    return bool(case.role) and (case.role in ("administrator", "planner") or bool(drawn.tie))


def sees(case, drawn):
    return bool(case.role) and (not drawn.secret or sees_all(case, drawn))


def edits(case, drawn):
    if case.role in ("administrator", "planner"):
        return True
    area, branch = drawn.area, set()
    while area is not None:
        branch.add(area)
        area = case.parents[area]
    return case.role == "area_editor" and sees(case, drawn) and bool(branch & case.given)


def held(check, examples):
    """`check(case, user, rows)` for many cases, each in a database of its own."""

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(cases)
    def run(case):
        # What is rolled back gives its numbers to the next case, and so its kept figures.
        caches["figures"].clear()
        with transaction.atomic():
            check(case, *made(case))
            transaction.set_rollback(True)

    run()


def test_query_sets_and_rows_agree_with_the_rules():
    def check(case, user, rows):
        visible, editable = Project.objects.visible_to(user), Project.objects.editable_by(user)
        assert set(editable) <= set(visible) or case.role in ("administrator", "planner")
        for row, drawn in zip(rows, case.projects, strict=True):
            assert (row in visible) == row.is_visible_to(user) == sees(case, drawn)
            assert (row in editable) == row.is_editable_by(user) == edits(case, drawn)
            assert user.has_perm("projects.view_project", row) == sees(case, drawn)
            assert user.has_perm("projects.change_project", row) == edits(case, drawn)
            hidden = set() if sees_all(case, drawn) else set(drawn.marks)
            assert set(row.hidden_from(user)) == hidden

    held(check, 60)


def test_parts_go_with_their_project_and_its_marks():
    def check(case, user, rows):
        costs, edited = CostItem.objects.visible_to(user), CostItem.objects.editable_by(user)
        assessments = ImpactAssessment.objects.visible_to(user)
        for row, drawn in zip(rows, case.projects, strict=True):
            cost, shown = row.costs.get(), sees_all(case, drawn) or "costs" not in drawn.marks
            assert (cost in costs) == (sees(case, drawn) and shown) == cost.is_visible_to(user)
            assert (cost in edited) == (edits(case, drawn) and shown) == cost.is_editable_by(user)
            assert (row.assessment in assessments) == sees(case, drawn)

    held(check, 40)


@pytest.mark.parametrize("chosen", [{}, {"q": "hanke"}, {"status": ["proposal"]}, {"when": "late"}])
def test_no_filter_shows_a_row_that_the_rules_hide(chosen):
    def check(case, user, rows):
        found = ProjectFilter(chosen, Project.objects.visible_to(user), user=user).qs
        allowed = {r.pk for r, d in zip(rows, case.projects, strict=True) if sees(case, d)}
        assert {row.pk for row in found} <= allowed

    held(check, 15)


def test_list_admin_export_and_choosers_show_only_what_the_rules_show(client):
    def check(case, user, rows):
        client.force_login(user)
        pages = [
            client.get(reverse("project-list")),
            client.get(reverse("admin:projects_project_changelist")),
            client.get(reverse("admin:impact_assessments_impactassessment_changelist")),
            client.get(reverse("admin:autocomplete"), PROJECT_CHOOSER),
            client.post(reverse("admin:projects_project_export"), EXPORT),
        ]
        texts = [page.content.decode() for page in pages if page.status_code == 200]
        for row, drawn in zip(rows, case.projects, strict=True):
            shown = {row.name in text for text in texts}
            assert shown <= {True} if sees(case, drawn) else shown <= {False}

    held(check, 12)


PROJECT_CHOOSER = {
    "app_label": "impact_assessments",
    "model_name": "impactassessment",
    "field_name": "project",
    "term": "",
}
EXPORT = {"format": 1, "resource": 0, "projectresource_name": "on"}


def test_rights_by_row_ask_the_database_once(make_user, make_project, django_assert_num_queries):
    editor = make_user("area_editor")
    rows = [make_project(f"Hanke {n}", is_not_public=n % 2 == 0) for n in range(10)]
    with django_assert_num_queries(3):  # roles, areas given, projects that name them
        for row in rows:
            editor.has_perm("projects.change_project", row)
            editor.has_perm("projects.view_project", row)


def test_two_areas_on_different_branches_cost_no_more(make_user, django_assert_num_queries):
    editor = make_user("area_editor")
    for name in ("A", "B", "C"):
        top = ServiceArea.objects.create(name=name)
        ServiceArea.objects.create(name="Yksikkö", parent=top)
        top.editors.add(editor)
    with django_assert_num_queries(2):
        assert len(ServiceArea.objects.keys_given_to(editor)) == 6


def test_every_piece_names_fields_that_exist():
    from django.apps import apps

    from projects.confidentiality import FIELDS

    models = {model._meta.model_name: model for model in apps.get_models()}
    assert set(FIELDS) == set(Piece)
    for places in FIELDS.values():
        for name, fields in places.items():
            for field in fields or ():
                assert models[name]._meta.get_field(field)
