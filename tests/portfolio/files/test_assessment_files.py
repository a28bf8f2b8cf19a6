"""An assessment as PDF and Word: whole for who sees all, without the hidden pieces for others."""

import io
import json

import docx
import pikepdf
import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import AuditEvent
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    Link,
    ModelChange,
    QuestionSet,
    ScreeningRecord,
)
from impact_assessments.review.steps import freeze
from impact_assessments.state import digest_of
from tests.paper import barriers

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what files say


@pytest.fixture
def project(make_project, make_user):
    """Written in full, with a version that somebody approved."""
    found = make_project("Verkko")
    author = make_user("area_editor", "kirjoittaja")
    questions = QuestionSet.objects.in_force()
    ScreeningRecord.objects.create(
        project=found,
        question_set=questions,
        answers={"s1": "yes", "s2": "no", "s3": "no", "s4": "no"},
        computed="required",
        decided="required",
        reason="Salainen perustelu",
        by=author,
    )
    row = ImpactAssessment.objects.create(
        project=found,
        screening="required",
        question_set=questions,
        author=author,
        security_effect="some",
        security_substantial=True,
        security_direction="both",
        security_text="Salasanat vaihdetaan\n\n- lokit\n- varmenteet",
        security_ticks="b1",
        data_effect="none",
        data_text="Tiedot pysyvät",
        organising_same_as="data",
    )
    for name, change in (("Kirjastojärjestelmä", "new"), ("Lokipalvelu", "changed")):
        ModelChange.objects.create(project=found, kind="system", name=name, change=change)
    FollowUp.objects.create(project=found, description="Koulutus", kind="training")
    FollowUp.objects.create(project=found, description="Ohje", part="security", owner_name="Aino")
    Link.objects.create(project=found, kind="case", name="D/12/2023")
    freeze(found, row, make_user("planner", "hyvaksyja"))
    return found


def kinds(project, *, public=False):
    """Every file of the assessment."""
    for name, more in (("assessment", []), ("assessment-version", [1])):
        for kind in ("pdf", "docx"):
            address = reverse(f"{name}-{kind}", args=[project.pk, *more])
            yield address + ("?face=public" if public else "")


def text_of(answer):
    data = io.BytesIO(answer.content)
    if answer.headers["Content-Type"] == "application/pdf":
        pages = " ".join(page.extract_text() for page in PdfReader(data).pages)
        with pikepdf.open(data) as pdf:
            attached = pdf.attachments["assessment.json"].get_file().read_bytes()
        return f"{' '.join(pages.split())} {attached.decode()}"
    word = docx.Document(data)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join([line.text for line in word.paragraphs] + cells)


def test_every_file_tells_the_whole_assessment_to_who_sees_it(client, planner, project):
    client.force_login(planner)
    for address in kinds(project):
        text = text_of(client.get(address))
        for words in (
            "Verkko", "D/12/2023", "Salainen perustelu", "Merkittävä vaikutus", "Salasanat",
            "varmenteet", "Kirjastojärjestelmä", "Koulutus", "Aino", "kirjoittaja",
            "Allekirjoitukset",
        ):  # fmt: skip
            assert words in text, (address, words)
        assert ("hyvaksyja" in text) == ("versions" in address)
        assert ("Luonnos, ei hyväksytty" in text) == ("versions" not in address)
    assert AuditEvent.objects.filter(event="exported").count() == 4


def test_a_version_says_what_was_approved_whatever_is_written_afterwards(client, planner, project):
    row = project.assessment
    row.security_text = "Aivan muuta tekstiä"
    row.save()
    client.force_login(planner)
    draft, _draft_docx, approved, _docx = [text_of(client.get(each)) for each in kinds(project)]
    assert "Aivan muuta" in draft
    assert "Aivan muuta" not in approved
    assert "Salasanat" in approved


def test_the_json_of_a_version_is_attached_and_its_digest_is_on_the_page(client, planner, project):
    client.force_login(planner)
    answer = client.get(reverse("assessment-version-pdf", args=[project.pk, 1]))
    version = AssessmentVersion.objects.get()
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        data = pdf.attachments["assessment.json"].get_file().read_bytes()
    assert json.loads(data) == version.document
    assert digest_of(json.loads(data)) == version.sha256
    pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert version.sha256 in "".join(pages.split())
    assert version.case_number == "D/12/2023"
    name = answer.headers["Content-Disposition"]
    assert name.startswith('inline; filename="muutosvaikutusten-arviointi-verkko-')


HIDDEN = {
    "security": ["Salasanat", "varmenteet", "Merkittävä vaikutus"],
    "model_changes": ["Kirjastojärjestelmä"],
    "follow_ups": ["Koulutus", "Aino"],
    "justification": ["Salainen perustelu", "arviointi tehdään aina"],
    "data": ["Tiedot pysyvät"],
}


