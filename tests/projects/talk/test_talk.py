"""Comments, mentions, following, and the mail of both."""

import pytest
from django.urls import reverse

from accounts import people
from projects.history.restoring import restore
from projects.models import Comment, Follow, Project, StatusReport
from projects.models.talk import mentions

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(make_user):
    """`person("maija", "reader", "sv")`, with an e-mail address."""

    def make(name, role="reader", language="fi"):
        user = make_user(role, name)
        user.email, user.language = f"{name}@kaupunki.fi", language
        user.save()
        return user

    return make


@pytest.fixture
def say(client):
    """`say(person, project, text)` as a person does on the project's page."""

    def post(user, project, text, url=None, **more):
        client.force_login(user)
        url = url or reverse("project-comments", args=[project.pk])
        return client.post(url, {"text": text, **more})

    return post


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@maija katso", ["maija"]),
        ("Kysy (@maija.meri).", ["maija.meri"]),
        ("matti@kaupunki.fi ei ole maininta", []),
        ("@matti@kaupunki.fi on", ["matti@kaupunki.fi"]),
        ("@a @b @a", ["a", "b"]),
        ("pelkkä @ tai @.", []),
        ("@åke-1", ["åke-1"]),
    ],
)
def test_a_mention_is_an_at_sign_and_a_name(text, names):
    assert mentions(text) == names


def test_whoever_sees_the_project_comments_on_it(client, say, person, make_project):
    project, reader = make_project("Verkko"), person("maija")
    answer = say(reader, project, "Onko tilattu?\n<b>")
    assert answer.status_code == 302
    text = client.get(project.get_absolute_url()).content.decode()
    assert "Onko tilattu?<br>&lt;b&gt;" in text
    assert "maija" in text


@pytest.mark.parametrize(("role", "status"), [("", 404), ("reader", 404), ("planner", 302)])
def test_nobody_comments_on_what_they_do_not_see(say, make_user, make_project, role, status):
    project = make_project("Salainen", is_not_public=True)
    assert say(make_user(role), project, "x").status_code == status


def test_hidden_comments_are_neither_read_nor_written(client, say, person, planner, make_project):
    project = make_project("Verkko", not_public_fields=("comments",))
    Comment.objects.create(project=project, author=planner, text="kassakaappi")
    assert say(person("maija"), project, "x").status_code == 403
    assert "kassakaappi" not in client.get(project.get_absolute_url()).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001, "@olematon katso"])
def test_a_comment_that_cannot_be_saved_is_shown_with_the_reason(say, person, make_project, text):
    answer = say(person("maija"), make_project("Verkko"), text)
    assert answer.status_code == 400
    assert answer.context["form"].errors["text"]
    assert text.strip()[:100] in answer.content.decode()
    assert not Comment.objects.exists()


def test_who_may_not_see_the_project_is_not_mentioned(say, person, planner, make_project):
    person("maija")
    answer = say(planner, make_project("Salainen", is_not_public=True), "@maija katso")
    assert "maija" in str(answer.context["form"].errors["text"])
    assert not Comment.objects.exists()


def test_a_mention_sends_one_mail_in_the_reader_s_language(say, person, make_project, inbox):
    project, reader = make_project("Verkko"), person("maija", language="sv")
    Follow.objects.create(project=project, user=reader)
    say(person("liisa"), project, "@Maija katso tätä ja @liisa")
    assert [mail["To"] for mail in inbox] == ["maija@kaupunki.fi"]
    text = inbox[0].get_content()
    assert inbox[0]["Subject"] == "liisa nämnde dig: Verkko"
    assert "@Maija katso tätä" in text
    assert f"http://testserver/projects/{project.pk}/#comment-" in text


