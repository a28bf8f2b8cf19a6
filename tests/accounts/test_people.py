"""Inviting, one's own page, forgetting, and the audit log."""

import csv
import io
import re

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, User
from projects.history.sentences import changes
from projects.models import ServiceArea
from tests.people import just_signed_in

pytestmark = pytest.mark.django_db
USERS, ADD, LOG = (
    "admin:accounts_user_changelist", "admin:accounts_user_add",
    "admin:accounts_auditevent_changelist",
)  # fmt: skip


@pytest.fixture
def administrator(make_user):
    return make_user("administrator")


def act(client, action, *users):
    keys = [user.pk for user in users]
    return client.post(reverse(USERS), {"action": action, "_selected_action": keys}, follow=True)


def test_an_invited_person_chooses_a_password_and_comes_in(client, administrator, make_user, inbox):
    invited = make_user("area_editor", "sirpa")
    invited.email, invited.language = "sirpa@kaupunki.fi", "fi"
    invited.set_unusable_password()
    invited.save()
    client.force_login(administrator)
    act(client, "invite", invited)
    assert inbox[0]["To"] == "sirpa@kaupunki.fi"
    text = inbox[0].get_content()
    assert "sirpa" in text
    link = re.search(r"http://testserver(\S+)", text).group(1)
    client.logout()
    form = client.get(link, follow=True)
    new = {"password1": "sirpan-oma-salasana", "password2": "sirpan-oma-salasana"}
    client.post(form.redirect_chain[-1][0], new)
    client.post("/accounts/login/", {"login": "sirpa", "password": "sirpan-oma-salasana"})
    assert client.get(reverse("me")).status_code == 200
    assert AuditEvent.objects.filter(event="invited", actor=administrator).exists()


def test_who_has_no_e_mail_cannot_be_invited_and_that_is_told(client, administrator, make_user):
    client.force_login(administrator)
    response = act(client, "invite", make_user("reader", "sirpa"))
    assert "sirpa" in " ".join(str(m) for m in response.context["messages"])
    assert not AuditEvent.objects.filter(event="invited").exists()


def test_two_people_cannot_have_one_e_mail_whatever_its_case(make_user):
    one, other = make_user("reader", "yksi"), make_user("reader", "kaksi")
    one.email = "Sama@kaupunki.fi"
    one.save()
    other.email = "sama@Kaupunki.fi"
    with pytest.raises(ValidationError):
        other.full_clean()


def test_a_page_of_ones_own_sets_language_and_reminders_only(client, make_user, area):
    user = make_user("area_editor")
    user.areas.add(area)
    client.force_login(user)
    text = client.get(reverse("me")).content.decode()
    assert "Sivistyspalvelut" in text
    response = client.post(
        reverse("me"),
        {"language": "sv", "news_mail": "never", "username": "root", "is_superuser": "on",
         "is_staff": "on", "groups": "1", "areas": "1", "email": "x@example.fi"},
    )  # fmt: skip
    assert response.status_code == 302
    user.refresh_from_db()
    assert (user.language, user.wants_mail) == ("sv", False)
    assert (user.username, user.is_superuser, user.email) == ("area_editor", False, "")
    assert [group.name for group in user.groups.all()] == ["area_editor"]


def test_a_person_gets_everything_that_is_kept_of_them(client, planner, make_project):
    make_project("Verkko", owner=planner)
    client.force_login(planner)
    data = client.get(reverse("my-data")).json()
    assert data["person"]["username"] == "planner"
    assert "password" not in data["person"]
    assert any("Verkko" in rows for rows in data["rows"].values())


def test_a_forgotten_person_leaves_a_pseudonym_in_the_history(
    client, administrator, make_user, make_project
):
    person = make_user("planner", "maija.meri")
    person.first_name, person.email = "Maija", "maija@kaupunki.fi"
    person.save()
    project = make_project("Verkko")
    project.description, project._history_user = "Uusi", person
    project.save()
    client.force_login(administrator)
    act(client, "forget", person)
    person.refresh_from_db()
    assert (person.first_name, person.email, person.is_active) == ("", "", False)
    assert changes(project.pk)[0].who == f"poistettu-{person.pk}"
    assert not person.groups.exists()


