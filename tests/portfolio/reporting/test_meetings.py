"""A meeting from its agenda to its minutes: who sees and writes what, what the history tells."""

import datetime
import io

import docx
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from projects.clock import today
from projects.confidentiality import Piece
from projects.history.sentences import changes
from projects.models import Meeting, MeetingEntry, MeetingItem, Project, StatusReport
from projects.values.choices import Status
from tests.paper import text_of as text_of_pdf

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 3, 15)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = DAY


@pytest.fixture
def meeting(make_project, planner):
    """Of three projects, one of them late."""
    row = Meeting.objects.create(group="Johtoryhmä", day=DAY)
    for place, project in enumerate(
        (
            make_project("Myöhässä", "1/2022", "12/2022", status=Status.IN_PROGRESS),
            make_project("Verkko", "2/2023", "12/2023", status=Status.PROPOSAL),
            make_project("Salainen", is_not_public=True),
        ),
        start=1,
    ):
        MeetingItem.objects.create(meeting=row, project=project, position=place)
    return row


def item(meeting, name):
    return meeting.items.get(project__name=name)


def write(client, item, kind="decision", **typed):
    address = reverse(f"meeting-item-{kind}", args=[item.pk])
    return client.post(address, {"text": "Jatketaan.", **typed})


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_ticked_projects_become_an_agenda_with_the_exceptions_first(client, planner, make_project):
    calm = make_project("Aakkosissa ensin", "2/2023", "12/2023", status=Status.IN_PROGRESS)
    late = make_project("Viimeisenä", "1/2022", "12/2022", status=Status.IN_PROGRESS)
    StatusReport.objects.create(project=calm, date=DAY)
    client.force_login(planner)
    chosen = {"id": [calm.pk, late.pk]}
    assert "Aakkosissa ensin" in client.post(reverse("meeting-new"), chosen).content.decode()
    made = client.post(
        reverse("meeting-new"), chosen | {"group": "Johtoryhmä", "day": "16.3.2023", "save": "1"}
    )
    row = Meeting.objects.get()
    assert made["Location"] == row.get_absolute_url()
    assert [each.project for each in row.items.all()] == [late, calm]
    told = page(client, "meeting", row.pk)
    assert "aikataulu ylittynyt" in told
    assert "Poikkeamat" in told
    pdf = client.get(reverse("meeting-agenda-pdf", args=[row.pk]))
    assert "aikataulu ylittynyt" in text_of_pdf(pdf.getvalue())


def test_a_filter_becomes_an_agenda_and_the_next_meeting_takes_it_anew(
    client, planner, make_project
):
    make_project("Verkko", status=Status.IN_PROGRESS)
    client.force_login(planner)
    sent = {"every": "1", "query": "status=in_progress", "group": "Johtoryhmä",
            "day": "1.3.2023", "save": "1"}  # fmt: skip
    client.post(reverse("meeting-new"), sent)
    first = Meeting.objects.get()
    make_project("Uusi", status=Status.IN_PROGRESS)
    form = client.get(reverse("meeting-new"), {"after": first.pk})
    assert {row.name for row in form.context["projects"]} == {"Verkko", "Uusi"}
    assert form.context["form"].initial["group"] == "Johtoryhmä"


def test_what_is_wrong_with_a_new_meeting_is_said_at_its_field(client, planner, make_project):
    project = make_project()
    client.force_login(planner)
    sent = {"id": [project.pk, "x" * 30], "group": "", "day": "huomenna", "save": "1"}
    answer = client.post(reverse("meeting-new"), sent)
    assert answer.status_code == 400
    assert "“huomenna”" in answer.content.decode() or "”huomenna”" in answer.content.decode()
    assert answer.context["projects"] == [project]
    assert not Meeting.objects.exists()