def test_followers_hear_of_comments_and_reports_but_not_of_their_own(
    client, say, person, planner, make_project, inbox
):
    project = make_project("Verkko")
    planner.email = "suunnittelija@kaupunki.fi"
    planner.save()
    for user in (planner, person("maija")):
        client.force_login(user)
        client.post(reverse("project-follow", args=[project.pk]))
    say(planner, project, "Kilpailutus alkoi.")
    assert [(mail["To"], mail["Subject"]) for mail in inbox] == [
        ("maija@kaupunki.fi", "planner kommentoi: Verkko")
    ]
    from tests.projects.editing.test_admin import form

    url = reverse("admin:projects_project_change", args=[project.pk])
    client.force_login(planner)
    sent = form(client, url) | {
        "reports-TOTAL_FORMS": 1, "reports-0-date": "1.9.2022", "reports-0-text": "Kaikki hyvin",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    assert StatusReport.objects.count() == 1
    assert [mail["To"] for mail in inbox[1:]] == ["maija@kaupunki.fi"]
    assert "Verkko" in inbox[1]["Subject"]
    assert "Kaikki hyvin" not in inbox[1].get_content()


def test_followers_hear_of_a_report_from_the_list_once_and_not_of_its_restoring(
    client, person, planner, make_project, inbox
):
    project = make_project("Verkko")
    Follow.objects.create(project=project, user=person("maija"))
    client.force_login(planner)
    url = reverse("project-quick", args=[project.pk])
    for light in ("trouble", "attention"):  # the second corrects the first
        form = client.get(url).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields}
        assert client.post(url, sent | {"schedule_light": light}).status_code == 302
    assert [mail["Subject"] for mail in inbox] == ["Tilannekatsaus: Verkko"]
    at = StatusReport.objects.get().history.first().history_date
    StatusReport.objects.get().delete()
    answer = client.post(reverse("project-restore", args=[project.pk]), {"at": at.isoformat()})
    assert answer.status_code == 302
    assert StatusReport.objects.count() == 1
    assert len(list(inbox)) == 1


def test_who_wants_no_mail_or_no_longer_sees_the_project_gets_none(
    say, person, planner, make_project, inbox
):
    project = make_project("Salainen", is_not_public=True, not_public_fields=("reports",))
    for name in ("ei-posteja", "ei-nae", "poissa", "nimetty"):
        user = person(name)
        user.wants_mail, user.is_active = name != "ei-posteja", name != "poissa"
        user.save()
        Follow.objects.create(project=project, user=user)
        if name != "ei-nae":
            project.readers.add(user)
    say(planner, project, "kassakaappi")
    assert [mail["To"] for mail in inbox] == ["nimetty@kaupunki.fi"]
    whole = inbox[0].as_string()
    assert "kassakaappi" not in whole  # mail travels outside the service
    assert "Salainen" not in whole


@pytest.mark.parametrize("then", ["hidden", "marked", "withdrawn", "left"])
def test_mail_on_its_way_asks_the_rights_of_when_it_is_sent(say, person, make_project, inbox, then):
    project, follower = make_project("Verkko"), person("maija")
    Follow.objects.create(project=project, user=follower)
    say(person("liisa"), project, "kassakaappi")
    comment = Comment.objects.get()
    if then == "hidden":
        project.is_not_public = True
    elif then == "marked":
        project.not_public_fields = ("comments",)
    elif then == "withdrawn":
        comment.is_withdrawn = True
        comment.save()
    else:
        Follow.objects.all().delete()
    project.save()
    assert not list(inbox)


def test_mail_quotes_no_comment_of_a_project_whose_comments_are_not_public(
    say, person, planner, make_project, inbox
):
    reader = person("maija")
    project = make_project("Verkko", not_public_fields=("comments",))
    project.readers.add(reader)
    Follow.objects.create(project=project, user=reader)
    say(planner, project, "kassakaappi")
    assert [mail["To"] for mail in inbox] == ["maija@kaupunki.fi"]
    assert "kassakaappi" not in inbox[0].as_string()


def test_a_mail_that_cannot_be_sent_does_not_lose_the_comment(say, person, make_project, settings):
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    person("maija")
    assert say(person("liisa"), make_project("Verkko"), "@maija").status_code == 302
    assert Comment.objects.count() == 1


def test_only_the_author_edits_and_withdraws(client, say, person, planner, make_project):
    project, author = make_project("Verkko"), person("maija")
    say(author, project, "Alku")
    comment = Comment.objects.get()
    edit, withdraw = (reverse(f"comment-{n}", args=[comment.pk]) for n in ("edit", "withdraw"))
    assert say(planner, project, "x", edit, seen="").status_code == 403
    assert say(planner, project, "x", withdraw).status_code == 403
    assert say(author, project, "Loppu", edit, seen="").status_code == 302
    text = client.get(project.get_absolute_url()).content.decode()
    assert "Loppu" in text
    assert "Alku" in text  # what it said before
    say(author, project, "", withdraw)
    client.force_login(person("liisa"))
    text = client.get(project.get_absolute_url()).content.decode()
    assert "Kirjoittaja on perunut kommentin" in text
    assert "Loppu" not in text
    assert "Alku" not in text
    say(author, project, "", withdraw, back="1")
    comment.refresh_from_db()
    assert (comment.text, comment.is_withdrawn) == ("Loppu", False)
    assert [row.text for row in comment.history.all()][-1] == "Alku"


