"""What residents read: pages, files, feed and open data; and that nothing else is told."""

import io
import xml.etree.ElementTree as ET
import zipfile

import pikepdf
import pytest
from django.urls import reverse

from accounts.models import User
from reports.document.interchange import from_dict
from reports.editions.publishing import withdraw
from reports.leaks.find import find_leaks, hidden_sentences
from reports.models import Job
from reports.public import parts
from tests.reports.editions import HIDDEN, SECRET, public_plan, publish_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edition(rows_of_module):
    with rows_of_module():
        return publish_at_once(public_plan(), User.objects.create_user("julkaisija"))


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
    assert "Suunnitelman hankkeista 1 ei ole julkinen" in page
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


def part(client, edition, number, kind="pdf"):
    return client.get(reverse(f"public-part-{kind}", args=[edition.slug, number]))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_residents_take_a_project_alone_and_nothing_in_it_is_not_public(client, edition, kind):
    shown = from_dict(edition.public_document).projects[0].number
    told = ""
    for number in (shown, shown.rpartition(".")[0]):
        answer = part(client, edition, number, kind)
        assert answer["Cache-Control"].startswith("public")
        told += everything_of(b"".join(answer.streaming_content), kind)
    assert "Kaapelit vaihdetaan kouluissa." in told
    for words in ("Valvontakamerat", SECRET, HIDDEN, "Louhintakuja", "31337", "31 337",
                  "Murtohälyttimet"):  # fmt: skip
        assert words not in told, words
    page = client.get(reverse("public-edition", args=[edition.slug])).content.decode()
    assert reverse(f"public-part-{kind}", args=[edition.slug, shown]) in page
    public = {row.number for row in from_dict(edition.public_document).projects}
    hidden = {row.number for row in from_dict(edition.document).projects} - public
    assert hidden
    for number in (*hidden, "99.9", "x"):
        assert part(client, edition, number, kind).status_code == 404


def test_a_part_is_made_once_and_all_residents_together_have_few_made_in_a_minute(
    client, edition, monkeypatch
):
    number = from_dict(edition.public_document).projects[0].number
    first = part(client, edition, number)
    made = Job.objects.count()
    monkeypatch.setattr(parts, "MOST_MADE", 0)
    again = part(client, edition, number)
    assert (again.status_code, again["ETag"], Job.objects.count()) == (200, first["ETag"], made)
    busy = part(client, edition, number, "docx")
    assert (busy.status_code, busy["Retry-After"], Job.objects.count()) == (429, "30", made)


def test_no_part_is_had_of_an_edition_that_was_withdrawn_or_is_not_public(client, edition, planner):
    number = from_dict(edition.public_document).projects[0].number
    withdraw(edition, planner, "Virhe")
    assert part(client, edition, number).status_code == 410
    assert client.get(reverse("public-part-pdf", args=["ei-ole", number])).status_code == 404
