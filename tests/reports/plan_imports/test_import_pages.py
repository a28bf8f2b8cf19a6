"""The pages of an import: upload, review, corrections, carrying out, taking back."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.text import capfirst

from projects.models import Project, ServiceArea
from reports.composing.from_portfolio import plan_document
from reports.models import ActionPlan, PlanImport
from reports.plan_imports import steps
from reports.reading.read import read_plan
from tests.reports.imports import make_areas
from tests.reports.plan_files import FINNISH, docx_forms, pdf_paragraphs, txt

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # forms and what pages say of them


@pytest.fixture
def signed_in(client, planner):
    client.force_login(planner)
    return client


@pytest.fixture
def review(planner):
    row = PlanImport(user=planner, file_name="suunnitelma.txt", data=txt(FINNISH))
    row.keep(read_plan(txt(FINNISH)))
    row.save()
    return row


def upload(client, content: bytes, name: str = "suunnitelma.docx"):
    return client.post(reverse("plan-import-list"), {"file": SimpleUploadedFile(name, content)})


def fields_of(response) -> dict[str, str]:
    """What the form of a project's page would send if nothing was changed."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    for rows in form.sets:
        values |= {f.html_name: f.value() for f in rows.management_form}
        for row in rows:
            values |= {field.html_name: field.field.prepare_value(field.value()) for field in row}
    return {
        name: value for name, value in values.items() if value is not None and value is not False
    }


PAGES = ["plan-import", "plan-import-project"]
POSTS = ["read", "cover", "areas", "labels", "carry-out", "undo", "discard"]


@pytest.mark.parametrize("role", ["area_editor", "reader", ""])
def test_only_planners_and_administrators_import(client, make_user, review, role):
    client.force_login(make_user(role))
    assert client.get(reverse("plan-import-list")).status_code == 403
    assert upload(client, txt(FINNISH)).status_code == 403
    assert client.get(reverse("plan-import", args=[review.pk])).status_code == 403
    assert client.get(reverse("plan-import-project", args=[review.pk, 0])).status_code == 403
    for name in POSTS:
        assert client.post(reverse(f"plan-import-{name}", args=[review.pk])).status_code == 403
    assert PlanImport.objects.count() == 1
    assert not Project.objects.exists()


def test_who_is_not_signed_in_is_asked_to(client, review):
    for address in (reverse("plan-import-list"), reverse("plan-import", args=[review.pk])):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("role", ["planner", "administrator"])
def test_a_file_is_uploaded_read_reviewed_and_imported(client, make_user, role):
    client.force_login(make_user(role))
    page = upload(client, docx_forms(FINNISH)).url
    assert "luetaan" in client.get(page).content.decode()
    assert client.post(page + "read/").url == page
    shown = client.get(page).content.decode()
    for sample in FINNISH.projects:
        assert sample.name in shown
    assert not Project.objects.exists()
    client.post(page + "areas/", {"step": "all"})
    client.post(page + "carry-out/")
    assert Project.objects.count() == 3
    done = client.get(page).content.decode()
    assert "Langattoman verkon uusiminen" in done
    client.post(page + "undo/")
    assert not Project.objects.exists()
    assert PlanImport.objects.get().state == "undone"


def test_a_file_that_cannot_be_read_says_why(signed_in):
    page = upload(signed_in, b"Oli kerran romaani. " * 300, "romaani.txt").url
    signed_in.post(page + "read/")
    assert "Hankkeita ei löytynyt" in signed_in.get(page).content.decode()
    signed_in.post(page + "discard/")
    assert not PlanImport.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("tyhja.docx", b"", "tyhjä"), ("kuva.pdf", b"\x89PNG\r\n\x1a\n", "kuva")],
)
def test_a_file_without_a_plan_is_told(signed_in, name, content, message):
    page = upload(signed_in, content, name).url
    signed_in.post(page + "read/")
    assert message in signed_in.get(page).content.decode()


def test_an_upload_that_is_too_large_is_refused_at_the_field(signed_in, monkeypatch):
    monkeypatch.setattr("reports.plan_imports.forms.MAX_BYTES", 100)
    response = upload(signed_in, txt(FINNISH))
    assert response.status_code == 400
    assert "suurin luettava" in response.content.decode()
    assert not PlanImport.objects.exists()


def test_an_upload_without_a_file_is_refused(signed_in):
    assert signed_in.post(reverse("plan-import-list")).status_code == 400


def test_the_original_stands_beside_what_was_understood(signed_in, review):
    response = signed_in.get(reverse("plan-import-project", args=[review.pk, 0]))
    text = response.content.decode()
    assert "Laitteet 45 000–50 000 € (alv 0 %)" in text
    assert response.context["form"]["name"].value() == "Langattoman verkon uusiminen"
    assert 'value="Q3/2024"' in text


