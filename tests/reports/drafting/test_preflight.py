"""The check before approval: each kind of finding, where its link leads, who sees it."""

import datetime
import re

import lxml.html
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import translation

from impact_assessments.models import FollowUp, ImpactAssessment, QuestionSet, ScreeningRecord
from portfolio.environment import Environment
from portfolio.sections.declared import SECTIONS
from projects.models import CostItem, Project, StrategicGoal
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.composing.audience import Audience
from reports.models import ActionPlan, PlanChapter
from reports.preflight.findings import blocking, findings
from reports.preflight.kinds import FindingKind, Level
from reports.preflight.places import SECTION_OF
from reports.preflight.years import years_in
from tests import demonstration

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # a document looked through


@pytest.fixture(autouse=True)
def _english():
    translation.activate("en")


@pytest.fixture
def plan(area):
    plan = ActionPlan.objects.create(
        title="Suunnitelma", organisation="Kaupunki",
        period_start=parse_fuzzy_date("2023"), period_end=parse_fuzzy_date("2023"),
    )  # fmt: skip
    PlanChapter.objects.create(plan=plan, title="Johdanto", text="Teksti.")
    group = {"scope": "service_area", "service_area": area}
    PlanChapter.objects.create(plan=plan, title="Sivistys", text="Teksti.", position=1, **group)
    return plan


@pytest.fixture
def make_whole(make_project, plan):
    """A project of the plan that lacks nothing, but for what is given."""

    def make(name="Verkko", start="1/2023", end="12/2023", assess=True, cost=5000, **values):
        whole = {
            "description": "Kuvaus.",
            "responsible_party": "it",
            "strategic_goal_text": "Laatu",
            "status": "approved",
        }
        project = make_project(name, start, end, **(whole | values))
        if assess:
            effects = dict.fromkeys(
                (
                    f"{part}_effect"
                    for part in ("organising", "security", "data", "case_management")
                ),
                "none",
            )
            ImpactAssessment.objects.create(
                project=project, screening="required", state="approved", **effects
            )
            screen(project, "required")
        if cost:
            CostItem.objects.create(
                project=project, kind="one_off", per="total", low=cost, high=cost
            )
        plan.add_projects([project])
        return project

    return make


def screen(project, decided):
    """A screening that kept nothing of how the project was."""
    ScreeningRecord.objects.create(
        project=project,
        question_set=QuestionSet.objects.get(),
        computed=decided,
        decided=decided,
    )


def kinds(plan):
    return [found.kind for found in findings(plan)]


def test_a_plan_that_lacks_nothing_has_no_findings(plan, make_whole):
    make_whole()
    assert findings(plan) == []


CASES = [
    ({"start": "", "end": ""}, FindingKind.NO_SCHEDULE, "phases"),
    ({"end": ""}, FindingKind.NO_END, "phases"),
    ({"start": "2021", "end": "2022"}, FindingKind.BEFORE_PERIOD, "phases"),
    ({"start": "2024", "end": "2025"}, FindingKind.AFTER_PERIOD, "phases"),
    ({"cost": 0}, FindingKind.COST_UNKNOWN, "costs"),
    ({"cost_text": "30.000 €"}, FindingKind.COST_TEXT, "cost_text"),
    ({"schedule_text": "Q1/2023–Q2/2023"}, FindingKind.SCHEDULE_TEXT, "schedule_text"),
    ({"assess": False}, FindingKind.ASSESSMENT_MISSING, ""),
    ({"responsible_party": ""}, FindingKind.NO_RESPONSIBLE, "responsible_party"),
    ({"description": " "}, FindingKind.NO_DESCRIPTION, "description"),
    ({"strategic_goal_text": ""}, FindingKind.NO_GOAL, "strategic_goals"),
    ({"status": "cancelled"}, FindingKind.OVER, "status"),
]


