"""What the admins of the portfolio share: rights by row, history with a reason, sums, days."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.permissions import edits_everything, roles_of
from accounts.types import AnyUser, Cleaned, Context
from accounts.web.bounded_admin import BoundedAdmin, BoundedFields, SentInlineRows
from accounts.web.typed_text import is_key
from projects.admin.days import DayFields
from projects.confidentiality import hidden_fields
from projects.editing.conflicts import Conflict, settle
from projects.editing.edit import DRAFT
from projects.editing.form_state import VersionField, shown, token
from projects.fields import MoneyFormField, fold
from projects.history.sentences import last_change
from projects.models import Project
from projects.plain_texts import PlainFormField
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once


class RowRights:
    """Asks the roles about the row at hand, for an admin and for an inline alike."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "view", obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "delete", obj)

    def get_view_on_site_url(self, obj: models.Model | None = None) -> str | None:
        """The row's page itself: Django's address for it would answer for any row of any table."""
        address = getattr(obj, "get_absolute_url", None)
        return address() if address else None

    def _may(self, request: HttpRequest, action: str, obj: models.Model | None) -> bool:
        meta = self.model._meta
        return request.user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}", obj)


class OwnFieldsForm(forms.ModelForm):
    """A form of some fields of a row: what is wrong with the others is said above all of them."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            kept: dict[str, list[ValidationError]] = {}
            for name, errors in error.error_dict.items():
                kept.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(
                    errors
                )
            error = ValidationError(kept)
        super().add_error(field, error)


class ReasonForm(OwnFieldsForm):
    """A form with a place for the reason of the change, which the history keeps."""

    change_reason = PlainFormField(
        label=_("Reason for the change"),
        required=False,
        max_length=500,
        help_text=_("Optional; shown in the history."),
    )
    version = VersionField()

    def clean(self) -> Cleaned | None:
        # A draft that the browser kept comes back into the form; only a save saves.
        if DRAFT in self.data:
            raise ValidationError(_("This is your draft. Check it and save it."))
        return super().clean()


class PieceFields:
    """Shows of a project, or of what hangs on it, only the fields that the user may see."""

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> object:
        hidden = hidden_fields(self.model, hidden_pieces(request.user, obj))
        kept = []
        for title, options in super().get_fieldsets(request, obj):
            names = [name for name in options["fields"] if name not in hidden]
            if names:
                kept.append((title, {**options, "fields": names}))
        return kept


def _with(request: HttpRequest, data: QueryDict | None) -> HttpRequest:
    """The same request, posting other data; for None, reading."""
    if data is request.POST:
        return request
    other = copy.copy(request)
    if data is None:
        other.method = "GET"
    else:
        other.POST = data  # type: ignore[assignment]
    return other


def hidden_pieces(user: AnyUser, row: models.Model | None) -> tuple[str, ...]:
    """What the user may not see of a project, or of the project that a row hangs on."""
    project = getattr(row, "project", row)
    return project.hidden_from(user) if isinstance(project, Project) else ()


class PortfolioAdmin(PieceFields, RowRights, DayFields, BoundedAdmin, SimpleHistoryAdmin):
    """An admin with history and rights by row, whose search knows no case in any language."""

    form = ReasonForm
    folded_search_field = ""

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Whoever only reads is asked for no reason; the version goes with the last fields."""
        mine = {"change_reason", "version"}
        kept = [
            (title, {**options, "fields": [name for name in options["fields"] if name not in mine]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        if obj is None or self.has_change_permission(request, obj):
            kept[-1][1]["fields"] += ["change_reason", "version"]
        return kept

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Context | None = None,
    ) -> HttpResponse:
        with renewed_once():
            if request.method == "POST" and object_id is not None and DRAFT not in request.POST:
                settled = self._settled(request, object_id)
                if isinstance(settled, HttpResponse):
                    return settled
                request = settled
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _settled(self, request: HttpRequest, object_id: str) -> HttpRequest | HttpResponse:
        """The request with what others saved in between, or the page that asks what to keep."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            return request  # the view itself answers
        # Whoever saves the same row waits here until this save is through.
        list(self.model._base_manager.select_for_update().filter(pk=row.pk))
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return request

        def make_forms(
            data: QueryDict | None,
        ) -> tuple[forms.ModelForm, list[forms.BaseInlineFormSet]]:
            asked = _with(request, data)
            form = self.get_form(asked, row, change=True)(data, instance=row)
            return form, self._create_formsets(asked, row, change=True)[0]

        settled = settle(request.POST, row, make_forms)
        if isinstance(settled, Conflict):
            return settled.page(request, last_change(row))
        return _with(request, settled)

    def render_change_form(
        self, request: HttpRequest, context: Context, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form, row = context["adminform"].form, kwargs.get("obj")
        if row is not None and not form.is_bound:
            formsets = [each.formset for each in context["inline_admin_formsets"]]
            form.initial["version"] = token(shown(form, formsets), row)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField | None:
        if db_field.remote_field.model._meta.model_name == "project":
            manager = db_field.remote_field.model._default_manager
            kwargs["queryset"] = manager.editable_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Context | None = None
    ) -> HttpResponse:
        self._check_history(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: Context | None = None,
    ) -> HttpResponse:
        self._check_history(request, object_id)
        if not is_key(version_id):
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _check_history(self, request: HttpRequest, object_id: str) -> None:
        """Earlier versions are for whoever sees all of the row now; of deleted rows, for planners.

        An earlier version is put back on the project's page, which takes its parts along; here
        it is only read (the view itself would let everybody who sees it save it).
        """
        if request.method == "POST":
            raise PermissionDenied
        if not is_key(unquote(object_id)):
            raise Http404
        if edits_everything(request.user):
            return
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row) or hidden_pieces(request.user, row):
            raise PermissionDenied

    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    @renewed_once()
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        super().delete_queryset(request, queryset)

    def save_model(
        self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool
    ) -> None:
        give_reason(obj, form.cleaned_data.get("change_reason") or "")
        super().save_model(request, obj, form, change)

    def save_formset(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formset: forms.BaseModelFormSet,
        change: bool,
    ) -> None:
        for row in formset.forms:
            give_reason(row.instance, form.cleaned_data.get("change_reason") or "")
        super().save_formset(request, form, formset, change)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        asked = fold(self.search_words(request, search_term))
        if not self.folded_search_field:
            return queryset.filter(pk__in=[r.pk for r in queryset if asked in fold(str(r))]), False
        for word in asked.split():
            queryset = queryset.filter(**{f"{self.folded_search_field}__contains": word})
        return queryset, False


class PartRows(PieceFields, RowRights, DayFields, BoundedFields):
    """Parts of a project, edited with it by whoever may edit the project."""

    extra = 0
    formset = SentInlineRows
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})}}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        # Dropping a row of one's own project is a change of the project, not a deletion.
        return self.has_change_permission(request, obj)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        if isinstance(db_field, models.DecimalField):
            kwargs["form_class"] = MoneyFormField
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class PartInline(PartRows, admin.TabularInline):
    """Parts with few short fields, a row each."""


class PartStack(PartRows, admin.StackedInline):
    """Parts with longer texts, one below the other."""
