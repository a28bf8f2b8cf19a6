"""What is on the screen can be read: contrasts counted from the tokens, in both themes."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from organisation.accent import DARK_GROUNDS, LIGHT_GROUNDS, accent_tokens
from organisation.colours import BLACK, WHITE, Colour, UnreadableColour
from organisation.places import BASE_DIR
from portfolio.environment import Environment

STATIC = BASE_DIR / "static" / "salkku"
GROUNDS = ("page", "raised", "note")
TEXTS = ("text", "quiet", "accent", "accent-strong", "good", "warn", "bad")
colours = st.builds(Colour, *[st.integers(0, 255)] * 3)


def theme(name: str) -> dict[str, Colour]:
    """The colours of a theme: those of the first `:root`, and in the dark those after it."""
    css = (STATIC / "tokens.css").read_text(encoding="utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    found = re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light + (dark if name == "dark" else ""))
    return {token: Colour.from_hex(value) for token, value in found}


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize(
    "text", ["text", "quiet", "accent", "accent-strong", "good", "warn", "bad"]
)
def test_text_stands_out_from_what_is_behind_it(name, ground, text):
    tokens = theme(name)
    assert tokens[text].contrast(tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", ["accent", "accent-strong"])
def test_the_words_of_the_main_button_stand_out_from_it(name, ground):
    tokens = theme(name)
    assert tokens["on-accent"].contrast(tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("mark", ["mark", "mark-line"])
def test_marks_and_the_edges_of_fields_stand_out(name, mark):
    tokens = theme(name)
    assert tokens[mark].contrast(tokens["page"]) >= 3
    assert tokens[mark].contrast(tokens["raised"]) >= 3


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_uncertain_part_of_a_bar_stands_out_from_the_page(name):
    tokens = theme(name)
    assert tokens["band"].contrast(tokens["page"]) >= 3


def test_the_grounds_that_an_accent_is_made_for_are_those_of_the_tokens():
    assert [theme("light")[g] for g in GROUNDS] == LIGHT_GROUNDS
    assert [theme("dark")[g] for g in GROUNDS] == DARK_GROUNDS


@given(colours)
def test_any_accent_of_a_city_can_be_read_in_both_themes(accent):
    for tokens, grounds in zip(accent_tokens(accent), (LIGHT_GROUNDS, DARK_GROUNDS), strict=True):
        for name in ("accent", "accent-strong"):
            assert min(tokens[name].contrast(ground) for ground in grounds) >= 4.5
            assert tokens["on-accent"].contrast(tokens[name]) >= 4.5
        assert min(tokens[name].contrast(grounds[0]) for name in ("mark", "band")) >= 3


def test_an_accent_that_reads_already_stays_as_it_is():
    accent = Colour.from_hex("#1b5e8c")
    assert accent_tokens(accent)[0]["accent"] == accent


@given(colours)
def test_a_colour_prints_what_it_reads(colour):
    assert Colour.from_hex(colour.hex) == colour
    assert 1 <= colour.contrast(WHITE) <= 21
    assert round(WHITE.contrast(BLACK), 6) == 21


@pytest.mark.parametrize("text", ["blue", "#12", "#12345", "1b5e8c", "#gggggg", "#fff;}"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(UnreadableColour):
        Colour.from_hex(text)


def test_an_accent_that_is_no_colour_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setenv("ORGANISATION_ACCENT", "navy")
    with pytest.raises(ImproperlyConfigured, match="of the form #rrggbb"):
        Environment.read()


@pytest.mark.django_db
def test_a_citys_accent_reaches_the_pages_before_sign_in(client, settings):
    settings.ORGANISATION_ACCENT = "#ffd500"
    page = client.get("/accounts/sign-in/").content.decode()
    assert '<link rel="stylesheet" href="/brand.css?ffd500">' in page
    sheet = client.get("/brand.css")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "--accent: #" in sheet.content.decode()


@pytest.mark.django_db
def test_without_an_accent_no_sheet_is_asked_for(client, settings):
    settings.ORGANISATION_ACCENT = ""
    assert "brand.css" not in client.get("/accounts/sign-in/").content.decode()
    assert client.get("/brand.css").content == b""


def test_every_state_has_a_shape_of_its_own():
    css = (STATIC / "components" / "tables.css").read_text(encoding="utf-8")
    for kind, count in (("status", 6), ("light", 4)):
        shapes = re.findall(rf"^\.{kind}(?:\.\w+)? {{\s+--shape: (\d)", css, re.MULTILINE)
        assert len(set(shapes)) == count


def test_no_sheet_breaks_the_house_rules():
    for path in STATIC.rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert "!important" not in css, path.name
        assert "uppercase" not in css, path.name
        assert css.count("\n") < 450, path.name  # one declaration a line


def test_a_first_visit_loads_less_than_150_kb():
    """The sheets and the two weights of the font that a Finnish page needs."""
    fonts = (STATIC.parent / "vendor" / "source-sans-3").glob("*-latin-[46]00-normal.woff2")
    files = [
        STATIC / "tokens.css",
        STATIC / "base.css",
        *(STATIC / "components").glob("*.css"),
        STATIC / "marks.svg",
        *fonts,
    ]
    assert sum(path.stat().st_size for path in files) < 150_000
