"""Question sets: copied, edited as drafts, published once, and never changed afterwards."""

import pytest
from django.urls import reverse

from impact_assessments.models import Question, QuestionSet

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
        assert client.post(where, {"post": "yes"}).status_code == 403
    assert QuestionSet.objects.count() == 1


def test_only_planners_see_sets(client, make_user):
    for role in ("reader", "area_editor"):
        client.force_login(make_user(role))
        assert client.get(reverse(LIST)).status_code in (302, 403)