def test_saving_a_project_unchanged_changes_nothing(signed_in, review):
    for index in range(3):
        address = reverse("plan-import-project", args=[review.pk, index])
        before = review.plan_document.projects[index]
        response = signed_in.post(address, fields_of(signed_in.get(address)))
        assert response.status_code == 302, response.context["form"].errors
        review.refresh_from_db()
        assert review.plan_document.projects[index] == before
    assert review.checked == [0, 1, 2]


def test_corrections_are_kept_and_imported(signed_in, review):
    address = reverse("plan-import-project", args=[review.pk, 2])
    values = fields_of(signed_in.get(address))
    values |= {
        "name": "Ilmoittautuminen verkossa",
        "phases-0-start": "syksy 2025",
        "phases-0-end": "Q1/2026",
        "phases-1-DELETE": "on",
        "costs-0-low": "2 000 €",
        "costs-1-low": "1,5 t€",
        "costs-1-per": "year",
        "effect_b": "some",
        "text_b": "Tunnistautuminen muuttuu.",
        "next": "1",
    }
    assert signed_in.post(address, values).url == reverse("plan-import", args=[review.pk])
    make_areas(review)
    signed_in.post(reverse("plan-import-carry-out", args=[review.pk]))
    project = Project.objects.get(name="Ilmoittautuminen verkossa")
    assert [str(p) for p in project.phases.all()] == ["Suunnittelu: syksy 2025 – Q1/2026"]
    assert [(int(c.low), int(c.high), c.per) for c in project.costs.all()] == [
        (2000, 3000, "unit"),
        (1500, 1500, "year"),
    ]
    assert project.assessment.security_text == "Tunnistautuminen muuttuu."


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Täytä tämä kenttä"),
        ("phases-0-start", "joskus", "joskus"),
        ("phases-0-end", "2001", "ennen alkua"),
        ("costs-0-low", "paljon", "euroina"),
        ("screening", "not_required", "miksi"),
        ("decision", "update-999999", ""),
    ],
)
def test_a_wrong_correction_is_told_at_its_field_and_keeps_what_was_typed(
    signed_in, review, field, value, message
):
    address = reverse("plan-import-project", args=[review.pk, 2])
    values = fields_of(signed_in.get(address)) | {"notes": "Tämä säilyy", field: value}
    response = signed_in.post(address, values)
    assert response.status_code == 400
    text = response.content.decode()
    errors = " ".join(re.findall(r'class="error" id="[^"]*">([^<]*)<', text))
    assert errors
    assert message in errors
    assert "Tämä säilyy" in text
    review.refresh_from_db()
    assert review.checked == []


def test_projects_are_left_out_or_matched_to_ones_that_exist(signed_in, review, make_project):
    near = make_project("Sähköinen allekirjoitus kaikille", description="Vanha kuvaus")
    address = reverse("plan-import-project", args=[review.pk, 1])
    page = signed_in.get(address)
    choices = dict(page.context["form"].fields["decision"].choices)
    assert any(
        f"update-{near.pk}" in dict(rows) for rows in choices.values() if isinstance(rows, list)
    )
    signed_in.post(address, fields_of(page) | {"decision": f"update-{near.pk}"})
    review_page = signed_in.get(reverse("plan-import", args=[review.pk])).content.decode()
    assert "Sähköinen allekirjoitus kaikille" in review_page
    text = signed_in.get(address).content.decode()
    assert "Vanha kuvaus" in text  # what changes is shown: before and after
    first = reverse("plan-import-project", args=[review.pk, 0])
    signed_in.post(first, fields_of(signed_in.get(first)) | {"decision": "skip"})
    make_areas(review)
    signed_in.post(reverse("plan-import-carry-out", args=[review.pk]))
    near.refresh_from_db()
    assert near.name == "Sähköinen allekirjoitus"
    assert Project.objects.count() == 2


def test_doubts_stand_first_and_are_done_when_their_project_is_checked(signed_in, planner):
    text = "1 Sivistyspalvelut\n1.1 Verkko\nAikataulu: joskus\nKustannukset: 5 000 €\n1.2 Laite\nAikataulu: 2025\n"
    row = PlanImport(user=planner, file_name="p.txt", data=b"")
    row.keep(read_plan(text.encode()))
    row.save()
    shown = signed_in.get(reverse("plan-import", args=[row.pk]))
    (doubt,) = shown.context["doubts"]
    assert (doubt["line"], doubt["index"], doubt["is_checked"]) == (3, 0, False)
    content = " ".join(shown.content.decode().split())
    assert content.index("joskus") < content.index("1.2 Laite")
    address = reverse("plan-import-project", args=[row.pk, 0])
    signed_in.post(address, fields_of(signed_in.get(address)))
    assert signed_in.get(reverse("plan-import", args=[row.pk])).context["open_doubts"] == 0


