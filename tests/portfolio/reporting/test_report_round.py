"""The report round: many reports in one sitting, and reminders of those that are missing."""

import datetime

import lxml.html
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from projects.clock import today
from projects.models import Follow, Project, Reminder, ServiceArea, StatusReport
from projects.templatetags.salkku import day

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.date(2020, 1, 1)


@pytest.fixture
def editor(make_user, area):
    user = make_user("area_editor")
    area.editors.add(user)
    return user


@pytest.fixture
def signed_in(client, editor):
    client.force_login(editor)
    return client


def opened(client):
    """The form as it is shown, as a browser would send it."""
    sent = {}
    for _project, form, _due in client.get(reverse("report-round")).context["rows"]:
        for name in form.fields:
            value = form[name].value()
            if value not in (None, "", False):
                sent[form.add_prefix(name)] = form[name].field.widget.format_value(value)
    return {k: v[0] if isinstance(v, list) else v for k, v in sent.items()}


def send(client, sent, **more):
    return client.post(reverse("report-round"), sent, **more)


def test_the_round_holds_one_s_own_moving_projects(signed_in, editor, make_project):
    make_project("own", status="in_progress")
    make_project("over", status="completed")
    other = ServiceArea.objects.create(name="Muu")
    make_project("other", status="in_progress", service_area=other)
    make_project("hidden", status="in_progress", not_public_fields=("reports",))
    rows = signed_in.get(reverse("report-round")).context["rows"]
    assert [project.name for project, _form, _due in rows] == ["own"]


def test_several_reports_are_given_at_once(signed_in, editor, make_project):
    a, b, c = (make_project(name, status="in_progress") for name in "abc")
    sent = opened(signed_in) | {
        f"p{a.pk}-schedule_light": "attention", f"p{a.pk}-text": "Toimitus viivästyi",
        f"p{a.pk}-forecast_end": "Q3/2023", f"p{b.pk}-cost_light": "on_track",
    }  # fmt: skip
    assert send(signed_in, sent).status_code == 302
    # What was reported is folded, what was not is open; it can be mended in its fold.
    page = lxml.html.fromstring(signed_in.get(reverse("report-round")).content)
    folds = {
        row.get("id"): row.xpath(".//details//summary") for row in page.xpath("//fieldset[@id]")
    }
    assert [len(folds[f"p{each.pk}"]) for each in (a, b, c)] == [1, 1, 0]
    told = " ".join(folds[f"p{a.pk}"][0].text_content().split())
    assert told.startswith(f"Katsaus annettu {day(today())} · Muokkaa")
    made = a.reports.get()
    assert (made.author, made.date, made.text) == (editor, today(), "Toimitus viivästyi")
    assert made.forecast_end.edtf == "2023-35"
    assert b.reports.get().cost_light == "on_track"
    assert not c.reports.exists()


def test_nothing_changed_is_a_report_too(signed_in, make_project):
    project = make_project("a", status="in_progress")
    StatusReport.objects.create(
        project=project, date=LONG_AGO, schedule_light="attention", text="Vanha"
    )
    send(signed_in, opened(signed_in))
    assert project.reports.count() == 1  # what is left as it is gets no report
    send(signed_in, opened(signed_in) | {f"p{project.pk}-unchanged": "on"})
    newest = project.reports.first()
    assert (newest.date, newest.schedule_light, newest.text) == (today(), "attention", "")


def test_a_bad_row_keeps_what_was_typed_and_the_good_ones_are_saved(signed_in, make_project):
    a, b = (make_project(name, status="in_progress") for name in "ab")
    answer = send(signed_in, opened(signed_in) | {
        f"p{a.pk}-schedule_light": "trouble", f"p{a.pk}-forecast_end": "joskus",
        f"p{b.pk}-schedule_light": "on_track",
    })  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "joskus" in text
    assert not a.reports.exists()
    assert b.reports.get().schedule_light == "on_track"
    forms = {project.pk: form for project, form, _due in answer.context["rows"]}
    assert forms[a.pk].errors["forecast_end"]
    assert not forms[b.pk].is_bound  # saved: shown as it is now


def test_a_forecast_alone_is_no_report(signed_in, make_project):
    project = make_project("a", status="in_progress")
    answer = send(signed_in, {f"p{project.pk}-forecast_end": "2024"})
    assert not project.reports.exists()
    assert "Valitse ainakin yksi liikennevalo" in answer.content.decode()


def test_a_report_made_in_between_is_shown_first(signed_in, planner, make_project):
    project = make_project("a", status="in_progress")
    sent = opened(signed_in) | {f"p{project.pk}-schedule_light": "trouble"}
    StatusReport.objects.create(
        project=project, author=planner, schedule_light="on_track", text="Heidän katsauksensa"
    )
    answer = send(signed_in, sent)
    assert "Joku muu on raportoinut" in answer.content.decode()
    assert "Heidän katsauksensa" in answer.content.decode()
    assert project.reports.count() == 1
    form = answer.context["rows"][0][1]
    seen = form.data[form.add_prefix("seen")]
    send(signed_in, sent | {form.add_prefix("seen"): seen})
    assert project.reports.count() == 2


