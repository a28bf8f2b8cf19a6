"""What pages become when somebody works on them: menus, answers, errors, rows that open."""

import datetime

import pytest
from django.urls import reverse

from projects.models import Meeting, MeetingItem, Project
from reports.models import ActionPlan
from tests.browser.walked import OPEN_FOLDS

pytestmark = pytest.mark.django_db(transaction=True)
SUMMARY = ".error-summary"


def menu_and_folds(page, project):
    page.goto(project.get_absolute_url())
    page.evaluate(OPEN_FOLDS)
    return ".edit-menu ul"


def answer_beside_a_question_mark(page, _project):
    page.goto("/projects/?all=1")
    page.click(".help-mark")
    return ".help-answer:popover-open"


def row_of_the_list(page, _project):
    page.goto("/projects/?all=1")
    page.locator("table.list a.edit").first.click()
    return "tr.editing"


def nothing_filled_in(address, button="main button.primary"):
    def refused(page, _project):
        page.goto(address() if callable(address) else address)
        for field in page.locator("main form [name=title], main form [name=group]").all():
            field.fill("")
        page.click(button)
        return SUMMARY

    return refused


def unreadable_forecast(page, _project):
    page.goto("/reports/")
    page.locator("[name$=-forecast_end]").first.fill("joskus")
    page.click("form.round .primary")
    return SUMMARY


def name_that_is_there(page, project):
    page.goto("/projects/new/")
    page.fill("[name=name]", project.name)
    page.select_option("[name=service_area]", index=2)
    page.fill("[name=description]", "Sama uudelleen.")
    page.click("main .actions .primary")
    return "main .message[role=alert] button"


def several_projects(page, _project):
    page.goto("/projects/?all=1")
    for number in range(2):
        page.locator("tbody input[type=checkbox]").nth(number).check()
    page.click("button[form=bulk]:not([formaction])")
    return "main form [name=status]"


def errors_on_the_wall_of_a_meeting(page, project):
    meeting = Meeting.objects.create(group="Johtoryhmä", day=datetime.date(2023, 3, 15))
    item = MeetingItem.objects.create(meeting=meeting, project=project)
    page.goto(item.get_absolute_url())
    page.click("#decision button.primary")
    page.wait_for_selector(f"#decision {SUMMARY}")
    page.fill("#action_due", "joskus")
    page.click("#action button.primary")
    page.wait_for_selector(f"#action {SUMMARY}")
    page.click("#stand summary")
    page.fill("[name=stand-forecast_end]", "joskus")
    page.click("#stand button.primary")
    return f"#stand {SUMMARY}"


def section_saved_by_two(page, project):
    page.goto(reverse("project-edit-notes", args=[project.pk]))
    page.fill("[name=notes]", "Omani")
    project.notes = "Toisen"
    project.save()
    page.click(".section-form .actions .primary")
    return "form.conflict"


def section_of_a_project_that_is_gone(page, project):
    gone = Project.objects.create(name="Poistuva", service_area=project.service_area)
    page.goto(reverse("project-edit-notes", args=[gone.pk]))
    page.fill("[name=notes]", "Pitkä teksti, jota ei saa hukata")
    gone.delete()
    page.click(".section-form .actions .primary")
    return "dd.typed"


def plan(name):
    return lambda: reverse(name, args=[ActionPlan.objects.get().pk])


STATES = [
    menu_and_folds,
    answer_beside_a_question_mark,
    row_of_the_list,
    nothing_filled_in("/projects/new/"),
    nothing_filled_in("/proposals/new/", "button[name=send]"),
    nothing_filled_in("/meetings/new/"),
    nothing_filled_in("/plans/new/"),
    nothing_filled_in(plan("plan-cover")),
    nothing_filled_in(plan("plan-chapter-new")),
    unreadable_forecast,
    name_that_is_there,
    several_projects,
    errors_on_the_wall_of_a_meeting,
    section_saved_by_two,
    section_of_a_project_that_is_gone,
]


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("fi", 1280, "light"), ("sv", 320, "dark")]
)
def test_every_state_is_accessible_and_no_wider_than_the_screen(
    signed_in, read_in, axe, language, width, scheme
):
    page = signed_in
    read_in(language)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    project = Project.objects.get(name="Konesalipalvelut")
    for enter in STATES:
        shown = enter(page, project)
        page.wait_for_selector(shown)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, enter
