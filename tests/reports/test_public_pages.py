"""What residents read: pages, files, feed and open data; and that nothing else is told."""

import datetime
import io
import json
import xml.etree.ElementTree as ET
import zipfile

import pikepdf
import pytest
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.models import CostItem, Project
from reports.document.interchange import from_dict
from reports.editions.approval import StepRefused, approve, send_for_approval, take_back
from reports.editions.publishing import publish, withdraw
from reports.leaks.find import find_leaks, hidden_sentences
from reports.models import ActionPlan, PlanEdition

pytestmark = pytest.mark.django_db
DECIDED = {"body": "Kaupunginhallitus", "decided_on": datetime.date(2022, 9, 12)}
SECRET = "Kameroiden sijainnit luetellaan turvallisuusliitteessä seitsemän."
HIDDEN = "Palvelimet seisovat kallion sisällä osoitteessa Louhintakuja kolme."


@pytest.fixture(autouse=True)
def _nothing_blocks(settings):
    settings.PREFLIGHT_BLOCKING = []


def edition_of(plan, user, **values):
    send_for_approval(plan.pk, user)
    approve(plan.pk, user, **DECIDED)
    return publish(plan.pk, user, **{"is_public": True, **values})


@pytest.fixture
def plan(make_project):
    plan = ActionPlan.objects.create(title="Suunnitelma 2023", organisation="Kaupunki")
    open_one = make_project(
        "Verkko uusitaan",
        "1/2023",
        "5/2023",
        description="Kaapelit vaihdetaan kouluissa.",
        notes=HIDDEN,
        not_public_fields=["notes", "costs", "security"],
        cost_text="Salainen hinta on kaksitoista tuhatta euroa.",
    )
    CostItem.objects.create(project=open_one, kind="one_off", low=31337, high=31337, per="total")
    ImpactAssessment.objects.create(
        project=open_one, security_effect="some", security_text="Murtohälyttimet kytketään pois."
    )
    secret = make_project("Valvontakamerat", is_not_public=True, description=SECRET)
    plan.add_projects([open_one, secret])
    return plan


@pytest.fixture
def edition(plan, planner):
    return edition_of(plan, planner)


def everything_of(data, kind):
    """What somebody who looks for it finds in a file, read in other ways than the check does."""
    if kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return b"\n".join(package.read(name) for name in package.namelist()).decode(
                "utf-8", "replace"
            )
    if kind == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            parts = [repr(part) for part in pdf.objects]
            parts += [
                part.read_bytes().decode("latin-1")
                for part in pdf.objects
                if isinstance(part, pikepdf.Stream) and part.get("/Subtype") != "/Image"
                and "/FontFile" not in str(part.keys())
            ]  # fmt: skip
        from reports.leaks.find import READERS

        return "\n".join([*parts, *READERS["pdf"](data)])
    return data.decode()


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "json", "html"])
def test_no_public_file_holds_what_is_not_public(client, edition, kind):
    answer = client.get(reverse(f"public-{kind}", args=[edition.slug]))
    data = b"".join(answer.streaming_content)
    told = everything_of(data, kind)
    for words in ("Valvontakamerat", SECRET, HIDDEN, "Louhintakuja", "kaksitoista tuhatta",
                  "31337", "31 337", "31 337", "Murtohälyttimet"):  # fmt: skip
        assert words not in told, words
    internal = edition.files.get(face="internal", kind=kind).file.read()
    told = everything_of(internal, kind)
    assert "Valvontakamerat" in told
    if kind != "xlsx":  # it has no column for the notes
        assert "Louhintakuja" in told


def test_nor_does_any_public_page(client, edition):
    for name in ("public-list", "public-feed", "public-catalogue"):
        page = client.get(reverse(name)).content.decode()
        assert "Valvontakamerat" not in page
    page = client.get(reverse("public-edition", args=[edition.slug])).content.decode()
    for words in ("Valvontakamerat", SECRET, HIDDEN, "31 337", "Murtohälyttimet"):
        assert words not in page
    assert "Kaapelit vaihdetaan kouluissa." in page
    assert "1 suunnitelman hanke ei ole julkinen" in page
    assert "ei julkinen" in page  # the costs