@pytest.mark.parametrize(("values", "kind", "place"), CASES)
def test_each_kind_is_found_with_a_link_to_its_field(
    client, planner, plan, make_whole, values, kind, place
):
    project = make_whole(**values)
    StrategicGoal.objects.get_or_create(name="Sujuvat palvelut")
    found = [each for each in findings(plan) if each.kind is kind]
    assert len(found) >= 1
    assert found[0].project == project
    assert found[0].number == "2.1"
    client.force_login(planner)
    page = lxml.html.fromstring(client.get(found[0].link).content)
    if place:  # in a section of the project's page, where it has the focus
        assert found[0].link.endswith(f"/?field={place}")
        assert page.xpath("//*[@autofocus]/@name")[0].startswith(place)
    else:
        assert found[0].link == reverse("assessment-screening", args=[project.pk])


def test_a_mended_finding_leads_back_to_the_findings(client, planner, plan, make_whole):
    project = make_whole(description="", strategic_goal_text="")
    client.force_login(planner)
    check = reverse("plan-preflight", args=[plan.pk])
    asked = f"{check}?kind=no_description"
    page = lxml.html.fromstring(client.get(asked).content)
    (link,) = page.xpath(f"//section[@id='p{project.pk}']//li/a/@href")
    form = lxml.html.fromstring(client.get(link).content).forms[-1]
    assert f"{asked}#p{project.pk}" in form.xpath(".//a/@href")  # Cancel
    sent = {**{name: value or "" for name, value in form.fields.items()}, "description": "Uusi."}
    answer = client.post(form.action, sent, follow=True)
    assert answer.redirect_chain == [(f"{asked}#p{project.pk}", 302)]
    assert "on tallennettu" in answer.content.decode()
    assert FindingKind.NO_DESCRIPTION not in kinds(plan)
    elsewhere = lxml.html.fromstring(client.get(link, {"next": "//evil.example/"}).content)
    form = elsewhere.forms[-1]
    assert "next" not in form.fields
    assert not [each for each in form.xpath(".//@href") if "evil" in each]


def test_a_finding_of_the_assessment_has_its_way_back_on_every_page_of_it(
    client, planner, plan, make_whole
):
    project = make_whole(assess=False)
    client.force_login(planner)
    asked = f"{reverse('plan-preflight', args=[plan.pk])}?kind=assessment_missing"
    page = lxml.html.fromstring(client.get(asked).content)
    (link,) = page.xpath(f"//section[@id='p{project.pk}']//li/a/@href")
    pages = [link, reverse("assessment", args=[project.pk])]
    for address in pages:
        ways = lxml.html.fromstring(client.get(address).content).xpath("//a/@href")
        assert f"{asked}#p{project.pk}" in ways, address
    other = make_whole(name="Toinen")
    told = client.get(reverse("assessment", args=[other.pk]), {"next": "/projects/"}).content
    assert "Takaisin tarkistukseen" not in told.decode()


def test_a_mended_chapter_leads_back_to_the_findings(client, planner, plan, make_whole):
    make_whole()
    plan.chapters.filter(title="Johdanto").update(text="")
    client.force_login(planner)
    asked = reverse("plan-preflight", args=[plan.pk]) + "?kind=empty_chapter"
    (link,) = lxml.html.fromstring(client.get(asked).content).xpath("//section//li/a/@href")
    form = lxml.html.fromstring(client.get(link).content).forms[-1]
    assert asked in form.xpath(".//a/@href")
    sent = {**{name: value or "" for name, value in form.fields.items()}, "text": "Johdannoksi."}
    answer = client.post(link, sent)
    assert answer.status_code == 302
    assert answer.url == asked


def test_every_place_stands_in_the_section_that_is_named():
    for place, key in SECTION_OF.items():
        assert place in (*SECTIONS[key].fields, *(rows.name for rows in SECTIONS[key].rows))


def test_nothing_else_is_found_beside_it(plan, make_whole):
    for n, (values, kind, _anchor) in enumerate(CASES):
        if kind not in (FindingKind.NO_SCHEDULE, FindingKind.COST_TEXT):
            make_whole(name=f"Hanke {n}", **values)
    by_project = {}
    for each in findings(plan):
        by_project.setdefault(each.project.name, []).append(each.kind)
    assert all(len(each) == 1 for each in by_project.values()), by_project


