"""The ledger's file: read, looked at, carried out, the same twice, wrong lines, taken back."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from accounts.models import User
from portfolio.ledger.jobs import CARRY_OUT, ask
from projects.history.sentences import changes
from projects.ledger import imports
from projects.ledger.amounts import ledger_amount
from projects.ledger.headings import Meaning, columns_of
from projects.models import BudgetYear, LedgerCode, LedgerImport
from projects.values.money import UnreadableMoney, format_amount
from reports.jobs import Cancelled, run_now
from reports.models import Job
from tests.portfolio.sheets.test_workbook_import import at, killed

pytestmark = pytest.mark.django_db
HEAD = "Kustannuspaikka;Kirjauspäivä;Määräraha;Toteuma (€)\n"


@pytest.fixture
def signed_in(client, planner, settings):
    settings.TODAY = datetime.date(2023, 3, 15)
    client.force_login(planner)
    return client


@pytest.fixture
def verkko(make_project):
    project = make_project("Verkko")
    LedgerCode.objects.create(project=project, code="KP 4711")
    return project


def upload(client, text, encoding="utf-8-sig", name="kirjanpito.csv", **more):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    file = SimpleUploadedFile(name, data)
    answer = client.post(reverse("ledger"), {"file": file, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return LedgerImport.objects.latest("pk")


def send(client, upload, name):
    answer = client.post(reverse(f"ledger-{name}", args=[upload.pk]), follow=True)
    upload.refresh_from_db()
    return answer.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_looked_at_and_then_saved_and_twice_changes_nothing(signed_in, verkko, encoding):
    text = (
        "Kirjanpidon raportti;;;\n" + HEAD + "kp4711;2.1.2023;15 000;1 200,50\n"
        "KP 4711;28.2.2023;;-200,50 €\nKP 4711;12/2022;;1.000,00\n"
    )
    kept = upload(signed_in, text, encoding)
    assert not BudgetYear.objects.exists()
    page = signed_in.get(kept.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert "ei tiedossa → <b>15 000 €</b>" in page
    assert "Tallennettu kirjanpidosta: 2 uutta" in send(signed_in, kept, "carry-out")
    row = verkko.budget.get(year=2023)
    assert (row.frame, row.spent, row.forecast) == (Decimal(15000), Decimal(1000), None)
    assert row.spent_until == datetime.date(2023, 2, 28)
    assert verkko.budget.get(year=2022).spent == 1000
    told = changes(verkko.pk)[0]
    assert told.reason == "Kirjanpidosta: kirjanpito.csv"
    versions = BudgetYear.history.count()
    again = upload(signed_in, text, encoding)
    assert (again.preview["new"], again.preview["changed"], again.preview["unchanged"]) == (0, 0, 2)
    assert "Mikään ei muuttuisi" in signed_in.get(again.get_absolute_url()).content.decode()
    send(signed_in, kept, "carry-out")
    assert BudgetYear.history.count() == versions
    assert "kirjanpito.csv" in signed_in.get(reverse("ledger")).content.decode()


def test_what_is_wrong_is_named_by_line_and_keeps_its_sum_back(signed_in, verkko, make_project):
    other, third = make_project("Toinen"), make_project("Kolmas")
    LedgerCode.objects.create(project=other, code="2")
    LedgerCode.objects.create(project=third, code="3")
    LedgerCode.objects.create(project=third, code="9")
    LedgerCode.objects.create(project=verkko, code="9")
    lines = (
        "KP4711;1.2.2023;;100", "8888;1.2.2023;;100", "KP4711;1.2.1999;;100",
        "2;1.2.2023;;100", "2;2.2.2023;;sata", ";1.2.2023;;5", "9;1.2.2023;;5",
        "3;1.2.2023;-5;", "3;1.2.2022;;7", "8888;3.2.2023;;1", "2;1.2.2022;;8",
        "2;1.6.2024;;8", "3;joskus;;1",
    )  # fmt: skip
    kept = upload(signed_in, HEAD + "\n".join(lines))
    problems = dict(kept.preview["problems"])
    assert sorted(problems) == [4, 6, 7, 8, 9, 13, 14]
    assert "1999" in problems[4]
    assert "sata" in problems[6]
    assert kept.preview["unknown"] == [["8888", [3, 11], 2]]
    page = signed_in.get(kept.get_absolute_url()).content.decode()
    for told in ("8888", "Vuosi 1999 ei voi olla oikein", "Rivillä ei ole tunnistetta"):
        assert told in page
    send(signed_in, kept, "carry-out")
    # Only of 2022 is all of the second right; years of the others are not known for one line.
    assert {(r.project.name, r.year, r.spent) for r in BudgetYear.objects.all()} == {
        ("Toinen", 2022, 8)
    }


def test_a_code_s_project_and_a_column_s_meaning_are_asked_and_remembered(signed_in, make_project):
    project = make_project("Verkko")
    text = "Tili;Kuka;Mitä;Toteuma 2022\n1;H77;Kaapeli;5\n1;H99;Muu;7\n"
    kept = upload(signed_in, text)
    where = kept.get_absolute_url()
    page = signed_in.get(where).content.decode()
    assert "ei tarkoita tätä: kustannuspaikka tai projektikoodi" in page
    answer = signed_in.post(where, {"column-0": "leave", "column-1": "code", "column-2": "leave",
                                    "column-3": "spent"})  # fmt: skip
    assert answer.status_code == 302
    columns = {f"column-{n}": m for n, m in enumerate(("leave", "code", "leave", "spent"))}
    wrong = signed_in.post(where, columns | {"project-H77": "Verko"})
    assert wrong.status_code == 400
    assert "Verkko" in wrong.content.decode()
    twice = signed_in.post(where, columns | {"column-0": "year", "column-1": "year"})
    assert twice.status_code == 400
    chosen = columns | {"project-H77": "Verkko", "leave-H99": "on"}
    assert signed_in.post(where, chosen).status_code == 302
    assert not LedgerCode.objects.exists()
    send(signed_in, kept, "carry-out")
    assert project.budget.get().spent == 5
    assert project.ledger_codes.get().code == "H77"
    later = upload(signed_in, text.replace(";5", ";6"))
    assert (later.preview["changed"], later.preview["unknown"], later.preview["ignored"]) == (
        1, [], 1,
    )  # fmt: skip


def test_a_file_is_taken_back_as_a_whole_but_what_changed_since(signed_in, verkko, make_project):
    other = make_project("Toinen")
    LedgerCode.objects.create(project=other, code="2")
    BudgetYear.objects.create(project=verkko, year=2023, frame=10, spent=1)
    kept = upload(signed_in, HEAD + "KP4711;1.2.2023;;100\n2;1.2.2023;;5\n2;1.2.2022;;6\n")
    send(signed_in, kept, "carry-out")
    assert BudgetYear.objects.count() == 3
    row = other.budget.get(year=2022)
    row.spent = 60
    row.save()
    page = send(signed_in, kept, "undo")
    assert "Muutettu tuonnin jälkeen ja jätetty ennalleen: Toinen, 2022" in page
    kept_row = verkko.budget.get()
    assert (kept_row.frame, kept_row.spent, kept_row.spent_until) == (10, 1, None)
    assert [r.spent for r in other.budget.all()] == [60]
    assert kept.state == "undone"
    assert "Tämän tiedoston tuonti on jo peruttu" in send(signed_in, kept, "undo")
    assert changes(verkko.pk)[0].reason == "Peruttu: kirjanpito.csv"


def test_figures_that_changed_after_the_preview_are_looked_at_anew(signed_in, verkko):
    row = BudgetYear.objects.create(project=verkko, year=2023, spent=1)
    kept = upload(signed_in, HEAD + "KP4711;1.2.2023;;100\n")
    row.spent = 50
    row.save()
    assert "katso esikatselu uudelleen" in send(signed_in, kept, "carry-out")
    assert verkko.budget.get().spent == 50
    assert kept.preview["rows"][0]["figures"]["spent"] == ["50.00", "100.00"]
    assert "1 muutettua" in send(signed_in, kept, "carry-out")


def test_kinds_add_up_and_are_not_counted_twice(signed_in, verkko):
    head = "Projekti;Vuosi;Kustannuslaji;Toteuma;Ennuste\n"
    kept = upload(signed_in, head + "KP4711;2023;Investointi;1;2\nKP4711;2023;;;9\n")
    send(signed_in, kept, "carry-out")
    assert {(r.kind, r.spent, r.forecast) for r in verkko.budget.all()} >= {("investment", 1, 2)}
    later = upload(signed_in, head + "KP4711;2023;;5;\n")
    assert later.preview["new"] + later.preview["changed"] == 0
    assert "kustannuslajeittain" in later.preview["problems"][0][1]


@pytest.mark.parametrize(
    "data",
    [b"", b"Kustannuspaikka;Vuosi;Toteuma\n", b"PK\x03\x04nonsense", b"\x00\x01\x02"],
)
def test_what_is_no_such_file_is_said_and_nothing_kept(signed_in, data):
    file = SimpleUploadedFile("x.csv", data)
    answer = signed_in.post(reverse("ledger"), {"file": file})
    assert answer.status_code == 400
    assert answer.context["form"].errors["file"]
    assert not LedgerImport.objects.exists()


def test_what_no_column_holds_is_refused_by_line(signed_in, verkko):
    most = "999 999 999 999,99"
    lines = f"KP4711;1.2.2023;;{most}\nKP4711;1.2.2023;;{most}\n{'x' * 60};1.2.2023;;1\n"
    kept = upload(signed_in, HEAD + lines)
    assert [line for line, _text in kept.preview["problems"]] == [3, 4]
    send(signed_in, kept, "carry-out")
    assert not verkko.budget.exists()


def test_the_year_of_the_whole_file_refuses_other_lines(signed_in, verkko):
    kept = upload(signed_in, HEAD + "KP4711;1.2.2023;;5\nKP4711;1.2.2022;;7\n", year="2023")
    assert dict(kept.preview["problems"]).keys() == {3}
    send(signed_in, kept, "carry-out")
    assert [(r.year, r.spent) for r in verkko.budget.all()] == [(2023, 5)]
    plain = upload(signed_in, "Kustannuspaikka;Summa\nKP4711;6\n", year="2023")
    assert plain.preview["lacks"] == []
    send(signed_in, plain, "carry-out")
    assert verkko.budget.get().spent == 6


def test_queries_do_not_grow_with_the_lines(signed_in, make_project, django_assert_max_num_queries):
    def file(count):
        for n in range(count):
            LedgerCode.objects.get_or_create(
                project=make_project(f"{count} {n}"), code=f"{count}-{n}"
            )
        return HEAD + "".join(f"{count}-{n};1.2.2023;{n};5\n" for n in range(count))

    for count in (3, 30):
        kept = upload(signed_in, file(count))
        with django_assert_max_num_queries(45):
            send(signed_in, kept, "carry-out")
        assert kept.is_done
        with django_assert_max_num_queries(20):
            signed_in.get(kept.get_absolute_url())


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1 200,50", "1200.50"), ("-1.200,50 €", "-1200.50"), ("1200,5-", "-1200.50"),
     ("(1 200)", "-1200"), ("−5", "-5"), ("+7,1", "7.10"), (3, "3"), (1.1, "1.10"), ("0", "0"),
     ("\xa01\xa0200\xa0", "1200")],
)  # fmt: skip
def test_sums_are_read_as_ledgers_write_them(text, amount):
    assert ledger_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["sata", "1,2,3", "--5", float("inf"), "1 200,505", "="])
def test_what_is_no_sum_is_none(text):
    with pytest.raises(UnreadableMoney):
        ledger_amount(text)


@given(st.integers(-(10**11), 10**11))
def test_every_sum_that_we_write_is_read_back(cents):
    amount = Decimal(cents) / 100
    assert ledger_amount(format_amount(amount, "fi")) == amount


def test_headings_are_known_with_their_years():
    cells = ("KUSTANNUSPAIKKA", "TA 2026", "Toteuma 1–6/2026 (€)", "Toteuma 2025", "Tili", None)
    found = [(c.meaning, c.year) for c in columns_of(cells, {})]
    assert found == [
        (Meaning.CODE, None), (Meaning.FRAME, 2026), (Meaning.LEAVE, None),
        (Meaning.SPENT, 2025), (Meaning.LEAVE, None), (Meaning.LEAVE, None),
    ]  # fmt: skip


def long_file(count=600):
    return HEAD + "".join(f"KP4711;1.2.{2016 + n % 8};;{n}\n" for n in range(count))


def work(client, upload):
    """The page of the upload leads to its job while one waits or runs; the worker does it."""
    answer = client.get(upload.get_absolute_url())
    job = Job.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, job.get_absolute_url())
    run_now(job)
    upload.refresh_from_db()
    return Job.objects.get(pk=job.pk)


def test_a_long_file_is_read_saved_and_taken_back_by_the_worker(signed_in, verkko, settings):
    settings.SHEET_WAIT_ROWS = 100
    kept = upload(signed_in, long_file())
    assert (kept.preview, Job.objects.count()) == (None, 0)
    assert work(signed_in, kept).state == "done"
    assert (kept.preview["new"], kept.preview["lines"]) == (8, 601)
    columns = {f"column-{n}": m for n, m in enumerate(("code", "date", "frame", "leave"))}
    assert signed_in.post(kept.get_absolute_url(), columns).status_code == 302
    assert work(signed_in, kept).state == "done"
    assert kept.preview["new"] == 0
    signed_in.post(kept.get_absolute_url(), columns | {"column-3": "spent"})
    work(signed_in, kept)
    # Sent twice it is one job, and what changed meanwhile is looked at anew.
    where = reverse("ledger-carry-out", args=[kept.pk])
    job = signed_in.post(where)["Location"]
    assert signed_in.post(where)["Location"] == job
    row = BudgetYear.objects.create(project=verkko, year=2017, spent=1)
    failed = work(signed_in, kept)
    assert (failed.state, "muuttuneet" in failed.error_text) == ("failed", True)
    assert (kept.preview["changed"], BudgetYear.objects.count()) == (1, 1)
    ask(CARRY_OUT, kept, User.objects.get())
    assert work(signed_in, kept).state == "done"
    assert (kept.state, bytes(kept.data), BudgetYear.objects.count()) == ("done", b"", 8)
    assert changes(verkko.pk)[0].reason == "Kirjanpidosta: kirjanpito.csv"
    row.refresh_from_db()
    row.spent = 7
    row.save()
    signed_in.post(reverse("ledger-undo", args=[kept.pk]))
    assert work(signed_in, kept).state == "done"
    assert [(r.year, r.spent) for r in BudgetYear.objects.all()] == [(2017, 7)]
    page = signed_in.get(kept.get_absolute_url()).content.decode()
    assert "jätetty ennalleen: Verkko, 2017" in page


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_an_xlsx_is_the_worker_s_from_beginning_to_end(signed_in, verkko):
    """A page does not open it even where it is short."""
    rows = ("Kustannuspaikka", "Vuosi", "Toteuma"), ("KP 4711", 2023, 1200.5)
    kept = upload(signed_in, xlsx(*rows), name="kirjanpito.xlsx")
    assert kept.preview is None
    assert work(signed_in, kept).state == "done"
    assert signed_in.get(kept.get_absolute_url()).status_code == 200
    for name, state in (("carry-out", "done"), ("undo", "undone")):
        before = kept.state
        signed_in.post(reverse(f"ledger-{name}", args=[kept.pk]))
        kept.refresh_from_db()
        assert kept.state == before
        assert work(signed_in, kept).state == "done"
        assert kept.state == state
    assert [row.spent for row in BudgetYear.history.all()] == [None, Decimal("1200.50")]


def test_an_xlsx_says_days_and_sums_in_every_way_and_what_is_wrong_by_line(signed_in, verkko):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    for row in (
        ("Kustannuspaikka", "Kirjauspäivä", "Toteuma"),
        ("KP 4711", datetime.datetime(2023, 2, 1), 1.2),
        ("KP 4711", "2.2.2023", "1 200,50 €"),
        ("KP 4711", datetime.date(2022, 2, 1), "1,2"),
        ("KP 4711", 45170, 5),
        ('\t=HYPERLINK("http://paha.example/")', "1.2.2023", 5),
        ("KP 4711", "1.2.2021", "=1+1"),
    ):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("A9:B10")
    target = io.BytesIO()
    book.save(target)
    kept = upload(signed_in, target.getvalue(), name="kirjanpito.xlsx")
    work(signed_in, kept)
    problems = dict(kept.preview["problems"])
    assert sorted(problems) == [5, 7]
    assert "45170" in problems[5]
    assert [lines for _code, lines, _count in kept.preview["unknown"]] == [[6]]
    page = signed_in.get(kept.get_absolute_url()).content.decode()
    assert "A9:B10" in page
    assert "Piilotetut rivit (1)" in page


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        ("KP 4711;1.2.2023;5;6\n", "ei tarkoita tätä: kustannuspaikka"),
        ("Koodi;Toteuma;TOTEUMA;Vuosi\n", "Otsikko ”Toteuma” on tiedostossa kahdesti"),
    ],
)
def test_a_file_without_heads_or_with_one_twice_saves_nothing(signed_in, verkko, heads, told):
    kept = upload(signed_in, heads + "KP 4711;5;7;2023\n")
    page = signed_in.get(kept.get_absolute_url()).content.decode()
    assert told in page
    assert reverse("ledger-carry-out", args=[kept.pk]) not in page
    send(signed_in, kept, "carry-out")
    assert not BudgetYear.objects.exists()


SAVED, LAST = 'INSERT INTO "projects_historicalbudgetyear"', 'UPDATE "projects_ledgerimport"'


def test_who_stops_or_kills_the_worker_while_it_saves_has_nothing_half_saved(
    signed_in, verkko, settings
):
    settings.SHEET_WAIT_ROWS = 1
    BudgetYear.objects.create(project=verkko, year=2022, spent=1)
    lines = "KP4711;1.2.2022;;5\nKP4711;1.2.2023;;6\nH77;1.2.2023;;7\n"
    kept = upload(signed_in, HEAD + lines)
    work(signed_in, kept)
    columns = {f"column-{n}": m for n, m in enumerate(("code", "date", "frame", "spent"))}
    signed_in.post(kept.get_absolute_url(), columns | {"project-H77": "Verkko"})
    work(signed_in, kept)

    def there():
        rows = BudgetYear.objects.order_by("year").values_list("year", "spent")
        return list(rows), LedgerCode.objects.count(), BudgetYear.history.count()

    before = there()
    job = ask(CARRY_OUT, kept, User.objects.get())
    with at(SAVED, lambda: signed_in.post(reverse("job-cancel", args=[job.pk]))):
        assert run_now(job).state == "cancelled"
    assert there() == before
    with at(LAST, killed), pytest.raises(SystemExit):
        run_now(ask(CARRY_OUT, kept, User.objects.get()))
    assert there() == before
    assert run_now(ask(CARRY_OUT, kept, User.objects.get())).state == "done"
    assert there() == ([(2022, 5), (2023, 13)], 2, before[2] + 2)


def test_a_long_file_that_is_stopped_killed_or_unreadable(signed_in, verkko, settings):
    settings.SHEET_WAIT_ROWS = 100
    kept = upload(signed_in, long_file(3000))
    work(signed_in, kept)
    ask(CARRY_OUT, kept, User.objects.get()).cancel()
    assert signed_in.get(kept.get_absolute_url()).status_code == 200
    assert not BudgetYear.objects.exists()

    # Stopped while it reads: nothing is saved.
    def stop(_share):
        raise Cancelled

    with pytest.raises(Cancelled):
        imports.carry_out(kept.pk, User.objects.get(), stop)
    assert not BudgetYear.objects.exists()
    # Killed after it saved and before the job said so: done again, it does nothing.
    imports.carry_out(kept.pk, User.objects.get())
    versions = BudgetYear.history.count()
    kept.refresh_from_db()
    again = ask(CARRY_OUT, kept, User.objects.get())
    run_now(again)
    assert (Job.objects.get(pk=again.pk).state, BudgetYear.history.count()) == ("done", versions)
    file = SimpleUploadedFile("kirjanpito.xlsx", b"PK\x03\x04nonsense")
    assert signed_in.post(reverse("ledger"), {"file": file}).status_code == 302
    wrong = LedgerImport.objects.latest("pk")
    assert work(signed_in, wrong).state == "done"
    page = signed_in.get(wrong.get_absolute_url()).content.decode()
    assert wrong.preview["unreadable"][:20] in page
    assert reverse("ledger-carry-out", args=[wrong.pk]) not in page
    failed = run_now(ask(CARRY_OUT, wrong, User.objects.get()))
    assert (failed.state, wrong.preview["unreadable"] in failed.error_text) == ("failed", True)
    # Who lost the role meanwhile gets nothing done.
    late = upload(signed_in, long_file())
    signed_in.get(late.get_absolute_url())
    User.objects.get().groups.clear()
    job = Job.objects.latest("pk")
    run_now(job)
    assert Job.objects.get(pk=job.pk).state == "failed"
