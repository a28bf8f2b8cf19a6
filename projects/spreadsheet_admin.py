"""Import and export of spreadsheets in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin

from accounts import audit
from accounts.permissions import edits_everything
from projects.admin_base import PortfolioAdmin
from projects.clock import today
from projects.models import SheetImport
from projects.sheet_files import MOST_BYTES, UnreadableSheet
from projects.sheet_imports import FORMATS, RESOURCES, table_of


class SpreadsheetAdmin(ImportExportMixin, PortfolioAdmin):
    """Import and export as xlsx and csv, for those who edit the whole portfolio.

    Here a file is uploaded; its own page (`SheetImport.get_absolute_url`) shows what it would do.
    """

    formats = tuple(FORMATS.values())

    def has_import_permission(self, request: HttpRequest) -> bool:
        return edits_everything(request.user)

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        """`hankkeet-2023-03-15.xlsx`: the reader's word for the rows, and the day here."""
        name = slugify(self.opts.verbose_name_plural) or self.opts.model_name
        return f"{name}-{today().isoformat()}.{file_format.get_extension()}"

    def get_urls(self) -> list[Any]:
        unused = f"{self.opts.app_label}_{self.opts.model_name}_process_import"
        return [each for each in super().get_urls() if each.name != unused]

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
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

    def _kept(self, request: HttpRequest, form: Any) -> SheetImport:
        """The upload, kept until it is imported. Raises `UnreadableSheet`."""
        file = form.cleaned_data["import_file"]
        kind = list(FORMATS)[int(form.cleaned_data["format"])]
        data = file.read(MOST_BYTES + 1)
        return SheetImport.objects.create(
            model=self.opts.label_lower,
            file_name=file.name[:200],
            kind=kind,
            data=data,
            rows=len(table_of(RESOURCES[self.opts.label_lower](), kind, data).lines),
            user=request.user,
        )

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any
    ) -> Any:
        data = super().get_export_data(file_format, request, queryset, **kwargs)
        detail = f"{self.opts.verbose_name_plural}: {len(queryset)} ({file_format.get_title()})"
        audit.record(audit.Event.EXPORTED, request=request, detail=detail)
        return data

    def get_export_queryset(self, request: HttpRequest) -> Any:
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters as error:
            raise BadRequest("Filters that the list does not offer") from error

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_export_resource_kwargs(request, **kwargs) | {"reader": request.user}
