"""Question sets: copied, edited as drafts, published once, and never changed afterwards."""

import pytest
from django.urls import reverse

from accounts.web.posts import is_saved
from impact_assessments.models import Question, QuestionSet
from tests.projects.editing.test_admin import form

pytestmark = pytest.mark.django_db
LIST = "admin:impact_assessments_questionset_changelist"


def act(client, action, row):
    sent = {"action": action, "_selected_action": [row.pk]}
    return client.post(reverse(LIST), sent, follow=True).content.decode()


def test_a_copy_is_a_draft_that_is_published_once(client, planner):
    client.force_login(planner)
    first = QuestionSet.objects.get()
    act(client, "copy", first)
    draft = QuestionSet.objects.get(number=2)
    assert draft.questions.count() == first.questions.count() > 30
    own = reverse("admin:impact_assessments_questionset_change", args=[draft.pk])
    assert "_save" in client.get(own).content.decode()
    assert QuestionSet.objects.in_force() == first
    assert "on julkaistu, ja se on käytössä" in act(client, "publish", draft)
    assert "on jo julkaistu" in act(client, "publish", draft)
    assert QuestionSet.objects.in_force() == draft
    assert "_save" not in client.get(own).content.decode()


def test_a_set_without_a_deciding_question_is_not_published(client, planner):
    client.force_login(planner)
    act(client, "copy", QuestionSet.objects.get())
    draft = QuestionSet.objects.get(number=2)
    Question.objects.get(question_set=draft, code="s1").delete()
    assert "s1" in act(client, "publish", draft)
    assert QuestionSet.objects.get(number=2).published_at is None


def test_a_published_set_is_neither_changed_nor_deleted(client, planner):
    client.force_login(planner)
    row = QuestionSet.objects.get()
    for what in ("change", "delete"):
        where = reverse(f"admin:impact_assessments_questionset_{what}", args=[row.pk])
        shown = client.post(where, {"post": "yes", "name": "Toinen"}, follow=True)
        assert "on julkaistu, eikä sitä voi muuttaa" in shown.content.decode()
        assert "_save" not in shown.content.decode()
    assert QuestionSet.objects.get().name == row.name


def test_whoever_writes_a_draft_that_is_published_meanwhile_is_told_so(client, planner, make_user):
    client.force_login(planner)
    act(client, "copy", QuestionSet.objects.get())
    draft = QuestionSet.objects.get(number=2)
    own = reverse("admin:impact_assessments_questionset_change", args=[draft.pk])
    opened = form(client, own)
    client.force_login(make_user("planner", "toinen"))
    act(client, "publish", draft)
    client.force_login(planner)
    sent = opened | {"name": "Uusi nimi", "questions-0-text_fi": "Muuttuuko kaikki?"}
    answer = client.post(own, sent)
    assert not is_saved(answer)  # the browser keeps what was typed
    assert "Kopioi se" in client.get(own).content.decode()
    draft.refresh_from_db()
    assert draft.name != "Uusi nimi"
    assert not Question.objects.filter(text_fi="Muuttuuko kaikki?").exists()
    act(client, "copy", draft)
    assert QuestionSet.objects.get(number=3).published_at is None


def test_a_draft_that_was_deleted_meanwhile_is_told_of(client, planner):
    client.force_login(planner)
    act(client, "copy", QuestionSet.objects.get())
    draft = QuestionSet.objects.get(number=2)
    own = reverse("admin:impact_assessments_questionset_change", args=[draft.pk])
    opened = form(client, own)
    delete = reverse("admin:impact_assessments_questionset_delete", args=[draft.pk])
    client.post(delete, {"post": "yes"})
    assert not QuestionSet.objects.filter(pk=draft.pk).exists()
    assert "poistettu" in client.post(own, opened, follow=True).content.decode()
    assert "on jo" not in act(client, "publish", draft)


def test_only_planners_see_sets(client, make_user):
    for role in ("reader", "area_editor"):
        client.force_login(make_user(role))
        assert client.get(reverse(LIST)).status_code in (302, 403)
