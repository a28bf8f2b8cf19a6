"""The period of a plan as people say it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from reports.drafting.periods import PeriodField, UnreadablePeriod, parse_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("syksy 2022 ja vuosi 2023", "2022-23", "2023"),
        ("  Syksy 2022 – 2023 ", "2022-23", "2023"),
        ("hösten 2022 och år 2023", "2022-23", "2023"),
        ("autumn 2022 and 2023", "2022-23", "2023"),
        ("2023", "2023", "2023"),
        ("vuodet 2024-2025", "2024", "2025"),
        ("2023, 2024 ja 2025", "2023", "2025"),
        ("loppuvuosi 2022 ja vuosi 2023", "2022-41", "2023"),
        ("vuoden 2023 alku", "2023-40", "2023-40"),
        ("H2/2023", "2023-41", "2023-41"),
        ("kevät ja syksy 2023", "2023-21", "2023-23"),
    ],
)
def test_a_period_is_read_as_people_write_it(text, start, end):
    assert tuple(date.edtf for date in parse_period(text)) == (start, end)


@pytest.mark.parametrize("text", ["", "ja", "ensi vuonna", "5/2023", "1.1.2023–31.12.2023", "Q3/2023",
                                  "talvi 2023", "2025–2022", "2022 ja 2025", "1900-2100", "9" * 90])  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(text):
    with translation.override("fi"), pytest.raises(UnreadablePeriod) as refusal:
        parse_period(text)
    assert str(refusal.value)[-1] in "."


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_the_field_shows_it_reads_back(language):
    field = PeriodField()
    with translation.override(language):
        period = field.clean("syksy 2022 ja vuosi 2023")
        assert field.clean(field.prepare_value(period)) == period
        with pytest.raises(ValidationError, match="%"):
            field.clean("100 %")
