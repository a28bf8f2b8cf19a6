"""The city's list: looked at, all or nothing, matched by kind and code; who touches what."""

import datetime
import io

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from impact_assessments.models import ModelChange, ModelItem
from projects.models import SheetImport

pytestmark = pytest.mark.django_db

LIST = """Laji;Tunnus;Nimi suomeksi;Nimi ruotsiksi;Omistaja;Poissa käytöstä alkaen
Tietojärjestelmä;TJ-1;Kirjastojärjestelmä;Bibliotekssystem;Kirjasto;
system;TJ-2;Lokipalvelu;;Tietohallinto;31.12.2022
Informationslager;TV-1;Lainaajarekisteri;;;
"""


def upload(client, text, name="malli.csv", **more):
    data = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("model-upload"), {"file": file, **more}, follow=True)


def carry_out(client):
    key = SheetImport.objects.latest("pk").pk
    return client.post(reverse("model-import-carry-out", args=[key]), follow=True)


def items():
    return {item.code: item for item in ModelItem.objects.all()}


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_list_is_shown_first_and_then_imported_with_its_history(client, planner):
    client.force_login(planner)
    page = upload(client, LIST)
    assert (page.context["preview"]["new"], page.context["problems"]) == (3, [])
    assert "Lainaajarekisteri" in page.content.decode()
    assert not ModelItem.objects.exists()
    carry_out(client)
    found = items()
    assert found["TJ-1"].name_sv == "Bibliotekssystem"
    assert (found["TV-1"].kind, str(found["TJ-2"].retired_on)) == ("resource", "2022-12-31")
    version = found["TJ-1"].history.get()
    assert (version.history_user, version.history_change_reason) == (
        planner,
        "Tuotu tiedostosta malli.csv",
    )
    assert "on jo tuotu" in carry_out(client).content.decode()
    assert found["TJ-1"].history.count() == 1


def test_the_next_list_changes_ends_and_leaves_alone(client, planner):
    client.force_login(planner)
    upload(client, LIST)
    carry_out(client)
    page = upload(
        client,
        "code,name_fi\ntj-1,Kirjastojärjestelmä 2\n",
        kind="system",
        is_complete="on",
    )
    preview = page.context["preview"]
    assert (preview["changed"], preview["ended"], preview["new"]) == (1, 0, 0)
    upload(client, "code\tname\nTJ-9\tUusi\n", kind="system", is_complete="on")
    carry_out(client)
    found = items()
    assert found["TJ-1"].retired_on is not None
    assert found["TJ-1"].name_sv == "Bibliotekssystem"
    assert found["TV-1"].retired_on is None  # the list names no kind of its kind
    assert found["TJ-9"].name_fi == "Uusi"


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ";"), ("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")],
)
def test_encodings_and_separators_are_found(client, planner, encoding, separator):
    client.force_login(planner)
    upload(client, LIST.replace(";", separator).encode(encoding))
    carry_out(client)
    assert items()["TJ-1"].name_fi == "Kirjastojärjestelmä"


def test_a_workbook_with_days_and_numbers_is_read(client, planner):
    client.force_login(planner)
    rows = ("kind", "code", "name", "retired_on"), ("system", 12, "=1+1", datetime.date(2023, 1, 2))
    book = xlsx(rows[0], ("system", 12, "Palvelu", rows[1][3]))
    upload(client, book, "malli.xlsx")
    carry_out(client)
    assert (items()["12"].name, str(items()["12"].retired_on)) == ("Palvelu", "2023-01-02")


WRONG = """kind;code;name;retired_on
Tietojärjestelmä;A;Yksi;
Kone;B;Kaksi;
system;;Kolme;
system;D;;
system;a;Toistuu;
system;E;Viisi;31.2.2023
system;F;#REF!;
"""


def test_each_refused_line_says_why_and_nothing_is_imported(client, planner):
    client.force_login(planner)
    page = upload(client, WRONG)
    told = dict(reversed(page.context["problems"]))
    assert "ei ole mikään näistä" in told[3]
    assert "Tunnus puuttuu" in told[4]
    assert "Nimi puuttuu" in told[5]
    assert "on jo rivillä 2" in told[6]
    assert "31.2.2023" in told[7]
    assert "#REF!" in told[8]
    assert reverse("model-import-carry-out", args=[1]) not in page.content.decode()
    carry_out(client)
    assert not ModelItem.objects.exists()


