"""People named by typing: of any number of accounts, without a list of all of them on a page."""

import pytest
from django import forms
from django.urls import reverse

from accounts.models import User
from accounts.web.people_fields import People, PeopleField, PersonField
from projects.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people():
    """Two namesakes, one with a letter that SQLite does not fold, one who is gone."""
    names = (("mv1", "Matti", "Virtanen"), ("mv2", "Matti", "Virtanen"), ("asa", "Åsa", "Ängström"),
             ("pois", "Poissa", "Oleva"))  # fmt: skip
    rows = [User(username=u, first_name=f, last_name=n, is_active=u != "pois") for u, f, n in names]
    return User.objects.bulk_create(rows)


def error_of(typed, field=PersonField, **more):
    with pytest.raises(forms.ValidationError) as caught:
        field(People(), **more).clean(typed)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize("typed", ["åsa ängström", " Åsa  Ängström ", "ASA"])
def test_a_name_or_a_username_names_one_person(typed):
    assert PersonField(People(), None).clean(typed).username == "asa"


def test_what_names_nobody_or_several_is_said_with_what_to_write():
    assert "Matti Virtanen (mv1), Matti Virtanen (mv2)" in error_of("Matti Virtanen", current=None)
    assert PersonField(People(), None).clean("matti virtanen (mv2)").username == "mv2"
    assert "Åsa Ängström?" in error_of("äng", current=None)
    assert error_of("Poissa Oleva", current=None) == "Kenenkään nimi ei ole ”Poissa Oleva”."
    gone = User.objects.get(username="pois")
    assert PersonField(People(), gone).clean("Poissa Oleva") == gone  # who was named may stay


def test_several_are_typed_with_commas_and_every_wrong_one_is_told():
    found = PeopleField(People()).clean("asa; mv1, Matti Virtanen (mv2),")
    assert [person.username for person in found] == ["asa", "mv1", "mv2"]
    told = error_of("Olematon, asa, Toinenkin", field=PeopleField)
    assert "”Olematon”" in told
    assert "”Toinenkin”" in told


def test_names_are_offered_as_they_are_typed_to_those_who_name_people(
    client, planner, make_user, area
):
    asked = {"of": "owner", "owner": "asa, vir ma"}
    client.force_login(planner)
    told = client.get(reverse("people-names"), asked).content.decode()
    assert told.count("<option") == 2
    assert 'value="asa, Matti Virtanen (mv1)"' in told
    for typed in ("m", "", "pois"):  # too few letters, nobody, one who cannot sign in
        assert not client.get(reverse("people-names"), {"of": "owner", "owner": typed}).content
    editor = make_user("area_editor")
    client.force_login(editor)
    assert client.get(reverse("people-names"), asked).status_code == 403  # edits nothing yet
    area.editors.add(editor)
    assert client.get(reverse("people-names"), asked).status_code == 200


def test_no_page_lists_all_accounts_and_its_queries_do_not_grow_with_them(
    client, planner, make_project, django_assert_max_num_queries
):
    project = make_project()
    meeting = Meeting.objects.create(group="Johtoryhmä", day="2023-03-15")
    meeting.participants.add(planner)
    client.force_login(planner)
    User.objects.bulk_create([User(username=f"joku{n}", last_name="Joku") for n in range(300)])
    pages = [
        reverse("meeting-new"),
        reverse("meeting-edit", args=[meeting.pk]),
        reverse("meeting-other", args=[meeting.pk]),
        *(reverse(f"project-edit-{key}", args=[project.pk]) for key in ("people", "publicity")),
        reverse("assessment-action-new", args=[project.pk]),
    ]
    for page in pages:
        with django_assert_max_num_queries(40):
            told = client.get(page).content.decode()
        assert "Joku" not in told, page
        assert reverse("people-names") in told, page


def test_participants_keep_their_ticks_and_others_are_added(client, planner, people):
    meeting = Meeting.objects.create(group="Johtoryhmä", day="2023-03-15")
    meeting.participants.set([planner, people[0]])
    client.force_login(planner)
    address = reverse("meeting-edit", args=[meeting.pk])
    form = client.get(address).context["form"]
    assert {key for key, _name in form.fields["participants"].choices} == {planner.pk, people[0].pk}
    sent = {"group": "Johtoryhmä", "day": "15.3.2023", "version": form.initial["version"],
            "participants": [planner.pk], "participants_more": "asa, Olematon",
            "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}  # fmt: skip
    again = client.post(address, sent)
    assert again.status_code == 400
    assert "”Olematon”" in again.content.decode()
    assert client.post(address, sent | {"participants_more": "asa"}).status_code == 302
    assert {person.username for person in meeting.participants.all()} == {planner.username, "asa"}
