"""Every figure of the dashboard is the number on the list behind its link, for every reader."""

import re

import lxml.html
import pytest
from django.http import QueryDict
from django.urls import reverse

from portfolio.listing.request import ListRequest
from projects.cost_sums import cost_of_year
from projects.models import ServiceArea, StrategicGoal
from projects.templatetags.salkku import money
from tests.portfolio.made_up import TODAY, make_portfolio

pytestmark = pytest.mark.django_db
QUERIES = [
    "",
    "status=in_progress&status=completed",
    "area=first&area=unit",
    "cost_year=2023",
    "cost_kind=one_off&split=area",
    "cost_kind=one_off&cost_year=2023",
    "impact=data-some&impact=security-none&split=area",
    "when=late&likelihood=certain&likelihood=unknown",
    "reports=stale&party=it",
    "goal=first&mine=false",
]


@pytest.fixture(params=[1, 2])
def plan(request, make_user, settings):
    settings.TODAY = TODAY
    people = [make_user(role) for role in ("planner", "reader", "area_editor")]
    plan = make_portfolio(request.param, 25, people[1:])
    ServiceArea.objects.get(name="Ala 1").editors.add(people[2])
    plan.people = people
    return plan


def figures_of(html):
    """Each link to the list with the figure that it stands behind, as text."""
    main = lxml.html.document_fromstring(html).get_element_by_id("content")
    for link in main.iterfind(".//a[@href]"):
        address, _mark, query = link.get("href").partition("?")
        if address != reverse("project-list") or not query:
            continue
        bold = link.find(".//b")
        row = next(link.iterancestors("li", "th", "td", "p", "h3"))
        if bold is None and row.tag in ("li", "th"):
            bold = next(row.iterancestors("tr") if row.tag == "th" else iter([row])).find(".//b")
        text = " ".join((link if bold is None else bold).text_content().split())
        if any(letter.isdigit() for letter in text):
            yield text, query, is_work(link)


def is_work(link):
    """Person-days stand on no list; whether there is such a project does."""
    return any(table.get("class") == "work" for table in link.iterancestors("table"))


def number_on(query, user, text, is_work):
    """What the list says in the place of the figure."""
    asked = ListRequest(QueryDict(query), user)
    assert not asked.notes
    if "€" in text:
        return " ".join(money(cost_of_year(asked.filters)).split())
    rows = asked.rows().count()
    return text if is_work and rows else rows


def sum_of_costs(html):
    """The headline's sum, with its year and of how many projects none is known."""
    text = " ".join(lxml.html.document_fromstring(html).text_content().split())
    return re.search(r"kustannukset (vuonna \d+ )?yhteensä .*? €( \(.*?\))?", text)


@pytest.mark.parametrize("who", [0, 1, 2], ids=["planner", "reader", "area_editor"])
def test_a_figure_is_the_number_on_the_list_behind_it(client, plan, who):
    user = plan.people[who]
    client.force_login(user)
    first = {
        "area=first": ServiceArea.objects.get(name="Ala 1").pk,
        "area=unit": ServiceArea.objects.get(name="Yksikkö 1").pk,
        "goal=first": StrategicGoal.objects.first().pk,
    }
    wrong, seen, known = [], 0, {}
    for asked in QUERIES if who == 0 else QUERIES[::3]:
        for name, key in first.items():
            asked = asked.replace(name, f"{name.partition('=')[0]}={key}")
        page = client.get(f"{reverse('dashboard')}?{asked}").content.decode()
        listed = client.get(f"{reverse('project-list')}?{asked or 'all=1'}").content.decode()
        sums = [found and found[0] for found in map(sum_of_costs, (page, listed))]
        assert sums[0] == sums[1]
        for text, query, is_work in figures_of(page):
            shown = text if "€" in text or is_work else int(re.search(r"\d+", text)[0])
            place = query, "€" in text, is_work
            if place not in known:
                known[place] = number_on(query, user, text, is_work)
            seen += 1
            if known[place] != shown and not (is_work and known[place]):
                wrong.append((asked, text, query, known[place]))
    assert not wrong, "\n".join(map(str, wrong))
    assert seen > 100