def test_nobody_closes_or_forgets_their_own_account_by_mistake(client, administrator):
    client.force_login(administrator)
    for action in ("deactivate", "forget"):
        act(client, action, administrator)
    administrator.refresh_from_db()
    assert (administrator.username, administrator.is_active) == ("administrator", True)


def test_a_deactivated_person_cannot_come_in_and_stays_in_the_history(
    client, administrator, make_user, make_project
):
    person = make_user("planner", "maija")
    project = make_project("Verkko")
    project.description, project._history_user = "Uusi", person
    project.save()
    client.force_login(administrator)
    act(client, "deactivate", person)
    client.logout()
    client.post("/accounts/login/", {"login": "maija", "password": "pitka-salasana-1"})
    assert client.get(reverse("me")).status_code == 302
    assert changes(project.pk)[0].who == "maija"
    assert AuditEvent.objects.filter(event="deactivated", actor=administrator).exists()


def test_a_changed_role_is_in_the_log_with_who_did_it(client, administrator, make_user):
    from django.contrib.auth.models import Group

    person = make_user("reader", "maija")
    just_signed_in(client, administrator)
    url = reverse("admin:accounts_user_change", args=[person.pk])
    planner = Group.objects.get(name="planner")
    joined = timezone.localtime(person.date_joined)
    data = {
        "username": "maija",
        "is_active": "on",
        "groups": [planner.pk],
        "date_joined_0": f"{joined:%d.%m.%Y}",
        "date_joined_1": f"{joined:%H:%M:%S}",
    }
    response = client.post(url, data)
    assert response.status_code == 302, response.context["errors"]
    told = {e.detail for e in AuditEvent.objects.filter(event="roles_changed", actor=administrator)}
    assert told == {"+ planner", "− reader"}
    person.refresh_from_db()
    assert person.is_staff


@pytest.mark.parametrize("role", ["planner", "area_editor", "reader"])
def test_only_administrators_see_people_and_the_log(client, make_user, role):
    client.force_login(make_user(role))
    for name in (USERS, ADD, LOG):
        assert client.get(reverse(name)).status_code in (302, 403)


def test_the_log_is_only_added_to(client, administrator):
    audit.record(audit.Event.EXPORTED, actor=administrator, detail="x")
    event = AuditEvent.objects.get(event="exported")
    event.detail = "y"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    client.force_login(administrator)
    url = reverse("admin:accounts_auditevent_change", args=[event.pk])
    client.post(url, {"detail": "y"})
    client.post(reverse("admin:accounts_auditevent_delete", args=[event.pk]), {"post": "yes"})
    event.refresh_from_db()
    assert event.detail == "x"


