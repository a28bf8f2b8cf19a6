"""Texts are stored with line feeds alone and without control characters, whatever they came by."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse

from impact_assessments.choices import WRITTEN_PARTS
from projects.history.sentences import changes
from projects.models import Comment, Project, ServiceArea, StrategicGoal
from projects.plain_texts import LineField, PlainTextField, ShortTextField, one_line, plain_text
from projects.saving.many import add_many, change_many
from tests.migrated import none_squashed

pytestmark = pytest.mark.django_db
MIGRATION = "0009_texts_have_line_feeds_alone"
TYPED = "eka\r\ntoka\x0bkolmas\r\x00neljäs\x07 \uf0e0"
STORED = "eka\ntoka\nkolmas\nneljäs →"
# Texts that the program writes, and none that people write: codes, addresses, digests, errors.
OF_PROGRAM = {
    "KnownLabel.meaning",  # chosen from a list that follows labels.toml
    "SearchEntry", "SearchWord", "KeptState", "Worker", "User", "AuditEvent", "OutgoingMail",
    "SentForm", "ApiToken", "Timer", "Webhook", "WebhookDelivery",
    "Job.kind", "Job.key", "Job.came_from", "Job.stage", "Job.error", "Job.worker",
    "Job.content_type", "Job.sha256", "EditionEntry.number", "EditionFile.kind",
    "EditionFile.sha256", "PlanEdition.slug", "PlanEdition.sha256", "PlanImport.file_name",
    "PlanImport.message", "SavedView.query", "Feed.query", "Feed.nonce",
    "Meeting.query", "SheetImport.kind", "SheetImport.model", "SheetImport.sha256",
    "LedgerImport.kind",
    "Attachment.kind", "Attachment.file", "Project.search_text", "Project.not_public_fields",
    "Question.code", "Question.leads_to", "PartReview.digest", "AssessmentVersion.sha256",
    "ModelChange.link", "Link.url", "ImpactAssessment.model_link",
    *(f"ImpactAssessment.{part.name}_ticks" for part in WRITTEN_PARTS),
}  # fmt: skip


def test_every_text_that_people_write_is_of_a_field_that_cleans_it():
    """Nothing goes around the fields: who adds a text of another class names it above."""
    clean = (LineField, PlainTextField, ShortTextField)
    others = set()
    for model in apps.get_models():
        ours = model._meta.app_label in ("accounts", "projects", "impact_assessments", "reports")
        name = model.__name__.removeprefix("Historical")
        for field in model._meta.local_concrete_fields if ours else ():
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and not isinstance(field, clean) and field.name != "history_change_reason":
                others |= {f"{name}.{field.name}"}
    assert {each for each in others if each.split(".")[0] not in OF_PROGRAM} <= OF_PROGRAM
    assert {name for name in OF_PROGRAM if "." in name} <= others


def _save(project):
    project.save()


def _update(project):
    Project.objects.filter(pk=project.pk).update(notes=TYPED, owner_name=TYPED)


def _bulk_update(project):
    Project.objects.bulk_update([project], ["notes", "owner_name"])


def _change_many(project):
    change_many([project], {"notes", "owner_name"}, None)


def _add_many(project):
    Project.objects.filter(pk=project.pk).delete()
    project.pk = None
    add_many([project])


@pytest.mark.parametrize("way", [_save, _update, _bulk_update, _change_many, _add_many])
def test_whichever_way_a_text_is_saved_it_is_clean(make_project, way):
    project = make_project()
    project.notes = project.owner_name = TYPED
    way(project)
    saved = Project.objects.get()
    assert saved.notes == STORED
    assert saved.owner_name == "eka toka kolmas neljäs →"
    if way not in (_update, _bulk_update):
        version = saved.history.first()
        assert (version.notes, version.owner_name) == (saved.notes, saved.owner_name)


def test_the_ends_of_lines_of_a_browser_are_no_change(client, planner, make_project):
    project = make_project(notes="eka\ntoka")
    client.force_login(planner)
    page = client.get(reverse("admin:projects_project_change", args=[project.pk]))
    form = page.context["adminform"].form
    bound = type(form)({"notes": "eka\r\ntoka"}, instance=project, initial=form.initial)
    assert "notes" not in bound.changed_data
    assert "name" in bound.changed_data  # which was not sent


def test_a_comment_is_clean_from_its_page_to_its_row(client, planner, make_project):
    client.force_login(planner)
    address = reverse("project-comments", args=[make_project().pk])
    client.post(address, {"text": "eka\r\ntoka\x0bkolmas"})
    assert Comment.objects.get().text == "eka\ntoka\nkolmas"


def test_a_text_of_the_longest_length_fits_whatever_its_ends_of_lines(make_project):
    """A browser counts the end of a line as one character and sends it as two."""
    field = Comment._meta.get_field("text").formfield()
    assert field.clean("a\r\n" * 5_000) is not None
    field = StrategicGoal._meta.get_field("name").formfield()
    assert field.clean("a" * 199 + "\r\n") == "a" * 199


def test_looking_for_a_space_looks_for_a_space(make_project):
    one, _other = make_project("Kaksi sanaa"), make_project("Sana")
    assert list(Project.objects.filter(name__contains=" ")) == [one]


@pytest.mark.parametrize(
    ("typed", "plain", "line"),
    [
        ("a\tb", "a\tb", "a\tb"),
        (" a ", " a ", "a"),
        ("a\r\n\r\nb", "a\n\nb", "a b"),
        ("a\u2028b\u2029c\x85d\x0ce", "a\nb\n\nc\nd\ne", "a b c d e"),
        ("a\ud800b\uffffc\x9fd\x7f", "abcd", "abcd"),
        ("ä\u00a0\u00ad€ 🙂 \u200d", "ä\u00a0\u00ad€ 🙂 \u200d", "ä\u00a0\u00ad€ 🙂 \u200d"),
    ],
)
def test_what_is_cleaned_and_what_stays(typed, plain, line):
    assert plain_text(typed) == plain == plain_text(plain)
    assert one_line(typed) == line


def test_texts_from_before_are_cleaned_with_their_history(make_project, planner):
    project, other = make_project("Verkko"), make_project("Muu", notes="oma\nteksti")
    area = ServiceArea.objects.get()
    project.notes = "uusi"
    project._history_user = planner
    project.save()
    _as_it_was_stored("projects_project", project.pk, notes=TYPED[:-1].replace("\x00", ""))
    _as_it_was_stored(
        "projects_historicalproject", project.pk, notes="eka\r\ntoka", name="Eka\nToka"
    )
    twin = ServiceArea.objects.create(name="Eka")
    _as_it_was_stored("projects_servicearea", twin.pk, name=f"{area.name}\x07")
    versions = list(Project.history.values_list("history_id", "history_date", "history_user"))
    saved_at = Project.objects.get(pk=project.pk).updated_at

    migration = importlib.import_module(f"reports.migrations.{MIGRATION}")
    state = none_squashed().project_state(("reports", MIGRATION))
    migration.clean(state.apps, SimpleNamespace(connection=connection))

    project.refresh_from_db()
    assert (project.notes, project.updated_at) == ("eka\ntoka\nkolmas\nneljäs ", saved_at)
    assert project.history.first().notes == "eka\ntoka"
    assert project.history.first().name == "Eka Toka"
    assert (
        list(Project.history.values_list("history_id", "history_date", "history_user")) == versions
    )
    assert Project.objects.get(pk=other.pk).notes == "oma\nteksti"
    # Two areas of one name are forbidden: the name stays until somebody saves it.
    twin.refresh_from_db()
    assert twin.name == f"{area.name}\x07"


def test_no_change_is_told_of_the_ends_of_lines(make_project):
    project = make_project(notes="eka\ntoka")
    project.notes = "eka\r\ntoka"
    project.save()
    assert len(changes(project.pk)) == 1


def _as_it_was_stored(table, key, **values):
    texts = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {texts} WHERE id = %s", [*values.values(), key])