def test_what_is_refused_is_told_in_the_reader_s_language(client, planner):
    client.force_login(planner)
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "sv"})
    told = dict(upload(client, WRONG).context["problems"])
    assert "Koden saknas" in told[4]


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"x;y\n1;2\n", b"kind;code;name\n"])
def test_a_file_that_is_no_list_is_refused_on_its_form(client, planner, data):
    client.force_login(planner)
    for name in ("malli.csv", "malli.xlsx"):
        page = upload(client, data, name)
        assert page.status_code == 400
        assert page.context["form"].errors["file"]
    assert not SheetImport.objects.exists()


def test_a_list_that_changed_after_the_preview_is_looked_at_anew(client, planner):
    client.force_login(planner)
    upload(client, LIST)
    ModelItem.objects.create(kind="system", code="TJ-1", name_fi="Toinen")
    page = carry_out(client)
    assert "muuttunut esikatselun jälkeen" in page.content.decode()
    assert page.context["preview"]["changed"] == 1
    assert ModelItem.objects.get().name_fi == "Toinen"


def test_an_upload_is_its_owner_s_alone_and_no_sheet_of_projects(client, planner, make_user):
    client.force_login(planner)
    upload(client, LIST)
    kept = SheetImport.objects.get()
    assert client.get(kept.get_absolute_url()).status_code == 200
    assert client.get(reverse("sheet-import", args=[kept.pk])).status_code == 404
    client.force_login(make_user("planner", "toinen"))
    assert client.get(kept.get_absolute_url()).status_code == 404
    client.force_login(make_user("area_editor", "muokkaaja"))
    assert client.get(reverse("model-upload")).status_code == 403


@pytest.fixture
def touched(make_project):
    """An item of the list that two projects change, one by its name alone."""
    item = ModelItem.objects.create(kind="system", code="TJ-1", name_fi="Kirjastojärjestelmä")
    one, other = make_project("Yksi"), make_project("Toinen")
    ModelChange.objects.create(project=one, kind="system", item=item, change="new", what="Uusi")
    ModelChange.objects.create(
        project=other, kind="system", name="kirjastojärjestelmä", change="ended", part="security"
    )
    ModelChange.objects.create(project=one, kind="interface", name="Kartta-API", change="new")
    return item, one, other


def test_a_page_of_an_item_has_every_project_that_touches_it(client, make_user, touched):
    item, one, other = touched
    client.force_login(make_user("reader"))
    page = client.get(reverse("model-item", args=[item.pk])).content.decode()
    assert one.name in page
    assert other.name in page
    listed = client.get(reverse("model-items"))
    assert [(each.code, each.n) for each in listed.context["page"]] == [("TJ-1", 1)]
    names = {row["name"]: row["n"] for row in listed.context["named"]}
    assert names == {"kirjastojärjestelmä": 1, "Kartta-API": 1}
    address = reverse("model-named")
    named = client.get(address, {"kind": "interface", "name": "Kartta-API"})
    assert one.name in named.content.decode()
    assert client.get(address, {"kind": "interface", "name": "Ei mikään"}).status_code == 404
    assert client.get(address, {"kind": "x", "name": "Kartta-API"}).status_code == 404


def every_page(client, item):
    yield client.get(reverse("model-item", args=[item.pk])).content.decode()
    yield client.get(reverse("model-items")).content.decode()
    yield client.get(reverse("model-changes")).content.decode()
    yield client.get(reverse("model-changes-csv")).content.decode()


def test_a_hidden_project_or_piece_is_on_no_page(client, make_user, planner, touched):
    item, one, other = touched
    one.is_not_public = True
    one.save()
    other.not_public_fields = ["model_changes"]
    other.save()
    client.force_login(make_user("reader"))
    for page in every_page(client, item):
        for words in ("Yksi", "Toinen", "Kartta-API", "kirjastojärjestelmä"):
            assert words not in page
    client.force_login(planner)
    pages = list(every_page(client, item))
    assert "Yksi" in pages[0]
    assert "Toinen" in pages[2]
    assert "Kartta-API" in pages[3]


