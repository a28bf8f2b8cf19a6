"""One's own desk: what waits, each one click from done; one's projects; what is new."""

import datetime

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from impact_assessments.choices import Mark
from impact_assessments.models import FollowUp, ImpactAssessment, PartRequest, PartReview
from impact_assessments.state import part_digest
from projects.clock import today
from projects.models import Comment, Follow, Milestone, ServiceArea, StatusReport
from projects.saving.change_sets import one_change
from reports.models import ActionPlan, Proposal

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def editor(make_user, area):
    user = make_user("area_editor")
    area.editors.add(user)
    return user


@pytest.fixture
def other_area():
    return ServiceArea.objects.create(name="Muu")


def waiting(client):
    """What waits: each kind with the names of its rows."""
    found = client.get(reverse("desk")).context["waiting"]
    return {each["kind"].key: [row.title for row in each["found"].rows] for each in found}


def fill(project, editor, planner):
    """Something of every kind that waits for the editor."""
    assessment = ImpactAssessment.objects.create(project=project)
    PartRequest.objects.create(
        project=project, part="security", person=editor, asked_by=planner, due=today()
    )
    PartReview.objects.create(
        project=project, part="data", mark=Mark.FIX, comment="Tarkenna", by=planner,
        digest=part_digest(assessment, "data"),
    )  # fmt: skip
    FollowUp.objects.create(
        project=project, description=f"Arvioi {project}", owner=editor, due=today() - DAY
    )
    Comment.objects.create(project=project, author=planner, text=f"@{editor.username} Katso!")
    Proposal.objects.create(
        name=f"Ehdotus {project}", service_area=project.service_area, proposer=editor,
        state=Proposal.State.ASKED_BACK, answer="Montako?",
    )  # fmt: skip
    plan = ActionPlan.objects.first() or ActionPlan.objects.create(title="S", organisation="K")
    plan.add_projects([project])


def test_each_thing_that_waits_leads_to_where_an_editor_does_it(
    client, editor, planner, make_project
):
    project = make_project("Verkko", status="in_progress")
    fill(project, editor, planner)
    client.force_login(editor)
    answer = client.get(reverse("desk"))
    assert waiting(client) == {
        "reports": ["Verkko"], "mentions": ["Verkko"], "asked": ["Verkko"],
        "returned": ["Verkko"], "actions": ["Arvioi Verkko"], "asked_back": ["Ehdotus Verkko"],
        "findings": ["Verkko"],
    }  # fmt: skip
    page = lxml.html.fromstring(answer.content)
    links = page.xpath("//div[@class='waits']//a/@href")
    assert len(links) > 12
    for link in links:
        assert client.get(link).status_code == 200, link
    assert "Sinua odottaa tänään 7 asiaa. Niistä 1 on myöhässä." in " ".join(
        page.xpath("//p[@class='lead']")[0].text_content().split()
    )


def test_what_waits_for_planners_is_theirs_alone(client, editor, planner, make_project):
    project = make_project("Verkko")
    ImpactAssessment.objects.create(project=project, state="review", author=editor)
    Proposal.objects.create(name="Ehdotus", proposer=editor, state=Proposal.State.SENT,
                            service_area=project.service_area)  # fmt: skip
    ActionPlan.objects.create(title="Suunnitelma", organisation="K", state="for_approval")
    client.force_login(planner)
    assert waiting(client) == {
        "reviews": ["Verkko"], "proposals": ["Ehdotus"], "approvals": ["Suunnitelma"]
    }  # fmt: skip
    client.force_login(editor)
    assert waiting(client) == {}


def test_an_empty_desk_says_so(client, make_user, make_project):
    make_project("Muiden", status="in_progress")
    client.force_login(make_user("reader"))
    page = client.get(reverse("desk")).content.decode()
    assert "Mikään ei odota sinua tänään. Hyvää päivänjatkoa!" in page
    assert "Muiden" not in page


def test_a_mention_waits_until_it_is_answered_or_marked_as_read(
    client, editor, planner, make_project
):
    project = make_project("Verkko")
    one, two = (
        Comment.objects.create(project=make_project(name), author=planner, text=text)
        for name, text in (("a", "Hei @AREA_EDITOR"), ("b", "@area_editor: tarkista"))
    )
    Comment.objects.create(project=project, author=planner, text="@area_editorial on muu")
    old = Comment.objects.create(project=project, author=planner, text="@area_editor vanha")
    Comment.objects.filter(pk=old.pk).update(created_at=timezone.now() - 90 * DAY)
    client.force_login(editor)
    assert waiting(client)["mentions"] == ["a", "b"]
    client.post(reverse("desk"), {"comment": one.pk})
    assert waiting(client)["mentions"] == ["b"]
    Comment.objects.create(project=two.project, author=editor, text="Tarkistin")
    assert "mentions" not in waiting(client)
    for wrong in ("", "x", "9" * 40, project.pk + 10**6):
        assert client.post(reverse("desk"), {"comment": wrong}).status_code == 404


