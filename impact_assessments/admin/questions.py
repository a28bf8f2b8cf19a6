"""Question sets in the administration: drafts are edited by planners, published ones only read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import edits_everything
from accounts.web.bounded_admin import BoundedAdmin, BoundedFields, SentInlineRows
from accounts.web.posts import keeps_draft
from accounts.web.typed_text import is_key
from impact_assessments.choices import QuestionKind
from impact_assessments.models import Question, QuestionSet
from impact_assessments.rules.screening import DATA, ENDING, SYSTEM, TASKS
from projects.admin.days import DayFields


class ByPlanners:
    """Planners write sets until they are published; nobody changes one afterwards."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return edits_everything(request.user)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return edits_everything(request.user)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._is_open(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._is_open(request, obj)

    def _is_open(self, request: HttpRequest, obj: models.Model | None) -> bool:
        is_fixed = isinstance(obj, QuestionSet) and obj.published_at is not None
        return edits_everything(request.user) and not is_fixed


class QuestionInline(ByPlanners, BoundedFields, admin.StackedInline):
    model = Question
    extra = 0
    formset = SentInlineRows


@admin.register(QuestionSet)
class QuestionSetAdmin(ByPlanners, DayFields, BoundedAdmin, admin.ModelAdmin):
    change_title = gettext_lazy("Change the question set")
    list_display = ("number", "name", "valid_from", "published_at")
    inlines = (QuestionInline,)
    actions = ("copy", "publish")

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # one at a time, and never a published one
        return found

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        with transaction.atomic():
            told = self._told_as_published(request, object_id)
            return told or super().changeform_view(request, object_id, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        with transaction.atomic():
            told = self._told_as_published(request, object_id)
            return told or super().delete_view(request, object_id, *args, **kwargs)

    def _told_as_published(self, request: HttpRequest, key: str | None) -> HttpResponse | None:
        """Of a form that was opened before somebody published the set: why it is not saved."""
        if request.method != "POST" or key is None or not edits_everything(request.user):
            return None
        if not is_key(unquote(key)):
            return None
        row = QuestionSet.objects.select_for_update().filter(pk=unquote(key)).first()
        if row is None or row.published_at is None:
            return None
        text = _("Set %(set)s is published: nothing changes it. Copy it, and change the copy.")
        messages.error(request, text % {"set": row})
        return keeps_draft(redirect("admin:impact_assessments_questionset_change", row.pk))

    @admin.action(description=gettext_lazy("Copy to a new set, as a draft"), permissions=["view"])
    def copy(self, request: HttpRequest, rows: QuerySet[QuestionSet]) -> None:
        for row in rows:
            with transaction.atomic():
                # Of two who copy at once the second waits, and gets the number after the first's.
                list(QuestionSet.objects.select_for_update().values_list("pk"))
                questions = list(row.questions.all())
                highest = QuestionSet.objects.aggregate(n=Max("number"))["n"]
                row.pk, row.number, row.published_at = None, highest + 1, None
                row._state.adding = True
                row.save()
                for question in questions:
                    question.pk, question.question_set = None, row
                    question._state.adding = True
                    question.save()
            messages.success(request, _("Set %(set)s is a draft of yours now.") % {"set": row})

    @admin.action(description=gettext_lazy("Publish: it never changes again"), permissions=["view"])
    def publish(self, request: HttpRequest, rows: QuerySet[QuestionSet]) -> None:
        for key in rows.values_list("pk", flat=True):
            with transaction.atomic():
                # Of two who publish at once the second is told that it is done.
                row = QuestionSet.objects.select_for_update().filter(pk=key).first()
                if row is not None:
                    self._publish(request, row)

    def _publish(self, request: HttpRequest, row: QuestionSet) -> None:
        if row.published_at is not None:
            messages.warning(request, _("Set %(set)s is published already.") % {"set": row})
            return
        deciding = row.questions.filter(kind=QuestionKind.SCREEN)
        lacking = {SYSTEM, TASKS, DATA, ENDING} - set(deciding.values_list("code", flat=True))
        if lacking:
            text = _("Set %(set)s lacks the deciding questions %(codes)s.")
            messages.error(request, text % {"set": row, "codes": ", ".join(sorted(lacking))})
            return
        row.published_at = timezone.now()
        row.save()
        text = _("Set %(set)s is published, and in use from its day on.")
        messages.success(request, text % {"set": row})