def test_who_may_report(client, make_user, make_project):
    url = reverse("report-round")
    assert client.get(url).status_code == 302
    for role, status in (("reader", 403), ("area_editor", 200), ("planner", 200)):
        client.force_login(make_user(role))
        assert client.get(url).status_code == status


def test_another_s_project_takes_no_report_from_a_made_up_form(signed_in, make_project):
    other = make_project(
        "other", status="in_progress", service_area=ServiceArea.objects.create(name="Muu")
    )
    send(signed_in, {f"p{other.pk}-schedule_light": "trouble"})
    assert not other.reports.exists()


def test_the_round_comes_in_pages_and_its_queries_do_not_grow(
    signed_in, make_project, django_assert_max_num_queries
):
    for number in range(33):
        project = make_project(f"a{number:02}", "2022", status="in_progress")
        StatusReport.objects.create(project=project, date=LONG_AGO)
    signed_in.get("/")
    with django_assert_max_num_queries(16):
        page = signed_in.get(reverse("report-round"))
    assert len(page.context["rows"]) == 30
    assert len(signed_in.get(reverse("report-round"), {"page": 2}).context["rows"]) == 3


# Who has not reported.


@pytest.fixture
def missing(make_project, make_user, editor):
    """A project for which its manager is asked, one for the area's editor, one for nobody."""
    manager = make_user("planner", "vetaja")
    manager.email, manager.language = "vetaja@example.org", "sv"
    manager.save()
    moving = {"status": "in_progress", "start": "2020"}
    alone = ServiceArea.objects.create(name="Yksin")
    return {
        "managed": make_project("managed", manager=manager, **moving),
        "area": make_project("area", **moving),
        "nobody": make_project("nobody", service_area=alone, **moving),
    }


def test_the_planner_sees_whose_reports_are_missing(client, planner, missing, editor):
    fresh = Project.objects.get(name="area")
    client.force_login(planner)
    people = client.get(reverse("unreported")).context["people"]
    told = {str(p.user): [row.name for row in p.projects] for p in people}
    assert told == {"vetaja": ["managed"], str(editor): ["area"], "None": ["nobody"]}
    StatusReport.objects.create(project=fresh)
    people = client.get(reverse("unreported")).context["people"]
    assert str(editor) not in {str(p.user) for p in people}
    columns = client.get(reverse("project-list"), {"columns": "reported"}).content.decode()
    assert "ei katsausta" in columns


def test_a_reminder_goes_in_the_language_of_who_gets_it(client, planner, missing, editor, inbox):
    client.force_login(planner)
    people = client.get(reverse("unreported")).context["people"]
    keys = [p.user.pk for p in people if p.user]
    answer = client.post(reverse("unreported"), {"person": keys}, follow=True)
    (sent,) = inbox
    assert sent["To"] == "vetaja@example.org"
    assert "lägesrapport" in sent["Subject"]
    assert "managed" in sent.get_content()
    assert "nobody" not in sent.get_content()
    assert reverse("report-round") in sent.get_content()
    assert str(editor) in answer.content.decode()  # has no address
    assert Reminder.objects.get().project == missing["managed"]
    reminded = {
        str(p.user): p.reminded for p in client.get(reverse("unreported")).context["people"]
    }
    assert reminded["vetaja"]


def test_a_reminder_on_its_way_names_no_project_that_is_not_public_by_now(
    client, planner, missing, inbox
):
    client.force_login(planner)
    manager = missing["managed"].manager
    client.post(reverse("unreported"), {"person": [manager.pk]})
    missing["managed"].is_not_public = True
    missing["managed"].save()
    (sent,) = inbox
    assert "managed" not in sent.get_content()
    assert reverse("report-round") in sent.get_content()


def test_who_wants_no_mail_gets_none(client, planner, missing, inbox):
    manager = missing["managed"].manager
    manager.wants_mail = False
    manager.save()
    client.force_login(planner)
    client.post(reverse("unreported"), {"person": [manager.pk]})
    assert inbox == []
    assert not Reminder.objects.exists()


def test_only_planners_remind(client, make_user, missing, inbox):
    for role in ("reader", "area_editor"):
        client.force_login(make_user(role, f"x-{role}"))
        assert client.get(reverse("unreported")).status_code == 403
        assert client.post(reverse("unreported"), {"person": [1]}).status_code == 403
    assert inbox == []


def test_the_command_reminds_once_a_week(missing, capsys, inbox):
    call_command("remind_of_reports", site="https://salkku.example.org")
    (sent,) = inbox
    assert "https://salkku.example.org/reports/" in sent.get_content()
    call_command("remind_of_reports")
    assert len(inbox) == 1
    Reminder.objects.update(at=timezone.now() - datetime.timedelta(days=8))
    call_command("remind_of_reports")
    assert len(inbox) == 2


