"""Every figure of the dashboard is the number on the list behind its link, for every reader."""

import io
import re
from decimal import Decimal

import lxml.html
import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse

from portfolio.listing.request import ListRequest
from portfolio.register.asked import RegisterRequest
from projects.filtering.cost_sums import cost_of_year
from projects.models import ServiceArea, StrategicGoal
from projects.templatetags.salkku import money
from reports.composing.audience import Audience
from reports.composing.from_portfolio import plan_document
from reports.figures.effects import effects_by_group
from reports.figures.yearly_costs import plan_costs
from tests.portfolio.made_up import TODAY, make_portfolio

ROLES = ("planner", "reader", "area_editor")
PARTS = ("organising", "security", "data", "case_management")
pytestmark = pytest.mark.django_db
QUERIES = [
    "status=in_progress&status=completed",
    "area=first&area=unit",
    "cost_year=2023",
    "cost_kind=one_off&split=area",
    "cost_kind=one_off&cost_year=2023",
    "impact=data-some&impact=security-none&split=area",
    "when=late&likelihood=certain&likelihood=unknown",
    "reports=stale&party=it",
    "goal=first&mine=false",
    "lacks=unscreened&lacks=again",
]


@pytest.fixture
def make_plan(make_user, settings):
    def make(seed):
        settings.TODAY = TODAY
        people = [make_user(role) for role in ROLES]
        plan = make_portfolio(seed, 25, people[1:])
        ServiceArea.objects.get(name="Ala 1").editors.add(people[2])
        return plan, people

    return make


def figures_of(html):
    """Each link to the list with the figure that it stands behind, as text."""
    main = lxml.html.document_fromstring(html).get_element_by_id("content")
    for link in main.iterfind(".//a[@href]"):
        address, _mark, query = link.get("href").partition("?")
        if address not in (reverse("project-list"), reverse("register")) or not query:
            continue
        bold = link.find(".//b")
        row = next(link.iterancestors("li", "th", "td", "p", "h3"))
        if bold is None and row.tag in ("li", "th"):
            bold = next(row.iterancestors("tr") if row.tag == "th" else iter([row])).find(".//b")
        text = " ".join((link if bold is None else bold).text_content().split())
        if any(letter.isdigit() for letter in text):
            yield text, link.get("href"), is_work(link)


def is_work(link):
    """Person-days stand on no list; whether there is such a project does."""
    return any(table.get("class") == "work" for table in link.iterancestors("table"))


def number_on(link, user, text, is_work):
    """What the list, or the register, says in the place of the figure."""
    address, _mark, query = link.partition("?")
    if address == reverse("register"):
        register = RegisterRequest(QueryDict(query), user)
        assert not register.filters.rejected()
        return register.total
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


@pytest.mark.parametrize(("seed", "who"), [(1, 0), (2, 1), (3, 2)])
def test_a_figure_is_the_number_on_the_list_behind_it(client, make_plan, seed, who):
    user = make_plan(seed)[1][who]
    client.force_login(user)
    first = {
        "area=first": ServiceArea.objects.get(name="Ala 1").pk,
        "area=unit": ServiceArea.objects.get(name="Yksikkö 1").pk,
        "goal=first": StrategicGoal.objects.first().pk,
    }
    wrong, seen, known = [], 0, {}
    for asked in ("", *QUERIES[who::3]):
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


def highest_in(data):
    """The last column of an exported list, added up: the highest costs."""
    head, *rows = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].values
    assert "enintään" in head[-1]
    return sum(Decimal(str(row[-1])) for row in rows if isinstance(row[-1], int | float))


@pytest.mark.parametrize(("seed", "who"), [(4, 0), (5, 1), (6, 2)])
def test_dashboard_groups_plan_and_spreadsheet_tell_one_sum(client, make_plan, seed, who):
    plan, people = make_plan(seed)
    user = people[who]
    client.force_login(user)
    page = client.get(reverse("dashboard"))
    facets = page.context["facets"]
    shown = {each["widget"].key: each["figures"] for each in page.context["widgets"]}
    document = plan_document(plan, Audience.of(user))
    assert len(document.projects) == facets.total

    # Costs by year, and of how many projects they are not known.
    costs = plan_costs(document)
    by_year = {row["year"]: row["amount"] for row in shown["costs"]["rows"]}
    assert costs.undated == by_year.pop(None, None)
    assert {year: amount for year, amount in costs.years if amount.high} == by_year
    assert costs.projects_unknown == facets.costs_unknown
    assert costs.projects_not_public == shown["costs"]["left_out"]

    # Effects on each part of the assessment.
    rows = shown["impacts"]["rows"]
    for place, part in enumerate(PARTS):
        tallies = [group.tallies[place] for group in effects_by_group(document)]
        cells = [row["cells"][place] for row in rows]
        assert sum(t.some for t in tallies) == sum(c["some"] for c in cells), part
        assert sum(t.none for t in tallies) == sum(c["none"] for c in cells), part

    # Groups: in each but goals a project stands once.
    for name in ("area", "status", "year", "goal"):
        groups = ListRequest(QueryDict(f"group={name}"), user).groups().values()
        sums = [group.cost for group in groups if group.cost]
        if name == "goal":
            assert sum(group.count for group in groups) >= facets.total
            continue
        assert sum(group.count for group in groups) == facets.total, name
        assert sum(group.costs_unknown for group in groups) == facets.costs_unknown, name
        assert sum(amount.high for amount in sums) == facets.cost.high, name

    answer = client.get(reverse("project-export-xlsx"), {"columns": "name,total", "all": 1})
    data = answer.getvalue() if answer.streaming else answer.content
    assert highest_in(data) == facets.cost.high