def test_a_part_that_is_hidden_is_not_told_in_the_spreadsheet(client, make_user, touched):
    _item, _one, other = touched
    client.force_login(make_user("reader"))
    assert "Tietoturvallisuus" in client.get(reverse("model-changes-csv")).content.decode()
    other.not_public_fields = ["security"]
    other.save()
    assert "Tietoturvallisuus" not in client.get(reverse("model-changes-csv")).content.decode()


def test_the_filtered_changes_leave_as_csv_and_xlsx_with_a_mark_in_the_log(
    client, planner, touched
):
    client.force_login(planner)
    query = {"kind": "system", "change": "new", "q": "kirjasto", "done": "no"}
    page = client.get(reverse("model-changes"), query)
    assert [row.shown_name for row in page.context["page"]] == ["Kirjastojärjestelmä"]
    csv = client.get(reverse("model-changes-csv"), query).content.decode("utf-8-sig")
    assert csv.count("\n") == 2
    assert "Tietojärjestelmä;TJ-1;Kirjastojärjestelmä;Uusi;Uusi" in csv
    answer = client.get(reverse("model-changes-xlsx"), query)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [row[2].value for row in book.worksheets[0].iter_rows(min_row=2)] == [
        "Kirjastojärjestelmä"
    ]
    assert AuditEvent.objects.filter(event="exported").count() == 2
    nonsense = {"kind": "x", "area": "x", "done": "x"}
    assert client.get(reverse("model-changes"), nonsense).status_code == 200


@pytest.mark.parametrize("name", ["model-items", "model-changes", "model-changes-csv"])
def test_queries_do_not_grow_with_the_rows(client, planner, make_project, name):
    client.force_login(planner)

    def add(start):
        for n in range(start, start + 8):
            item = ModelItem.objects.create(kind="system", code=f"T{n}", name_fi=f"Nimi {n}")
            project = make_project(f"Hanke {n}")
            ModelChange.objects.create(project=project, kind="system", item=item, change="new")
            ModelChange.objects.create(project=project, kind="system", name=f"X{n}", change="new")

    counts = []
    for start in (0, 8):
        add(start)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_change_is_picked_from_the_list_by_searching_without_scripts(
    client, planner, make_project
):
    client.force_login(planner)
    project = make_project("Verkko")
    for code in ("TJ-1", "TJ-2"):
        ModelItem.objects.create(kind="system", code=code, name_fi=f"Kirjasto {code}")
    ModelItem.objects.create(kind="process", code="P-1", name_fi="Kirjaston prosessi")
    ModelItem.objects.create(
        kind="system", code="TJ-3", name_fi="Kirjasto vanha", retired_on="2020-01-01"
    )
    address = reverse("assessment-change-new", args=[project.pk])
    typed = {"kind": "system", "change": "new", "name": "kirjasto tj", "what": "Pidetty"}
    page = client.post(address, {**typed, "search": "1"})
    assert not ModelChange.objects.exists()
    form = page.context["form"]
    assert [label for _key, label in form.fields["item"].choices][1:] == [
        "Kirjasto TJ-1 (TJ-1)", "Kirjasto TJ-2 (TJ-2)",
    ]  # fmt: skip
    assert "Pidetty" in page.content.decode()
    picked = ModelItem.objects.get(code="TJ-2")
    assert client.post(address, {**typed, "item": picked.pk}).status_code == 302
    change = ModelChange.objects.get()
    assert (change.item, change.name) == (picked, "")
    free = {"kind": "system", "change": "new", "name": "Aivan muu"}
    assert client.post(address, free).status_code == 302
    assert ModelChange.objects.filter(item=None).get().shown_name == "Aivan muu"
    for wrong in ("999999", "x", str(ModelItem.objects.get(code="TJ-3").pk)):
        assert client.post(address, {**typed, "item": wrong}).status_code == 400
