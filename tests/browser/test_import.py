"""Moving in, in a real browser: upload, review, a correction, the import, taking it back."""

import pytest

from projects.models import Project
from tests.reports.plan_files import FINNISH, docx_forms

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan_file(tmp_path):
    path = tmp_path / "suunnitelma.docx"
    path.write_bytes(docx_forms(FINNISH))
    return path


@pytest.mark.both_databases
def test_a_plan_is_uploaded_corrected_imported_and_taken_back(signed_in, axe, plan_file):
    page = signed_in
    before = Project.objects.count()
    page.goto("/plans/")
    page.click("text=Tuo suunnitelma")
    axe(page)
    page.set_input_files("#id_file", plan_file)
    page.click("text=Lähetä ja lue")
    page.wait_for_selector("text=3 hanketta löytyi")  # it is read without another click
    axe(page)
    page.click("a:has-text('Päiväkotien sähköinen ilmoittautuminen')")
    assert "3000 € / päiväkoti" in page.inner_text(".original")
    axe(page)
    page.fill("#id_name", "Ilmoittautuminen verkossa")
    page.fill("#id_phases-0-start", "joskus")
    page.click("#project .form-end .primary")
    assert "joskus" in page.inner_text(".wrong .error")
    axe(page)
    page.fill("#id_phases-0-start", "kevät 2025")
    page.click("#project .form-end .primary")
    page.goto("/plans/import/")  # leaving in the middle loses nothing
    page.click("text=suunnitelma.docx")
    assert "Ilmoittautuminen verkossa" in page.inner_text("main")
    page.click("button[value=all]")
    axe(page)
    page.click("text=Tuo 3 hanketta")
    page.wait_for_selector("text=3 hanketta tuotiin")
    axe(page)
    assert Project.objects.count() == before + 3
    page.click("a:has-text('Ilmoittautuminen verkossa')")
    assert "Tuotu tiedostosta suunnitelma.docx" in page.inner_text("main")
    page.go_back()
    page.click("summary:has-text('Peru tuonti')")
    page.click("text=Peru koko tuonti")
    page.wait_for_selector("text=Tuonti peruttiin")
    assert Project.objects.count() == before
