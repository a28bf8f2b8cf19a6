"""Proposals: written by an area's editor, answered by a planner, each step told and mailed."""

import re
import threading

import pytest
from django.db import connection
from django.urls import reverse

from accounts import people
from projects.models import Follow, Project, ServiceArea, StrategicGoal
from reports.models import ActionPlan, Proposal
from reports.proposals import triage

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture
def editor(make_user, area):
    user = make_user("area_editor", "maija")
    user.email, user.language = "maija@kaupunki.fi", "fi"
    user.save()
    area.editors.add(user)
    return user


@pytest.fixture
def boss(planner):
    planner.email, planner.language = "suunnittelija@kaupunki.fi", "fi"
    planner.save()
    return planner


@pytest.fixture
def write(client, editor, area):
    """`write(...)` posts the form as the editor and gives the proposal, or the answer if refused."""

    def post(url="", **values):
        sent = {"name": "Hakemus", "service_area": area.pk, "need": "Paperi", "changes": "Verkossa"}
        client.force_login(editor)
        answer = client.post(url or reverse("proposal-new"), sent | values)
        return answer if answer.status_code != 302 else Proposal.objects.latest("pk")

    return post


@pytest.fixture
def sent(write):
    return write(send="1")


def answer(client, user, proposal, step, follow=True, **values):
    client.force_login(user)
    return client.post(reverse(f"proposal-{step}", args=[proposal.pk]), values, follow=follow)


def into(proposal, project):
    return f"{reverse('proposal-merge', args=[proposal.pk])}?project={project.pk}"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# Writing.


def test_an_editor_sends_a_proposal_as_they_would_write_it(client, write, area, boss, inbox):
    goal = StrategicGoal.objects.create(name="Laatu")
    proposal = write(
        send="1", start="syksy 2023", end="Q2/2024", cost_low="15 000", cost_high="1,2 M€",
        cost_text="Arvio", resource_text="2 viikkoa", strategic_goals=[goal.pk],
    )  # fmt: skip
    assert proposal.state == State.SENT
    assert (proposal.start.edtf, proposal.end.edtf) == ("2023-23", "2024-34")
    assert (proposal.cost_low, proposal.cost_high) == (15_000, 1_200_000)
    assert list(proposal.strategic_goals.all()) == [goal]
    assert proposal.sent_at is not None
    assert [mail["To"] for mail in inbox] == ["suunnittelija@kaupunki.fi"]
    assert "Hakemus" in inbox[0]["Subject"]
    assert f"/proposals/{proposal.pk}/" in inbox[0].get_content()


def test_a_draft_is_saved_without_being_complete(client, write, boss, inbox):
    proposal = write(need="", changes="", service_area="")
    assert proposal.state == State.DRAFT
    assert inbox == []
    # It goes on later; from its page it cannot be sent before it is whole.
    response = client.post(reverse("proposal-send", args=[proposal.pk]))
    assert response.url == reverse("proposal-edit", args=[proposal.pk])
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": ""}, "name"), ({"need": " "}, "need"), ({"changes": ""}, "changes"),
     ({"service_area": ""}, "service_area"), ({"start": "pian"}, "start"),
     ({"start": "2024", "end": "2023"}, "end"), ({"cost_low": "paljon"}, "cost_low"),
     ({"cost_low": "-5"}, "cost_low"), ({"cost_low": "20", "cost_high": "10"}, "cost_high"),
     ({"service_area": "99999"}, "service_area"), ({"strategic_goals": ["x"]}, "strategic_goals"),
     ({"plan": "7777"}, "plan"), ({"need": "x" * 20_001}, "need"), ({"name": "x" * 301}, "name")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(write, values, field):
    StrategicGoal.objects.create(name="Laatu")
    response = write(send="1", schedule_text="Ennen kesää", **values)
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {field}
    page = response.content.decode()
    assert "Ennen kesää" in page
    assert f'href="#id_{field}' in page
    assert not Proposal.objects.exists()


def test_only_ones_own_areas_are_offered(client, editor, area, write):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    other = ServiceArea.objects.create(name="Tekniset palvelut")
    client.force_login(editor)
    form = client.get(reverse("proposal-new")).context["form"]
    assert {str(key) for key, _label in form["service_area"].field.choices} == {
        "",
        str(area.pk),
        str(unit.pk),
    }
    assert write(service_area=other.pk).status_code == 400


def test_the_only_area_is_chosen_already(client, editor, area):
    client.force_login(editor)
    assert (
        f'<option value="{area.pk}" selected>'
        in client.get(reverse("proposal-new")).content.decode()
    )


def test_a_draft_of_the_browser_comes_back_and_is_not_sent(write):
    response = write(send="1", _draft="1")
    assert response.status_code == 400
    assert "Hakemus" in response.content.decode()
    assert not Proposal.objects.exists()


