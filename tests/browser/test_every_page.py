"""Every page of the portfolio: axe in three languages, light and dark, wide and narrow."""

import pytest

from accounts.models import User
from tests.browser.walked import (
    OPEN_FOLDS,
    addresses,
    administrator_addresses,
    assessment_addresses,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened(signed_in, enter, planner_s_view, editions):
    """`opened(language)`: each page in turn, as somebody reads it who may."""

    def walk(language):
        User.objects.update(language=language)
        folded = assessment_addresses()
        for username, pages in (
            ("suunnittelija", [*addresses(), *folded]),
            ("admin", administrator_addresses()),
        ):
            enter(signed_in, username)
            for address in pages:
                # An edition that was withdrawn is gone.
                assert signed_in.goto(address).status in (200, 410), address
                assert signed_in.get_attribute("html", "lang") == language
                if address in folded:
                    signed_in.evaluate(OPEN_FOLDS)
                yield address

    return walk


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("fi", 1280, "light"), ("sv", 320, "dark")]
)
def test_pages_are_accessible_and_no_wider_than_the_screen(
    signed_in, opened, accessible, language, width, scheme
):
    signed_in.set_viewport_size({"width": width, "height": 900})
    signed_in.emulate_media(color_scheme=scheme)
    for _address in opened(language):
        accessible(signed_in)


def test_pages_in_english_are_no_wider_than_the_screen_either(signed_in, opened):
    """What axe says of them it has said of the same page in Finnish and in Swedish."""
    widths = [1280, 320]
    signed_in.set_viewport_size({"width": widths[1], "height": 900})
    for address in opened("en"):
        widths.reverse()  # each page comes in the width in which the last one was left
        for width in widths:
            signed_in.set_viewport_size({"width": width, "height": 900})
            assert signed_in.evaluate("document.documentElement.scrollWidth") <= width, address


def test_what_folds_hide_is_accessible_too(signed_in, axe, planner_s_view):
    for address in ("/", "/projects/?all=1", "/timeline/"):
        signed_in.goto(address)
        signed_in.evaluate(OPEN_FOLDS)
        axe(signed_in)
