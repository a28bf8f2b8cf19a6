"""A row that is not valid has words too: a form shows it beside the message that says what is."""

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models

from projects.values.fuzzy_dates import FuzzyDate

OURS = ("accounts", "projects", "impact_assessments", "reports")
MODELS = [
    model
    for app in OURS
    for model in apps.get_app_config(app).get_models()
    if not model.__name__.startswith("Historical")
]


def typed(model, sinking):
    """What a form makes of values of the right kind; each may be above the one before or below."""
    row = model()
    for number, field in enumerate(model._meta.concrete_fields):
        step = -number if sinking else number
        kinds = {
            models.DecimalField: Decimal(900 + step),
            models.IntegerField: 2100 + step,
            models.DateTimeField: datetime.datetime(2100 + step, 1, 1, tzinfo=datetime.UTC),
            models.DateField: datetime.date(2100 + step, 1, 1),
            models.CharField: "no such choice",
        }
        value = next((each for kind, each in kinds.items() if isinstance(field, kind)), None)
        if type(field).__name__ == "FuzzyDateField":
            value = FuzzyDate(2100 + step)
        if value is not None and field.editable and not field.is_relation:
            setattr(row, field.attname, value)
    return row


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_row_that_is_not_valid_has_words(model, db):
    for row in (model(), typed(model, sinking=True), typed(model, sinking=False)):
        assert isinstance(str(row), str)
