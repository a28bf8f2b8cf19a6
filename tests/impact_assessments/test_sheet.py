"""Assessments out as a spreadsheet and in again: nothing lost, nothing approved by a cell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from impact_assessments.choices import WRITTEN_PARTS, State
from impact_assessments.models import AssessmentVersion, ImpactAssessment
from impact_assessments.review.steps import freeze
from impact_assessments.sheet import OF_PARTS, AssessmentResource
from projects.confidentiality import Piece
from projects.history.sentences import changes
from projects.models import SheetImport
from projects.saving.many import change_many
from tests.portfolio.sheets.test_sheet_imports import _english, carry_out, told
from tests.portfolio.sheets.test_sheet_imports import exported as export_of
from tests.portfolio.sheets.test_sheet_imports import upload as upload_of
from tests.portfolio.sheets.test_sheet_versions import change, edited, said

pytestmark = pytest.mark.django_db
__all__ = ["_english"]
EXPORT = "admin:impact_assessments_impactassessment_export"


def exported():
    return export_of(AssessmentResource)


def upload(client, sheet, name="assessments.xlsx"):
    return upload_of(client, sheet, name, "impactassessment", "impact_assessments")


def preview_of(client, sheet, name="assessments.xlsx"):
    return upload(client, sheet, name).context["preview"]


def file_of(client, kind):
    """The export of all columns, as the administration gives it."""
    chosen = {f"assessmentresource_{name}": "on" for name in AssessmentResource().fields}
    form = {"resource": "0", "format": ["xlsx", "csv"].index(kind), **chosen}
    return client.post(reverse(EXPORT), form).content


@pytest.fixture
def make_row(make_project):
    def make(name="Network", **values):
        values = {"screening": "required", "security_effect": "some", **values}
        return ImpactAssessment.objects.create(project=make_project(name), **values)

    return make


def test_the_sheet_has_what_is_written_of_each_part_and_the_state(make_row):
    make_row(security_direction="worse", security_substantial=True, data_same_as="security",
             publicity_text="Registry decides", stage="full")  # fmt: skip
    sheet = exported()
    assert len(OF_PARTS) == 5 * len(WRITTEN_PARTS)
    row = dict(zip(sheet.headers, sheet[0], strict=True))
    assert row["project"] == "Network"
    assert (row["effect (b)"], row["direction (b)"]) == ("Has an effect", "Worse")
    assert (row["substantial effect (b)"], row["substantial effect (c)"]) == ("yes", "no")
    assert row["same as (c)"] == "b) Information security"
    assert (row["what changes (e)"], row["stage"], row["state"]) == (
        "Registry decides", "Full", "Draft",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_ones_own_export_comes_back_and_changes_nothing(client, make_row, kind, language):
    for number, state in enumerate(State):
        text = "=1+1" if number else "- lokit\n- varmenteet"
        make_row(f"Hanke {number}", state=state, security_text=text, security_substantial=True,
                 data_same_as="security", economy_direction="both")  # fmt: skip
    versions = ImpactAssessment.history.count()
    client.post(reverse("set_language"), {"language": language})
    data = file_of(client, kind)
    found = preview_of(client, data, f"arvioinnit.{kind}")
    assert (found["problems"], found["rows"], found["unchanged"]) == ([], [], len(State))
    assert all(known for _text, known, _near in found["headings"])
    assert ImpactAssessment.history.count() == versions


def test_a_changed_cell_is_in_the_history_with_its_file(client, planner, make_row):
    row = make_row()
    sheet = edited(exported(), "what changes (f)", "Codes stay")
    sheet = edited(sheet, "direction (f)", "Paranee")  # any language
    sheet = edited(sheet, "effect (f)", "some")
    shown = upload(client, sheet)
    assert [c[0] for c in shown.context["preview"]["rows"][0]["changes"]] == [
        "Effect (f)", "Direction (f)", "What changes (f)",
    ]  # fmt: skip
    carry_out(client, shown)
    row.refresh_from_db()
    assert row.interoperability_direction == "better"
    with translation.override("en"):
        newest = changes(row.project_id)[0]
    assert (newest.reason, newest.who) == ("Imported from assessments.xlsx", str(planner))
    assert "Impact assessment: What changes (f) empty → Codes stay" in newest.sentences


def test_an_approved_one_gets_its_next_draft_beside_the_version(client, planner, make_row):
    rows = [make_row(name, data_text="As approved") for name in ("Approved", "Staged", "Closed")]
    for row in rows:
        freeze(row.project, row, planner)
    ImpactAssessment.objects.update(state=State.APPROVED)
    change(rows[0], state=State.APPROVED)
    change(rows[1], state=State.APPROVED)
    change(rows[2], state=State.CLOSED)
    sheet = exported()
    for place, heading, value in (
        (0, "what changes (c)", "Otherwise"),
        (1, "stage", "Full"),  # says nothing else of any part
        (2, "substantial effect (b)", "yes"),
    ):
        sheet = edited(sheet, heading, value, place)
    shown = upload(client, sheet)
    opened = {row["name"]: row["changes"][1:] for row in shown.context["preview"]["rows"]}
    assert opened == {
        "Approved": [["State", "Approved", "Draft"]],
        "Staged": [],
        "Closed": [["State", "Closed", "Draft"]],
    }
    assert told(carry_out(client, shown)) == [
        "Imported: 0 new and 3 changed. 0 were so already."
    ]  # fmt: skip
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [State.DRAFT, State.APPROVED, State.DRAFT]
    assert [row.stage for row in rows] == ["preliminary", "full", "preliminary"]
    for version in AssessmentVersion.objects.all():
        data = next(part for part in version.document["parts"] if part["name"] == "data")
        assert data["text"] == "As approved"


def test_many_changed_by_code_begin_their_next_drafts_too(planner, make_row):
    rows = [make_row(f"P{n}", state=State.APPROVED) for n in range(3)]
    rows[0].data_text = "Otherwise"
    with CaptureQueriesContext(connection) as few:
        change_many(rows[:1], {"data_text"}, planner)
    rows[1].data_text = rows[2].data_text = "Otherwise"
    with CaptureQueriesContext(connection) as more:
        change_many(rows[1:], {"data_text"}, planner)
    assert len(more) <= len(few)
    states = ImpactAssessment.objects.values_list("state", flat=True)
    assert set(states) == {State.DRAFT}
    assert {row.history.first().state for row in rows} == {State.DRAFT}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_wrong_is_told_with_its_line_in_the_readers_language(client, make_row, language):
    rows = [make_row(f"P{n}") for n in range(7)]
    change(rows[3], state=State.REVIEW)
    sheet = exported()
    for place, heading, value in (
        (0, "effect (a)", "huge"),
        (1, "state", "Approved"),
        (2, "project", "Another"),
        (3, "what changes (a)", "While it is read"),
        (4, "substantial effect (e)", "yes"),
        (5, "same as (b)", "b) Information security"),
        (6, "number", ""),
    ):
        sheet = edited(sheet, heading, value, place)
    client.post(reverse("set_language"), {"language": language})
    found = preview_of(client, sheet)
    problems = dict(found["problems"])
    words = {
        "fi": ("ei ole mikään", "vain arvioinnin sivulla", "ei hankkeen", "on tarkastettavana",
               "Vain vaikutus", "kehää", "tarveharkinnasta"),
        "sv": ("är inget av", "ändras bara på bedömningens sida", "inte", "under granskning",
               "Bara en konsekvens", "cirkel", "behovsprövningen"),
        "en": ("is none of the choices", "only the steps", "not of “Another”", "in review",
               "Only an effect", "circle", "begins with its screening"),
    }[language]  # fmt: skip
    assert sorted(problems) == list(range(2, 9))
    for line, text in zip(range(2, 9), words, strict=True):
        assert text in problems[line], problems
    assert not ImpactAssessment.objects.exclude(organising_text="").exists()


def test_what_both_changed_is_shown_and_taken_only_when_chosen(client, make_row, make_user):
    row = make_row(data_text="First", publicity_text="First")
    sheet = edited(exported(), "what changes (c)", "Sheet")
    change(row, make_user("planner", "other"), data_text="Other", publicity_text="Other")
    change(row, state=State.APPROVED)
    shown = upload(client, sheet)
    assert said(shown) == [
        ("Network", "both", "What changes (c)", "First", "Other", "Sheet"),
        ("Network", "left", "What changes (e)", "First", "Other", ""),
    ]
    carry_out(client, shown)
    row.refresh_from_db()
    assert (row.data_text, row.state) == ("Other", State.APPROVED)
    shown = upload(client, sheet)
    key = shown.context["preview"]["overtaken"][0]["fields"][0]["key"]
    done = carry_out(client, shown, data={"take": key})
    row.refresh_from_db()
    assert (row.data_text, row.publicity_text, row.state) == ("Sheet", "Other", State.DRAFT)
    assert told(done)[0].startswith("Imported: 0 new and 1 changed")


def test_what_is_approved_after_the_preview_is_shown_anew(client, make_row):
    row = make_row()
    shown = upload(client, edited(exported(), "what changes (c)", "Sheet"))
    change(row, state=State.APPROVED)
    again = carry_out(client, shown)
    row.refresh_from_db()
    assert (row.data_text, row.state) == ("", State.APPROVED)
    assert again.context["preview"]["rows"][0]["changes"][-1] == ["State", "Approved", "Draft"]
    carry_out(client, again)
    row.refresh_from_db()
    assert (row.data_text, row.state) == ("Sheet", State.DRAFT)


def test_a_project_that_is_called_otherwise_since_is_the_same(client, make_row):
    row = make_row()
    sheet = edited(exported(), "what changes (c)", "Sheet")
    change(row.project, name="Net")
    found = preview_of(client, sheet)
    assert (found["problems"], found["changed"]) == ([], 1)


def test_a_reader_of_the_sheet_is_told_nothing_that_is_hidden(client, make_user, make_row, area):
    row = make_row(security_text="Secret logs", data_same_as="security", publicity_text="Open")
    change(make_row("Hidden", publicity_text="Nobody").project, is_not_public=True)
    change(row.project, not_public_fields=[Piece.SECURITY])
    editor = make_user("area_editor")
    area.editors.add(editor)
    client.force_login(editor)
    text = file_of(client, "csv").decode()
    assert "Open" in text
    for secret in ("Secret", "Nobody", "b) Information security"):
        assert secret not in text
    assert text.count("(not public)") == 6  # five columns of b, and what c is the same as
    client.force_login(make_user("planner", "second"))
    found = preview_of(client, text.encode(), "a.csv")
    assert "may not see this text" in found["problems"][0][1]
    assert not SheetImport.objects.filter(user=editor).exists()


def test_queries_do_not_grow_with_the_rows(client, make_row):
    asked = []
    for count in (2, 12):
        while ImpactAssessment.objects.count() < count:
            make_row(f"P{ImpactAssessment.objects.count()}", state=State.APPROVED)
        sheet = exported()
        for place in range(count):
            sheet = edited(sheet, "what changes (c)", f"Sheet {count}", place)
        shown = upload(client, sheet)
        with CaptureQueriesContext(connection) as queries:
            carry_out(client, shown)
        asked.append(len(queries))
        assert set(ImpactAssessment.objects.values_list("state", flat=True)) == {State.DRAFT}
        ImpactAssessment.objects.update(state=State.APPROVED)
    assert asked[0] == asked[1]