def test_the_check_finds_what_a_file_would_give_away(edition, tmp_path):
    internal, public = from_dict(edition.document), from_dict(edition.public_document)
    assert SECRET in hidden_sentences(internal, public)
    files = [(file.kind, file.file.read()) for file in edition.files.filter(face="internal")]
    leaks = find_leaks(internal, public, files)
    found = {(leak.kind, leak.words) for leak in leaks}
    for kind in ("pdf", "docx", "xlsx", "json", "html"):
        assert (kind, "Valvontakamerat") in found
        assert kind == "xlsx" or (kind, SECRET) in found  # it has no column for descriptions
    with pikepdf.open(io.BytesIO(dict(files)["pdf"])) as pdf:
        while len(pdf.pages) > 1:
            del pdf.pages[-1]
        for name in ("/Outlines", "/StructTreeRoot", "/Names", "/AF"):
            if name in pdf.Root:
                del pdf.Root[name]
        pdf.docinfo["/Keywords"] = "Valvontakamerat"
        target = io.BytesIO()
        pdf.save(target)
    only_metadata = find_leaks(internal, public, [("pdf", target.getvalue())])
    assert "Valvontakamerat" in [leak.words for leak in only_metadata]
    public_files = [(f.kind, f.file.read()) for f in edition.files.filter(face="public")]
    assert find_leaks(internal, public, public_files) == []


def test_a_renderer_that_gives_something_away_publishes_nothing(plan, planner, monkeypatch):
    from reports.editions import publishing

    real = publishing.render_all_apart

    def careless(wanted, *others):
        told = b"<!-- Valvontakamerat --></body>"
        return [data.replace(b"</body>", told) for data in real(wanted, *others)]

    monkeypatch.setattr(publishing, "render_all_apart", careless)
    with pytest.raises(StepRefused, match="HTML"):
        edition_of(plan, planner)
    assert not PlanEdition.objects.exists()


def test_a_chapter_that_names_a_hidden_project_is_asked_about(client, plan, planner):
    plan.chapters.create(title="Johdanto", text="Valvontakamerat hankitaan ensi vuonna.")
    send_for_approval(plan.pk, planner)
    approve(plan.pk, planner, **DECIDED)
    client.force_login(planner)
    address = reverse("plan-approval", args=[plan.pk])
    assert "Valvontakamerat" in client.get(address).content.decode()
    answer = client.post(address, {"step": "publish", "publish-is_public": "on"})
    assert answer.status_code == 400
    assert "rastita tämä" in answer.content.decode()
    assert not PlanEdition.objects.exists()
    client.post(
        address,
        {"step": "publish", "publish-is_public": "on", "publish-names_are_fine": "on"},
    )
    assert PlanEdition.objects.get().is_public


def test_nobody_signs_in_to_read_and_an_internal_edition_is_not_there(client, plan, planner):
    edition = edition_of(plan, planner, is_public=False)
    for name in ("public-edition", "public-pdf", "public-json"):
        assert client.get(reverse(name, args=[edition.slug])).status_code == 404
    assert edition.title not in client.get(reverse("public-list")).content.decode()
    assert client.get(edition.get_absolute_url()).status_code == 302


def test_a_withdrawn_edition_says_only_why(client, edition, planner):
    withdraw(edition, planner, "Liitteessä oli virhe.")
    page = client.get(reverse("public-edition", args=[edition.slug]))
    assert page.status_code == 410
    assert "Liitteessä oli virhe." in page.content.decode()
    assert "Kaapelit" not in page.content.decode()
    for kind in ("pdf", "docx", "xlsx", "json", "html"):
        answer = client.get(reverse(f"public-{kind}", args=[edition.slug]))
        assert answer.status_code == 410
        assert answer["Content-Type"].startswith("text/html")
    assert edition.title not in client.get(reverse("public-list")).content.decode()
    assert b"dcat:Dataset" not in client.get(reverse("public-catalogue")).content
    assert "Liitteessä oli virhe." in client.get(reverse("public-feed")).content.decode()


def test_a_replaced_edition_leads_to_the_newest(client, plan, planner):
    editions = [edition_of(plan, planner)]
    for _each in range(2):
        take_back(plan.pk, planner)
        editions.append(edition_of(plan, planner))
    newest = reverse("public-edition", args=[editions[2].slug])
    page = client.get(reverse("public-edition", args=[editions[0].slug])).content.decode()
    assert f'href="{newest}"' in page
    listed = client.get(reverse("public-list")).content.decode()
    assert listed.index(newest) < listed.index("Korvatut")
    withdraw(editions[2], planner, "Virhe")
    page = client.get(reverse("public-edition", args=[editions[0].slug])).content.decode()
    assert f'href="{newest}"' not in page


