"""Earlier answers: own area first, only what the reader sees, taken with their source."""

import pytest
from django.urls import reverse

from impact_assessments.models import ImpactAssessment
from projects.history.sentences import changes
from projects.models import ServiceArea
from projects.saving.many import change_many
from tests.impact_assessments.written import screen, sent

pytestmark = pytest.mark.django_db
TEXT = "Lokit kerätään yhteen paikkaan ja niitä seurataan joka arkipäivä"


@pytest.fixture
def project(make_project, planner, client):
    found = make_project("Verkko")
    client.force_login(planner)
    screen(client, found, s1="yes")
    return found


def answered(project, text=TEXT, **more):
    return ImpactAssessment.objects.create(
        project=project, security_effect="some", security_text=text, **more
    )


def earlier(project, part="security", words=""):
    return f"{reverse('assessment-earlier', args=[project.pk])}?part={part}&q={words}"


def named(client, address):
    return [row.project.name for row in client.get(address).context["page"]]


def test_own_area_comes_first_then_the_units_beside_then_the_rest(
    client, project, make_project, area
):
    beside = ServiceArea.objects.create(name="Yksikkö", parent=area)
    far = ServiceArea.objects.create(name="Muu palveluala")
    for name, where in (("Oma", area), ("Yksikön", beside), ("Kaukainen", far)):
        answered(make_project(name, service_area=where))
    answered(make_project("Tyhjä"), text="")
    assert named(client, earlier(project)) == ["Oma", "Yksikön", "Kaukainen"]
    assert named(client, earlier(project, words="kauka")) == ["Kaukainen"]
    assert named(client, earlier(project, words="lokit oma")) == ["Oma"]
    assert client.get(earlier(project, "olematon")).status_code == 404


def test_what_is_taken_keeps_its_source_and_goes_below_what_was_there(
    client, project, make_project, planner
):
    source = make_project("Lähde")
    answered(source, security_substantial=True, security_direction="better")
    write = reverse("assessment-write", args=[project.pk])
    page = client.get(write)
    values = {**sent(page, security_text="Omat sanat"), "earlier": "security"}
    assert client.post(write, values)["Location"] == earlier(project).removesuffix("&q=")
    shown = client.post(earlier(project), {"source": source.pk}, follow=True).content.decode()
    row = ImpactAssessment.objects.get(project=project)
    assert row.security_text == f"Omat sanat\n\n{TEXT}"
    assert (row.security_effect, row.security_substantial) == ("some", True)
    assert "Lähde" in shown
    assert "Lähde" in client.get(reverse("assessment", args=[project.pk])).content.decode()
    assert "aiempi vastaus" in changes(project.pk)[0].reason
    client.post(write, sent(client.get(write), security_text=""))
    row.refresh_from_db()
    assert row.security_source is None


def test_a_text_that_is_emptied_with_many_others_loses_its_source_too(
    project, make_project, planner
):
    row = ImpactAssessment.objects.get(project=project)
    row.security_text, row.security_source = TEXT, make_project("Lähde").pk
    row.save()
    row.security_text = ""
    change_many([row], ["security_text"], planner)
    row.refresh_from_db()
    assert (row.security_text, row.security_source) == ("", None)


def test_nobody_is_shown_or_given_an_answer_that_is_not_public_to_them(
    client, project, make_project, make_user, area
):
    secret = make_project("Salahanke", is_not_public=True)
    answered(secret, state="approved")
    marked = make_project("Osa salaa", not_public_fields=["security"])
    answered(marked, state="approved")
    answered(make_project("Avoin"))
    ImpactAssessment.objects.filter(project=project).update(security_source=secret.pk)
    editor = make_user("area_editor")
    area.editors.add(editor)
    client.force_login(editor)
    assert named(client, earlier(project)) == ["Avoin"]
    for row in (secret, marked):
        assert client.post(earlier(project), {"source": row.pk}).status_code == 404
    for page in ("assessment", "assessment-write"):
        shown = client.get(reverse(page, args=[project.pk])).content.decode()
        assert TEXT not in shown
        assert "Salahanke" not in shown
    client.force_login(make_user("reader"))
    assert client.get(earlier(project)).status_code == 403


def test_a_good_example_is_of_an_approved_project_that_says_something(
    client, project, make_project, django_assert_max_num_queries
):
    answered(make_project("Luonnos"), text=f"{TEXT} luonnoksena")
    answered(make_project("Lyhyt"), text="Lyhyt teksti", state="approved")
    write = reverse("assessment-write", args=[project.pk])
    assert "Esimerkki hyväksytystä" not in client.get(write).content.decode()
    for n in range(6):
        answered(make_project(f"Hyvä {n}"), state="approved")
    with django_assert_max_num_queries(25):
        shown = client.get(write).content.decode()
    assert shown.count("Esimerkki hyväksytystä") == 1
    assert TEXT in shown
