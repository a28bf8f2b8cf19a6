"""What is typed into addresses and forms has a bound, and what none can use is refused."""

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.web.typed_text import is_cut_short, is_key, key_of, search_words, shortened
from portfolio.web.bounds import LONGEST_QUERY
from projects.models import Project, ServiceArea

pytestmark = pytest.mark.django_db
LIST = "/admin/projects/project/"
DIGITS = "1" + "0" * 25


@pytest.fixture
def administrator(make_user):
    return signed_in(make_user("administrator", "yllapito"))


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_a_question_is_cut_to_its_first_words():
    assert search_words("a\0b  c") == "a b c"
    assert search_words(" ".join("abcdefghijk")) == "a b c d e f g h"
    assert len(search_words("ä" * 900)) == 200
    assert is_cut_short("ä" * 201)
    assert is_cut_short("a " * 9)
    assert not is_cut_short("a  b")


@pytest.mark.parametrize("text", ["", "-1", "1.5", "²", "٣", "1\n", "9" * 19, "9" * 5000, "a"])
def test_what_is_no_number_of_a_row_is_none(text):
    assert not is_key(text)
    assert key_of(text) == 0


def test_of_many_values_the_first_are_named():
    assert shortened(["a", "b"]) == "a, b"
    assert shortened([f"c{n}" for n in range(5000)]) == "c0, c1, c2 … (5000)"


# The administration's lists.


@pytest.mark.parametrize(
    "query",
    ["status__regex=(.*)*Z", "id__regex=1", "status__contains=a", "readers__username=a",
     "service_area__name=a", "status__exact__exact=a", f"id__in={DIGITS}", "id__exact=abc",
     f"service_area__id__exact={DIGITS}", "status__exact=" + "x" * 300, "o=1.2.x",
     "o=" + ".".join("1" * 40), "is_flagship__exact=" + DIGITS,
     "&".join("status__exact=a" for _n in range(50))],
)  # fmt: skip
def test_a_list_takes_only_the_look_ups_that_its_page_offers(administrator, query):
    assert administrator.get(f"{LIST}?{query}").status_code == 400
    assert administrator.get(f"{LIST}export/?{query}").status_code == 400


@pytest.mark.parametrize(
    ("model", "query"),
    [("projects/project", "status__exact=in_progress"), ("projects/project", "scope__isnull=True"),
     ("projects/project", "is_flagship__exact=1"), ("projects/project", "id__in=1,2"),
     ("projects/project", "o=-2.1&p=1&q=hanke"), ("accounts/user", "groups__id__exact=1"),
     ("accounts/user", "is_active__exact=0"),
     ("accounts/auditevent", "at__year=2026&at__month=11&at__day=26"),
     ("accounts/auditevent", "at__gte=2026-11-26+00:00:00%2B02:00&at__lt=2026-11-27+00:00")],
)  # fmt: skip
def test_what_the_pages_offer_is_taken(administrator, model, query):
    assert administrator.get(f"/admin/{model}/?{query}").status_code == 200


def test_every_link_of_every_filter_works(administrator, make_project, area, planner):
    """What `list_filter` and the days above a list make stands on the pages themselves."""
    make_project(is_flagship=True)
    for model, admin in site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        page = administrator.get(reverse(name))
        shown = page.context["cl"]
        links = [
            choice["query_string"] for spec in shown.filter_specs for choice in spec.choices(shown)
        ]
        links += ["at__year=2026"] if admin.date_hierarchy else []
        for link in links:
            answer = administrator.get(f"{reverse(name)}?{link.lstrip('?')}")
            assert answer.status_code == 200, (name, link)


@pytest.mark.parametrize("where", [LIST, "/admin/accounts/user/", "/admin/accounts/auditevent/"])
def test_a_search_of_many_words_asks_no_more_than_one_of_eight(administrator, where):
    def asked(words):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = administrator.get(where, {"q": " ".join(["ab"] * words)})
        assert page.status_code == 200
        return page, sum(len(each["sql"]) for each in queries if "audit" not in each["sql"])

    few, many = asked(8), asked(2000)
    assert many[1] < few[1] * 1.5
    assert "vain ensimmäiset 8 sanaa" in many[0].content.decode()


