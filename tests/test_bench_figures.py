"""What `make bench-check` calls grown, and the exponent that `make bench` prints."""

import pytest

from scripts.bench.figures import growth, worse

BEFORE = {"list": {"queries": 10, "cpu": 2.0}, "search": {"queries": 8, "cpu": 1.0}}


def test_a_page_that_takes_half_as_much_again_is_named_and_no_other():
    now = {"list": {"queries": 10, "cpu": 3.1}, "search": {"queries": 12, "cpu": 1.5}}
    assert worse(BEFORE, now) == ["list: 3.1 times the loop, was 2"]
    now["search"]["queries"] = 13
    assert worse(BEFORE, now)[1:] == ["search: 13 queries, was 8"]


def test_a_page_that_is_quicker_or_gone_passes_and_a_new_one_is_to_be_kept():
    assert worse(BEFORE, {"list": {"queries": 5, "cpu": 0.4}}) == []
    (new,) = worse(BEFORE, {"meetings": {"queries": 5, "cpu": 0.4}})
    assert new.startswith("meetings: nothing is known of it")


@pytest.mark.parametrize(("power", "factor"), [(0, 1), (1, 10), (2, 100)])
def test_growth_is_the_power_of_the_size(power, factor):
    sizes = {1_000: 30.0, 10_000: 30.0 * factor, 100_000: 30.0 * factor**2}
    assert growth(sizes) == pytest.approx(power)