def test_the_log_is_filtered_and_exported_without_formulas(client, administrator):
    audit.record(audit.Event.SIGN_IN_FAILED, detail='=HYPERLINK("x")')
    client.force_login(administrator)
    page = client.get(reverse(LOG), {"event__exact": "sign_in_failed"})
    assert page.context["cl"].result_count == 1
    keys = list(AuditEvent.objects.values_list("pk", flat=True))
    response = client.post(reverse(LOG), {"action": "export", "_selected_action": keys})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "kayttoloki-" in response["Content-Disposition"]
    assert any(row[4] == '\'=HYPERLINK("x")' for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_exports_and_reading_what_is_not_public_are_in_the_log(client, planner, make_project):
    from reports.models import ActionPlan

    secret = make_project("Salainen", is_not_public=True)
    plan = ActionPlan.objects.create(title="Suunnitelma", organisation="Kaupunki")
    client.force_login(planner)
    client.get(make_project("Avoin").get_absolute_url())
    client.get(secret.get_absolute_url())
    client.get(reverse("plan-json", args=[plan.pk]))
    client.post(
        reverse("admin:projects_project_export"),
        {"format": "0", "projectresource_id": "on", "projectresource_name": "on"},
    )
    told = AuditEvent.objects.filter(actor=planner).order_by("pk")
    assert [(e.event, e.about or e.detail) for e in told if e.event != "signed_in"] == [
        ("not_public_read", "hanke: Salainen"),
        ("exported", "toimenpidesuunnitelma: Suunnitelma"),
        ("exported", "hankkeet: 2 (xlsx)"),
    ]


def test_old_events_are_dropped_and_newer_ones_kept(settings, administrator):
    settings.AUDIT_KEPT_DAYS = 30
    for days in (29, 31):
        audit.record(audit.Event.EXPORTED, detail=str(days))
        newest = AuditEvent.objects.latest("pk")
        at = timezone.now() - timezone.timedelta(days=days)
        AuditEvent.objects.filter(pk=newest.pk).update(at=at)
    call_command("prune_audit_log")
    assert [e.detail for e in AuditEvent.objects.filter(event="exported")] == ["29"]


def test_an_account_that_is_added_has_the_role_it_is_given(client, administrator):
    from django.contrib.auth.models import Group

    just_signed_in(client, administrator)
    data = {
        "username": "uusi",
        "email": "uusi@kaupunki.fi",
        "groups": [Group.objects.get(name="planner").pk],
        "usable_password": "false",
    }
    response = client.post(reverse(ADD), data)
    assert response.status_code == 302, response.context["errors"]
    user = User.objects.get(username="uusi")
    assert user.is_staff
    assert not user.has_usable_password()


def test_roles_are_given_found_and_told_by_their_names(client, administrator, make_user):
    editor = make_user("area_editor", "sirpa")
    just_signed_in(client, administrator)
    page = client.get(reverse("admin:accounts_user_change", args=[editor.pk])).content.decode()
    assert "Palvelualan muokkaaja: muokkaa niiden palvelualojen hankkeita" in page
    group = editor.groups.get()
    listed = client.get(reverse(USERS), {"groups__id__exact": group.pk})
    assert [row.username for row in listed.context["cl"].result_list] == ["sirpa"]
    editor.groups.clear()
    editor.groups.add(group)
    for page in (listed, client.get(reverse(LOG)), client.get(reverse(ADD))):
        assert "Palvelualan muokkaaja" in page.content.decode()
        assert "area_editor" not in page.content.decode()


def test_the_queries_of_the_list_of_people_do_not_grow(client, administrator, make_user):
    client.force_login(administrator)
    counts = []
    for number in range(6):
        make_user("reader", f"lukija-{number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(USERS))
        counts.append(len(queries))
    assert counts[-1] == counts[1]


def test_the_log_tells_the_kind_of_row_in_the_reader_s_language(client, administrator, make_user):
    audit.record(audit.Event.INVITED, about=make_user("reader", "sirpa"))  # in Finnish
    client.force_login(administrator)
    client.cookies["django_language"] = "sv"
    assert "användare: sirpa" in client.get(reverse(LOG)).content.decode()


def test_areas_are_given_where_the_role_is_and_the_log_tells(client, administrator, area):
    below = ServiceArea.objects.create(name="Kirjasto", parent=area)
    just_signed_in(client, administrator)
    role = Group.objects.get(name="area_editor").pk
    data = {"username": "uusi", "groups": [role], "areas": [below.pk], "usable_password": "false"}
    assert client.post(reverse(ADD), data).status_code == 302
    user = User.objects.get(username="uusi")
    assert list(user.areas.all()) == [below]
    change = reverse("admin:accounts_user_change", args=[user.pk])
    page = client.get(change).content.decode()
    assert "– Kirjasto" in page
    assert f'value="{below.pk}" class="areas" id="id_areas_1" checked' in page
    refused = client.post(change, {"username": "uusi", "groups": [role], "areas": ["9" * 30]})
    assert refused.context["errors"]
    sent = {"username": "uusi", "groups": [role], "areas": [area.pk], "is_active": "on"}
    assert client.post(change, sent).status_code == 302
    assert [row.pk for row in user.areas.all()] == [area.pk]
    log = client.get(reverse(LOG)).content.decode()
    assert f"Palvelualat: + {area.name}" in log
    assert "Palvelualat: − Kirjasto" in log
    listed = client.get(reverse(USERS)).content.decode()
    assert f'<td class="field-area_names">{area.name}</td>' in listed