def test_the_autocompletion_takes_as_many_words_as_the_search(administrator):
    where = "/admin/autocomplete/?app_label=projects&model_name=project&field_name=owner&term="
    sizes = []
    for words in (8, 2000):
        with CaptureQueriesContext(connection) as queries:
            assert administrator.get(where + "ab+" * words).status_code == 200
        sizes.append(sum(len(each["sql"]) for each in queries))
    assert sizes[1] < sizes[0] * 1.5


def test_an_action_leaves_out_what_is_no_row(administrator, make_project):
    project = make_project()
    chosen = {"action": "mark_flagship", "_selected_action": [DIGITS, "abc", "\0", str(project.pk)]}
    assert administrator.post(LIST, chosen).status_code == 302
    assert Project.objects.get().is_flagship


@pytest.mark.parametrize("key", ["abc", "1.5", "a%00b", DIGITS, "_3A", "²"])
def test_the_history_of_no_row_is_not_found(administrator, make_project, key):
    known = make_project().pk
    for model in ("projects/project", "projects/servicearea", "reports/actionplan"):
        assert administrator.get(f"/admin/{model}/{key}/history/").status_code == 404
    assert administrator.get(f"{LIST}{known}/history/{key}/").status_code == 404


@pytest.mark.parametrize("owner", ["abc", DIGITS, "-1"])
def test_a_person_who_is_none_is_told_at_the_field(administrator, make_project, owner):
    page = administrator.post(f"{LIST}add/", {"name": "Hanke", "owner": owner})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["owner"]
    assert page.context["adminform"].form["name"].value() == "Hanke"


@pytest.mark.parametrize("reader", ["abc", DIGITS, "9" * 19, "-1"])
def test_readers_who_are_none_are_told_at_the_field(administrator, area, reader):
    page = administrator.post(f"{LIST}add/", {"name": "Hanke", "readers": [reader]})
    assert page.context["adminform"].form.errors["readers"]


def test_an_address_fills_a_new_row_with_what_the_form_takes(administrator, area):
    page = administrator.get(f"{LIST}add/?service_area={area.pk}&owner=abc&readers=x,y&name=Uusi")
    form = page.context["adminform"].form
    assert (form["name"].value(), form["service_area"].value()) == ("Uusi", str(area.pk))
    assert not form["owner"].value()
    assert not form["readers"].value()


def test_a_form_has_as_many_rows_as_were_sent(administrator, make_project):
    sent = {"name": "", "costs-TOTAL_FORMS": "1900", "costs-INITIAL_FORMS": "0", "costs-0-low": "x"}
    page = administrator.post(f"{LIST}add/", sent)
    costs = next(
        f.formset for f in page.context["inline_admin_formsets"] if f.formset.prefix == "costs"
    )
    assert len(costs.forms) == 1


# Every address.


def test_a_number_that_no_row_has_is_not_found(administrator):
    for number in ("9" * 19, "9" * 4000, "9" * 5000):
        assert administrator.get(f"/projects/{number}/").status_code == 404
        assert administrator.get(f"/admin/projects/project/{number}/change/").status_code == 404


def test_a_nul_in_an_address_is_refused(administrator):
    assert administrator.get("/admin/projects/project/a%00b/change/").status_code == 404
    for where in ("/projects/?q=%00", f"{LIST}?status__exact=%00", "/search/?q=a%00"):
        assert administrator.get(where).status_code == 400


def test_an_address_has_an_end(administrator):
    assert administrator.get("/projects/?q=" + "a" * (LONGEST_QUERY - 10)).status_code == 200
    assert administrator.get("/projects/?q=" + "a" * LONGEST_QUERY).status_code == 400


@pytest.mark.parametrize("charset", ["rot13", "utf-16", "idna", "undefined"])
def test_a_form_in_another_encoding_is_refused(administrator, charset):
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--b--'
    for content_type, sent in (
        (f"multipart/form-data; boundary=b; charset={charset}", body),
        (f"application/x-www-form-urlencoded; charset={charset}", b"name=x"),
    ):
        answer = administrator.generic("POST", "/proposals/new/", sent, content_type)
        assert answer.status_code == 400