def test_decision_action_report_and_status_stand_in_the_history_as_made_in_the_meeting(
    client, planner, meeting
):
    client.force_login(planner)
    row = item(meeting, "Verkko")
    write(client, row)
    write(client, row, "action", text="Pyydä tarjoukset", owner=str(planner), due="1.4.2023")
    stand = {"stand-status": "in_progress", "stand-schedule_light": "attention",
             "stand-text": "Viivästyy", "stand-forecast_end": "5/2024",
             "stand-was": "proposal"}  # fmt: skip
    assert client.post(reverse("meeting-item-stand", args=[row.pk]), stand).status_code == 302
    project = Project.objects.get(pk=row.project_id)
    assert (project.status, str(project.last_report.forecast_end.edtf)) == (
        "in_progress",
        "2024-05",
    )
    told = [each for each in changes(project.pk) if each.reason == "Kokous: Johtoryhmä 15.3.2023"]
    sentences = " ".join(text for each in told for text in each.sentences)
    for word in ("Jatketaan.", "Pyydä tarjoukset", "Viivästyy", "Käynnissä", "5/2024"):
        assert word in sentences
    shown = client.get(project.get_absolute_url()).content.decode()
    assert "Kokouksista" in shown
    assert "Pyydä tarjoukset" in shown
    assert [each.text for each in MeetingEntry.objects.waiting_for(planner)] == ["Pyydä tarjoukset"]
    action = MeetingEntry.objects.get(kind="action")
    client.post(reverse("meeting-entry-done", args=[action.pk]))
    assert not MeetingEntry.objects.waiting_for(planner)
    action.refresh_from_db()
    assert action.done_on == today()


def test_the_second_secretary_sees_the_decision_and_the_same_one_is_not_made_twice(
    client, planner, make_user, meeting
):
    row = item(meeting, "Verkko")
    client.force_login(planner)
    write(client, row)
    client.force_login(make_user("administrator"))
    assert "Jatketaan." in page(client, "meeting-item", row.pk)
    client.post(reverse("meeting-item-decision", args=[row.pk]), {"text": " Jatketaan.  "})
    assert MeetingEntry.objects.count() == 1
    assert "planner on jo kirjannut saman" in page(client, "meeting-item", row.pk)


def test_two_who_report_at_once_see_both_versions(client, planner, make_user, meeting):
    row = item(meeting, "Verkko")
    address = reverse("meeting-item-stand", args=[row.pk])
    client.force_login(planner)
    form = client.get(row.get_absolute_url()).context["stand_form"]
    opened = {f"stand-{name}": form[name].value() or "" for name in form.fields}
    project = row.project
    project.status = Status.ON_HOLD
    project.save()
    StatusReport.objects.create(project=project, date=DAY, author=make_user("administrator"),
                                text="Toisen katsaus")  # fmt: skip
    sent = opened | {"stand-status": "completed", "stand-text": "Oma katsaus"}
    answer = client.post(address, sent)
    assert answer.status_code == 400
    told = answer.content.decode()
    assert "Toisen katsaus" in told
    assert "Oma katsaus" in told
    project.refresh_from_db()
    assert project.status == Status.ON_HOLD
    again = {f"stand-{name}": answer.context["stand_form"][name].value() or ""
             for name in form.fields}  # fmt: skip
    answer = client.post(address, again)
    assert answer.status_code == 400  # the status was changed by the other too
    assert "Keskeytetty" in " ".join(answer.context["stand_form"].errors["status"])
    again["stand-was"] = answer.context["stand_form"]["was"].value()
    assert client.post(address, again).status_code == 302
    project.refresh_from_db()
    assert (project.status, project.last_report.text) == ("completed", "Oma katsaus")


def test_whoever_lost_the_project_in_the_middle_gets_back_what_they_typed(
    client, area, make_user, meeting
):
    editor = make_user("area_editor")
    area.editors.add(editor)
    meeting.participants.add(editor)
    row = item(meeting, "Verkko")
    client.force_login(editor)
    assert write(client, row).status_code == 302
    area.editors.clear()
    answer = write(client, row, text="Pitkä perustelu")
    assert answer.status_code == 403
    assert "Pitkä perustelu" in answer.content.decode()
    assert "siirtää toiselle palvelualalle" in answer.content.decode()
    row.project.delete()
    answer = client.post(reverse("meeting-item-note", args=[row.pk]), {"text": "Muistettava"})
    assert answer.status_code == 404
    assert "Muistettava" in answer.content.decode()


