"""The sentences that the dashboard begins with."""

from decimal import Decimal

import pytest
from django.utils import translation

from portfolio.dashboard.lead import Stretch, filled, lead, past_lead
from projects.filtering.facets import Facets
from projects.values.money import MoneyRange


def link(**filters):
    return "?" + "&".join(f"{name}={value}" for name, value in filters.items())


def facets(total=3, running=2, cost=None, unknown=0, **counts):
    found = {"late": 0, "slipping": 0, "trouble": 0, "stale": 0} | counts
    return Facets(
        total=total,
        cost=MoneyRange(Decimal(cost), Decimal(cost)) if cost else None,
        costs_unknown=unknown,
        counts={"status": {"in_progress": running}, "when": found, "reports": found},
    )


def text(stretches):
    return "".join(stretch.text for stretch in stretches)


def test_good_news_are_told_in_words_and_lead_nowhere():
    with translation.override("en"):
        stretches = lead(facets(), link, tells_running=True)
    assert text(stretches) == (
        "3 projects, 2 of them in progress. "
        "No schedule has run out, none says it is in trouble, all have reported."
    )
    assert [each for each in stretches if each.link] == [Stretch("3 projects", "?")]


def test_bad_news_lead_to_their_projects_in_the_colour_of_bad_news():
    with translation.override("en"):
        stretches = lead(
            facets(late=1, slipping=2, trouble=1, stale=3, cost=5000, unknown=1),
            link,
            tells_running=False,
        )
    assert text(stretches) == (
        "3 projects, costs €5,000 in all (not known of 1 project). "
        "The schedule of 1 project has run out, 2 forecast a later end, 1 says it is in trouble, "
        "3 have not reported lately."
    )
    bad = {each.link for each in stretches if each.is_bad}
    assert bad == {"?when=late", "?when=slipping", "?reports=trouble"}
    assert "?reports=stale" in {each.link for each in stretches}


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("counts", [{}, {"late": 1, "slipping": 1, "trouble": 1, "stale": 1}])
def test_each_language_tells_everything(language, counts):
    with translation.override(language):
        told = text(lead(facets(cost=5000, **counts), link, tells_running=True))
    assert told.count(",") == 4 + bool(counts)
    assert told.endswith(".")
    assert "%" not in told


def test_a_language_may_tell_in_another_order():
    pieces = {"late": Stretch("A", "?a"), "stale": Stretch("B")}
    assert text(filled("%(stale)s; %(late)s!", pieces)) == "B; A!"


def test_a_past_day_is_told_in_the_past():
    with translation.override("en"):
        figures = {"late": 2, "slipping": 0, "trouble": 0, "stale": 1}
        assert text(past_lead(figures)) == (
            "The schedules of 2 projects had run out, none said it was in trouble, "
            "1 had not reported lately."
        )