@pytest.mark.parametrize("piece", HIDDEN)
def test_what_is_hidden_is_in_no_file_and_is_named(client, make_user, planner, project, piece):
    project.not_public_fields = [piece]
    project.save()
    client.force_login(make_user("reader"))
    as_reader = [text_of(client.get(each)) for each in kinds(project)]
    client.force_login(planner)
    for_public = [text_of(client.get(each)) for each in kinds(project, public=True)]
    for text in as_reader + for_public:
        assert "Jätetty pois" in text
        for words in HIDDEN[piece]:
            assert words not in text
    version = AssessmentVersion.objects.get()
    assert not any(version.sha256 in "".join(text.split()) for text in as_reader)


def test_whoever_sees_all_has_every_piece_in_every_file(client, planner, project):
    project.not_public_fields = [*HIDDEN]
    project.save()
    client.force_login(planner)
    whole = [text_of(client.get(each)) for each in kinds(project)]
    assert all(words in text for text in whole for of in HIDDEN.values() for words in of)


def test_a_covering_assessment_is_named_to_who_sees_its_project(
    client, make_user, planner, project, make_project
):
    covering = make_project("Salattu kattava", is_not_public=True)
    newest = project.screeningrecords.first()
    ScreeningRecord.objects.create(
        project=project, question_set=newest.question_set, answers=newest.answers,
        computed="covered", decided="covered", covered_by=covering,
    )  # fmt: skip
    for person, sees in ((make_user("reader"), False), (planner, True)):
        client.force_login(person)
        text = text_of(client.get(reverse("assessment-pdf", args=[project.pk])))
        assert ("Salattu kattava" in text) == sees
        assert (f'"covered_by": {covering.pk}' in text) == sees


def test_a_project_that_is_not_public_has_no_public_face(client, planner, project):
    project.is_not_public = True
    project.save()
    client.force_login(planner)
    assert {client.get(each).status_code for each in kinds(project, public=True)} == {404}
    assert {client.get(each).status_code for each in kinds(project)} == {200}


def test_a_project_without_an_assessment_and_a_version_that_is_none(client, planner, project):
    client.force_login(planner)
    assert client.get(reverse("assessment-version-pdf", args=[project.pk, 2])).status_code == 404
    ImpactAssessment.objects.get().delete()
    assert client.get(reverse("assessment-pdf", args=[project.pk])).status_code == 404


def test_a_version_of_another_program_is_told_as_far_as_it_is_known(client, planner, project):
    version = AssessmentVersion.objects.get()
    document = version.document | {"stage": "third", "questions": [], "links": []}
    fields = {"stage": "full", "sha256": "0" * 64}
    for number, each in enumerate((document, {}), 2):
        AssessmentVersion.objects.create(project=project, number=number, document=each, **fields)
    client.force_login(planner)
    for number in (2, 3):
        for kind in ("pdf", "docx"):
            address = reverse(f"assessment-version-{kind}", args=[project.pk, number])
            assert client.get(address).status_code == 200
    shown = client.get(reverse("assessment-version-pdf", args=[project.pk, 2]))
    assert "third" in text_of(shown)


def test_the_pdf_is_tagged_and_passes_the_checks(client, planner, project, tmp_path):
    client.force_login(planner)
    for address in kinds(project):
        if not address.endswith("pdf"):
            continue
        answer = client.get(address)
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            assert pdf.open_metadata().get("pdfuaid:part") == "1"
            assert pdf.open_metadata().get("pdfaid:part") == "3"
        assert barriers(answer.content, tmp_path) == []


def test_the_same_version_gives_the_same_file(client, planner, project):
    client.force_login(planner)
    address = reverse("assessment-version-pdf", args=[project.pk, 1])
    assert client.get(address).content == client.get(address).content


def test_versions_are_compared_word_by_word_as_their_reader_sees_them(
    client, make_user, planner, project
):
    row = project.assessment
    row.security_text = "Salasanat poistetaan\n\n- lokit\n- varmenteet"
    row.data_effect = "some"
    row.save()
    ModelChange.objects.filter(name="Lokipalvelu").delete()
    address = reverse("assessment-compare", args=[project.pk])
    client.force_login(planner)
    page = client.get(address)
    labels = [each.label for each, _runs in page.context["differences"]]
    assert [label[:2] for label in labels] == ["b)", "c)", "Mi"]
    shown = page.content.decode()
    assert "poistetaan" in shown
    assert "Lokipalvelu" in shown
    for query in ({"a": "1", "b": "1"}, {"a": "now", "b": "now"}):
        assert client.get(address, query).context["differences"] == []
    assert client.get(address, {"a": "99", "b": "<x>"}).status_code == 200
    project.not_public_fields = ["security", "model_changes"]
    project.save()
    client.force_login(make_user("reader"))
    shown = client.get(address).content.decode()
    assert "poistetaan" not in shown
    assert "Lokipalvelu" not in shown
    assert "Jätetty pois" in shown
