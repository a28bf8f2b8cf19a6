"""What counts as a change between two plan documents, and how it reads. No tables are needed."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from projects.confidentiality import Piece
from projects.values.fuzzy_dates import parse_fuzzy_date
from reports.comparison.appendix import changes_chapter
from reports.comparison.changes import AlterationKind, Side
from reports.comparison.compare import compare
from reports.comparison.page import comparison_context
from reports.comparison.words import ALTERATION_LABELS, days, euros, sentence, values
from reports.document.plan import (
    Assessment,
    AssessmentPart,
    Chapter,
    Choice,
    Cost,
    Costs,
    Phase,
    PlanDocument,
    PlannedProject,
    Resource,
    Resources,
    Schedule,
)


def schedule(start, end, text=""):
    ends = [parse_fuzzy_date(each) if each else None for each in (start, end)]
    return Schedule(text, (Phase("", *ends),))


def costs(*items, text=""):
    return Costs(text, tuple(Cost(Decimal(low), Decimal(high), *r) for low, high, *r in items))


PARTS = (
    AssessmentPart("some", "Vastuut muuttuvat."),
    AssessmentPart("none"),
    AssessmentPart("some", "Tietoja siirretään."),
    AssessmentPart(),
)
PROJECT = PlannedProject(
    number="2.1",
    name="Verkko",
    scope="service_area",
    service_area="Sivistyspalvelut",
    unit="Koulut",
    description="Kytkimet vaihdetaan.",
    change_effects="Verkko nopeutuu.",
    strategic_goal="Laatu",
    schedule=schedule("Q3/2022", "Q2/2023"),
    likelihood=Choice("likely", "Etusijalla."),
    responsible=Choice("it", "Tietohallinto."),
    costs=costs((30000, 30000)),
    resources=Resources("", (Resource("it", Decimal(1), Decimal(2), "person_days"),)),
    assessment=Assessment("required", "", PARTS),
    notes="Muistiinpano.",
)


INTRODUCTION = (Chapter("1", "Johdanto", "Teksti."),)


def plan(*projects, chapters=INTRODUCTION):
    return PlanDocument("fi", "Suunnitelma", "Kaupunki", chapters=chapters, projects=projects)


def sides(before, after):
    """Two plans with one project each; both are the row 7."""
    return Side(plan(before), {before.number: 7}), Side(plan(after), {after.number: 7})


def changes(**values):
    """The changes of a project whose later state differs so."""
    found = compare(*sides(PROJECT, replace(PROJECT, **values)))
    return [change for project in found.projects for change in project.changes]


def assessment(place, **values):
    parts = list(PARTS)
    parts[place] = replace(parts[place], **values)
    return replace(PROJECT.assessment, parts=tuple(parts))


CASES = [
    ({"name": "Uusi verkko"}, AlterationKind.RENAMED, "Name: Verkko → Uusi verkko"),
    ({"number": "2.4"}, AlterationKind.NUMBER, "Number in the plan: 2.1 → 2.4"),
    (
        {"service_area": "Tekniset palvelut", "unit": None},
        AlterationKind.MOVED,
        "Service area: Sivistyspalvelut / Koulut → Tekniset palvelut",
    ),
    ({"scope": "city_wide"}, AlterationKind.MOVED, "Scope: Service area → Whole city"),
    (
        {"schedule": schedule("Q3/2022", "Q4/2023")},
        AlterationKind.LATER,
        "Ends 6 months later: Q2/2023 → Q4/2023",
    ),
    (
        {"schedule": schedule("Q1/2022", "Q2/2023")},
        AlterationKind.EARLIER,
        "Starts 6 months earlier: Q3/2022 → Q1/2022",
    ),
    ({"schedule": schedule("Q3/2022", "")}, AlterationKind.SCHEDULE, "End: Q2/2023 → not known"),
    ({"costs": costs((45000, 45000))}, AlterationKind.DEARER, "€15,000 dearer: €30,000 → €45,000"),
    ({"costs": costs((20000, 20000))}, AlterationKind.CHEAPER, "€10,000 cheaper: €30,000 → €20,000"),
    ({"costs": costs()}, AlterationKind.COST, "Cost: €30,000 → not known"),
    (
        {"costs": costs((30000, 30000, "total", None, "excluded"))},
        AlterationKind.COST,
        "Cost items: €30,000 → €30,000 (VAT not included)",
    ),
    (
        {"likelihood": Choice("uncertain", "Etusijalla.")},
        AlterationKind.LIKELIHOOD,
        "Keeping the schedule: Likely → Uncertain – depends on others",
    ),
    (
        {"responsible": Choice(None, "Tietohallinto.")},
        AlterationKind.RESPONSIBLE,
        "Answers for the schedule: IT department → not known",
    ),
    (
        {"resources": Resources()},
        AlterationKind.RESOURCES,
        "Resources: IT department: 1–2 person-days → not known",
    ),
    (
        {"assessment": assessment(1, effect="some")},
        AlterationKind.ASSESSMENT,
        "b) Information security: No effect → Has an effect",
    ),
    ({"assessment": assessment(2, text="Ei siirretä.")}, AlterationKind.ASSESSMENT, "c) Processing and use of data"),
    (
        {"assessment": replace(PROJECT.assessment, screening="not_required")},
        AlterationKind.ASSESSMENT,
        "Result of the screening: Assessment required → Assessment not required",
    ),
    ({"description": "Tukiasemat vaihdetaan."}, AlterationKind.TEXT, "Description"),
    ({"notes": ""}, AlterationKind.TEXT, "Notes"),
    ({"schedule": replace(PROJECT.schedule, text="Syksyllä")}, AlterationKind.TEXT, "Schedule in words"),
    ({"likelihood": Choice("likely", "")}, AlterationKind.TEXT, "Likelihood explained"),
]  # fmt: skip


@pytest.mark.parametrize(("after", "kind", "words"), CASES)
def test_each_kind_of_change_is_found_once_and_told(after, kind, words):
    with translation.override("en"):
        found = compare(*sides(PROJECT, replace(PROJECT, **after)))
        (project,) = found.projects
        (change,) = project.changes
        assert change.kind is kind
        assert sentence(change, project) == words
    assert found.counts == {kind: 1}


def test_sums_are_compared_by_what_they_are_paid_for():
    before = replace(PROJECT, costs=costs((30000, 30000, "year"), (5000, 9000)))
    after = replace(PROJECT, costs=costs((5000, 9000), (36000, 36000, "year")))
    (project,) = compare(*sides(before, after)).projects
    with translation.override("en"):
        assert [sentence(c, project) for c in project.changes] == [
            "€6,000 dearer: €30,000 → €36,000 (a year)"
        ]


def test_differences_are_numbers_too():
    (dearer,) = changes(costs=costs((40000, 60000)))
    assert (euros(dearer), days(dearer)) == (20000, None)
    (later,) = changes(schedule=schedule("Q3/2022", "Q3/2023"))
    assert (euros(later), days(later)) == (None, 92)


def test_an_end_that_became_more_exact_has_not_moved_but_is_told():
    (change,) = changes(schedule=schedule("Q3/2022", "6/2023"))
    assert (change.kind, change.part) == (AlterationKind.SCHEDULE, "phases")


def test_what_either_side_does_not_show_is_no_change():
    hidden = tuple(str(piece) for piece in Piece)
    empty = replace(
        PROJECT,
        description="", change_effects="", strategic_goal="", notes="",
        schedule=replace(PROJECT.schedule, text=""),
        likelihood=Choice("likely"), responsible=Choice("it"),
        costs=Costs(), resources=Resources(),
        assessment=replace(
            PROJECT.assessment, parts=tuple(replace(part, text="") for part in PARTS)
        ),
        left_out=hidden,
    )  # fmt: skip
    assert compare(*sides(PROJECT, empty)).projects == ()
    assert compare(*sides(empty, PROJECT)).projects == ()


def test_projects_are_known_by_their_row_or_else_by_their_name():
    renamed = replace(PROJECT, name="Aivan toinen")
    by_row = compare(*sides(PROJECT, renamed))
    assert [change.kind for change in by_row.projects[0].changes] == [AlterationKind.RENAMED]
    without_keys = compare(Side(plan(PROJECT)), Side(plan(replace(PROJECT, name="VERKKO"))))
    assert [c.kind for p in without_keys.projects for c in p.changes] == [AlterationKind.RENAMED]
    strangers = compare(Side(plan(PROJECT)), Side(plan(renamed)))
    assert [c.kind for p in strangers.projects for c in p.changes] == [
        AlterationKind.NEW,
        AlterationKind.GONE,
    ]


def test_two_rows_with_the_same_name_are_two_projects():
    before, after = Side(plan(PROJECT), {"2.1": 7}), Side(plan(PROJECT), {"2.1": 8})
    found = compare(before, after)
    assert [c.kind for p in found.projects for c in p.changes] == [
        AlterationKind.NEW,
        AlterationKind.GONE,
    ]


def test_a_project_that_the_reader_may_not_see_on_one_side_is_not_told():
    before, after = Side(plan(PROJECT), {"2.1": 7}), Side(plan(), {"2.1": 7}, frozenset({7}))
    assert compare(before, after).projects == ()
    assert compare(after, before).projects == ()


def test_chapters_that_changed():
    text = Chapter("1", "Johdanto", "Uusi teksti.")
    named = Chapter("1", "Aluksi", "Teksti.")
    more = Chapter("2", "Liite", "Lisää.")
    heading = Chapter("3", "Tekniset palvelut", "")
    old = Side(plan())
    assert [c.after for c in compare(old, Side(plan(chapters=(text,)))).chapters] == [text]
    assert [c.after for c in compare(old, Side(plan(chapters=(named,)))).chapters] == [named]
    first = old.document.chapters[0]
    found = compare(old, Side(plan(chapters=(first, more, heading)))).chapters
    assert [c.shown for c in found] == [more]
    assert [c.before for c in compare(old, Side(plan(chapters=()))).chapters] == [first]


words = st.text(st.sampled_from("aä b.\n"), max_size=12)
dates = st.sampled_from([None, *map(parse_fuzzy_date, ("2022", "Q3/2022", "1.9.2022", "2024"))])
sums = st.decimals(0, 10**6, places=2)
items = st.builds(
    lambda low, more, per: Cost(low, low + more, per),
    sums,
    sums,
    st.sampled_from(["total", "year"]),
)
projects = st.builds(
    PlannedProject,
    number=st.sampled_from(["1.1", "1.2", "2.1"]),
    name=st.sampled_from(["Verkko", "verkko", "Konesali"]),
    scope=st.sampled_from(["service_area", "city_wide"]),
    service_area=words,
    description=words,
    schedule=st.builds(
        Schedule,
        words,
        st.lists(st.builds(Phase, words, dates, dates), max_size=2).map(tuple),
    ),
    costs=st.builds(Costs, words, st.lists(items, max_size=3).map(tuple)),
)
documents = st.lists(projects, max_size=4).map(lambda found: plan(*found))


@given(documents)
def test_a_document_compared_with_itself_has_no_changes(document):
    keys = {p.number: n for n, p in enumerate(document.projects)}
    for side in (Side(document), Side(document, keys)):
        found = compare(side, side)
        assert (found.projects, found.chapters, found.counts) == ((), (), {})


@given(documents, documents)
def test_every_difference_of_a_project_is_told(before, after):
    """What stands in both unchanged is not told, anything else is."""
    found = compare(Side(before), Side(after))
    pairs = {id(project.after) for project in found.projects if project.before and project.after}
    for project in found.projects:
        if project.before and project.after:
            assert any(
                getattr(project.before, f.name) != getattr(project.after, f.name)
                for f in fields(PlannedProject)
            )
    told = {id(p.after) for p in found.projects if p.before is None} | pairs
    for project in after.projects:
        assert id(project) in told or project in before.projects or _same_items(project, before)


def _same_items(project, before):
    """The same items in another order are the same costs."""
    plain = replace(project, costs=Costs(project.costs.text))
    return any(replace(old, costs=Costs(old.costs.text)) == plain for old in before.projects)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_change_can_be_said_in_every_language(language):
    with translation.override(language):
        for after, _kind, _words in CASES:
            found = compare(*sides(PROJECT, replace(PROJECT, **after)))
            for change in found.projects[0].changes:
                assert sentence(change, found.projects[0])
                assert all(values(change, found.projects[0])) or change.kind in (
                    AlterationKind.TEXT,
                    AlterationKind.ASSESSMENT,
                )
        assert all(str(label) for label in ALTERATION_LABELS.values())
        assert set(ALTERATION_LABELS) == set(AlterationKind)


def test_residents_get_the_comparison_of_two_documents_without_links():
    context = comparison_context(*sides(PROJECT, replace(PROJECT, name="Uusi")))
    (project,) = context["projects"]
    assert (project["name"], project["address"]) == ("Uusi", "")
    assert [(row["kind"], row["n"]) for row in context["counts"]] == [(AlterationKind.RENAMED, 1)]


def test_only_the_kinds_that_are_asked_for_are_shown_and_all_are_counted():
    after = replace(PROJECT, name="Uusi", description="Toinen.")
    context = comparison_context(*sides(PROJECT, after), kinds=[AlterationKind.TEXT])
    assert [c["kind"] for c in context["projects"][0]["changes"]] == [AlterationKind.TEXT]
    assert {row["kind"] for row in context["counts"]} == {
        AlterationKind.TEXT,
        AlterationKind.RENAMED,
    }


def test_the_closing_chapter_tells_the_changes_in_the_plan_s_language():
    new, gone = (
        replace(PROJECT, number="2.2", name="Uusi"),
        replace(PROJECT, number="2.3", name="Vanha"),
    )
    changed = replace(PROJECT, costs=costs((45000, 45000)), description="Muu\nteksti.")
    before = Side(plan(PROJECT, gone), {"2.1": 7, "2.3": 9})
    after = Side(plan(changed, new), {"2.1": 7, "2.2": 8})
    with translation.override("en"):
        chapter = changes_chapter(before, after, "Muutokset")
    assert (chapter.number, chapter.title) == ("3", "Muutokset")
    assert chapter.text.split("\n\n") == [
        "### Uudet hankkeet\n- 2.2 Uusi",
        "### Jätetty pois tai päättynyt\n- 2.3 Vanha",
        "### 2.1 Verkko\n- 15\u00a0000\u00a0€ kalliimpi: 30\u00a0000\u00a0€ → 45\u00a0000\u00a0€\n"
        "- Muuttuneet tekstit: Kuvaus",
    ]


def test_the_closing_chapter_says_when_nothing_changed():
    side = Side(plan(PROJECT), {"2.1": 7})
    assert changes_chapter(side, side, "Muutokset").text == "Mikään ei ole muuttunut."