def test_nothing_is_written_into_a_closed_meeting_and_it_can_be_opened_again(
    client, planner, meeting
):
    row = item(meeting, "Verkko")
    client.force_login(planner)
    client.post(reverse("meeting-close", args=[meeting.pk]))
    answer = write(client, row)
    assert answer.status_code == 403
    assert "kokous on päätetty sillä välin" in answer.content.decode()
    client.post(reverse("meeting-close", args=[meeting.pk]), {"open": "1"})
    assert write(client, row).status_code == 302


def test_minutes_keep_how_the_projects_stood_when_the_meeting_was_closed(client, planner, meeting):
    client.force_login(planner)
    write(client, item(meeting, "Verkko"))
    client.post(reverse("meeting-close", args=[meeting.pk]))
    Project.objects.filter(name="Verkko").update(status=Status.COMPLETED)
    told = page(client, "meeting-minutes", meeting.pk)
    assert "Ehdotus" in told
    assert "Valmis" not in told


def test_minutes_leave_out_what_their_reader_may_not_see(client, planner, make_user, meeting):
    reader = make_user("reader")
    meeting.participants.add(reader)
    client.force_login(planner)
    write(client, item(meeting, "Salainen"), text="Kassakaappi")
    write(client, item(meeting, "Verkko"), text="Julkinen päätös")
    write(client, item(meeting, "Myöhässä"), text="Merkitty päätös")
    Project.objects.filter(name="Myöhässä").update(not_public_fields=[Piece.MEETINGS])
    for person, hidden in ((planner, False), (reader, True)):
        client.force_login(person)
        pdf = client.get(reverse("meeting-minutes-pdf", args=[meeting.pk])).getvalue()
        word = client.get(reverse("meeting-minutes-docx", args=[meeting.pk])).getvalue()
        document = docx.Document(io.BytesIO(word))
        cells = " ".join(c.text for t in document.tables for r in t.rows for c in r.cells)
        words = cells + " ".join(line.text for line in document.paragraphs)
        for told in (page(client, "meeting-minutes", meeting.pk), text_of_pdf(pdf), words):
            assert "Julkinen päätös" in told
            assert ("Salainen" not in told) == hidden
            assert ("Kassakaappi" not in told) == hidden
            assert ("Merkitty päätös" not in told) == hidden


def test_minutes_go_by_mail_to_participants_without_what_is_not_public(
    client, planner, make_user, meeting, inbox
):
    User.objects.update(email="suunnittelija@example.invalid")
    reader = make_user("reader")
    reader.email = "lukija@example.invalid"
    reader.save()
    meeting.participants.set([planner, reader])
    client.force_login(planner)
    write(client, item(meeting, "Salainen"), text="Kassakaappi")
    write(client, item(meeting, "Verkko"), text="Julkinen päätös")
    send = reverse("meeting-send", args=[meeting.pk])
    client.post(send)
    assert not list(inbox)  # it is a draft
    client.post(reverse("meeting-close", args=[meeting.pk]))
    client.post(send)
    mails = {mail["To"]: mail.get_content() for mail in inbox}
    assert set(mails) == {"suunnittelija@example.invalid", "lukija@example.invalid"}
    for text in mails.values():
        assert "Julkinen päätös" in text
        assert "Kassakaappi" not in text
        assert "Salainen" not in text
    assert "luettavissa vain Salkussa" in mails["suunnittelija@example.invalid"]
    assert "luettavissa vain Salkussa" not in mails["lukija@example.invalid"]


