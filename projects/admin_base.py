"""What the admins of the portfolio share: rights by row, history with a reason, sums as typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.permissions import roles_of
from projects.fields import MoneyFormField, fold


class RowRights:
    """Asks the roles about the row at hand, for an admin and for an inline alike."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(roles_of(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "delete", obj)

    def _may(self, request: HttpRequest, action: str, obj: Any) -> bool:
        meta = self.model._meta
        return request.user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}", obj)


class ReasonForm(forms.ModelForm):
    """A form with a place for the reason of the change, which the history keeps."""

    change_reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=500,
        help_text=_("Optional; shown in the history."),
    )


class PortfolioAdmin(RowRights, SimpleHistoryAdmin):
    """An admin with history and rights by row, whose search knows no case in any language."""

    form = ReasonForm
    folded_search_field = ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.forms:
            row.instance._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_formset(request, form, formset, change)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        if not self.folded_search_field:
            folded = [row.pk for row in queryset if fold(search_term) in fold(str(row))]
            return queryset.filter(pk__in=folded), False
        for word in fold(search_term).split():
            queryset = queryset.filter(**{f"{self.folded_search_field}__contains": word})
        return queryset, False


class PartInline(RowRights, admin.TabularInline):
    """Parts of a project, edited with it by whoever may edit the project."""

    extra = 0
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})}}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Dropping a row of one's own project is a change of the project, not a deletion.
        return self.has_change_permission(request, obj)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.DecimalField):
            kwargs["form_class"] = MoneyFormField
        return super().formfield_for_dbfield(db_field, request, **kwargs)