def test_the_cover_is_corrected(signed_in, review):
    address = reverse("plan-import-cover", args=[review.pk])
    wrong = signed_in.post(address, {"title": "X", "period_start": "2026", "period_end": "2025"})
    assert wrong.status_code == 400
    signed_in.post(address, {"title": "Uusi nimi", "organisation": "Kunta", "period_start": "2025"})
    make_areas(review)
    signed_in.post(reverse("plan-import-carry-out", args=[review.pk]))
    plan = ActionPlan.objects.get()
    assert (plan.title, plan.organisation, plan.period_start.edtf) == ("Uusi nimi", "Kunta", "2025")


def test_what_does_not_fit_is_told_and_nothing_is_imported(signed_in, review):
    review.document["projects"][0]["service_area"] = "x" * 201
    review.save()
    address = reverse("plan-import", args=[review.pk])
    make_areas(review)
    response = signed_in.post(address + "carry-out/", follow=True)
    assert "Mitään ei tuotu" in response.content.decode()
    assert not Project.objects.exists()
    assert PlanImport.objects.get().state == "review"


def test_queries_of_the_review_do_not_grow_with_its_projects(
    signed_in, review, django_assert_max_num_queries
):
    row = review.document["projects"][0]
    review.document["projects"] += [
        row | {"number": f"2.{n}", "name": f"Hanke {n}"} for n in range(2, 60)
    ]
    review.save()
    signed_in.get("/")  # once a minute a request notes that the session is in use
    with django_assert_max_num_queries(12):
        signed_in.get(reverse("plan-import", args=[review.pk]))


def test_the_exported_pdf_and_word_file_tell_every_imported_project(signed_in, planner):
    import io

    import docx
    from pypdf import PdfReader

    from projects.clock import today
    from reports.document.plan import Imprint
    from reports.rendering.paper.pdf import render_pdf
    from reports.rendering.word.plan import render_docx

    row = PlanImport(user=planner, file_name="suunnitelma.pdf", data=b"")
    row.keep(read_plan(pdf_paragraphs(FINNISH)))
    row.save()
    make_areas(row)
    applied = steps.carry_out(row, planner)
    document = plan_document(ActionPlan.objects.get(pk=applied.plan))
    pages = PdfReader(io.BytesIO(render_pdf(document, Imprint(today())))).pages
    printed = "".join("".join(page.extract_text() for page in pages).split()).replace("\u00ad", "")
    word = docx.Document(io.BytesIO(render_docx(document, Imprint(today()))))
    # In tables too: sums stand in the band of facts.
    written = "".join("".join(word.element.body.itertext()).split())
    for sample in FINNISH.projects:
        for text in (sample.name, sample.description, *(answer for _label, answer in sample.parts)):
            # Work that the rows say whole is told by them, and once.
            text = "Ostopalvelut: 10–15 henkilötyöpäivää" if "20 htp, ost" in text else text
            plain = "".join(text.split()).replace("-", "")
            assert plain in printed.replace("-", "")
            assert plain in written.replace("-", "")


def test_a_second_reading_does_not_take_a_review_back(planner):
    """Whose page posted twice: one is done, and its import too, while the other still reads."""
    row = PlanImport.objects.create(user=planner, file_name="a.txt", data=txt(FINNISH))
    late = PlanImport.objects.get(pk=row.pk)
    PlanImport.objects.filter(pk=row.pk).update(state=PlanImport.State.IMPORTED)
    late.read()
    row.refresh_from_db()
    assert row.state == PlanImport.State.IMPORTED


def test_an_import_that_is_confirmed_twice_is_one(signed_in, review):
    where = reverse("plan-import-carry-out", args=[review.pk])
    make_areas(review)
    signed_in.post(where)
    made = Project.objects.count()
    second = signed_in.post(where, follow=True)
    assert Project.objects.count() == made > 0
    assert "Suunnitelma oli jo tuotu. Mitään ei tehty kahdesti." in second.content.decode()


def test_no_area_is_made_before_somebody_saw_its_name(signed_in, review):
    page = reverse("plan-import", args=[review.pk])
    shown = signed_in.get(page).content.decode()
    assert "Uudet palvelualat" in shown
    answer = signed_in.post(page + "carry-out/", follow=True).content.decode()
    assert "Mitään ei tuotu" in answer
    assert "Sivistyspalvelut" in answer
    assert not Project.objects.exists()
    assert not ServiceArea.objects.exists()


