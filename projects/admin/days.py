"""Days in the administration, typed and shown as everywhere else."""

from __future__ import annotations

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.http import HttpRequest

from projects.days import DayField, DayInput


class DayFields(BaseModelAdmin):
    """For an admin and for an inline alike."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        if isinstance(db_field, models.DateField) and not isinstance(
            db_field, models.DateTimeField
        ):
            kwargs |= {"form_class": DayField, "widget": DayInput}
        return super().formfield_for_dbfield(db_field, request, **kwargs)