def test_a_cookie_that_holds_a_nul_is_nobodys(db, settings):
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)
    cookies = "; ".join(f'{name}="\\000aaaaaaaaaaaaaaaa"' for name in names)
    answer = Client(raise_request_exception=False).get("/", headers={"cookie": cookies})
    assert answer.status_code == 302


def test_a_button_s_address_answers_a_visit_with_a_page(administrator, make_project):
    answer = administrator.get(f"/projects/{make_project().pk}/follow/")
    page = answer.content.decode()
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Täällä ei ole luettavaa" in page
    assert f'href="{reverse("first-page")}"' in page


@pytest.mark.parametrize("back", ["foo", "account_logout", "a.b", "//evil.example", "http://[", ""])
def test_a_button_leads_back_to_its_page_whatever_stands_in_next(administrator, make_project, back):
    project = make_project()
    answer = administrator.post(f"/projects/{project.pk}/follow/", {"next": back})
    assert (answer.status_code, answer["Location"]) == (302, f"/projects/{project.pk}/")


def test_a_button_leads_on_to_an_address_of_this_site(administrator, make_project):
    answer = administrator.post(f"/projects/{make_project().pk}/follow/", {"next": "/risks/?q=a"})
    assert answer["Location"] == "/risks/?q=a"


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "9999-01-01T00:00:00Z", "x"]
)
def test_no_state_is_brought_back_from_the_ends_of_the_calendar(administrator, make_project, at):
    where = f"/projects/{make_project().pk}/restore/"
    assert administrator.post(where, {"at": at}).status_code == 404


def test_unknown_columns_and_orders_are_named_once(administrator):
    unknown = ",".join(f"c{n}" for n in range(500))
    page = administrator.get(f"/projects/?columns={unknown}&sort={unknown}").content.decode()
    assert page.count("c0, c1, c2 … (500)") == 2
    assert "c499" not in page.split("<form")[0]


def test_a_page_does_not_repeat_a_long_address_in_every_link(administrator, make_project):
    for n in range(10):
        make_project(f"Hanke {n}")
    usual = administrator.get("/projects/?status=in_progress&status=approved").content
    for name in ("columns", "sort", "area", "q", "x"):
        page = administrator.get(f"/projects/?{name}=" + "c,a-" * 3000).content
        assert len(page) < len(usual) + 200_000, name


# Signing in.


def test_a_name_without_end_is_told_at_the_field(make_user):
    make_user("reader")
    for name in ("a" * 60_000, "%" * 60_000):
        page = Client().post("/accounts/login/", {"login": name, "password": "x"})
        assert page.status_code == 200
        assert page.context["form"].errors["login"]
    page = Client().post("/accounts/login/", {"login": "reader", "password": "x" * 5000})
    assert page.context["form"].errors["password"]


@pytest.mark.parametrize(
    "said",
    ["[" * 4000 + "]" * 4000, "9" * 5000, "[1]", '"x"', "1", "{}", "null",
     '{"id": 1}', '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
     '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": '
     '{"clientDataJSON": "YQ", "authenticatorData": "YQ", "signature": "YQ", "userHandle": "YQ"}}',
     "x" * 60_000],
)  # fmt: skip
def test_what_is_no_passkey_signs_nobody_in(db, said):
    client = Client(raise_request_exception=False)
    client.get("/accounts/2fa/webauthn/login/")
    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": said})
    assert answer.status_code in (200, 302)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("said", ["9" * 5000, "[" * 4000 + "]" * 4000, "{}", "[1]"])
def test_what_is_no_passkey_is_not_kept(administrator, said):
    answer = administrator.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": said})
    assert answer.status_code in (200, 302)


def test_areas_are_searched_with_a_bound_too(administrator):
    ServiceArea.objects.create(name="Koulut")
    page = administrator.get("/admin/projects/servicearea/", {"q": "koulut"})
    assert "Koulut" in page.content.decode()
