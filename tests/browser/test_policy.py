"""No page breaks the Content-Security-Policy, and no script fails on it."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from accounts.models import User
from impact_assessments.models import ImpactAssessment
from projects.models import Project, ServiceArea, StrategicGoal
from reports.models import ActionPlan
from tests.access import address, group_of
from tests.browser.test_sign_in import ENTRANCE, PAGES
from tests.browser.walked import addresses, administrator_addresses, assessment_addresses
from tests.people import just_signed_in
from tests.routes import routes

pytestmark = pytest.mark.django_db(transaction=True)
# A file and what leads elsewhere are no pages.
NO_PAGE = {"logout", "admin:logout", "brand", "admin:jsi18n"}
FILE = re.compile(r"(pdf|docx|xlsx|csv|json|zip|ics|ods)/?$")


@pytest.fixture
def admins_page(page, demonstrated, enter):
    enter(page, "admin")
    return page


def rows():
    project = Project.objects.get(name="Konesalipalvelut")
    return {
        "projects/project": project,
        "project": project,
        "report": project,
        "impact_assessments/impactassessment": ImpactAssessment.objects.get(project=project),
        "projects/servicearea": ServiceArea.objects.first(),
        "projects/strategicgoal": StrategicGoal.objects.first(),
        "reports/actionplan": ActionPlan.objects.get(),
        "plan": ActionPlan.objects.get(),
        "accounts/user": User.objects.first(),
    }


def row_of(route, known):
    if "content_type_id" in route.arguments:
        return known["project"]
    return known.get(group_of(route)) or known.get(route.name.split("-")[0])


def walked():
    """The names of the pages that other tests open, where complaints are heard too."""
    pages = addresses, assessment_addresses, administrator_addresses
    opened = [*PAGES, *ENTRANCE, *(each for walk in pages for each in walk())]
    return {resolve(urlsplit(each).path).view_name for each in opened}


def pages_of(client):
    """Each page that no other test opens; of refusals, which all look alike, one of each kind."""
    known, elsewhere, refusals = rows(), walked(), set()
    for route in routes():
        if route.name in NO_PAGE | elsewhere or FILE.search(route.pattern):
            continue
        found = address(route, row_of(route, known))
        answer = client.get(found)
        status, told = answer.status_code, answer.headers
        is_page = "html" in told.get("Content-Type", "") and "Content-Disposition" not in told
        if not is_page or status in (301, 302) or status in refusals:
            continue
        if status != 200:
            refusals.add(status)
        yield found
    assert {403, 404, 405} <= refusals


def test_no_page_breaks_the_policy(admins_page, editions, client):
    """What is complained of is asked after every test (`complaints`), so after the walks too."""
    just_signed_in(client, User.objects.get(username="admin"))
    opened = [admins_page.goto(page) for page in pages_of(client)]
    assert len(opened) > 80


def test_nor_do_the_admin_s_choosers_and_new_rows(admins_page):
    page = admins_page
    project = Project.objects.get(name="Konesalipalvelut")
    page.goto(reverse("admin:projects_project_change", args=[project.pk]))
    parts = (
        "phases milestones dependencies costs budget ledger_codes resources risks benefits reports"
    )
    for prefix in parts.split():
        page.click(f"#{prefix}-group .add-row a")
    page.locator(".field-owner .select2-selection").first.click()
    page.wait_for_selector(".select2-results__option")
    page.keyboard.press("Escape")
    page.goto(reverse("admin:projects_project_changelist"))
    page.check("#action-toggle")
    assert page.locator("tr.selected").count() > 5
    page.goto(reverse("admin:projects_project_export"))
    page.uncheck(".select-toggle")
    boxes = page.locator(".selectable-field-export-row input[type=checkbox]:not(.select-toggle)")
    assert boxes.count() > 5
    assert not any(box.is_checked() for box in boxes.all())


def test_the_policy_stops_a_script_that_came_in_somehow(admins_page, complaints):
    page = admins_page
    page.goto("/")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.stolen = true";
      document.body.append(script);
    }""")
    assert page.evaluate("window.stolen") is None
    assert any("policy: script-src" in text for text in complaints)
    complaints.clear()
