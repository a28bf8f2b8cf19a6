"""Sums in the cells of a spreadsheet: what no column holds is told, whatever kind of cell it is."""

from decimal import Decimal

import pytest

from projects.sheets.workbook.typed import AmountWidget


@pytest.mark.parametrize(
    ("value", "amount"),
    [(1200.505, "1200.50"), (1200, "1200.00"), ("1 200,50 €", "1200.50"), (Decimal(3), "3.00")],
)
def test_numbers_and_texts_are_sums_to_the_cent(value, amount):
    assert str(AmountWidget(is_money=True).clean(value)) == amount


@pytest.mark.parametrize("value", [1e300, float("inf"), float("nan"), True, "paljon"])
def test_what_is_no_sum_is_said_so(value):
    with pytest.raises(ValueError, match="ei ole"):
        AmountWidget(is_money=True).clean(value)
