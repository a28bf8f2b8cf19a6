"""The round: opening a plan, its workbench and order, its chapters; only drafts change."""

import re

import pytest
from django.urls import reverse

from projects.models import Project, ServiceArea
from projects.saving.renewing import renewed_once
from reports.composing.from_portfolio import plan_document
from reports.drafting.order import CannotMove, move_entry
from reports.models import ActionPlan, PlanChapter, PlanEntry
from reports.models.plans import LONGEST_CHAPTER, MOST_LINES

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return ActionPlan.objects.create(
        title="Suunnitelma", organisation="Kaupunki", period_start="2023", period_end="2023"
    )


@pytest.fixture
def signed_in(client, planner):
    client.force_login(planner)
    return client


def opened(client, **values):
    sent = {
        "title": "Uusi",
        "organisation": "Kaupunki",
        "language": "fi",
        "period": "2023",
    } | values
    return client.post(reverse("plan-new"), sent)


def order(plan):
    return [project.name for project in plan_document(plan).projects]


def entries(plan):
    return {entry.project.name: entry for entry in plan.entries.select_related("project")}


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_plan_is_opened_for_a_period_in_words(signed_in):
    answer = opened(signed_in, period="syksy 2022 ja vuosi 2023")
    plan = ActionPlan.objects.get()
    assert answer.url == reverse("plan-edit", args=[plan.pk])
    assert (plan.period_start.edtf, plan.period_end.edtf) == ("2022-23", "2023")
    assert plan.history.count() == 1


def test_the_organisation_comes_from_the_settings(signed_in, settings):
    settings.ORGANISATION_NAME = "Lahdenperän kunta"
    assert "Lahdenperän kunta" in signed_in.get(reverse("plan-new")).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": ""}, "title"), ({"period": ""}, "period"), ({"period": "joskus"}, "period"),
     ({"period": "2025–2022"}, "period"), ({"organisation": ""}, "organisation"),
     ({"language": "de"}, "language"), ({"earlier": "999"}, "earlier"),
     ({"title": "x" * 201}, "title")],
)  # fmt: skip
def test_nonsense_is_refused_at_its_field_and_nothing_typed_is_lost(signed_in, values, field):
    answer = opened(signed_in, notes="x", **values)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}
    assert not ActionPlan.objects.exists()
    if "title" not in values:
        assert 'value="Uusi"' in answer.content.decode()


def test_a_title_is_given_once(signed_in, plan):
    answer = opened(signed_in, title="Suunnitelma")
    assert set(answer.context["form"].errors) == {"title"}


def test_an_earlier_plan_gives_its_chapters_its_order_and_what_goes_on(
    signed_in, plan, make_project
):
    going = make_project("Jatkuu", "2022", "2025")
    plan.add_projects([
        make_project("Toinen", "2024"), going, make_project("Ohi", "2021", "2022"),
        make_project("Valmis", "2024", "2025", status="completed"),
        make_project("Peruttu", "2024", "2025", status="cancelled"),
        make_project("Myöhemmin", "2027", "2028"), make_project("Ei aikataulua"),
    ])  # fmt: skip
    plan.chapters.create(title="Johdanto", text="Alku", position=1)
    plan.chapters.create(title="Lopuksi", after_projects=True, position=2, language="sv")
    plan.chapters.create(scope="service_area", service_area=going.service_area, text="Alueesta")
    answer = opened(signed_in, period="2024–2025", earlier=plan.pk)
    new = ActionPlan.objects.get(title="Uusi")
    assert answer.url == reverse("plan-left-out", args=[new.pk, plan.pk])
    assert order(new) == ["Toinen", "Jatkuu"]
    assert [(c.title, c.text, c.after_projects, c.language) for c in new.chapters.all()] == [
        (c.title, c.text, c.after_projects, c.language) for c in plan.chapters.all()
    ]
    page = signed_in.get(answer.url)
    text = text_of(page)
    for words in ("2 hanketta", "jätettiin pois 5", "päättyy ennen suunnitelman kautta", "alkaa suunnitelman kauden jälkeen",
                  "Valmis", "Peruttu", "aikataulu ei ole tiedossa"):  # fmt: skip
        assert words in text, words
    chosen = Project.objects.get(name="Ei aikataulua")
    signed_in.post(answer.url, {"id": [chosen.pk, going.pk, "x", 999999]})
    assert order(new) == ["Toinen", "Jatkuu", "Ei aikataulua"]


