"""Help: an answer beside what a newcomer asks, and a guide of one page for each role."""

import io
import re

import pytest
from django.template import Context, Template
from django.urls import reverse
from pypdf import PdfReader

from organisation.places import BASE_DIR
from portfolio.help.guides import FOLDER, ROLES
from portfolio.help.questions import OF_SECTIONS, OF_WIDGETS, QUESTIONS
from portfolio.sections.declared import SECTIONS

TEMPLATES = BASE_DIR / "templates"


@pytest.mark.parametrize(
    ("role", "guide"),
    [("reader", "reader"), ("area_editor", "editor"), ("planner", "planner"),
     ("administrator", "administrator")],
)  # fmt: skip
def test_everybody_is_led_to_the_guide_of_their_role(client, make_user, role, guide):
    client.force_login(make_user(role))
    address = reverse("help-guide", args=[guide])
    assert client.get(reverse("help")).url == address
    page = client.get(address).content.decode()
    assert page.count("<details") == len(QUESTIONS)
    assert f'href="{reverse("help")}"' in client.get("/search/").content.decode()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_guide_is_one_page_of_paper_in_each_language(client, make_user, settings, language):
    client.force_login(make_user("reader"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for guide in ROLES:
        made = client.get(reverse("help-guide-pdf", args=[guide]))
        assert len(PdfReader(io.BytesIO(made.content)).pages) == 1, guide
    assert {each.stem for each in (FOLDER / language).iterdir()} == set(ROLES)
    assert client.get(reverse("help-guide-pdf", args=["nobody"])).status_code == 404


def test_every_question_stands_beside_something():
    text = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    beside = set(re.findall(r'{% help_mark "([\w-]+)" %}', text))
    beside |= set(OF_SECTIONS.values()) | set(OF_WIDGETS.values())
    assert beside == QUESTIONS.keys()
    assert OF_SECTIONS.keys() <= SECTIONS.keys()
    shown = Template('{% load help %}{% help_mark "lights" %}').render(Context())
    assert shown.count('popovertarget="help-lights"') == 1
    assert 'id="help-lights"' in shown


def test_who_cannot_sign_in_learns_whom_to_ask(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert page.count(f'href="{reverse("statement-contact")}"') == 2
