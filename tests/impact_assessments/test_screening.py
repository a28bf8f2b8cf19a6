"""The screening: computed with its reasons, written once, and taken over by the assessment."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from impact_assessments.choices import Answered, Decision
from impact_assessments.models import (
    Question,
    QuestionSet,
    RecordIsFixed,
    ScreeningRecord,
    SetIsPublished,
)
from impact_assessments.rules.screening import in_reader_language, reasons, result
from impact_assessments.screening.record import why
from projects.confidentiality import Piece
from projects.history.sentences import changes

pytestmark = pytest.mark.django_db
NO = {"s1": "no", "s2": "no", "s3": "no", "s4": "no"}


def address(project):
    return reverse("assessment-screening", args=[project.pk])


def test_a_system_taken_into_use_decides_alone_whatever_else_is_said():
    for rest in itertools.product(Answered.values, repeat=3):
        answers = {"s1": "yes", **dict(zip(("s2", "s3", "s4"), rest, strict=True))}
        assert result(answers) == result({"s1": "yes"})
        assert result(answers).decision == Decision.REQUIRED


def test_every_result_says_why():
    for said in itertools.product(Answered.values, repeat=4):
        answers = dict(zip(NO, said, strict=True))
        for essential in ("", "Väestötietovaranto"):
            found = result(answers, essential)
            assert reasons(found)
            assert (found.decision == Decision.ASK) <= ("unsure" in said)
    assert result(NO).decision == Decision.NOT_REQUIRED
    assert result({**NO, "s3": "yes"}).decision == Decision.NOT_REQUIRED
    assert result({**NO, "s3": "yes"}, "Uusi rajapinta").decision == Decision.REQUIRED


def test_four_answers_and_one_click_finish_a_project_without_effects(client, planner, make_project):
    project = make_project()
    client.force_login(planner)
    page = client.post(address(project), NO, follow=True)
    assert "Arviointia ei tarvita" in page.content.decode()
    row = ScreeningRecord.objects.get()
    assert (row.decided, row.by, row.is_decided_otherwise) == ("not_required", planner, False)
    project.refresh_from_db()
    assert project.assessment.screening == "not_required"
    assert project.assessment.introduces_system is False
    assert any("Tarveharkinta" in change.reason for change in changes(project.pk))


def test_whoever_decides_otherwise_says_why_and_the_page_shows_it(client, planner, make_project):
    project = make_project()
    client.force_login(planner)
    sent = {**NO, "s1": "yes", "decided": "not_required", "reason": "ei ole"}
    page = client.post(address(project), sent)
    assert page.status_code == 400
    assert not ScreeningRecord.objects.exists()
    assert "ei ole" in page.content.decode()  # nothing typed is lost
    sent["reason"] = "Kirjastojärjestelmän arviointi on tehty jo vuonna 2021."
    page = client.post(address(project), sent, follow=True)
    assert "Päätetty toisin" in page.content.decode()


def test_what_is_not_answered_is_asked_for_at_its_place(client, planner, make_project):
    client.force_login(planner)
    page = client.post(address(make_project()), {"s1": "no"})
    assert page.status_code == 400
    assert page.content.decode().count("Vastaa tähän") == 2 * 3  # and on top


def test_unsure_goes_to_the_officers_queue_until_somebody_screens_again(
    client, planner, make_project, django_assert_max_num_queries
):
    client.force_login(planner)
    projects = [make_project(f"Hanke {n}") for n in range(12)]
    for project in projects:
        client.post(address(project), {**NO, "s2": "unsure"})
    with django_assert_max_num_queries(12):
        page = client.get(reverse("screening-queue")).content.decode()
    assert "Hanke 1<" in page
    client.post(address(projects[1]), NO)
    assert "Hanke 1<" not in client.get(reverse("screening-queue")).content.decode()
    assert ScreeningRecord.objects.filter(project=projects[1]).count() == 2


def test_only_an_assessment_that_stands_itself_covers_others(client, planner, make_project):
    first, second, third = (make_project(name) for name in ("Eka", "Toka", "Kolmas"))
    client.force_login(planner)
    client.post(address(second), {**NO, "covered_by": "Eka"})
    row = ScreeningRecord.objects.get()
    assert (row.decided, row.covered_by) == ("covered", first)
    for name in ("Toka", "Neljäs", "Kolmas"):
        assert client.post(address(third), {**NO, "covered_by": name}).status_code == 400


def test_readers_read_and_the_reason_is_kept_from_whom_it_is_hidden(
    client, make_user, planner, make_project
):
    project = make_project()
    client.force_login(planner)
    reason = "Salainen syy, jota lukijan ei kuulu nähdä."
    client.post(address(project), {**NO, "decided": "required", "reason": reason})
    reader = make_user("reader")
    client.force_login(reader)
    assert reason in client.get(address(project)).content.decode()
    assert client.post(address(project), NO).status_code == 403
    assert client.get(reverse("screening-queue")).status_code == 403
    project.refresh_from_db()
    project.not_public_fields = [Piece.JUSTIFICATION]
    project.save()
    for name in ("assessment-screening", "assessment"):
        assert reason not in client.get(reverse(name, args=[project.pk])).content.decode()


def test_records_and_published_questions_never_change(client, planner, make_project):
    client.force_login(planner)
    client.post(address(make_project()), NO)
    row = ScreeningRecord.objects.get()
    for act in (row.save, row.delete, ScreeningRecord.objects.all().delete):
        with pytest.raises(RecordIsFixed):
            act()
    published = QuestionSet.objects.get()
    question = published.questions.first()
    for act in (published.save, published.delete, question.save, question.delete):
        with pytest.raises(SetIsPublished):
            act()


def test_the_first_set_says_every_question_in_three_languages():
    for row in Question.objects.all():
        assert all((row.text_fi, row.text_sv, row.text_en))
        assert bool(row.help_fi) == bool(row.help_sv) == bool(row.help_en)


def test_earlier_screenings_ask_nothing_more_however_many_they_are(client, planner, make_project):
    project, covering = make_project("Verkko"), [make_project(f"Kattava {n}") for n in range(4)]
    client.force_login(planner)

    def screened(other):
        client.post(address(project), {**NO, "covered_by": other.name})
        with CaptureQueriesContext(connection) as asked:
            assert other.name in client.get(address(project)).content.decode()
        return len(asked)

    screened(covering[0])
    assert len({screened(other) for other in covering[1:]}) == 1


def test_the_covering_project_is_found_by_words_and_chosen_where_they_fit_several(
    client, planner, make_project
):
    names = ("Kirjastojärjestelmä", "Kirjastojärjestelmän vaihto", "Verkko")
    covering = {name: make_project(name) for name in names}
    project = make_project("Omatoimikirjasto")
    client.force_login(planner)
    page = client.post(address(project), {**NO, "covered_by": "kirjasto järj"})
    assert page.status_code == 400
    assert "Valitse, mitä näistä tarkoitat" in page.content.decode()
    assert [each.name for each in page.context["form"].candidates] == list(names[:2])
    chosen = {"covered_by": "kirjasto järj", "covering": covering[names[1]].pk}
    client.post(address(project), {**NO, **chosen})
    assert ScreeningRecord.objects.get().covered_by == covering[names[1]]
    again = client.get(address(project))
    assert again.context["form"]["covered_by"].value() == names[1]


def test_of_projects_with_one_name_the_chosen_one_covers(client, planner, make_project):
    first, second = make_project("Verkko"), make_project("Verkko")
    project = make_project("Laajakaista")
    client.force_login(planner)
    assert client.post(address(project), {**NO, "covered_by": "verkko"}).status_code == 400
    client.post(address(project), {**NO, "covered_by": "verkko", "covering": second.pk})
    assert ScreeningRecord.objects.get().covered_by == second != first


def test_a_covering_project_that_is_not_visible_is_neither_offered_nor_taken(
    client, make_user, make_project, area
):
    secret = make_project("Salahanke", is_not_public=True)
    project, editor = make_project("Oma"), make_user("area_editor")
    area.editors.add(editor)
    client.force_login(editor)
    for chosen in ({}, {"covering": secret.pk}):
        page = client.post(address(project), {**NO, "covered_by": "sala", **chosen})
        assert page.status_code == 400
        assert "Salahanke" not in page.content.decode()


def test_a_covering_assessment_that_is_withdrawn_asks_to_screen_again(
    client, planner, make_project
):
    covering, project = make_project("Kattava"), make_project("Oma")
    client.force_login(planner)
    client.post(address(covering), {**NO, "s1": "yes"})
    client.post(address(project), {**NO, "covered_by": "Kattava"})
    page = reverse("assessment", args=[project.pk])
    assert "ei enää arvioida" not in client.get(page).content.decode()
    client.post(address(covering), NO)
    assert "ei enää arvioida" in client.get(page).content.decode()
    client.post(address(project), NO)
    assert "ei enää arvioida" not in client.get(page).content.decode()
    client.post(address(project), {**NO, "covered_by": "Kattava"})
    covering.delete()
    assert "ei enää arvioida" in client.get(page).content.decode()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_was_computed_is_read_in_the_language_of_the_reader(
    client, planner, make_project, language
):
    project = make_project()
    planner.language = "sv"
    planner.save()
    client.force_login(planner)
    for answers in (NO, {**NO, "s2": "unsure"}, {**NO, "other_unit": "Hyvinvointialue"}):
        client.post(address(project), answers)
        project.refresh_from_db()
        kept = project.assessment.justification
        with translation.override(language):
            newest = ScreeningRecord.objects.first()
            assert in_reader_language(kept) == " ".join(why(newest))
    assert in_reader_language("Omat sanat.") == "Omat sanat."
    assert in_reader_language("") == ""