def test_a_second_window_overwrites_nothing(say, person, make_project):
    project, author = make_project("Verkko"), person("maija")
    say(author, project, "Alku")
    url = reverse("comment-edit", args=[Comment.objects.get().pk])
    say(author, project, "Ensimmäinen", url, seen="")
    answer = say(author, project, "Toinen", url, seen="")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "Ensimmäinen" in text
    assert "Toinen" in text
    assert Comment.objects.get().text == "Ensimmäinen"
    assert say(author, project, "Toinen", url, seen=answer.context["form"]["seen"].value())
    assert Comment.objects.get().text == "Toinen"


def test_an_edit_tells_only_whom_it_newly_mentions(say, person, make_project, inbox):
    project, author = make_project("Verkko"), person("maija")
    person("liisa"), person("kalle")
    say(author, project, "@liisa")
    url = reverse("comment-edit", args=[Comment.objects.get().pk])
    say(author, project, "@liisa ja @kalle", url, seen="")
    assert [mail["To"] for mail in inbox] == ["liisa@kaupunki.fi", "kalle@kaupunki.fi"]


def test_an_earlier_state_of_the_project_takes_back_no_comment(planner, make_project):
    project = make_project("Vanha")
    at = project.history.first().history_date
    Comment.objects.create(project=project, author=planner, text="Jää")
    project.name = "Uusi"
    project.save()
    restore(project.pk, at, planner)
    assert Comment.objects.get().text == "Jää"
    gone = Comment.objects.get().history.first().history_date
    Project.objects.get().delete()
    assert not Comment.objects.exists()
    restore(project.pk, gone, planner)
    assert Comment.objects.get().text == "Jää"


def test_followed_projects_stand_on_ones_own_page(client, person, make_project):
    project, secret = make_project("Verkko"), make_project("Salainen")
    reader = person("maija")
    client.force_login(reader)
    for each in (project, secret, project):
        client.post(reverse("project-follow", args=[each.pk]))
    Project.objects.filter(pk=secret.pk).update(is_not_public=True)
    text = client.get(reverse("me")).content.decode()
    assert "Verkko" in text
    assert "Salainen" not in text
    url = reverse("project-follow", args=[project.pk])
    assert client.post(url, {"stop": "1", "next": reverse("me")}).url == reverse("me")
    assert (
        client.post(url, {"stop": "1", "next": "//evil.example"}).url == f"/projects/{project.pk}/"
    )
    assert not Follow.objects.filter(project=project).exists()
    assert client.post(reverse("project-follow", args=[99_999])).status_code == 404


def test_the_page_asks_no_more_with_many_comments(
    client, planner, person, make_project, django_assert_max_num_queries
):
    project = make_project("Verkko")
    client.force_login(planner)
    client.get(project.get_absolute_url())
    with django_assert_max_num_queries(60) as few:
        client.get(project.get_absolute_url())
    for n in range(8):
        comment = Comment.objects.create(project=project, author=person(f"p{n}"), text="@p0")
        comment.edited_at = comment.created_at
        comment.save()
    # Who wrote them, and what they said before, each once for all.
    with django_assert_max_num_queries(len(few) + 2):
        client.get(project.get_absolute_url())


def test_a_forgotten_person_follows_nothing_and_their_comments_have_a_pseudonym(
    client, person, make_project
):
    project, author = make_project("Verkko"), person("maija")
    Follow.objects.create(project=project, user=author)
    Comment.objects.create(project=project, author=author, text="Sanoin näin")
    kept = people.personal_data(author)["rows"]
    assert ["Sanoin näin"] in kept.values()
    assert ["Verkko"] in kept.values()
    people.forget(author)
    assert not Follow.objects.exists()
    client.force_login(person("liisa"))
    assert f"poistettu-{author.pk}" in client.get(project.get_absolute_url()).content.decode()