def test_a_project_that_costs_nothing_by_its_words_is_known(plan, make_whole):
    make_whole(cost=0, cost_text="Ei lisäkustannuksia.")
    assert kinds(plan) == []


def test_a_very_wide_estimate(plan, make_whole):
    project = make_whole(cost=0)
    CostItem.objects.create(project=project, kind="one_off", per="total", low=10_000, high=500_000)
    (found,) = findings(plan)
    assert found.kind is FindingKind.COST_WIDE
    assert found.message == "The estimate is very wide: €10,000–500,000."


def test_who_manages_a_project_answers_for_it(plan, make_whole):
    make_whole(responsible_party="", manager_name="Maija")
    assert kinds(plan) == []


def test_a_goal_from_the_list_is_a_goal(plan, make_whole):
    project = make_whole(strategic_goal_text="")
    project.strategic_goals.add(StrategicGoal.objects.create(name="Laatu"))
    assert kinds(plan) == []


def test_a_screening_that_asks_for_no_assessment_is_enough(plan, make_whole):
    project = make_whole(assess=False)
    ImpactAssessment.objects.create(
        project=project, screening="not_required", justification="Ei muutosta."
    )
    screen(project, "not_required")
    assert kinds(plan) == []


def test_an_assessment_with_open_parts_names_them(plan, make_whole):
    assessment = make_whole().assessment
    assessment.data_effect = "unassessed"
    assessment.save()
    (found,) = [each for each in findings(plan) if each.kind is FindingKind.ASSESSMENT_OPEN]
    assert found.message == "Not assessed yet: c)."


class TestAStaleAssessment:
    @pytest.fixture
    def project(self, make_whole, time_machine):
        time_machine.move_to(datetime.datetime(2023, 1, 10, 9, tzinfo=datetime.UTC))
        project = make_whole()
        time_machine.move_to(datetime.datetime(2023, 3, 1, 9, tzinfo=datetime.UTC))
        return project

    def test_is_older_than_the_description(self, plan, project):
        project.description = "Aivan muuta."
        project.save()
        (found,) = findings(plan)
        assert found.kind is FindingKind.ASSESSMENT_STALE
        assert found.message == "The description changed after the assessment of 10/1/2023."

    def test_is_older_than_the_schedule(self, plan, project):
        phase = project.phases.get()
        phase.end = parse_fuzzy_date("Q4/2023")
        phase.save()
        (found,) = findings(plan)
        assert found.message == "The schedule changed after the assessment of 10/1/2023."

    def test_is_not_older_than_another_change(self, plan, project):
        project.status = "in_progress"
        project.save()
        assert kinds(plan) == []

    def test_is_as_new_as_its_last_change(self, plan, project):
        project.description = "Aivan muuta."
        project.save()
        project.assessment.security_text = "Tarkistettu."
        project.assessment.save()
        assert FindingKind.ASSESSMENT_STALE not in kinds(plan)

    def test_grows_old(self, plan, project, time_machine, settings):
        time_machine.move_to(datetime.datetime(2024, 2, 1, 9, tzinfo=datetime.UTC))
        assert kinds(plan) == [FindingKind.ASSESSMENT_STALE]
        settings.ASSESSMENT_DAYS = 1000
        assert kinds(plan) == []


def test_two_projects_of_one_name(plan, make_whole):
    make_whole("Verkko")
    make_whole("VERKKO")
    assert kinds(plan) == [FindingKind.DUPLICATE, FindingKind.DUPLICATE]
    assert len(blocking(plan)) == 2


