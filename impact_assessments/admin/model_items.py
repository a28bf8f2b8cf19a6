"""The city's list of what its model holds, in the administration."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from impact_assessments.models import ModelItem
from projects.admin.base import PortfolioAdmin


@admin.register(ModelItem)
class ModelItemAdmin(PortfolioAdmin):
    change_title = _("Change the item of the model")
    fields = (
        "kind", "code", "name_fi", "name_sv", "owner", "retired_on", "change_reason", "version",
    )  # fmt: skip
    list_display = ("name_fi", "code", "kind", "owner", "retired_on")
    list_filter = ("kind",)
    search_fields = ("name_fi", "name_sv", "code")