def test_the_workbench_shows_the_numbers_of_the_plan(signed_in, plan, make_project, area):
    unit = ServiceArea.objects.create(name="Koulut", parent=area)
    plan.chapters.create(title="Johdanto")
    plan.add_projects(
        [
            make_project("Verkko", scope="infrastructure"),
            make_project("Oppiminen", service_area=unit),
            make_project("Kirjasto"),
        ]
    )
    text = text_of(signed_in.get(reverse("plan-edit", args=[plan.pk])))
    for project in plan_document(plan).projects:
        assert f"{project.number} {project.name}" in text


def move(client, entry, to, beside, **more):
    return client.post(reverse("entry-move", args=[entry.pk]), {to: beside.pk}, **more)


@pytest.fixture
def three(plan, make_project):
    plan.add_projects([make_project(name) for name in "ABC"])
    return entries(plan)


def test_a_project_moves_past_its_neighbour_and_keeps_the_focus(signed_in, plan, three):
    answer = move(signed_in, three["C"], "up", three["B"], follow=True)
    assert order(plan) == ["A", "C", "B"]
    row = re.search(rf'<li id="entry-{three["C"].pk}".*?</li>', answer.content.decode(), re.S)[0]
    assert re.search(r'id="up-\d+"[^>]* autofocus', row)
    assert "1.2" in text_of(answer)
    answer = move(signed_in, three["C"], "up", three["A"], follow=True)
    assert order(plan) == ["C", "A", "B"]
    row = re.search(rf'<li id="entry-{three["C"].pk}".*?</li>', answer.content.decode(), re.S)[0]
    # At the top the other button takes the focus: one that is off cannot hold it.
    assert re.search(r'id="up-\d+"[^>]* disabled', row)
    assert re.search(r'id="down-\d+"[^>]* autofocus', row)
    move(signed_in, three["C"], "down", three["A"])
    assert order(plan) == ["A", "C", "B"]
    assert [v.position for v in three["C"].history.all()] == [2, 1, 2, 3]


def test_two_planners_lose_nothing(signed_in, plan, three, make_project):
    """Both opened A B C; the other has moved B up since. C before B is what was asked for."""
    move(signed_in, three["B"], "up", three["A"])
    move(signed_in, three["C"], "up", three["B"])
    assert order(plan) == ["C", "B", "A"]
    # The neighbour of a stale page is gone.
    plan.entries.filter(pk=three["B"].pk).delete()
    answer = move(signed_in, three["A"], "up", three["B"], follow=True)
    assert "Joku muu muutti järjestystä" in text_of(answer)
    assert order(plan) == ["C", "A"]
    # And so is the project itself.
    answer = move(signed_in, three["B"], "up", three["C"], follow=True)
    assert answer.redirect_chain[0][0] == reverse("plan-edit", args=[plan.pk])
    assert "Joku muu on ottanut" in text_of(answer)


def test_a_move_stays_inside_its_group(signed_in, plan, make_project, area):
    other = ServiceArea.objects.create(name="Tekniset palvelut")
    plan.add_projects([make_project("A"), make_project("B", service_area=other), make_project("C")])
    rows = entries(plan)
    with pytest.raises(CannotMove):
        move_entry(rows["C"], rows["B"].pk, before=True)
    move_entry(rows["C"], rows["A"].pk, before=True)
    assert order(plan) == ["C", "A", "B"]


def test_entries_without_a_place_get_one(plan, make_project):
    """Whoever adds projects in the administration may leave all of them at 0."""
    for name in "ABCD":
        plan.entries.create(project=make_project(name))
    rows = entries(plan)
    move_entry(rows["D"], rows["B"].pk, before=True)
    assert order(plan) == ["A", "D", "B", "C"]


@pytest.mark.parametrize("sent", [{}, {"up": ""}, {"up": "x"}, {"up": "9" * 30}, {"down": "-1"}])
def test_a_move_that_says_nothing_changes_nothing(signed_in, plan, three, sent):
    assert signed_in.post(reverse("entry-move", args=[three["B"].pk]), sent).status_code == 302
    assert order(plan) == ["A", "B", "C"]