def test_a_project_that_was_completed_in_the_period_is_no_finding(plan, make_whole):
    make_whole(status="completed")
    assert kinds(plan) == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Vuonna 2021 ja keväällä 2022.", [2021, 2022]),
        ("1.9.2021 alkaen, 9/2022 ja 12.2023", [2021, 2022, 2023]),
        ("2021–2022, 2023-2024, 2025/2026, Q1 2027", list(range(2021, 2028))),
        ("Tiedonhallintalaki (906/2019), laki 621/1999, D/12/2022, SFS 2021:15", []),
        ("2000 euroa, 2 021 €, 2050 kpl, 2000 asukasta, 12021, 2,2021", []),
        ("https://www.example.fi/2021/ ja [linkki](/2021) 2020-luvulla", []),
    ],
)
def test_years_are_read_out_of_texts_and_other_numbers_are_not(text, years):
    assert [year.number for year in years_in(text)] == years


class TestThePlanItself:
    def test_no_period_and_no_projects(self, plan):
        plan.period_start = plan.period_end = None
        plan.chapters.all().delete()
        assert kinds(plan) == [FindingKind.NO_PERIOD, FindingKind.NO_PROJECTS]
        assert findings(plan)[0].link == f"/plans/{plan.pk}/cover/#id_period_start"

    def test_chapters(self, client, planner, plan, make_whole):
        make_whole()
        make_whole("Runko", scope="city_wide")
        plan.chapters.update(text="")
        PlanChapter.objects.create(plan=plan, scope="infrastructure", text="Teksti.", position=2)
        found = findings(plan)
        assert [(each.kind, each.message) for each in found] == [
            (FindingKind.EMPTY_CHAPTER, "The chapter “Johdanto” has no text."),
            (FindingKind.NO_INTRODUCTION, "The group “Whole city” has no introduction."),
            (FindingKind.NO_INTRODUCTION, "The group “Sivistyspalvelut” has no introduction."),
            (
                FindingKind.IDLE_CHAPTER,
                "A chapter introduces “Infrastructure, owned by IT”, "
                "which has no projects in the plan.",
            ),
        ]
        client.force_login(planner)
        for each in found:
            address, _hash, place = each.link.partition("#")
            text = client.get(address).content.decode()
            assert f'id="{place or "id_text"}"' in text

    def test_chapters_that_nobody_has_looked_at(self, client, planner, plan, make_whole):
        make_whole()
        first = plan.chapters.first()
        plan.chapters.filter(pk=first.pk).update(is_unread=True)
        (found,) = findings(plan, Audience.of(planner))
        assert (found.kind, found.level) == (FindingKind.UNREAD_CHAPTER, Level.WARNING)
        assert found.message == "“Johdanto” is as it was in the earlier plan."
        client.force_login(planner)
        client.post(reverse("chapter-looked-at", args=[first.pk]))
        assert findings(plan, Audience.of(planner)) == []

    def test_years_outside_the_period(self, plan, make_whole):
        make_whole()
        chapter = plan.chapters.first()
        chapter.text = "Kausi on 2023.\n\nVerkko uusittiin vuonna 2021 ja arkisto 2021–2022."
        chapter.save()
        (found,) = findings(plan)
        assert (found.kind, found.level) == (FindingKind.OTHER_YEAR, Level.WARNING)
        assert found.message == (
            "“Johdanto” speaks of years outside the period, 2021, 2022: "
            "“…on 2023. Verkko uusittiin vuonna 2021 ja arkisto 2021–2022.”"
        )
        assert found.link == f"/plans/chapters/{chapter.pk}/#id_text"
        plan.period_start = None
        plan.save()
        assert FindingKind.OTHER_YEAR not in kinds(plan)

    def test_a_plan_past_its_draft_is_not_mended(self, plan, make_whole):
        make_whole()
        plan.chapters.update(text="")
        plan.state = plan.State.FOR_APPROVAL
        assert {each.link for each in findings(plan)} == {plan.get_absolute_url()}

    def test_projects_of_the_period_that_are_in_no_plan(self, plan, make_whole, make_project):
        make_whole()
        missing = make_project("Unohdettu", "2023", "2024")
        make_project("Vanha", "2020", "2021")
        make_project("Peruttu", "2023", "2024", status="cancelled")
        (found,) = findings(plan)
        assert (found.kind, found.project) == (FindingKind.NOT_IN_PLAN, missing)

    def test_of_very_many_the_rest_are_counted(self, plan, make_whole, make_project):
        make_whole()
        for n in range(28):
            make_project(f"Unohdettu {n}", "2023", "2024")
        found = findings(plan)
        assert len(found) == 26
        assert found[-1].message == "3 more projects run in the period and are in no plan."


