"""Results of jobs and files of editions are given to who may see now what is in them."""

import hashlib

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse

from projects.confidentiality import Piece
from reports.editions.publishing import withdraw
from reports.models import ActionPlan, EditionFile, Face
from tests.access import _job_of
from tests.reports.editions import make_edition

pytestmark = pytest.mark.django_db


def give(person, role):
    person.groups.set([Group.objects.get_or_create(name=role)[0]])
    person.is_staff = role != "reader"
    person.save()
    for known in ("_roles", "_area_keys", "_project_keys"):
        person.__dict__.pop(known, None)


@pytest.fixture
def asked(client, make_user, make_project):
    """A job of somebody in a role, with the client that opens it."""

    def ask(role):
        person = make_user(role)
        job = _job_of(person)
        client.force_login(person)
        return person, job

    return ask


def codes(client, job):
    return [client.get(reverse(name, args=[job.pk])).status_code for name in ("job", "job-file")]


def test_who_was_a_planner_has_no_file_made_for_a_planner(client, asked):
    person, job = asked("planner")
    assert codes(client, job) == [200, 200]
    give(person, "reader")
    assert codes(client, job) == [404, 404]
    assert client.post(reverse("job-again", args=[job.pk])).status_code == 404
    assert job.title not in str(client.get(reverse("my-data")).json()["rows"]) or not job.title


def test_a_reader_keeps_a_file_until_something_in_their_sight_is_hidden(
    client, asked, make_project
):
    shown, secret = make_project("Verkko"), make_project("Salainen", is_not_public=True)
    _person, job = asked("reader")
    make_project("Uusi salainen", is_not_public=True)
    secret.description = "Muuttui"
    secret.save()
    assert codes(client, job) == [200, 200]
    shown.not_public_fields = [Piece.NOTES]
    shown.save()
    assert codes(client, job) == [404, 404]


def test_a_reader_who_was_named_has_the_file_as_long_as_they_are(client, asked, make_project):
    secret = make_project("Salainen", is_not_public=True)
    person, job = asked("reader")
    secret.readers.add(person)
    job.note_asking(person)
    person.__dict__.pop("_project_keys", None)
    job.note_asking(person)
    assert codes(client, job) == [200, 200]
    secret.readers.clear()
    assert codes(client, job) == [404, 404]


def test_a_former_owner_does_not_keep_the_file(client, asked, make_project, make_user):
    owner = make_user("reader", "omistaja")
    secret = make_project("Salainen", is_not_public=True, owner=owner)
    job = _job_of(owner)
    client.force_login(owner)
    assert codes(client, job) == [200, 200]
    secret.owner = None
    secret.save()
    assert codes(client, job) == [404, 404]


@pytest.fixture
def edition(make_project):
    project = make_project("Verkko", description="Kassakaappi")
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    plan.add_projects([project, make_project("Muu")])
    made = make_edition(plan, is_public=False)
    EditionFile.objects.create(
        edition=made, face=Face.PUBLIC, kind="json", file=ContentFile(b"{}", "x"), size=2,
        sha256=hashlib.sha256(b"{}").hexdigest(),
    )  # fmt: skip
    return made, project


def test_an_edition_leaves_out_what_was_marked_since_and_keeps_its_files(
    client, edition, make_user
):
    made, project = edition
    reader, planner = make_user("reader"), make_user("planner")
    client.force_login(reader)
    file = reverse("edition-public-json", args=[made.pk])
    before = client.get(file)
    assert before.status_code == 200
    assert "Kassakaappi" in client.get(made.get_absolute_url()).content.decode()
    project.not_public_fields = [Piece.DESCRIPTION]
    project.save()
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Kassakaappi" not in page
    assert "Verkko" in page
    assert "Tiedostot eivät muutu koskaan" in page
    # A browser that has the file asks whether it is still the same.
    again = client.get(file, headers={"if-none-match": before["ETag"]}, follow=True)
    assert "Tiedostoa ei enää luovuteta" in again.content.decode()
    project.is_not_public = True
    project.save()
    assert "Verkko" not in client.get(made.get_absolute_url()).content.decode()
    client.force_login(planner)
    assert client.get(file).status_code == 200
    assert "Kassakaappi" in client.get(made.get_absolute_url()).content.decode()


def test_what_residents_can_read_is_kept_from_nobody_until_it_is_withdrawn(
    client, edition, make_user, make_project
):
    _made, project = edition
    plan = ActionPlan.objects.get()
    open_one = make_edition(plan, slug="avoin", is_public=True)
    EditionFile.objects.create(
        edition=open_one, face=Face.PUBLIC, kind="json", file=ContentFile(b"{}", "x"), size=2,
        sha256=hashlib.sha256(b"{}").hexdigest(),
    )  # fmt: skip
    project.is_not_public = True
    project.save()
    client.force_login(make_user("reader"))
    file = reverse("edition-public-json", args=[open_one.pk])
    assert client.get(file).status_code == 200
    withdraw(open_one, make_user("planner"), "Virhe")
    assert client.get(file).status_code == 302