def test_nobody_is_told_on_the_desk_of_what_is_hidden_since(
    client, editor, planner, make_project, other_area
):
    project = make_project("Salainen", status="in_progress")
    fill(project, editor, planner)
    Follow.objects.create(project=project, user=editor)
    project.is_not_public = True
    project.save()
    client.force_login(editor)
    assert waiting(client) == {"asked_back": ["Ehdotus Salainen"]}  # their own words
    page = client.get(reverse("desk"))
    assert [*page.context["projects"], *page.context["news"]] == []


def test_ones_own_projects_stand_before_those_of_ones_areas(
    client, editor, make_project, other_area
):
    make_project("Alueen", status="in_progress")
    own = make_project("Oma", status="in_progress", service_area=other_area, manager=editor)
    make_project("Valmis", status="completed", manager=editor)
    make_project("Vieras", service_area=other_area)
    Milestone.objects.create(project=own, name="Ennen", due="2020", reached_on=today())
    Milestone.objects.create(project=own, name="Käyttöönotto", due="2020")
    StatusReport.objects.create(project=own, date=today(), cost_light="trouble", text="x")
    client.force_login(editor)
    answer = client.get(reverse("desk"))
    rows = answer.context["projects"]
    assert [row.project.name for row in rows] == ["Oma", "Alueen"]
    assert rows[0].milestone.name == "Käyttöönotto"
    assert "Kustannukset:" in answer.content.decode()


def test_what_changed_is_told_since_the_visit_before(client, editor, planner, make_project):
    project = make_project("Verkko", status="in_progress")
    seen = make_project("Seurattu", service_area=ServiceArea.objects.create(name="Kaukana"))
    Follow.objects.create(project=seen, user=editor)
    make_project("Vieras", service_area=seen.service_area)
    client.force_login(editor)
    client.get(reverse("desk"))
    for row in (project, seen):
        row.status = "paused"
        with one_change():
            row.save()
    Comment.objects.create(project=seen, author=planner, text="Hei")
    client.get(reverse("desk"))
    # The visit goes on, so nothing was written.
    assert User.objects.get(pk=editor.pk).desk_opened_before is None
    User.objects.filter(pk=editor.pk).update(desk_opened_at=timezone.now() - DAY)
    for _time in range(2):  # and stays while the visit lasts
        news = client.get(reverse("desk")).context["news"]
        assert [each.project.name for each in news] == ["Seurattu", "Verkko"]
        assert news[0].sentences[-1] == "1 uusi kommentti"


def test_the_queries_of_the_desk_do_not_grow(
    client, editor, planner, make_project, django_assert_max_num_queries
):
    for n in range(9):
        project = make_project(f"Hanke {n}", "2020", "2021", status="in_progress")
        Milestone.objects.create(project=project, name="x", due="2030")
        fill(project, editor, planner)
    client.force_login(editor)
    client.get(reverse("desk"))
    with django_assert_max_num_queries(75):
        answer = client.get(reverse("desk"))
    assert answer.context["total"] == 7 * 9
    assert all(len(each["found"].rows) == 5 for each in answer.context["waiting"])


@pytest.mark.parametrize(
    ("role", "manages", "chosen", "first"),
    [
        ("area_editor", False, "", "/desk/"),
        ("reader", False, "", "/"),
        ("reader", True, "", "/desk/"),
        ("planner", True, "", "/"),
        ("planner", False, "desk", "/desk/"),
        ("area_editor", False, "dashboard", "/"),
        ("", False, "desk", "/"),
    ],
)
def test_signing_in_leads_to_the_page_that_suits_or_was_chosen(
    client, make_user, make_project, role, manages, chosen, first
):
    user = make_user(role)
    if manages:
        make_project("Oma", manager=user)
    client.force_login(user)
    client.post(reverse("me"), {"language": "fi", "first_page": chosen, "news_mail": "at_once"})
    client.post(reverse("account_logout"))
    sent = {"login": user.username, "password": "pitka-salasana-1"}
    answer = client.post(reverse("account_login"), sent, follow=True)
    assert answer.redirect_chain[-1][0] == first
    brand = lxml.html.fromstring(answer.content).xpath("//a[@class='brand']/@href")[0]
    assert client.get(brand).url == first