class TestTheSetting:
    def test_says_what_blocks_and_what_is_not_looked_for(self, plan, make_whole, settings):
        make_whole(assess=False, cost=0)
        assert blocking(plan) == []
        settings.PREFLIGHT_BLOCKING = ["assessment_missing"]
        settings.PREFLIGHT_OFF = ["cost_unknown"]
        (found,) = findings(plan)
        assert found.level is Level.BLOCKING
        assert blocking(plan) == [found]

    def test_is_read_from_the_environment(self, monkeypatch):
        monkeypatch.setenv("PREFLIGHT_BLOCKING", "no_schedule, assessment_missing")
        monkeypatch.setenv("PREFLIGHT_OFF", "")
        read = Environment.read()
        assert read.preflight_blocking == ["no_schedule", "assessment_missing"]
        assert read.preflight_off == []

    def test_that_names_no_kind_stops_the_start(self, monkeypatch):
        monkeypatch.setenv("PREFLIGHT_OFF", "no_shedule")
        with pytest.raises(ImproperlyConfigured, match="'no_shedule'"):
            Environment.read()


class TestThePage:
    def text(self, client, user, plan, **asked):
        client.force_login(user)
        client.post(reverse("set_language"), {"language": "en"})
        return client.get(reverse("plan-preflight", args=[plan.pk]), asked).content.decode()

    def test_lists_findings_with_links(self, client, planner, plan, make_whole):
        project = make_whole(description="")
        text = self.text(client, planner, plan)
        assert "1 thing must be mended before approval" in text
        assert f"/projects/{project.pk}/edit/description/?field=description&amp;next=" in text

    def test_says_that_all_is_well(self, client, planner, plan, make_whole):
        make_whole()
        assert "Nothing is missing" in self.text(client, planner, plan)

    def test_shows_one_kind_when_asked(self, client, planner, plan, make_whole):
        make_whole(description="", cost=0)
        text = self.text(client, planner, plan, kind="cost_unknown")
        assert "No cost item says" in text
        assert "The project is not described." not in text

    def test_leads_a_reader_to_pages_that_they_may_open(self, client, make_user, plan, make_whole):
        make_whole(description="")
        text = self.text(client, make_user("reader"), plan)
        assert "/admin/" not in text.split("<main")[1]

    def test_hides_what_is_not_public(self, client, make_user, plan, make_whole, make_project):
        make_whole("Salainen hanke", description="", is_not_public=True)
        make_project("Salainen toinen", "2023", "2024", is_not_public=True)
        make_whole("Avoin", cost_text="77 777 €", not_public_fields=("costs", "description"))
        text = self.text(client, make_user("reader"), plan)
        assert "Salainen" not in text
        assert "77" not in re.sub(r"\s", "", text.split("<main")[1])
        assert "Avoin" not in text.split("<main")[1]