def test_taking_out_is_undone(signed_in, plan, three):
    answer = signed_in.post(reverse("entry-take-out", args=[three["B"].pk]), follow=True)
    assert order(plan) == ["A", "C"]
    page = answer.content.decode()
    version = re.search(r'name="version" value="(\d+)" autofocus', page)[1]
    back = reverse("plan-put-back", args=[plan.pk])
    answer = signed_in.post(back, {"version": version}, follow=True)
    assert order(plan) == ["A", "B", "C"]
    assert "“B”" in text_of(answer) or "B" in text_of(answer)
    # Twice does nothing, nor does a number that is no such version.
    assert "jo suunnitelmassa" in text_of(signed_in.post(back, {"version": version}, follow=True))
    for wrong in ("", "x", "999999", "9" * 30):
        assert signed_in.post(back, {"version": wrong}).status_code == 404
    assert order(plan) == ["A", "B", "C"]


def test_what_was_taken_out_can_be_brought_back_later(signed_in, plan, three):
    signed_in.post(reverse("entry-take-out", args=[three["A"].pk]))
    assert "Otettu pois: 1 hanke" in text_of(signed_in.get(reverse("plan-edit", args=[plan.pk])))


def test_the_workbench_asks_no_more_with_many_projects(
    signed_in, plan, make_project, django_assert_max_num_queries
):
    plan.add_projects([make_project(f"Hanke {n}", "2023") for n in range(10)])
    url = reverse("plan-edit", args=[plan.pk])
    signed_in.get(url)
    with django_assert_max_num_queries(18) as few:
        signed_in.get(url)
    with renewed_once():
        plan.add_projects([make_project(f"Lisää {n}", "2023") for n in range(190)])
    with django_assert_max_num_queries(len(few)):
        signed_in.get(url)


def test_a_move_in_a_big_plan_is_two_saves(
    signed_in, plan, make_project, django_assert_max_num_queries
):
    with renewed_once():
        plan.add_projects([make_project(f"Hanke {n}") for n in range(60)])
    rows = list(plan.entries.all())
    before = PlanEntry.history.count()
    with django_assert_max_num_queries(40):
        move(signed_in, rows[30], "up", rows[29])
    assert PlanEntry.history.count() == before + 2


# Chapters.


def chapter_values(**values):
    return {"title": "Johdanto", "text": "Teksti", "language": ""} | values


def test_a_chapter_is_added_and_edited(signed_in, plan, make_project, area):
    plan.add_projects([make_project("A")])
    url = reverse("plan-chapter-new", args=[plan.pk])
    signed_in.post(f"{url}?kind=before", chapter_values())
    signed_in.post(f"{url}?kind=after", chapter_values(title="Lopuksi"))
    signed_in.post(f"{url}?kind=area-{area.pk}", chapter_values(title="", text="Alueesta"))
    signed_in.post(f"{url}?kind=scope-infrastructure", chapter_values(title="Perusta"))
    assert [(c.number, c.title, c.text) for c in plan_document(plan).chapters] == [
        ("1", "Johdanto", "Teksti"), ("2", "Sivistyspalvelut", "Alueesta"), ("3", "Lopuksi", "Teksti"),
    ]  # fmt: skip
    page = signed_in.get(reverse("plan-chapters", args=[plan.pk]))
    assert "Perusta" in text_of(page)  # no projects there yet, but nothing is hidden
    assert signed_in.get(f"{url}?kind=area-{area.pk}").status_code == 302  # it is there already


@pytest.mark.parametrize(
    "kind",
    [
        "x",
        "area-",
        "area-x",
        "area-999999",
        "scope-",
        "scope-service_area",
        "before-1",
        "area-" + "9" * 30,
    ],
)
def test_a_kind_of_chapter_that_there_is_not(signed_in, plan, kind):
    assert (
        signed_in.get(reverse("plan-chapter-new", args=[plan.pk]), {"kind": kind}).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("language", "other", "title"),
    [("fi", "sv", "Sammandrag"), ("sv", "fi", "Tiivistelmä"), ("en", "sv", "Sammandrag")],
)
def test_a_summary_is_in_the_other_language(signed_in, plan, language, other, title):
    plan.language = language
    plan.save()
    url = reverse("plan-chapter-new", args=[plan.pk]) + "?kind=summary"
    form = signed_in.get(url).context["form"]
    signed_in.post(
        url, {"title": form["title"].value(), "text": "…", "language": form["language"].value()}
    )
    chapter = plan.chapters.get()
    assert (chapter.title, chapter.language) == (title, other)


