"""Two people in two browsers edit the same project, and what is typed survives what goes wrong."""

import re
import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from portfolio.demo import portfolio as demo
from projects.models import Project
from tests import demonstration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project(transactional_db):
    demonstration.load()
    return Project.objects.get(name="Konesalipalvelut")


@pytest.fixture
def edit(project):
    return reverse("admin:projects_project_change", args=[project.pk])


@pytest.fixture
def person(browser, live_server, enter):
    """`person("suunnittelija")` is a page of a browser of their own, signed in."""
    contexts = []

    def open_browser(username):
        context = browser.new_context(base_url=live_server.url, locale="fi-FI")
        contexts.append(context)
        page = context.new_page()
        enter(page, username)
        return page

    yield open_browser
    for context in contexts:
        context.close()


def sign_in(page, username):
    page.goto("/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", demo.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/")


def save(page):
    page.click("input[name=_save]")
    page.wait_for_load_state()


@pytest.mark.both_databases
def test_the_second_of_two_people_is_asked_and_nothing_is_lost(person, project, edit, axe):
    maija, aino = person("suunnittelija"), person("admin")
    for page in (maija, aino):
        page.goto(edit)
    maija.fill("#id_description", "Maijan kuvaus")
    maija.fill("#id_phases-0-end", "Q4/2023")
    maija.fill("#id_assessment-0-security_text", "Maijan lokit")
    save(maija)
    aino.fill("#id_description", "Ainon kuvaus")
    aino.fill("#id_notes", "Ainon huomautus")
    aino.fill("#id_phases-0-end", "Q1/2024")
    save(aino)
    axe(aino)
    text = aino.inner_text("main")
    assert "Joku muu on tallentanut sillä välin" in text
    assert "Maija Suunnittelija" in text
    rows = aino.locator("tbody tr")
    told = {row.locator("th").inner_text(): row.inner_text() for row in rows.all()}
    assert "Maijan kuvaus" in told["Kuvaus"]
    assert "Ainon kuvaus" in told["Kuvaus"]
    for row in rows.all():
        label = row.locator("th").inner_text()
        if not row.locator("input:checked").count():
            row.locator(f"input[value={'yours' if label == 'Kuvaus' else 'theirs'}]").check()
    aino.click("main form .primary")
    aino.wait_for_load_state()
    project.refresh_from_db()
    assert project.description == "Ainon kuvaus"
    assert project.notes == "Ainon huomautus"
    assert project.assessment.security_text == "Maijan lokit"
    assert project.phases.first().end.edtf == "2023-36"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_question_fits_every_screen(person, project, edit, accessible, width, scheme):
    page = person("suunnittelija")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(edit)
    project.description = "Toisen " * 60
    project.save()
    page.fill("#id_description", "Omani " * 60)
    save(page)
    accessible(page)


def typed_draft(page, edit):
    page.goto(edit)
    page.fill("#id_description", "Pitkä teksti, jota ei saa hukata")
    page.click("#costs-group .add-row a")
    row = page.locator("#costs-group tr.dynamic-costs").last
    row.locator("[name$=description]").fill("Uusi palvelin")
    page.evaluate("""async () => {
      const text = () => Object.values(localStorage).join();
      while (!text().includes("Uusi palvelin")) await new Promise(done => setTimeout(done, 50));
    }""")


def take_draft(page):
    page.click("[data-take]")
    page.wait_for_load_state()
    page.wait_for_selector(".error-summary")
    assert page.input_value("#id_description") == "Pitkä teksti, jota ei saa hukata"
    names = page.locator("#costs-group tr.dynamic-costs [name$=description], "
                         "#costs-group tr.has_original [name$=description]")  # fmt: skip
    assert "Uusi palvelin" in [each.input_value() for each in names.all()]


def test_an_expired_session_loses_nothing(person, project, edit, axe):
    page = person("suunnittelija")
    typed_draft(page, edit)
    Session.objects.all().delete()
    save(page)
    assert "login" in page.url
    sign_in(page, "suunnittelija")
    page.goto(edit)
    assert page.input_value("#id_description") != "Pitkä teksti, jota ei saa hukata"
    axe(page)
    take_draft(page)
    last = page.locator("[name^='costs-'][name$='-kind']:not([name*=__])").last
    last.select_option("one_off")
    for name, value in (("low", "5"), ("high", "6")):
        page.locator(f"[name^='costs-'][name$='-{name}']:not([name*=__])").last.fill(value)
    last = page.locator("[name^='costs-'][name$='-per']:not([name*=__])").last
    last.select_option("total")
    save(page)
    project.refresh_from_db()
    assert project.description == "Pitkä teksti, jota ei saa hukata"
    assert project.costs.filter(description="Uusi palvelin").exists()
    page.goto(edit)
    assert page.locator("[data-take]").count() == 0
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_lost_connection_loses_nothing(person, edit):
    page = person("suunnittelija")
    typed_draft(page, edit)
    page.context.set_offline(True)
    page.click("input[name=_save]")
    expect(page).to_have_url(re.compile("^chrome-error:"))
    page.context.set_offline(False)
    page.goto(edit)
    take_draft(page)


def test_a_draft_over_an_older_version_is_saved_against_that_version(person, project, edit):
    page = person("suunnittelija")
    typed_draft(page, edit)
    page.goto("/")
    project.refresh_from_db()
    project.description = "Toisen tallentama"
    project.save()
    page.goto(edit)
    page.click("[data-take]")
    page.wait_for_selector(".error-summary")
    total = page.locator("#id_costs-TOTAL_FORMS")
    total.evaluate("e => e.value = document.getElementById('id_costs-INITIAL_FORMS').value")
    save(page)
    assert "Toisen tallentama" in page.inner_text("main")
    project.refresh_from_db()
    assert project.description == "Toisen tallentama"


def test_a_draft_is_offered_to_nobody_else_and_goes_with_a_sign_out(person, edit):
    page = person("suunnittelija")
    typed_draft(page, edit)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    assert page.locator("[data-take]").count() == 0
    sign_in(page, "admin")
    page.goto(edit)
    assert page.locator("[data-take]").count() == 0
    page.context.clear_cookies()
    sign_in(page, "suunnittelija")
    page.goto(edit)
    assert page.locator("[data-take]").count() == 1
    page.click("#logout-form button")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_draft_that_is_thrown_away_is_gone(person, edit):
    page = person("suunnittelija")
    typed_draft(page, edit)
    page.goto(edit)
    page.click("[data-drop]")
    page.goto(edit)
    assert page.locator("[data-take]").count() == 0


def typed_into(page, field, text):
    page.fill(field, text)
    page.wait_for_function("text => Object.values(localStorage).join().includes(text)", arg=text)


def test_what_was_typed_into_any_form_is_offered_after_the_session_has_ended(person, project, axe):
    """A comment, whose address is no page, and the report round."""
    page = person("suunnittelija")
    planner = User.objects.get(username="suunnittelija")
    Project.objects.filter(pk=project.pk).update(manager=planner, status="in_progress")
    address = project.get_absolute_url()
    sentence = f"[name=p{project.pk}-text]"
    for start, field, text, button in (
        (
            address,
            "[name=text]",
            "Kommentti, jota ei saa hukata",
            "form[action$='comments/'] button",
        ),
        (reverse("report-round"), sentence, "Katsaus, jota ei saa hukata", "form.round .primary"),
    ):
        page.goto(start)
        typed_into(page, field, text)
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        page.click(button)
        assert "Istuntosi oli päättynyt" in page.inner_text("main")
        page.fill("#id_login", "suunnittelija")
        page.fill("#id_password", demo.PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(f"**{start}")
        assert page.input_value(field) == ""
        page.click("[data-take]")
        assert page.input_value(field) == text
        page.click(button)
        page.wait_for_url(f"**{start}**")
        assert text in page.inner_text("main")
        assert page.locator("[data-take]").count() == 0
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert project.comments.filter(text="Kommentti, jota ei saa hukata").count() == 1


def wait_for_a_comment_at_the_lock():
    """The browser shows the answer to the form sent last: the first must come before it."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for _try in range(500):
            cursor.execute(
                "SELECT 1 FROM pg_locks"
                " WHERE relation = 'projects_comment'::regclass AND NOT granted"
            )
            if cursor.fetchone():
                return
            time.sleep(0.02)
    raise AssertionError("No comment came to the database.")


def test_a_second_click_on_a_slow_page_makes_no_second_comment(person, project):
    """Two forms on their way at once; the page that comes shows the comment, and no draft of it."""
    page = person("suunnittelija")
    page.goto(project.get_absolute_url())
    page.fill("form[action$='comments/'] textarea", "Kerran sanottu riittää")
    button = page.locator("form[action$='comments/'] button")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    with transaction.atomic():
        if connection.vendor == "postgresql":  # nobody saves a comment until both are sent
            connection.cursor().execute("LOCK TABLE projects_comment IN SHARE MODE")
        for _time in range(2):
            with page.expect_request("**/comments/"):
                page.mouse.click(*middle)  # which waits for no answer
            wait_for_a_comment_at_the_lock()
    expect(page).to_have_url(re.compile("#comment-"))
    expect(page.locator(".comment", has_text="Kerran sanottu riittää")).to_have_count(1)
    # That nothing was done twice is not always said: who is answered last writes the session.
    expect(page.locator("form[action$='comments/'] textarea")).to_have_value("")
    expect(page.locator("[data-take]")).to_have_count(0)
    assert project.comments.filter(text="Kerran sanottu riittää").count() == 1