def test_the_demonstration_can_be_sent_for_approval_and_every_finding_is_explicable(settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    plan = demonstration.load()
    assert blocking(plan) == []
    told = {(found.kind, found.number) for found in findings(plan)}
    assert {kind for kind, _number in told} == {
        FindingKind.NO_INTRODUCTION, FindingKind.COST_UNKNOWN, FindingKind.ASSESSMENT_STALE, FindingKind.ASSESSMENT_MISSING,
        FindingKind.NO_RESPONSIBLE, FindingKind.ASSESSMENT_LACKS,
        FindingKind.ASSESSMENT_APPROVAL, FindingKind.ASSESSMENT_ACTIONS,
    }  # fmt: skip
    # Whose schedule was moved in the made-up year, or what was assessed before it changed.
    stale = {n for kind, n in told if kind is FindingKind.ASSESSMENT_STALE}
    assert stale == {"2.4", "2.6", "3.2.1", "4.2.1"}


@pytest.mark.parametrize("role", ["planner", "reader"])
def test_queries_do_not_grow_with_the_projects(
    client, make_user, plan, make_whole, django_assert_max_num_queries, role
):
    client.force_login(make_user(role))

    def asked(count):
        for n in range(count):
            make_whole(f"Hanke {count} {n}", description="", cost=0)
        with django_assert_max_num_queries(52):
            assert client.get(reverse("plan-preflight", args=[plan.pk])).status_code == 200

    asked(5)
    asked(60)
    assert Project.objects.count() == 65


def test_letters_without_a_font_are_named_with_their_place(plan, make_whole):
    project = make_whole(notes="Hei ไท, \uf0a7 kohta ja → ☐ שלום", description="Arvio Ω \ue123.")
    PlanChapter.objects.filter(title="Johdanto").update(text="中 ja Omistaja")
    found = findings(plan)
    assert [(each.kind, each.link.rpartition("/")[2]) for each in found] == [
        (FindingKind.CHAPTER_LETTERS, "#id_text"),
        (FindingKind.LETTERS, "?field=description"),
        (FindingKind.LETTERS, "?field=notes"),
    ]
    assert "“中” (U+4E2D)" in found[0].message
    assert "U+E123" in found[1].message
    assert found[2].message.startswith("Notes: no font has “ไ” (U+0E44), “ท” (U+0E17).")
    project.costs.update(description="Lisenssi ท")
    assert findings(plan)[-1].link.endswith("?field=costs")


def test_a_year_far_from_the_period_is_found(plan, make_whole):
    make_whole(start="1/2023", end="6/2123")
    (found,) = [each for each in findings(plan) if each.kind is FindingKind.FAR_YEAR]
    assert found.message == "June 2123 is more than 10 years after the period of the plan."
    assert found.link.endswith("?field=phases")
    make_whole(name="Vanha", start="1923", end="12/2023")
    told = [each.message for each in findings(plan) if each.kind is FindingKind.FAR_YEAR]
    assert told[1:] == ["1923 is more than 30 years before the period of the plan."]


def test_what_the_rules_of_the_assessment_say_is_found_with_its_place(
    client, planner, plan, make_whole
):
    project = make_whole(start="1/2023", assess=False)
    ImpactAssessment.objects.create(
        project=project, screening="required", introduces_system=True, security_effect="some",
        security_text="Laaja.", security_substantial=True,
    )  # fmt: skip
    FollowUp.objects.create(project=project, description="Ohje", due=datetime.date(2023, 1, 2))
    assert [
        each.message for each in findings(plan) if each.kind is FindingKind.ASSESSMENT_SCREENING
    ] == ["Nobody has screened whether an assessment is needed."]
    screen(project, "required")
    found = {}
    for each in findings(plan):
        found.setdefault(each.kind, []).append(each)
    assert (
        len(found[FindingKind.ASSESSMENT_LACKS]) == 3
    )  # too few words, no action for it, no system
    assert FindingKind.ASSESSMENT_SCREENING not in found
    client.force_login(planner)
    for kind in (
        FindingKind.ASSESSMENT_LACKS,
        FindingKind.ASSESSMENT_APPROVAL,
        FindingKind.ASSESSMENT_ACTIONS,
    ):
        for each in found[kind]:
            address, _hash, place = each.link.partition("#")
            assert f'id="{place}"' in client.get(address).content.decode()


def test_a_setting_says_that_an_approval_that_is_missing_blocks(plan, make_whole, settings):
    project = make_whole(start="1/2023")
    ImpactAssessment.objects.filter(project=project).update(state="draft")
    assert not blocking(plan)
    settings.PREFLIGHT_BLOCKING = [FindingKind.ASSESSMENT_APPROVAL]
    (found,) = blocking(plan)
    assert "is not approved" in found.message