def test_two_people_who_edit_one_proposal(client, write, boss, area):
    proposal = write()
    url = reverse("proposal-edit", args=[proposal.pk])
    version = client.get(url).context["form"]["version"].value()
    assert write(url, need="Ensimmäinen", version=version).need == "Ensimmäinen"
    response = write(url, need="Toinen", version=version)
    assert response.status_code == 409
    assert "Ensimmäinen" in response.content.decode()
    assert "Toinen" in response.content.decode()


# Who sees what.


@pytest.mark.parametrize("role", ["reader", ""])
def test_who_is_no_editor_has_no_proposals(client, make_user, sent, role):
    client.force_login(make_user(role, "muu"))
    assert client.get(reverse("proposal-list")).status_code == 403
    assert client.get(sent.get_absolute_url()).status_code == 404
    assert client.get(reverse("proposal-new")).status_code == 403
    assert reverse("proposal-list") not in client.get("/").content.decode()


def test_an_editor_sees_their_own_and_their_areas(
    client, make_user, make_project, area, sent, editor
):
    other = ServiceArea.objects.create(name="Tekniset palvelut")
    stranger, colleague = make_user("area_editor", "outo"), make_user("area_editor", "kalle")
    other.editors.add(stranger)
    area.editors.add(colleague)
    for user, status in ((stranger, 404), (colleague, 200), (editor, 200)):
        client.force_login(user)
        assert client.get(sent.get_absolute_url()).status_code == status
        assert ("Hakemus" in text_of(client.get(reverse("proposal-list")))) is (status == 200)
    # Whose area it was sees it still when the areas have changed hands.
    area.editors.clear()
    client.force_login(type(editor).objects.get(pk=editor.pk))
    assert client.get(sent.get_absolute_url()).status_code == 200


def test_an_editor_answers_nothing(client, editor, sent, make_project):
    for step in ("accept", "ask-back", "decline", "reopen", "merge-choose"):
        assert answer(client, editor, sent, step, answer="x", scope="city_wide").status_code in (
            403,
            405,
        )
    assert client.get(into(sent, make_project())).status_code == 403
    sent.refresh_from_db()
    assert sent.state == State.SENT


def test_the_list_is_filtered_and_counted_for_planners(client, boss, write, area):
    write(name="Odottava", send="1")
    write(name="Luonnos")
    client.force_login(boss)
    page = text_of(client.get(reverse("proposal-list")))
    assert "Odottava" in page
    assert "Luonnos " not in page.split("Ehdottaja", 1)[1]
    assert "Odottaa ratkaisua (1)" in page
    everything = text_of(client.get(reverse("proposal-list") + "?state="))
    assert "Odottava" in everything
    other = ServiceArea.objects.create(name="Tekniset palvelut")
    url = reverse("proposal-list")
    assert "Odottava" not in text_of(client.get(f"{url}?state=&area={other.pk}"))
    for nonsense in ("?state=zzz", "?area=x", "?area=99999999999999999999", "?page=zzz"):
        assert client.get(url + nonsense).status_code == 200
    assert "Ehdotukset (1)" in text_of(client.get(reverse("plan-list")))
    assert "1 ehdotus odottaa ratkaisuasi" in text_of(client.get("/"))


def test_the_list_asks_no_more_with_many(
    client, boss, editor, area, make_project, django_assert_max_num_queries
):
    def add(count):
        for n in range(count):
            Proposal.objects.create(
                name=f"E {n}",
                service_area=area,
                proposer=editor,
                state=State.SENT,
                project=make_project(f"H{n}"),
            )

    asked = {}
    for more in (10, 190):
        add(more)
        for user in (boss, editor):
            client.force_login(user)
            client.get(reverse("proposal-list"))
            with django_assert_max_num_queries(asked.get(user, 22)) as queries:
                client.get(reverse("proposal-list"))
            asked[user] = len(queries)


def test_an_editor_finds_the_form_from_the_list_of_projects(client, editor):
    client.force_login(editor)
    assert reverse("proposal-new") in client.get("/projects/?all=1").content.decode()


# Answers.


