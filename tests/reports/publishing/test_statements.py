"""Accessibility, privacy, contact and terms: there from the first day, and the organisation's own."""

import pytest
from django.urls import reverse

from reports.models import Statement, StatementKind

pytestmark = pytest.mark.django_db
ACCESSIBILITY = "/published/statements/accessibility/"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("kind", StatementKind.values)
def test_everybody_reads_a_first_text_in_their_language(client, settings, kind, language):
    settings.ORGANISATION_NAME = "Mallila & <b>kunta</b>"
    client.cookies["django_language"] = language
    page = client.get(f"/published/statements/{kind}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Mallila &amp; &lt;b&gt;kunta" in text
    assert "%(name)s" not in text
    assert "/admin/" not in text


def test_the_first_text_tells_what_the_act_asks_for(client):
    """Section 9 of Act 306/2019: how accessible, what is not, whom to tell, who supervises."""
    text = client.get(ACCESSIBILITY).content.decode()
    for words in ("306/2019", "WCAG 2.2", "14 päivän", "Traficom", "saavutettavuusvaatimukset.fi",
                  "Mikä ei ole saavutettavaa", "osittain", "laadittu 27.11.2026"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("name", ["account_login", "public-list"])
def test_they_are_linked_where_nobody_is_signed_in(client, name):
    text = client.get(reverse(name)).content.decode()
    for kind in StatementKind.values:
        assert f'href="/published/statements/{kind}/"' in text


def test_they_are_linked_on_the_pages_of_who_is_signed_in(client, make_user):
    client.force_login(make_user("reader"))
    assert ACCESSIBILITY in client.get("/").content.decode()


def test_the_organisation_s_own_text_takes_the_place_in_its_language(client, planner):
    client.force_login(planner)
    first = client.get(ACCESSIBILITY).content.decode()
    assert reverse("admin:reports_statement_add") in first
    sent = {"kind": "accessibility", "language": "fi", "change_reason": "Arvioitu",
            "text": "### Arvio\n\nArvioitu <script>x</script> 1.9.2022."}  # fmt: skip
    add = reverse("admin:reports_statement_add")
    assert client.post(add, sent).status_code == 302
    row = Statement.objects.get()
    version = row.history.get()
    assert (version.history_user, version.history_change_reason) == (planner, "Arvioitu")
    text = client.get(ACCESSIBILITY).content.decode()
    assert "Arvio</h2>" in text
    assert "&lt;script&gt;x" in text
    assert "Traficom" not in text
    assert "Muutettu viimeksi" in text
    client.cookies["django_language"] = "sv"
    assert "Traficom" in client.get(ACCESSIBILITY).content.decode()


def test_a_second_text_in_a_language_is_refused_and_a_deleted_one_gives_way(client, planner):
    client.force_login(planner)
    row = Statement.objects.create(kind="contact", language="fi", text="Kirjaamo")
    sent = {"kind": "contact", "language": "fi", "text": "Toinen"}
    page = client.post(reverse("admin:reports_statement_add"), sent).content.decode()
    assert "Tällä kielellä on jo teksti." in page
    assert "Toinen" in page
    delete = reverse("admin:reports_statement_delete", args=[row.pk])
    client.post(delete, {"post": "yes"})
    assert "kirjaamoon" in client.get("/published/statements/contact/").content.decode()
    assert Statement.history.first().text == "Kirjaamo"
