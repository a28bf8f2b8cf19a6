"""Reading plans: several layouts in two languages, real wordings, bad files."""

from __future__ import annotations

import json
from collections import Counter

import jsonschema
import pytest

from organisation.places import BASE_DIR
from portfolio.demo import portfolio as demo
from reports.document.interchange import from_json, to_json
from reports.reading.files import pages
from reports.reading.files.lines import words
from reports.reading.labels.find import text_of
from reports.reading.read import read_plan
from reports.reading.sections.find import sections
from scripts.beside import PLANS
from tests.reports.plan_files import FINNISH, LAYOUTS, SWEDISH

ROOT = BASE_DIR
SCHEMA = json.loads(
    (ROOT / "reports" / "document" / "salkku-plan.schema.json").read_text(encoding="utf-8")
)


def facts(project) -> dict:
    """What was understood of a project, in the form of `Sample.expected`."""
    return {
        "scope": project.scope,
        "service_area": project.service_area,
        "unit": project.unit,
        "phases": [
            (p.start.edtf if p.start else None, p.end.edtf if p.end else None)
            for p in project.schedule.phases
        ],
        "likelihood": project.likelihood.value,
        "responsible": project.responsible.value,
        "costs": [(int(c.low), int(c.high), c.per, c.vat) for c in project.costs.items],
        "resources": [
            (r.party, float(r.low), float(r.high), r.unit) for r in project.resources.items
        ],
        "effects": " ".join(part.effect for part in project.assessment.parts),
        "screening": project.assessment.screening,
        "change_effects": project.change_effects,
        "strategic_goal": project.strategic_goal,
    }


def all_words(document) -> Counter:
    plan = json.loads(to_json(document))
    plan.pop("warnings")
    found: Counter = Counter()

    def collect(value) -> None:
        if isinstance(value, str):
            found.update(words(value))
        elif isinstance(value, dict):
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    collect(plan)
    return found