def test_an_accepted_proposal_is_a_project_with_all_it_said(
    client, boss, write, editor, area, inbox
):
    goal = StrategicGoal.objects.create(name="Laatu")
    plan = ActionPlan.objects.create(title="S", organisation="K")
    proposal = write(
        send="1", start="2024", end="2025", schedule_text="Pian", cost_low="15000", cost_text="Arvio",
        resource_text="Työtä", strategic_goals=[goal.pk], plan=plan.pk,
    )  # fmt: skip
    response = answer(
        client, boss, proposal, "accept", scope="service_area", plan=plan.pk, answer="Hyvä"
    )
    project = Project.objects.get()
    assert response.redirect_chain[0][0] == project.get_absolute_url()
    assert (project.name, project.description, project.change_effects) == (
        "Hakemus",
        "Paperi",
        "Verkossa",
    )
    assert (project.status, project.owner, project.service_area) == ("proposal", editor, area)
    assert (project.schedule_text, project.cost_text, project.resource_text) == (
        "Pian",
        "Arvio",
        "Työtä",
    )
    assert [str(phase) for phase in project.phases.all()] == ["2024–2025"]
    item = project.costs.get()
    assert (item.low, item.high, item.certainty) == (15_000, 15_000, "rough")
    assert list(project.strategic_goals.all()) == [goal]
    assert list(plan.projects.all()) == [project]
    assert Follow.objects.filter(project=project, user=editor).exists()
    assert f"ehdotus {proposal.pk}" in project.history.earliest().history_change_reason
    proposal.refresh_from_db()
    assert (proposal.state, proposal.project, proposal.decided_by) == (
        State.ACCEPTED,
        project,
        boss,
    )
    # That it waits is not told any more: it was decided before the mail left.
    assert [mail["To"] for mail in inbox] == ["maija@kaupunki.fi"]
    assert "Hyvä" in inbox[0].get_content()
    client.force_login(editor)
    assert "Hyväksytty hankkeeksi" in text_of(client.get(proposal.get_absolute_url()))


def test_a_plan_past_its_draft_takes_no_accepted_proposal(client, boss, sent):
    plan = ActionPlan.objects.create(title="S", organisation="K", state="approved")
    response = answer(client, boss, sent, "accept", scope="service_area", plan=plan.pk)
    assert response.status_code == 400
    assert not Project.objects.exists()


def test_a_question_is_answered_by_editing_and_sending_again(
    client, boss, sent, write, editor, inbox
):
    answer(client, boss, sent, "ask-back", answer="Montako?")
    assert "Montako?" in inbox[-1].get_content()
    url = reverse("proposal-edit", args=[sent.pk])
    client.force_login(editor)
    page = client.get(url)
    assert "Montako?" in page.content.decode()
    version = page.context["form"]["version"].value()
    again = write(url, need="Kymmenen", send="1", version=version)
    assert (again.state, again.need) == (State.SENT, "Kymmenen")
    assert [mail["To"] for mail in inbox] == ["maija@kaupunki.fi", "suunnittelija@kaupunki.fi"]
    steps = [step["label"] for step in client.get(again.get_absolute_url()).context["steps"]]
    assert len(steps) == 4 or steps[-3:] == [
        "Odottaa ratkaisua",
        "Palautettu täydennettäväksi",
        "Odottaa ratkaisua",
    ]


def test_a_decline_has_a_reason_and_can_be_reopened(client, boss, sent, editor, inbox):
    assert answer(client, boss, sent, "decline", answer=" ").status_code == 400
    answer(client, boss, sent, "decline", answer="On jo olemassa")
    sent.refresh_from_db()
    assert (sent.state, sent.answer) == (State.DECLINED, "On jo olemassa")
    assert "On jo olemassa" in inbox[-1].get_content()
    client.force_login(editor)
    assert "On jo olemassa" in text_of(client.get(reverse("proposal-list")))
    assert client.get(reverse("proposal-edit", args=[sent.pk])).status_code == 409
    answer(client, boss, sent, "reopen", answer="Tilanne muuttui")
    sent.refresh_from_db()
    assert sent.state == State.SENT
    told = [(v.state, v.history_change_reason, str(v.history_user)) for v in sent.history.all()][:2]
    assert told == [
        ("sent", "Tilanne muuttui", "planner"),
        ("declined", "On jo olemassa", "planner"),
    ]


def test_a_proposal_is_joined_to_a_project(client, boss, write, editor, make_project, inbox):
    goal = StrategicGoal.objects.create(name="Laatu")
    project = make_project("Hakemukset verkkoon", description="Alku", cost_text="Oma")
    proposal = write(
        send="1", cost_text="Lisää", cost_low="5", start="2024", strategic_goals=[goal.pk]
    )
    client.force_login(boss)
    choose = client.get(reverse("proposal-merge-choose", args=[proposal.pk]))
    assert "Hakemukset verkkoon" in text_of(choose)  # a similar name is offered
    assert "Hakemukset verkkoon" in text_of(client.get(choose.request["PATH_INFO"] + "?q=hakemuk"))
    url = into(proposal, project)
    page = text_of(client.get(url))
    assert "Alku" in page
    assert "Paperi" in page
    client.post(url, {"take": ["need", "goals", "costs", "nonsense"], "answer": "Samaa työtä"})
    project.refresh_from_db()
    assert project.description == "Alku\n\nPaperi"
    assert project.cost_text == "Oma"  # not marked
    assert project.costs.count() == 1
    assert project.phases.count() == 0
    assert list(project.strategic_goals.all()) == [goal]
    assert (
        "Liitetty hanke-ehdotus"
        in project.history.filter(description__contains="Paperi").earliest().history_change_reason
    )
    assert Follow.objects.filter(project=project, user=editor).exists()
    assert "Hakemukset verkkoon" in inbox[-1].get_content()