def test_an_introduction_of_200_kb_is_taken_and_a_longer_one_is_not_lost(signed_in, plan):
    url = reverse("plan-chapter-new", args=[plan.pk])
    signed_in.post(url, chapter_values(text="ä" * 200 * 1024))
    assert len(plan.chapters.get().text) == 200 * 1024
    long = "sana " * (LONGEST_CHAPTER // 5) + "loppu"
    answer = signed_in.post(url, chapter_values(text=long))
    assert answer.status_code == 400
    assert plan.chapters.count() == 1
    assert "250\u00a0005" in answer.content.decode()
    assert long in answer.content.decode()
    assert "maxlength" not in re.search(r"<textarea[^>]*>", answer.content.decode())[0]


def test_a_chapter_of_more_lines_than_pages_can_bear_is_told_at_the_field(signed_in, plan):
    url = reverse("plan-chapter-new", args=[plan.pk])
    answer = signed_in.post(url, chapter_values(text="a\n\n" * (MOST_LINES + 1)))
    assert answer.status_code == 400
    assert not plan.chapters.exists()
    errors = answer.context["form"].errors["text"]
    assert str(MOST_LINES + 1) in errors[0]
    assert answer.content.decode().count("a\n\n") > MOST_LINES - 1
    signed_in.post(url, chapter_values(text="a\n\n" * MOST_LINES))
    assert plan.chapters.exists()


def test_line_ends_of_browsers_do_not_count(signed_in, plan):
    signed_in.post(
        reverse("plan-chapter-new", args=[plan.pk]), chapter_values(text="a\r\nb\r\n\r\n- c")
    )
    assert plan.chapters.get().text == "a\nb\n\n- c"


def test_a_preview_shows_the_text_and_saves_nothing(signed_in, plan):
    url = reverse("plan-chapter-new", args=[plan.pk])
    answer = signed_in.post(url, chapter_values(text="- yksi\n- kaksi <b>", _preview="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<li>yksi</li>" in page
    assert "kaksi &lt;b&gt;" in page
    assert not plan.chapters.exists()
    assert "- yksi" in re.search(r"<textarea.*?</textarea>", page, re.S)[0]
    assert signed_in.post(url, chapter_values(title="", _preview="1")).status_code == 200


def version(client, url):
    return client.get(url).context["form"]["version"].value()


def test_chapters_of_an_earlier_plan_are_marked_until_somebody_looks_at_them(
    signed_in, plan, make_project, area
):
    plan.add_projects([make_project("Verkko", "2024")])
    for number in range(4):
        plan.chapters.create(title=f"Luku {number}", text="Vanha", position=number)
    plan.chapters.create(scope="service_area", service_area=area, text="Alueesta", position=9)
    assert not plan.chapters.filter(is_unread=True).exists()
    plan.chapters.create(scope="infrastructure", text="Ei hankkeita", position=10)
    opened(signed_in, period="2024–2025", earlier=plan.pk)
    new = ActionPlan.objects.get(title="Uusi")
    unread = new.chapters.filter(is_unread=True)
    assert unread.count() == 6
    page = reverse("plan-chapters", args=[new.pk])
    assert text_of(signed_in.get(page)).count("Vielä tarkistamatta") == 6
    looked, edited, moved, restored, group, idle = new.chapters.all()
    # A move says nothing of the text.
    signed_in.post(reverse("chapter-move", args=[moved.pk]), {"up": edited.pk})
    assert unread.count() == 6
    answer = signed_in.post(reverse("chapter-looked-at", args=[looked.pk]), follow=True)
    assert f'id="chapter-{looked.pk}" class="moved"' in answer.content.decode()
    assert looked.history.first().history_change_reason == "Tarkistettu"
    url = reverse("chapter", args=[edited.pk])
    # As it is: a save is a look.
    values = chapter_values(title="Luku 1", text="Vanha", version=version(signed_in, url))
    signed_in.post(url, values)
    first = {"version": restored.history.get().history_id}
    signed_in.post(reverse("chapter-history", args=[restored.pk]), first)
    assert set(unread) == {moved, group, idle}
    signed_in.post(reverse("chapter-looked-at", args=[group.pk]))
    assert text_of(signed_in.get(page)).count("Vielä tarkistamatta") == 2
    # Twice is once.
    before = group.history.count()
    signed_in.post(reverse("chapter-looked-at", args=[group.pk]))
    assert group.history.count() == before


def test_a_second_save_is_refused_with_both_texts(signed_in, plan):
    chapter = plan.chapters.create(title="Johdanto", text="Alku")
    url = reverse("chapter", args=[chapter.pk])
    seen = version(signed_in, url)
    signed_in.post(url, chapter_values(text="Ensimmäinen", version=seen))
    answer = signed_in.post(url, chapter_values(text="Toinen", version=seen))
    assert answer.status_code == 409
    assert "Ensimmäinen" in answer.content.decode()
    assert "Toinen" in answer.content.decode()
    chapter.refresh_from_db()
    assert chapter.text == "Ensimmäinen"


def test_an_earlier_text_is_brought_back(signed_in, plan):
    chapter = plan.chapters.create(title="Johdanto", text="Alku")
    url = reverse("chapter", args=[chapter.pk])
    signed_in.post(url, chapter_values(text="Uusi", version=version(signed_in, url)))
    history = reverse("chapter-history", args=[chapter.pk])
    text = text_of(signed_in.get(history))
    assert "Alku" in text
    assert "Uusi" in text
    first = chapter.history.last()
    signed_in.post(history, {"version": first.history_id})
    chapter.refresh_from_db()
    assert chapter.text == "Alku"
    assert chapter.history.count() == 3
    other = plan.chapters.create(title="Muu").history.get()
    for wrong in ("", "x", other.history_id):
        assert signed_in.post(history, {"version": wrong}).status_code == 404


def test_chapters_move_and_come_back_when_they_are_deleted(signed_in, plan):
    rows = [plan.chapters.create(title=name) for name in "ABC"]
    plan.chapters.create(title="Loppu", after_projects=True)
    signed_in.post(reverse("chapter-move", args=[rows[2].pk]), {"up": rows[1].pk})
    assert [c.title for c in plan.chapters.all()] == ["A", "C", "B", "Loppu"]
    answer = signed_in.post(reverse("chapter-delete", args=[rows[2].pk]), follow=True)
    assert [c.title for c in plan.chapters.all()] == ["A", "B", "Loppu"]
    found = re.search(r'name="version" value="(\d+)" autofocus', answer.content.decode())[1]
    signed_in.post(reverse("plan-chapter-back", args=[plan.pk]), {"version": found})
    assert [c.title for c in plan.chapters.all()] == ["A", "C", "B", "Loppu"]
    # A chapter before the projects does not move among those after them.
    last = plan.chapters.get(title="Loppu")
    signed_in.post(reverse("chapter-move", args=[rows[0].pk]), {"down": last.pk})
    assert [c.title for c in plan.chapters.all()] == ["A", "C", "B", "Loppu"]


def test_an_introduction_written_twice_does_not_come_back_over_the_new_one(signed_in, plan, area):
    old = plan.chapters.create(scope="service_area", service_area=area, text="Vanha")
    signed_in.post(reverse("chapter-delete", args=[old.pk]))
    plan.chapters.create(scope="service_area", service_area=area, text="Uusi")
    gone = PlanChapter.history.filter(history_type="-").get()
    answer = signed_in.post(
        reverse("plan-chapter-back", args=[plan.pk]), {"version": gone.history_id}, follow=True
    )
    assert answer.status_code == 200
    assert plan.chapters.get().text == "Uusi"


def test_the_cover_is_edited_and_a_second_save_refused(signed_in, plan):
    url = reverse("plan-cover", args=[plan.pk])
    seen = version(signed_in, url)
    values = {
        "title": "Nimi",
        "organisation": "K",
        "language": "sv",
        "period": "2024–2025",
        "version": seen,
    }
    assert signed_in.post(url, values).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.language, plan.period_end.edtf) == ("Nimi", "sv", "2025")
    assert signed_in.post(url, values | {"title": "Toinen"}).status_code == 409
    assert (
        signed_in.post(
            url, values | {"period": "x", "version": version(signed_in, url)}
        ).status_code
        == 400
    )


# Only drafts.


@pytest.mark.parametrize("state", ["for_approval", "approved", "published"])
def test_a_plan_past_its_draft_is_not_changed(signed_in, plan, three, make_project, state):
    chapter = plan.chapters.create(title="Johdanto")
    gone = three["C"].pk
    signed_in.post(reverse("entry-take-out", args=[gone]))
    version = PlanEntry.history.filter(history_type="-").get().history_id
    plan.state = state
    plan.save()
    before = order(plan), chapter.history.count()
    for name, key, sent in (
        ("plan-edit", plan.pk, None), ("plan-cover", plan.pk, None), ("plan-chapters", plan.pk, None),
        ("plan-pick", plan.pk, None), ("chapter", chapter.pk, None), ("chapter-history", chapter.pk, None),
        ("plan-chapter-new", plan.pk, None), ("plan-chapter-new", plan.pk, chapter_values()),
        ("plan-cover", plan.pk, {"title": "x"}), ("plan-pick", plan.pk, {"every": "1", "sure": "0"}),
        ("plan-put-back", plan.pk, {"version": version}), ("plan-chapter-back", plan.pk, {}),
        ("entry-move", three["B"].pk, {"up": three["A"].pk}), ("entry-take-out", three["A"].pk, {}),
        ("chapter", chapter.pk, chapter_values()), ("chapter-move", chapter.pk, {}),
        ("chapter-delete", chapter.pk, {}), ("chapter-history", chapter.pk, {"version": "1"}),
    ):  # fmt: skip
        url = reverse(name, args=[key])
        answer = signed_in.get(url) if sent is None else signed_in.post(url, sent)
        assert answer.status_code == 409, name
        assert "ei voi nyt muuttaa" in text_of(answer)
    assert (order(plan), chapter.history.count()) == before
    assert "Valitse hankkeet" not in text_of(signed_in.get(plan.get_absolute_url()))


@pytest.mark.parametrize("state", ["for_approval", "approved", "published"])
def test_the_administration_does_not_change_it_either(signed_in, plan, three, state):
    plan.state = state
    plan.save()
    url = reverse("admin:reports_actionplan_change", args=[plan.pk])
    page = signed_in.get(url).content.decode()
    assert 'name="title"' not in page
    assert 'name="entries-0-position"' not in page
    assert signed_in.post(url, {"title": "x"}).status_code == 403
    assert (
        signed_in.post(
            reverse("admin:reports_actionplan_delete", args=[plan.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    signed_in.post(reverse("admin:reports_actionplan_changelist"),
                   {"action": "delete_selected", "_selected_action": plan.pk, "post": "yes"})  # fmt: skip
    assert ActionPlan.objects.filter(pk=plan.pk, title="Suunnitelma").exists()
    # The action of the project list adds to drafts only.
    signed_in.post(reverse("admin:projects_project_changelist"),
                   {"action": "add_to_plan", "_selected_action": three["A"].project_id})  # fmt: skip
    assert plan.entries.count() == 3


@pytest.mark.parametrize("role", ["area_editor", "reader", ""])
def test_only_planners_have_the_pages(client, make_user, plan, three, role):
    client.force_login(make_user(role, "muu"))
    for name in ("plan-edit", "plan-cover", "plan-chapters", "plan-pick", "plan-chapter-new"):
        assert client.get(reverse(name, args=[plan.pk])).status_code in (403, 404)
    assert client.get(reverse("plan-new")).status_code == 403
    assert move(client, three["C"], "up", three["B"]).status_code in (403, 404)
    assert order(plan) == ["A", "B", "C"]
    if role:
        assert "Valitse hankkeet" not in text_of(client.get(plan.get_absolute_url()))
