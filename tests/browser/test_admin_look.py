"""Django's admin as it is themed: axe finds nothing, and no page is wider than the screen."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_the_portfolio_is_edited(signed_in, axe, scheme):
    page, drawn = signed_in, scheme == "dark"
    page.emulate_media(color_scheme=scheme)
    for address in ("/admin/", "/admin/projects/project/", "/admin/projects/project/import/"):
        page.goto(address)
        axe(page, drawn=drawn)
    for kind in ("projects/project", "reports/actionplan"):
        page.goto(f"/admin/{kind}/")
        page.click("#result_list tbody th a")
        page.wait_for_load_state()
        axe(page, drawn=drawn)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, page.url


def test_a_chooser_says_which_field_it_fills(signed_in):
    page = signed_in
    page.goto("/admin/projects/project/add/")
    assert page.get_by_role("combobox", name="Palveluala").count() == 1


def test_a_new_row_of_an_inline_has_its_labels(signed_in):
    page = signed_in
    page.goto("/admin/projects/project/add/")
    page.click("#phases-group .add-row a")
    assert page.locator("label[for=id_phases-0-start]").count() == 1


def test_a_citys_accent_colours_the_main_button(signed_in, settings):
    settings.ORGANISATION_ACCENT = "#7a1fa2"
    page = signed_in
    page.goto("/projects/")
    colour = page.locator(".title .primary").evaluate("e => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(122, 31, 162)"