def test_queries_of_the_missing_do_not_grow(
    client, planner, make_project, django_assert_max_num_queries
):
    client.force_login(planner)
    for number in range(12):
        make_project(f"a{number}", "2020", status="in_progress", manager=planner)
    client.get("/")
    with django_assert_max_num_queries(14):
        client.get(reverse("unreported"))


def test_a_second_report_of_the_day_goes_on_with_the_first(signed_in, editor, make_project):
    """The field holds the morning's words; what is kept of the project is the evening's."""
    project = make_project("a", status="in_progress")
    text = f"p{project.pk}-text"
    send(signed_in, opened(signed_in) | {text: "Aamulla"})
    project.status = "on_hold"
    project.save()
    evening = opened(signed_in)
    assert evening[text] == "Aamulla"
    send(signed_in, evening | {text: "Aamulla. Illalla seis."})
    made = project.reports.get()
    assert (made.text, made.then.status) == ("Aamulla. Illalla seis.", "on_hold")
    assert [row.text for row in made.history.all()] == ["Aamulla. Illalla seis.", "Aamulla"]
    send(signed_in, opened(signed_in) | {text: "", f"p{project.pk}-cost_light": "on_track"})
    assert project.reports.get().text == ""


def test_a_second_window_does_not_overwrite_ones_own_words(signed_in, make_project):
    project = make_project("a", status="in_progress")
    text = f"p{project.pk}-text"
    send(signed_in, opened(signed_in) | {text: "Aamulla"})
    late = opened(signed_in) | {f"p{project.pk}-cost_light": "trouble"}
    send(signed_in, opened(signed_in) | {text: "Päivällä"})
    answer = send(signed_in, late).content.decode()
    assert "Olet raportoinut sillä välin toisessa ikkunassa" in answer
    assert "Päivällä" in answer
    assert project.reports.get().text == "Päivällä"


def test_the_same_round_sent_twice_blames_nobody(signed_in, make_project):
    """Also where the page's own token does not tell, as after one of several rows was wrong."""
    a, b = (make_project(name, status="in_progress") for name in "ab")
    StatusReport.objects.create(project=a, date=LONG_AGO, schedule_light="on_track")
    sent = opened(signed_in) | {
        f"p{a.pk}-text": "Etenee", f"p{a.pk}-unchanged": "on",
        f"p{a.pk}-forecast_end": "Q3/2023", f"p{b.pk}-forecast_end": "joskus",
    }  # fmt: skip
    for _time in range(2):
        answer = send(signed_in, sent).content.decode()
        assert "1 katsaus tallennettiin: " in answer
        assert "Joku muu" not in answer
        assert "toisessa ikkunassa" not in answer
    assert a.reports.count() == 2
    assert a.reports.first().history.count() == 1


def test_the_same_sentence_as_last_month_is_a_report(signed_in, make_project):
    project = make_project("a", status="in_progress")
    StatusReport.objects.create(project=project, date=LONG_AGO, text="Etenee")
    send(signed_in, opened(signed_in) | {f"p{project.pk}-text": "Etenee"})
    assert project.reports.count() == 2


def test_the_row_of_the_list_goes_on_with_the_first_report_too(client, editor, make_project):
    project = make_project("a", status="in_progress")
    client.force_login(editor)
    send(client, opened(client) | {f"p{project.pk}-text": "Aamulla"})
    page = client.get(reverse("project-quick", args=[project.pk]))
    assert page.context["form"]["text"].value() == "Aamulla"


def test_a_round_is_one_mail_for_each_follower(signed_in, make_user, make_project, inbox):
    """Each project that is followed, with its address; one that is not public without its name."""
    names = ("Verkko", "Laite", "Salaisuus", "Muu")
    rows = {name: make_project(name, status="in_progress") for name in names}
    both, one = make_user("planner", "both"), make_user("planner", "one")
    for person, followed in ((both, names[:3]), (one, names[:1])):
        person.email = f"{person.username}@kaupunki.fi"
        person.save()
        for name in followed:
            Follow.objects.create(project=rows[name], user=person)
    sent = opened(signed_in)
    send(signed_in, sent | {f"p{row.pk}-text": "Etenee" for row in rows.values()})
    rows["Salaisuus"].is_not_public = True
    rows["Salaisuus"].save()
    mails = {mail["To"]: mail for mail in inbox}
    assert len(inbox) == 2
    assert mails["one@kaupunki.fi"]["Subject"] == "Tilannekatsaus: Verkko"
    assert mails["both@kaupunki.fi"]["Subject"] == "Tilannekatsaukset 3 hankkeesta, joita seuraat"
    told = mails["both@kaupunki.fi"].get_content()
    assert all(rows[name].get_absolute_url() in told for name in names[:3])
    assert "Verkko" in told
    assert "Salaisuus" not in told
    assert rows["Muu"].get_absolute_url() not in told
