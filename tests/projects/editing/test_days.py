"""Whole days in forms: typed as people write them, shown as the reader's language does."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from projects.days import DayField, read_day

DAY = datetime.date(2022, 9, 1)


@pytest.mark.parametrize(
    "text", ["1.9.2022", "01.09.2022", " 1.9.22 ", "1/9/2022", "2022-09-01", "1 September 2022"]
)
def test_a_day_is_read_as_people_write_it(text):
    assert read_day(text) == DAY
    assert DayField().clean(text) == DAY


@pytest.mark.parametrize(
    "text", ["9/2022", "syksy 2022", "31.2.2022", "13/13/2022", "pian", "1.9."]
)
def test_what_is_no_whole_day_is_said(text):
    with (
        pytest.raises(ValidationError, match=r"esimerkiksi 1\.9\.2022"),
        translation.override("fi"),
    ):
        DayField().clean(text)


@pytest.mark.parametrize(
    ("language", "shown"), [("fi", "1.9.2022"), ("sv", "1.9.2022"), ("en", "1/9/2022")]
)
def test_the_reader_is_shown_the_day_in_their_language(language, shown):
    with translation.override(language):
        field = DayField()
        assert f'value="{shown}"' in field.widget.render("day", field.prepare_value(DAY))
        assert field.clean(shown) == DAY
        assert not field.has_changed(DAY, shown)


def test_no_day_is_none():
    assert DayField(required=False).clean(" ") is None
