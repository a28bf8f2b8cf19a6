"""Two plans compared on a page, in a spreadsheet and in the next plan: for whom, and of what."""

import datetime
import io
import re

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from projects.models import CostItem, Project
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.comparison.compare import compare
from reports.comparison.edition_sides import edition_side
from reports.composing.audience import Audience
from reports.composing.from_portfolio import plan_document
from reports.document.interchange import from_json, to_json
from reports.models import ActionPlan, PlanEntry
from reports.plan_imports.to_portfolio import apply_to_portfolio
from tests.reports.editions import make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # two documents compared
PAGE = "/plans/compare/"
RESIDENTS = Audience.of_residents()
SECRET = "Salainen turvajärjestely"


@pytest.fixture
def plan(make_project):
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki", language="en")
    names = ("Verkko", "Konesali", "Kirjasto")
    plan.add_projects([make_project(name, "2022", "2023") for name in names])
    return plan


@pytest.fixture
def edition(plan):
    return make_edition(plan, datetime.date(2022, 9, 12))


def project(name):
    return Project.objects.get(name=name)


def change(which, /, **values):
    row = project(which)
    for field, value in values.items():
        setattr(row, field, value)
    row.save()
    return row


def add_cost(row, amount, **values):
    values = {"kind": "one_off", "per": "total", "low": amount, "high": amount} | values
    return CostItem.objects.create(project=row, **values)


def read(client, user, **asked):
    client.force_login(user)
    client.post(reverse("set_language"), {"language": "en"})
    return client.get(PAGE, asked).content.decode()


def test_an_edition_is_compared_with_the_portfolio_now(
    client, planner, plan, edition, make_project
):
    phase = project("Verkko").phases.get()
    phase.end = parse_fuzzy_date("2024")
    phase.save()
    add_cost(change("Konesali", description="Palvelimet vaihdetaan."), 5000)
    new = make_project("Uusi hanke")
    plan.add_projects([new])
    text = read(client, planner, a=edition.pk, b="now")
    assert "Ends 12 months later: 2023 → 2024" in text
    assert "Cost: not known → €5,000" in text
    assert "Palvelimet vaihdetaan." in text
    assert "New in the plan" in text
    assert f'href="{new.get_absolute_url()}"' in text
    assert "Kirjasto" not in text.split("<main")[1]


def test_two_editions_are_compared_as_they_were(client, planner, plan, edition):
    change("Verkko", name="Runkoverkko")
    second = make_edition(plan, datetime.date(2023, 1, 1))
    change("Runkoverkko", name="Aivan muu")
    text = read(client, planner, a=f"edition-{edition.pk}", b=f"edition-{second.pk}")
    assert "Name: Verkko → Runkoverkko" in text
    assert "Aivan muu" not in text


def test_projects_that_left_the_plan_or_the_portfolio(client, planner, plan, edition):
    plan.entries.filter(project=project("Verkko")).delete()
    second = make_edition(plan, datetime.date(2023, 1, 1))
    assert "No longer in the plan" in read(client, planner, a=edition.pk, b=second.pk)
    assert "Nothing changed." in read(client, planner, a=edition.pk, b="now")
    project("Verkko").delete()
    text = read(client, planner, a=edition.pk, b="now")
    assert "No longer in the portfolio" in text


def test_a_status_that_changed_since_the_edition_is_told(client, planner, plan, time_machine):
    time_machine.move_to(datetime.datetime(2022, 9, 1, 9, tzinfo=datetime.UTC))
    change("Verkko", status="in_progress")
    time_machine.move_to(datetime.datetime(2022, 10, 1, 9, tzinfo=datetime.UTC))
    edition = make_edition(plan)
    change("Verkko", status="completed")
    assert "Status: In progress → Completed" in read(client, planner, a=edition.pk, b="now")


def test_a_draft_is_compared_with_the_last_edition(client, planner, plan, edition):
    PlanEntry.objects.filter(project=project("Verkko")).update(position=9)
    text = read(client, planner, a=edition.pk, b=f"plan-{plan.pk}")
    assert "Number in the plan: 1.1 → 1.3" in text


def test_words_are_marked_for_eyes_and_for_screen_readers(client, planner, plan):
    change("Verkko", description="Kytkimet vaihdetaan syksyllä.")
    edition = make_edition(plan)
    change("Verkko", description="Kytkimet vaihdetaan <b>keväällä</b>.")
    text = read(client, planner, a=edition.pk)
    hidden = '<span class="visually-hidden">'
    marked = " ".join(
        re.findall(r"<del.*?</del>", text, re.DOTALL)[-1].replace("<span\n", "<span ").split()
    )
    assert marked == f"<del>{hidden}[removed: </span>syksyllä{hidden}]</span></del>"
    assert "<b>keväällä" not in text
    assert "&lt;" in text