def test_texts_that_grow_too_long_are_not_joined(client, boss, sent, make_project):
    project = make_project(description="x" * 99_999)
    client.force_login(boss)
    response = client.post(into(sent, project), {"take": ["need"]})
    assert response.status_code == 400
    sent.refresh_from_db()
    assert sent.state == State.SENT


def test_a_project_that_is_not_public_is_not_named_to_the_proposer(
    client, boss, sent, editor, make_project, inbox
):
    project = make_project("Salainen", is_not_public=True)
    client.force_login(boss)
    client.post(into(sent, project), {"take": ["need"]})
    assert "Salainen" not in inbox[-1].get_content() + inbox[-1]["Subject"]
    client.force_login(editor)
    for url in (sent.get_absolute_url(), reverse("proposal-list")):
        assert "Salainen" not in text_of(client.get(url))
    assert not Follow.objects.exists()


@pytest.mark.parametrize("step", ["accept", "ask-back", "decline"])
def test_the_second_of_two_planners_is_told_what_the_first_decided(
    client, boss, make_user, sent, step
):
    answer(client, boss, sent, "decline", answer="Ensimmäinen perustelu")
    second = make_user("planner", "toinen")
    response = answer(client, second, sent, step, answer="Toinen perustelu", scope="service_area")
    assert response.status_code == 409
    page = text_of(response)
    assert "Hylätty" in page or "hylätty" in page
    assert "planner" in page
    assert "Ensimmäinen perustelu" in page
    assert "Toinen perustelu" in page  # what was typed is not lost
    assert not Project.objects.exists()
    assert sent.history.filter(state="declined").count() == 1


def test_what_was_accepted_stays(client, boss, sent):
    answer(client, boss, sent, "accept", scope="service_area")
    assert answer(client, boss, sent, "accept", scope="service_area").status_code == 409
    assert answer(client, boss, sent, "reopen", answer="x").status_code == 409
    assert Project.objects.count() == 1


def test_a_deleted_project_leaves_its_proposal(client, boss, sent):
    answer(client, boss, sent, "accept", scope="service_area")
    Project.objects.get().delete()
    assert client.get(sent.get_absolute_url()).status_code == 200


def test_what_was_sent_is_taken_back_before_it_is_decided(client, editor, boss, sent):
    answer(client, editor, sent, "take-back")
    sent.refresh_from_db()
    assert sent.state == State.DRAFT
    assert answer(client, boss, sent, "accept", scope="service_area").status_code == 409
    answer(client, editor, sent, "send")
    answer(client, boss, sent, "decline", answer="x")
    assert answer(client, editor, sent, "take-back").status_code == 409


def test_nobody_gets_mail_who_wants_none_or_decided_themselves(
    client, boss, sent, editor, write, inbox
):
    editor.wants_mail = False
    editor.save()
    answer(client, boss, sent, "decline", answer="x")
    own = Proposal.objects.create(
        name="Oma",
        proposer=boss,
        state=State.SENT,
        service_area=sent.service_area,
        need="x",
        changes="y",
    )
    answer(client, boss, own, "accept", scope="service_area")
    assert inbox == []


def test_a_mail_that_cannot_be_sent_does_not_undo_the_answer(client, boss, sent, settings):
    settings.MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert answer(client, boss, sent, "decline", answer="x").status_code == 200
    sent.refresh_from_db()
    assert sent.state == State.DECLINED


def test_a_forgotten_person_leaves_their_proposals_under_a_pseudonym(client, boss, sent, editor):
    assert ["Hakemus"] in people.personal_data(editor)["rows"].values()
    people.forget(editor)
    client.force_login(boss)
    assert f"poistettu-{editor.pk}" in text_of(client.get(sent.get_absolute_url()))
    assert answer(client, boss, sent, "decline", answer="x").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_the_same_moment_make_one_project(boss, editor, area):
    if connection.vendor == "sqlite":
        expected_errors: tuple = (triage.AlreadyDecided, Exception)  # SQLite says that it is locked
    else:
        expected_errors = (triage.AlreadyDecided,)
    proposal = Proposal.objects.create(
        name="E", proposer=editor, service_area=area, need="x", changes="y", state=State.SENT
    )
    together, refused = threading.Barrier(2), []

    def decide():
        together.wait()
        try:
            triage.accept(proposal, boss, scope="service_area")
        except expected_errors as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Project.objects.count() == 1
    assert len(refused) == 1


def test_who_is_no_planner_any_more_when_the_mail_leaves_gets_none(boss, sent, inbox):
    boss.groups.clear()
    assert inbox == []