def test_an_area_of_another_name_is_one_that_is_there(signed_in, review):
    there = ServiceArea.objects.create(name="Koulut ja päiväkodit")
    page = reverse("plan-import", args=[review.pk])
    new = {area.name: area.key for area in steps.areas_to_be_made(review)}
    key = new.pop("Sivistyspalvelut")
    signed_in.post(page + "areas/", {f"area-{key}": str(there.pk)})
    signed_in.post(page + "areas/", {"step": "all"})
    signed_in.post(page + "carry-out/")
    assert ServiceArea.objects.get(name="Varhaiskasvatus").parent == there
    assert not ServiceArea.objects.filter(name="Sivistyspalvelut").exists()
    assert set(new) <= {area.name for area in ServiceArea.objects.all()}


def test_of_two_planners_nobody_undoes_what_the_other_chose(signed_in, review):
    there = ServiceArea.objects.create(name="Koulut ja päiväkodit")
    steps.choose_areas(PlanImport.objects.get(pk=review.pk), {"a": str(there.pk)})
    steps.choose_areas(review, {"b": "make"})
    review.refresh_from_db()
    assert review.areas == {"a": str(there.pk), "b": "make"}


@pytest.mark.parametrize("sent", ["", "kukkuu", "999999"])
def test_an_area_that_is_none_is_refused(signed_in, review, sent):
    key = steps.areas_to_be_made(review)[0].key
    page = reverse("plan-import", args=[review.pk])
    assert signed_in.post(page + "areas/", {f"area-{key}": sent}).status_code == 400
    review.refresh_from_db()
    assert review.areas == {}


def test_an_area_that_was_taken_away_meanwhile_is_asked_about_again(signed_in, review):
    there = ServiceArea.objects.create(name="Koulut ja päiväkodit")
    steps.choose_areas(review, {a.key: str(there.pk) for a in steps.areas_to_be_made(review)})
    there.delete()
    review.refresh_from_db()
    assert not any(area.chosen for area in steps.areas_to_be_made(review))


def test_the_review_says_what_was_guessed_and_what_was_not_found(signed_in, planner):
    text = "1 Johdanto\n\n2 Tekniset palvelut\n\n2.1 Verkko\n\nUusi verkko.\n\n"
    text += "Aikataulu: kevät 2025\nKustannukset: 20 000 €\n"
    row = PlanImport.objects.create(user=planner, file_name="a.txt", data=text.encode())
    row.read()
    for address in (f"/plans/import/{row.pk}/", f"/plans/import/{row.pk}/0/"):
        assert "Ei löytynyt" in signed_in.get(address).content.decode()
    shown = signed_in.get(f"/plans/import/{row.pk}/").context["projects"][0]["certainty"]
    assert {"Nimi", "Kuvaus", "Aikataulu", "Kustannukset"} <= set(map(capfirst, shown.certain))
    assert "Palveluala" in map(capfirst, shown.guessed)
    assert "Resurssit" in map(capfirst, shown.not_found)


def test_a_chapter_that_is_one_of_the_city_s_areas_is_certain(planner):
    text = (
        "1 Johdanto\n\n2 Rannikko\n\n2.1 Verkko\n\nAikataulu: kevät 2025\nKustannukset: 2 000 €\n"
    )
    row = PlanImport.objects.create(user=planner, file_name="a.txt", data=text.encode())
    row.read()
    assert row.plan_document.projects[0].service_area != "Rannikko"
    ServiceArea.objects.create(name="Rannikko")
    row = PlanImport.objects.create(user=planner, file_name="a.txt", data=text.encode())
    row.read()
    assert row.plan_document.projects[0].service_area == "Rannikko"
    assert "service_area" not in row.source_of(0).guessed


def test_the_review_tells_how_many_sums_and_dates_change(signed_in, review):
    page = reverse("plan-import", args=[review.pk])
    assert "on jo salkussa" not in signed_in.get(page).content.decode()
    make_areas(review)
    steps.carry_out(review, review.user)
    again = PlanImport(user=review.user, file_name="suunnitelma.txt", data=txt(FINNISH))
    again.keep(read_plan(txt(FINNISH)))
    again.save()
    page = reverse("plan-import", args=[again.pk])
    assert "yksikään summa tai päivä ei muutu" in signed_in.get(page).content.decode()
    costly = Project.objects.exclude(costs=None).first()
    costly.costs.update(low="1234", high="1234")
    found = signed_in.get(page)
    assert (found.context["new_sums"], found.context["new_dates"]) == (1, 0)
    assert "1 hankkeen kustannukset muuttuvat" in found.content.decode()
    assert "nyt: 1\xa0234\xa0€" in found.content.decode()