def test_a_file_is_asked_for_once(client, edition):
    address = reverse("public-pdf", args=[edition.slug])
    answer = client.get(address)
    assert answer["Cache-Control"].startswith("public")
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_the_feed_is_atom(client, edition):
    answer = client.get(reverse("public-feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(answer.content)
    entry = feed.find(f"{atom}entry")
    assert entry.find(f"{atom}title").text == "Suunnitelma 2023"
    assert entry.find(f"{atom}link").get("href") == (
        "http://testserver" + reverse("public-edition", args=[edition.slug])
    )
    assert entry.find(f"{atom}id").text
    assert entry.find(f"{atom}updated").text.startswith(str(edition.published_at.year))


def test_the_catalogue_is_dcat_ap(client, edition, settings):
    """The mandatory and recommended properties of DCAT-AP 3.0, read as a graph."""
    from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, Namespace, URIRef

    settings.SITE_ADDRESS = "https://salkku.example.fi"
    settings.ORGANISATION_NAME = "Esimerkkilän kaupunki"
    answer = client.get(reverse("public-catalogue"))
    assert answer["Content-Type"] == "application/ld+json"
    graph = Graph().parse(data=answer.content, format="json-ld")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset):
        assert list(graph.objects(catalogue, needed)), needed
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert str(dataset) == "https://salkku.example.fi" + reverse(
        "public-edition", args=[edition.slug]
    )
    assert Literal("Suunnitelma 2023", lang="fi") in list(graph.objects(dataset, DCTERMS.title))
    assert list(graph.objects(dataset, DCTERMS.description))
    distributions = list(graph.objects(dataset, DCAT.distribution))
    assert len(distributions) == 5
    spdx = Namespace("http://spdx.org/rdf/terms#")
    sums = {file.sha256 for file in edition.files.filter(face="public")}
    for each in distributions:
        assert list(graph.objects(each, DCAT.accessURL))
        assert URIRef(settings.OPEN_DATA_LICENCE) in list(graph.objects(each, DCTERMS.license))
        (check,) = graph.objects(each, spdx.checksum)
        (value,) = graph.objects(check, spdx.checksumValue)
        # rdflib reads hexadecimal bytes as bytes.
        assert str(value).lower() in sums or value.toPython().hex() in sums


def test_a_broken_character_in_a_title_breaks_neither_feed_nor_catalogue(client, planner, plan):
    ActionPlan.objects.filter(pk=plan.pk).update(title='Hei <b> & "lainaus" \x08 🎉')
    edition_of(plan, planner)
    ET.fromstring(client.get(reverse("public-feed")).content)
    json.loads(client.get(reverse("public-catalogue")).content)


def test_lists_ask_the_same_number_of_questions_for_many(
    client, plan, planner, django_assert_max_num_queries
):
    first = edition_of(plan, planner)
    for number in range(2, 14):
        PlanEdition.objects.create(
            **{
                name: getattr(first, name)
                for name in ("plan", "title", "organisation", "language", "document",
                             "public_document", "sha256", "body", "decided_on", "published_at",
                             "is_public")
            },
            number=number,
            slug=f"toinen-{number}",
        )  # fmt: skip
    for name in ("public-list", "public-feed", "public-catalogue"):
        with django_assert_max_num_queries(8):
            assert client.get(reverse(name)).status_code == 200
    client.force_login(planner)
    with django_assert_max_num_queries(30):
        client.get(reverse("plan", args=[plan.pk]))


def test_projects_that_are_gone_do_not_stop_a_plan_that_waits(plan, planner):
    """A project in a plan cannot be deleted; and if it were, what was approved is published."""
    send_for_approval(plan.pk, planner)
    approve(plan.pk, planner, **DECIDED)
    plan.entries.all().delete()
    Project.objects.all().delete()
    edition = publish(plan.pk, planner, is_public=True)
    assert [row["name"] for row in edition.public_document["projects"]] == ["Verkko uusitaan"]
