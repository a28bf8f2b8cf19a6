"""No page breaks the Content-Security-Policy, and no script fails on it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from accounts.models import User
from impact_assessments.models import ImpactAssessment
from portfolio.demo import portfolio as demo
from projects.models import Project, ServiceArea, StrategicGoal
from reports.models import ActionPlan
from tests import demonstration
from tests.access import address
from tests.routes import routes

pytestmark = pytest.mark.django_db(transaction=True)
# A file and what leads elsewhere are no pages.
NO_PAGE = (
    "logout",
    "admin:logout",
    "brand",
    "admin:jsi18n",
)
FILE = re.compile(r"(pdf|docx|xlsx|csv|json|zip|ics)/?$")
NO_ANSWER = re.compile("ERR_ABORTED|ERR_HTTP_RESPONSE_CODE|Download is starting")
REPORT = """
document.addEventListener("securitypolicyviolation", event => {
  window.violations = [...(window.violations || []), `${event.violatedDirective}: ` +
    `${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`];
});
"""


@pytest.fixture
def watched(page):
    """An administrator's page, and what the browser complains of while pages are opened."""
    demonstration.load()
    complaints = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(REPORT)
    page.goto("/accounts/login/")
    page.fill("#id_login", "admin")
    page.fill("#id_password", demo.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/")
    return page, complaints


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
    from tests.access import group_of

    if "content_type_id" in route.arguments:
        return known["project"]
    return known.get(group_of(route)) or known.get(route.name.split("-")[0])


def complaints_of(page, complaints):
    found = [text for text in complaints if "Failed to load resource" not in text]
    found += page.evaluate("window.violations || []")
    complaints.clear()
    return found


def test_no_page_breaks_the_policy(watched):
    page, complaints = watched
    known, opened, found = rows(), 0, []
    for route in routes():
        if route.name in NO_PAGE or FILE.search(route.pattern):
            continue
        try:
            response = page.goto(address(route, row_of(route, known)))
        except Error as error:  # takes only POST, and answers others without a page; or a file
            if NO_ANSWER.search(str(error)) is None:
                raise
            complaints.clear()
            continue
        opened += "html" in response.headers.get("content-type", "")
        found += [f"{page.url}: {text}" for text in complaints_of(page, complaints)]
    assert found == []
    assert opened > 45


def test_nor_do_the_admin_s_choosers_and_new_rows(watched):
    page, complaints = watched
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
    assert complaints_of(page, complaints) == []
    page.goto(reverse("admin:projects_project_changelist"))
    page.check("#action-toggle")
    assert page.locator("tr.selected").count() > 5
    page.goto(reverse("admin:projects_project_export"))
    page.uncheck(".select-toggle")
    boxes = page.locator(".selectable-field-export-row input[type=checkbox]:not(.select-toggle)")
    assert boxes.count() > 5
    assert not any(box.is_checked() for box in boxes.all())
    assert complaints_of(page, complaints) == []


def test_the_policy_stops_a_script_that_came_in_somehow(watched):
    page, _complaints = watched
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.stolen = true";
      document.body.append(script);
    }""")
    assert page.evaluate("window.stolen") is None