def test_a_comparison_says_of_how_many_projects_it_speaks(
    client, planner, plan, edition, make_project
):
    """Of those of either side, not of the whole portfolio."""
    make_project("Ei suunnitelmassa", "2022", "2023")
    text = " ".join(read(client, planner, a=edition.pk, b="now").split())
    assert "Of these 3 projects <b>0</b> changed." in text
    plan.entries.get(project__name="Kirjasto").delete()
    project("Kirjasto").delete()
    change("Verkko", name="Uusi nimi")
    text = " ".join(read(client, planner, a=edition.pk, b="now").split())
    assert "Of these 3 projects <b>2</b> changed." in text


def test_a_kind_of_change_can_be_chosen(client, planner, plan, edition):
    change("Verkko", name="Uusi nimi", description="Uusi teksti")
    text = " ".join(read(client, planner, a=edition.pk, b="now", kind="renamed").split())
    assert "Name: Verkko → Uusi nimi" in text
    assert "Uusi teksti" not in text
    assert "Texts changed <b>1</b>" in text


@pytest.mark.parametrize(
    "asked",
    [
        {"a": "999"},
        {"a": "edition-x"},
        {"b": "'; DROP TABLE"},
        {"a": "plan-1' OR 1=1"},
        {"a": "9" * 400},
        {"a": "1", "b": "1"},
        {"a": "now", "b": "now"},
        {"kind": "nonsense"},
        {"a": "٣"},
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_explained(client, planner, edition, asked):
    client.force_login(planner)
    for address in (PAGE, f"{PAGE}changes.xlsx"):
        response = client.get(address, asked)
        assert response.status_code == 200
    if asked.keys() != {"kind"}:
        assert 'class="message"' in client.get(PAGE, asked).content.decode()


def test_without_editions_the_page_says_so(client, planner, plan):
    assert "There is no published edition yet." in read(client, planner)


@pytest.mark.parametrize(("role", "status"), [("reader", 200), ("area_editor", 200), ("", 200)])
def test_who_has_no_role_compares_nothing(client, make_user, plan, edition, role, status):
    change("Verkko", name="Toinen nimi")
    text = read(client, make_user(role), a=edition.pk, b="now")
    assert ("Toinen nimi" in text) is bool(role)


class TestWhatIsNotPublic:
    @pytest.fixture
    def reader(self, make_user):
        return make_user("reader")

    def pairs(self, edition, second):
        return [{"a": edition.pk, "b": "now"}, {"a": edition.pk, "b": second.pk},
                {"a": edition.pk, "b": f"plan-{edition.plan_id}"}]  # fmt: skip

    def texts(self, client, user, pairs):
        for asked in pairs:
            yield read(client, user, **asked)
            book = openpyxl.load_workbook(
                io.BytesIO(client.get(f"{PAGE}changes.xlsx", asked).content)
            )
            yield str([[cell.value for cell in row] for row in book.active])

    def test_a_project_that_is_not_public_is_left_out(self, client, planner, reader, plan):
        change("Verkko", name=SECRET, is_not_public=True)
        edition = make_edition(plan)
        change(SECRET, description="Muuttunut")
        second = make_edition(plan)
        for text in self.texts(client, reader, self.pairs(edition, second)):
            assert SECRET not in text
            assert "Muuttunut" not in text
        assert SECRET in read(client, planner, a=edition.pk, b=second.pk)

    def test_a_project_that_was_marked_since_is_left_out(self, client, reader, plan):
        change("Verkko", name=SECRET)
        edition = make_edition(plan)
        change(SECRET, description="Muuttunut")
        second = make_edition(plan)
        change(SECRET, is_not_public=True)
        for text in self.texts(client, reader, self.pairs(edition, second)):
            assert SECRET not in text

    def test_a_project_that_was_opened_since_is_not_new(self, client, reader, plan):
        change("Verkko", name="Nyt julkinen", is_not_public=True)
        edition = make_edition(plan)
        change("Nyt julkinen", is_not_public=False)
        second = make_edition(plan)
        for text in self.texts(client, reader, self.pairs(edition, second)):
            assert "Nyt julkinen" not in text

    def test_a_deleted_project_that_was_not_public_stays_hidden(self, client, reader, plan):
        change("Verkko", name=SECRET)
        edition = make_edition(plan)
        row = change(SECRET, is_not_public=True)
        plan.entries.filter(project=row).delete()
        row.delete()
        second = make_edition(plan)
        for text in self.texts(client, reader, self.pairs(edition, second)):
            assert SECRET not in text

    @pytest.mark.parametrize("marked_after", [False, True])
    def test_a_field_that_is_not_public_is_left_out(self, client, reader, plan, marked_after):
        row = change("Verkko", description=f"Ensin {SECRET}.")
        add_cost(row, 1234)
        if not marked_after:
            change("Verkko", not_public_fields=("description", "costs"))
        edition = make_edition(plan)
        change("Verkko", description=f"Sitten {SECRET}.", name="Uusi nimi")
        add_cost(row, 777_888)
        second = make_edition(plan)
        change("Uusi nimi", not_public_fields=("description", "costs"))
        for text in self.texts(client, reader, self.pairs(edition, second)):
            assert "Uusi nimi" in text
            assert SECRET not in text
            assert "777,888" not in text
            assert "1,234" not in text

    def test_a_named_reader_sees_it(self, client, reader, plan):
        change("Verkko", name=SECRET, is_not_public=True).readers.add(reader)
        edition = make_edition(plan)
        change(SECRET, description="Muuttunut")
        assert SECRET in read(client, reader, a=edition.pk, b="now")

    def test_residents_see_what_they_see_of_both_editions_today(self, plan):
        change("Verkko", name=SECRET, is_not_public=True)
        edition = make_edition(plan)
        change(SECRET, description="Muuttunut")
        change("Konesali", description=f"{SECRET} 2", not_public_fields=("description",))
        change("Kirjasto", name="Kirjastot")
        second = make_edition(plan)
        found = compare(edition_side(edition, RESIDENTS), edition_side(second, RESIDENTS))
        assert [p.shown.name for p in found.projects] == ["Kirjastot"]
        assert edition_side(second, RESIDENTS).statuses == {}

    def test_the_closing_chapter_for_residents_tells_nothing_of_it(self, plan):
        change("Verkko", name=SECRET)
        plan.compared_with = make_edition(plan)
        plan.save()
        change(SECRET, is_not_public=True, description="Muuttunut")
        plan.entries.filter(project=project(SECRET)).delete()
        change("Konesali", name="Palvelinsali")
        text = str(plan_document(plan, RESIDENTS))
        assert SECRET not in text
        assert "Palvelinsali" in text
        assert SECRET in str(plan_document(plan))


class TestTheClosingChapter:
    @pytest.fixture
    def next_plan(self, plan, edition):
        change("Verkko", name="Runkoverkko")
        plan.compared_with = edition
        plan.save()
        return plan

    def test_a_plan_ends_with_what_changed(self, next_plan):
        last = plan_document(next_plan).chapters[-1]
        assert (last.number, last.title) == ("2", "Changes since edition 1 (12/9/2022)")
        assert last.text == "### 1.1 Runkoverkko\n- Name: Verkko → Runkoverkko"

    def test_it_is_in_the_plan_s_language_whoever_reads(self, next_plan, planner):
        next_plan.language = "sv"
        next_plan.save()
        with translation.override("en"):
            last = plan_document(next_plan, Audience.of(planner)).chapters[-1]
        assert "Namn: Verkko → Runkoverkko" in last.text

    def test_it_goes_through_json_and_an_import_as_any_closing_chapter(self, next_plan, planner):
        document = plan_document(next_plan)
        assert from_json(to_json(document)) == document
        PlanEntry.objects.all().delete()
        Project.objects.all().delete()
        ActionPlan.objects.filter(pk=next_plan.pk).update(title="Vanha", compared_with=None)
        applied = apply_to_portfolio(document, file_name="plan.json", user=planner)
        imported = ActionPlan.objects.get(pk=applied.plan)
        assert imported.chapters.get(after_projects=True).text == document.chapters[-1].text
        assert plan_document(imported).chapters[-1] == document.chapters[-1]

    def test_a_comparison_does_not_tell_of_the_chapter_of_changes(self, client, planner, next_plan):
        second = make_edition(next_plan)
        assert "Changes since edition" in str(second.document)
        for b in (f"plan-{next_plan.pk}", f"edition-{second.pk}"):
            text = read(client, planner, a=next_plan.compared_with_id, b=b)
            assert "Name: Verkko → Runkoverkko" in text
            assert "Changes since edition" not in text


def test_the_spreadsheet_has_a_row_for_each_change_with_numbers(client, planner, plan, edition):
    client.force_login(planner)
    client.post(reverse("set_language"), {"language": "en"})
    item = add_cost(project("Verkko"), 1000)
    edition = make_edition(plan)
    item.low = item.high = 3500
    item.save()
    phase = project("Verkko").phases.get()
    phase.end = parse_fuzzy_date("31.1.2024")
    phase.save()
    change("Konesali", name="=1+1", description="+x")
    response = client.get(f"{PAGE}changes.xlsx", {"a": edition.pk, "b": "now"})
    assert "attachment" in response["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[3] for row in rows] == [
        "Later than before", "Dearer than before", "Renamed", "Texts changed",
    ]  # fmt: skip
    later, dearer, renamed, text = rows
    assert later[7:] == [None, 31]
    assert dearer[7:] == [2500, None]
    assert renamed[1] == "=1+1"
    assert text[6] == "+x"
    assert all(cell.data_type != "f" for row in sheet for cell in row)


@pytest.mark.parametrize("role", ["planner", "reader"])
def test_queries_do_not_grow_with_the_projects(
    client, make_user, make_project, django_assert_max_num_queries, role
):
    client.force_login(make_user(role))
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")

    def queries(count):
        new = [make_project(f"Hanke {count} {n}", "2022", "2023") for n in range(count)]
        plan.add_projects(new)
        edition = make_edition(plan)
        Project.objects.filter(pk__in=[p.pk for p in new]).update(description="Muuttui")
        for b in ("now", f"plan-{plan.pk}", edition.pk - 1):
            with django_assert_max_num_queries(38):
                assert client.get(PAGE, {"a": edition.pk, "b": b}).status_code == 200

    make_edition(plan)
    queries(5)
    queries(60)
