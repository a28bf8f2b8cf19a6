"""Import and export of spreadsheets in the administration."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import SelectableFieldsExportForm

from accounts import audit
from accounts.models import User
from accounts.permissions import edits_everything
from projects.admin.base import PortfolioAdmin
from projects.models import SheetImport
from projects.sheets.columns import SheetResource
from projects.sheets.files import MOST_BYTES, UnreadableSheet
from projects.sheets.imports import FORMATS, keep
from projects.sheets.workbook.csv_text import csv_file
from projects.sheets.writing import about_page, file_name, xlsx_file

IMPORTED_AGAIN = _(
    "This file can be changed and imported again: rows are known by their number, and only the "
    "first sheet is read."
)


class ColumnsForm(SelectableFieldsExportForm):
    """Columns to choose from, by the names that they have in the file."""

    def _get_field_label(self, resource: SheetResource, field_name: str) -> str:
        return capfirst(str(resource.fields[field_name].column_name))


class SpreadsheetAdmin(ImportExportMixin, PortfolioAdmin):
    """Import and export as xlsx and csv, for those who edit the whole portfolio.

    Here a file is uploaded; its own page (`SheetImport.get_absolute_url`) shows what it would do.
    """

    formats = tuple(FORMATS.values())
    export_form_class = ColumnsForm

    def has_import_permission(self, request: HttpRequest) -> bool:
        return edits_everything(request.user)

    def get_export_filename(
        self, request: HttpRequest, queryset: models.QuerySet, file_format: Format
    ) -> str:
        return file_name(str(self.opts.verbose_name_plural), file_format.get_extension())

    def get_urls(self) -> list[URLPattern]:
        unused = f"{self.opts.app_label}_{self.opts.model_name}_process_import"
        return [each for each in super().get_urls() if each.name != unused]

    def import_action(self, request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_import_form(request)
        if request.method == "POST" and form.is_valid():
            try:
                return redirect(self._kept(request, form))
            except UnreadableSheet as error:
                form.add_error("import_file", str(error))
        request.current_app = self.admin_site.name
        columns = self.resource_classes[0]().get_user_visible_fields()
        context = self.admin_site.each_context(request) | {
            "title": _("Import"),
            "form": form,
            "opts": self.opts,
            "media": self.media + form.media,
            "fields_list": [("", [str(column.column_name) for column in columns])],
        }
        return TemplateResponse(request, [self.import_template_name], context)

    def _kept(self, request: HttpRequest, form: forms.ModelForm) -> SheetImport:
        """The upload, kept until it is imported. Raises `UnreadableSheet`."""
        file = form.cleaned_data["import_file"]
        kind = list(FORMATS)[int(form.cleaned_data["format"])]
        data = file.read(MOST_BYTES + 1)
        return keep(self.opts.label_lower, file.name, kind, data, cast("User", request.user))

    def get_export_data(
        self, file_format: Format, request: HttpRequest, queryset: models.QuerySet, **kwargs: object
    ) -> str | bytes:
        """As xlsx a second sheet says what was chosen; only the first is read on import."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        form = kwargs.get("export_form")
        resource = self.choose_export_resource_class(form, request)(
            **self.get_export_resource_kwargs(request)
        )
        title = capfirst(str(self.opts.verbose_name_plural))
        page = resource.page(queryset, title, self.get_export_resource_fields_from_form(form))
        detail = f"{self.opts.verbose_name_plural}: {len(queryset)} ({file_format.get_title()})"
        audit.record(audit.Event.EXPORTED, request=request, detail=detail)
        if file_format.get_extension() == "csv":
            return csv_file(page)
        return xlsx_file([page, about_page(self._asked(request, queryset))], title)

    def _asked(self, request: HttpRequest, queryset: models.QuerySet) -> list[str]:
        """What the list was narrowed by, in words, and how many rows were left."""
        listed = self.get_changelist_instance(request)
        filters = [
            f"{capfirst(spec.title)}: {choice['display']}"
            for spec in listed.filter_specs
            for choice in list(spec.choices(listed))[1:]
            if choice.get("selected")
        ]
        if listed.query:
            filters.append(_("Search: %(words)s") % {"words": listed.query})
        count = len(queryset)
        rows = ngettext("%(n)s row", "%(n)s rows", count) % {"n": count}
        return [*filters, rows, str(IMPORTED_AGAIN)]

    def get_export_queryset(self, request: HttpRequest) -> models.QuerySet:
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters as error:
            raise BadRequest("Filters that the list does not offer") from error

    def get_export_resource_kwargs(
        self, request: HttpRequest, **kwargs: object
    ) -> dict[str, object]:
        return super().get_export_resource_kwargs(request, **kwargs) | {"reader": request.user}