def test_the_agenda_is_edited_and_two_planners_get_both_versions(client, planner, meeting):
    client.force_login(planner)
    address = reverse("meeting-edit", args=[meeting.pk])
    form = client.get(address).context["form"]
    rows = form.rows
    sent = {"group": "Johtoryhmä", "day": "15.3.2023", "other_people": "Vieras",
            "version": form.initial["version"], "items-TOTAL_FORMS": str(len(rows.forms)),
            "items-INITIAL_FORMS": "3", "items-MIN_NUM_FORMS": "0",
            "items-MAX_NUM_FORMS": "1000"}  # fmt: skip
    for number, row in enumerate(rows.forms):
        for name in row.fields:
            value = row[name].value()
            sent[f"items-{number}-{name}"] = "" if value is None or value is False else value
    sent["items-0-asks"] = "Jatketaanko?"
    sent["items-2-DELETE"] = "on"
    down = client.post(f"{address}?down=items-0", sent).context["form"].rows
    assert [row.told for row in down.shown[:3]] == ["Verkko", "Myöhässä", "Salainen"]
    sent["items_order"] = down.order
    meeting.other_people = "Toinen"
    meeting.save()
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "Toinen" in answer.content.decode()
    sent["version"] = client.get(address).context["form"].initial["version"]
    assert client.post(address, sent).status_code == 302
    assert [each.project.name for each in meeting.items.all()] == ["Verkko", "Myöhässä"]
    assert item(meeting, "Myöhässä").asks == "Jatketaanko?"


def test_a_deleted_project_comes_back_with_its_decisions(client, planner, meeting):
    client.force_login(planner)
    row = item(meeting, "Verkko")
    write(client, row)
    row.project.delete()
    assert not MeetingEntry.objects.exists()
    deleted = client.get(reverse("deleted-projects")).context["rows"][0]
    client.post(
        reverse("project-restore", args=[deleted.row.id]), {"at": deleted.before.isoformat()}
    )
    assert MeetingEntry.objects.get().text == "Jatketaan."


def test_the_queries_of_the_pages_do_not_grow_with_the_projects(
    client, planner, meeting, make_project, django_assert_max_num_queries
):
    client.force_login(planner)
    last = Meeting.objects.create(group="Johtoryhmä", day=DAY + datetime.timedelta(days=7))
    places = [
        reverse("meeting-list"),
        reverse("meeting", args=[meeting.pk]),
        reverse("meeting", args=[last.pk]),
        reverse("meeting-minutes", args=[meeting.pk]),
        item(meeting, "Verkko").get_absolute_url(),
    ]

    def agreed(number):
        project = make_project(f"Hanke {number}", "1/2022", "1/2023", status=Status.IN_PROGRESS)
        for each in (meeting, last):
            MeetingItem.objects.create(meeting=each, project=project, position=number + 9)
        MeetingEntry.objects.create(
            meeting=meeting, project=project, kind="action", text="x", owner=planner
        )

    agreed(0)
    before = {}
    for place in places:
        client.get(place)
        with CaptureQueriesContext(connection) as queries:
            client.get(place)
        before[place] = len(queries)
    for number in range(1, 25):
        agreed(number)
    for place, most in before.items():
        with django_assert_max_num_queries(most):
            assert client.get(place).status_code == 200


def test_the_search_finds_a_decision_with_its_project(client, planner, meeting):
    client.force_login(planner)
    write(client, item(meeting, "Verkko"), text="Kilpailutus aloitetaan")
    call_command("rebuild_search")
    found = client.get(reverse("search"), {"q": "kilpailutus"}).context["page"]
    assert found.paginator.count == 1


def test_a_meeting_prepared_by_mistake_is_deleted_and_one_with_entries_stays(
    client, planner, meeting
):
    client.force_login(planner)
    address = reverse("meeting-delete", args=[meeting.pk])
    assert address in page(client, "meeting", meeting.pk)
    write(client, item(meeting, "Verkko"))
    assert address not in page(client, "meeting", meeting.pk)
    stays = client.post(address)
    assert stays.status_code == 409
    assert "on jo kirjattu jotain" in stays.content.decode()
    MeetingEntry.objects.all().delete()
    asked = client.get(address).content.decode()
    assert "esityslista (3 hanketta) poistetaan" in asked
    deleted = client.post(address, follow=True)
    assert "on poistettu" in deleted.content.decode()
    assert not Meeting.objects.exists()
    assert Project.objects.count() == 3
    last = Meeting.history.first()
    assert (last.history_type, last.history_user) == ("-", planner)
    assert set(
        MeetingItem.history.filter(history_type="-").values_list("history_user", flat=True)
    ) == {planner.pk}