@pytest.mark.parametrize("plan", [FINNISH, SWEDISH], ids=["fi", "sv"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_facts(layout, plan):
    document = read_plan(LAYOUTS[layout](plan)).document
    assert document.language == plan.language
    assert document.title == plan.title
    assert [(p.number, p.name) for p in document.projects] == [
        (p.number, p.name) for p in plan.projects
    ]
    for read, written in zip(document.projects, plan.projects, strict=True):
        assert read.description == written.description
        understood = facts(read)
        assert {key: understood[key] for key in written.expected} == written.expected
        assert read.notes == ""
    titles = {(c.number, c.title) for c in document.chapters}
    assert set(plan.chapters) <= titles
    assert plan.intro in [c.text for c in document.chapters]
    jsonschema.validate(json.loads(to_json(document)), SCHEMA)
    assert from_json(to_json(document)) == document


def plan(name: str):
    return read_plan((ROOT / "tests" / "reports" / "plans" / f"{name}.txt").read_bytes()).document


def phases(project) -> list[tuple[str | None, str | None]]:
    return facts(project)["phases"]


def test_a_plan_in_other_words_and_another_order():
    document = plan("harjula")
    assert (document.organisation, document.title) == (
        "Harjulan kaupunki",
        "Digitalisaation toimenpideohjelma 2024–2026",
    )
    assert (document.period.start.edtf, document.period.end.edtf) == ("2024", "2026")
    by_number = {p.number: p for p in document.projects}
    assert list(by_number) == ["2.1", "2.2", "3.1", "4.1.1", "4.2.1", "4.2.2"]
    network, mail, signing = by_number["2.1"], by_number["2.2"], by_number["3.1"]
    assert "10 toimipisteen kytkimet" in network.description  # a number inside text is no heading
    assert facts(network)["costs"] == [
        (1200000, 1200000, "total", None),
        (150000, 180000, "total", "excluded"),
        (12000, 12000, "year", None),
    ]
    assert facts(network)["effects"] == "none some none none"
    assert (mail.responsible.value, mail.assessment.screening) == ("shared", "not_required")
    assert facts(mail)["resources"] == [("it", 0.5, 0.5, "person_years")]
    assert (signing.scope, phases(signing)) == ("city_wide", [("2024-09", None)])
    assert facts(signing)["effects"] == "unassessed some none some"
    assert by_number["4.1.1"].notes.startswith("Riskit:")
    assert phases(by_number["4.1.1"]) == [("2024-03-01", "2025-12-31")]
    assert [p.name for p in by_number["4.2.1"].schedule.phases] == ["Suunnittelu", "toteutus"]
    assert by_number["4.2.2"].likelihood.value is None


def test_a_plan_with_slips_of_the_pen_and_questions_for_labels():
    document = plan("kuusilahti")
    machine_room, library, fibre, servers = document.projects
    assert phases(machine_room) == [("2025-01", "2026-06")]
    assert machine_room.description.endswith("1. Kartoitus\n2. Sopimus\n3. Siirto")
    assert facts(library)["phases"] == [("2025-23", "2025-23")]
    assert library.strategic_goal == "Asukkaan arki"
    assert facts(library)["costs"] == [(9500, 9500, "unit", None), (1200, 1200, "year", None)]
    assert facts(library)["effects"] == "none some some unassessed"
    assert phases(fibre) == [("2025", None)]
    assert fibre.responsible.text == "Tekninen lautakunta"
    assert "Valtionavustus 30 000 €" in fibre.notes
    assert fibre.costs.items == ()
    assert servers.name == "Vanhojen palvelinten poisto"
    assert any(
        "nothing under this heading" in w.message or "ei ole mitään" in w.message
        for w in document.warnings
    )


def test_projects_that_a_field_names():
    document = plan("kehittamiskohteet")
    first, second = document.projects
    assert (first.number, first.name) == ("2.1", "Asiakastietojärjestelmän vaihto")
    assert (first.service_area, first.unit) == ("Hyvinvointipalvelut", "Perhepalvelut")
    assert "luku 3.2 Arkisto" in first.description
    assert facts(first)["costs"] == [(1500000, 1500000, "total", None)]
    assert [p.name for p in second.schedule.phases] == ["pilotti", "laajennus"]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests" / "reports" / "plans").glob("*.txt")), ids=lambda p: p.stem
)
def test_no_word_of_a_plan_is_lost(path):
    """All but labels, contents lists, heads of pages; what is said once is found at least once."""
    reading = read_plan(path.read_bytes())
    kept = all_words(reading.document)
    labels = (ROOT / "reports" / "reading" / "labels" / "labels.toml").read_text(encoding="utf-8")
    known = set(words(labels)) | set(words("a b c d ja nimi sisällys hankkeen projektin"))
    known |= {"aikatalu", "strateeginen", "aikatauluvastulinen"}  # labels with slips of the pen
    said = {word for line in reading.lines for word in words(line.text)}
    lost = {word for word in said - set(kept) - known if not word.isdigit()}
    in_brackets = set(words(" ".join(line.text for line in reading.lines if "(" in line.text)))
    assert lost <= in_brackets


# The real plan is not ours to ship: its tests run where the file lies beside the project.
REAL_PLAN = PLANS / "naantali-2022-2023.txt"
beside_the_real_plan = pytest.mark.skipif(
    not REAL_PLAN.exists(), reason=f"{REAL_PLAN} is not there"
)
FORMS_OWN_LIKELIHOODS = {"certain", "uncertain"}


@beside_the_real_plan
def test_the_real_plan_gives_the_facts_that_people_read_from_it():
    """fixtures/example-plan.toml holds what people understood of the same plan."""
    document = read_plan(REAL_PLAN.read_bytes()).document
    rows = demo.read("example-plan.toml")
    areas = {unit: area["name"] for area in rows["areas"] for unit in area.get("units", [])}
    assert len(document.projects) == len(rows["projects"]) == 20
    for read, row in zip(document.projects, rows["projects"], strict=True):
        understood = facts(read)
        assert read.number == row["number"]
        assert read.name.replace(" ", "") == row["name"].replace(" ", "")
        area = areas.get(row["area"], row["area"])
        assert (read.service_area, read.unit) == (
            area,
            row["area"] if area != row["area"] else None,
        )
        assert read.scope == ("infrastructure" if area == "Tietohallinto" else "service_area")
        written = [line.split("|") for line in row["phases"]]
        assert understood["phases"] == [(start, end) for _name, start, end in written]
        assert [p.name.casefold() for p in read.schedule.phases] == [
            w[0].casefold() for w in written
        ]
        assert understood["responsible"] == row.get("party")
        costs = [line.split("|") for line in row.get("costs", [])]
        assert understood["costs"] == [(int(c[1]), int(c[2]), c[3], c[5] or None) for c in costs]
        assert [c.unit for c in read.costs.items] == [c[4] or None for c in costs]
        needs = [line.split("|") for line in row.get("resources", [])]
        assert understood["resources"] == [(n[0], float(n[1]), float(n[2]), n[3]) for n in needs]
        if "screening" in row:
            assert read.assessment.screening == row["screening"]
        else:
            effects = [row.get(letter, "unassessed|").partition("|")[0] for letter in "abcd"]
            assert understood["effects"].split() == effects
        # What people concluded from running text, the reader need not; what it says must agree.
        if row.get("likelihood") in FORMS_OWN_LIKELIHOODS or read.likelihood.value:
            assert read.likelihood.value == row.get("likelihood")


@beside_the_real_plan
def test_every_word_of_the_real_plan_s_body_is_kept():
    reading = read_plan(REAL_PLAN.read_bytes())
    content, _heads = pages.without_page_heads(list(reading.lines))
    _front, found = sections(content)
    body: Counter = Counter()
    for section in found:
        text = text_of(section.own).text
        for label in reversed(section.labels):
            text = text[: label.start] + "\n" + text[label.end :]
        body.update(words(f"{section.number} {section.title}\n{text}"))
    lost = body - all_words(reading.document)
    assert 1 - lost.total() / body.total() >= 0.995


def test_a_plan_in_capitals_with_numbers_inside_its_text():
    document = plan("lahdenpera")
    firewalls, _copies, intranet, tenders = document.projects
    assert "3.5 hanketta viidestä" in document.chapters[2].text
    assert firewalls.description.endswith("ks. kohta 4.1 Hankinnat.")
    assert facts(firewalls)["effects"] == "none some none none"
    assert facts(firewalls)["costs"] == [
        (75000, 75000, "total", "included"),
        (9000, 9000, "year", None),
    ]
    assert facts(firewalls)["resources"] == [
        ("purchased", 15, 15, "person_days")
    ]  # whose own work?
    assert intranet.scope == "city_wide"
    assert facts(intranet)["costs"] == [(40000, 40000, "total", None)]  # not its part again
    assert intranet.assessment.screening is None
    assert (tenders.service_area, tenders.unit) == ("Hallintopalvelut", "Hankinnat")
    assert phases(tenders) == [(None, "2025-12-31")]


def test_a_plan_without_headings_names_its_projects_by_a_word():
    text = """Digikehittämisen suunnitelma 2026
LAHDENRANNAN KUNTA

Hanke: Kiinteistöjen etäluenta
Toimiala: Tekninen toimi
Aikataulu alkaa: 1/2026
Aikataulu päättyy: 10/2026
Kustannusarvio: 80 000 € investointi + 4 000 €/vuosi ylläpito

Hanke: Asukasportaali
Toimiala: Hallinto
Aikataulu: 2026-2027
Vastuuhenkilö: Tietohallintopäällikkö
"""
    document = read_plan(text.encode()).document
    assert document.organisation == "Lahdenrannan kunta"
    first, second = document.projects
    assert (first.name, first.service_area) == ("Kiinteistöjen etäluenta", "Tekninen toimi")
    phase = first.schedule.phases[0]
    assert (phase.start.edtf, phase.end.edtf) == ("2026-01", "2026-10")
    assert [(item.low, item.per) for item in first.costs.items] == [
        (80000, "total"),
        (4000, "year"),
    ]
    assert (second.name, second.responsible.value) == ("Asukasportaali", "it")


def test_a_year_far_away_is_a_doubt():
    plan = (ROOT / "tests" / "reports" / "plans" / "kuusilahti.txt").read_text(encoding="utf-8")
    asked = "päässä"
    assert not any(asked in doubt.message for doubt in read_plan(plan.encode()).document.warnings)
    wrong = plan.replace("Aikataulu: 2025- ", "Aikataulu: 2125- ")
    doubts = [doubt.message for doubt in read_plan(wrong.encode()).document.warnings]
    (found,) = [doubt for doubt in doubts if asked in doubt]
    assert "2125" in found
    assert "Tarkoititko vuotta 2025?" in found
