"""What search finds, and what it does not."""

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from impact_assessments.models import ImpactAssessment
from projects.models import (
    Comment,
    CostItem,
    Project,
    ResourceNeed,
    SchedulePhase,
    SearchEntry,
    ServiceArea,
    StatusReport,
)
from projects.saving.renewing import texts_are_due
from projects.searching.index import words_of
from projects.searching.search import excerpt, found_in, marked, matching_projects, needles_of
from projects.values.word_forms import Needle

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(planner):
    """`search("verkko")` gives the names of the projects found, the best first."""

    def look(question, user=None):
        needles = needles_of(question)
        user = user or planner
        found = found_in(matching_projects(needles, user), needles, user)
        return [each.project.name for each in found]

    return look


def words(pieces):
    return [text for text, asked in pieces if asked]


def test_every_text_of_a_project_and_its_parts_is_found(search, make_project, planner):
    sivistys = ServiceArea.objects.create(name="Kirjastot")
    project = make_project("Alpha", "2022", service_area=sivistys, notes="bravo")
    SchedulePhase.objects.create(project=project, name="charlie", start="2023")
    CostItem.objects.create(
        project=project, kind="one_off", per="total", low=1, high=1, description="delta"
    )
    ResourceNeed.objects.create(project=project, party="it", description="echo")
    StatusReport.objects.create(project=project, text="foxtrot")
    ImpactAssessment.objects.create(project=project, security_text="golf")
    Comment.objects.create(project=project, author=planner, text="hotel")
    make_project("Muu")
    for word in ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel",
                 "kirjastot"):  # fmt: skip
        assert search(word) == ["Alpha"], word


def test_case_is_no_difference_and_accents_are(search, make_project):
    make_project("ÄÄNESTYS Åbossa")
    make_project("Aanestys")
    assert search("äänestys") == ["ÄÄNESTYS Åbossa"]
    assert search("ÅBOSSA") == ["ÄÄNESTYS Åbossa"]
    assert search("aanestys") == ["Aanestys"]


def test_parts_of_words_and_codes_are_found(search, make_project):
    make_project("Runkoverkko ICT-2023/15")
    assert search("verkko") == ["Runkoverkko ICT-2023/15"]
    assert search("ict-2023") == ["Runkoverkko ICT-2023/15"]
    assert search("ic") == ["Runkoverkko ICT-2023/15"]
    assert search("kko") == []  # a short word only at the beginning of words


def test_every_word_must_stand_somewhere_in_the_project(search, make_project):
    project = make_project("Verkko", description="Palomuurit")
    StatusReport.objects.create(project=project, text="Kilpailutus")
    make_project("Verkkosivut")
    assert search("verkko kilpailutus") == ["Verkko"]
    assert search("verkko olematon") == []


def test_names_come_first(search, make_project):
    make_project("Aakkonen", description="arkisto " * 5)
    make_project("Uusi arkisto")
    assert search("arkisto") == ["Uusi arkisto", "Aakkonen"]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("järjestelmien", "Järjestelmä"),
        ("järjestelmien", "Tietojärjestelmän uusiminen"),
        ("verkot", "Uusi verkko"),
        ("rekisterien", "Rekisteri"),
        ("nätverken", "Nätverk"),
        ("systemet", "Informationssystem"),
        ("projekten", "Projekt"),
        ("policies", "Policy"),
        ("älyratkaisujen", "Älyratkaisu"),
        ("åtgärderna", "Åtgärd"),
        ("PÖYTÄKIRJOJEN", "Pöytäkirjat"),
    ],
)
def test_other_forms_of_a_word_are_found_in_three_languages(search, make_project, asked, name):
    make_project(name)
    make_project("Muu")
    assert search(asked) == [name]


def test_the_form_that_was_found_is_marked(make_project):
    make_project("Tietojärjestelmä")
    assert words(marked("Uusi tietojärjestelmä on", needles_of("järjestelmien"))) == [
        "tietojärjestelmä"
    ]


def test_what_is_not_public_is_found_by_its_people_only(search, make_project, make_user):
    secret = make_project("Salainen", is_not_public=True, notes="kassakaappi")
    marked_ = make_project("Avoin", notes="kassakaappi", not_public_fields=("notes", "reports"))
    StatusReport.objects.create(project=marked_, text="holvi")
    reader, named, owner = make_user("reader"), make_user("reader", "n"), make_user("reader", "o")
    secret.readers.add(named)
    marked_.owner = owner
    marked_.save()
    assert search("kassakaappi", reader) == []
    assert search("salainen", reader) == []
    assert search("holvi", reader) == []
    assert search("avoin", reader) == ["Avoin"]
    assert search("avoin kassakaappi", reader) == []
    assert search("kassakaappi", named) == ["Salainen"]
    assert search("kassakaappi", owner) == ["Avoin"]
    assert search("holvi", owner) == ["Avoin"]
    assert sorted(search("kassakaappi")) == ["Avoin", "Salainen"]
    assert search("avoin", make_user("")) == []


def test_a_mark_counts_at_once_however_it_was_written(search, make_project, make_user):
    make_project("Avoin", notes="kassakaappi")
    reader = make_user("reader")
    assert search("kassakaappi", reader) == ["Avoin"]
    Project.objects.update(not_public_fields=("notes",))
    assert search("kassakaappi", reader) == []


def test_the_index_follows_changes_and_deletions(search, make_project, area):
    project = make_project("Verkko", description="vanha")
    report = StatusReport.objects.create(project=project, text="raportti")
    project.description = "uusi"
    project.save()
    assert (search("vanha"), search("uusi")) == ([], ["Verkko"])
    report.delete()
    assert search("raportti") == []
    area.name = "Kulttuuri"
    area.save()
    assert search("kulttuuri") == ["Verkko"]
    assert search("sivistys") == []
    project.delete()
    assert not SearchEntry.objects.filter(kind="projects.project").exists()


def test_what_a_deletion_takes_along_names_no_entry_of_the_index(client, planner, make_project):
    project = make_project("Verkko", description="palomuuri")
    client.force_login(planner)
    url = f"/admin/projects/project/{project.pk}/delete/"
    assert "projects.project" not in client.get(url).content.decode()
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not SearchEntry.objects.exists()


def test_a_withdrawn_comment_is_not_found(search, make_project, planner):
    comment = Comment.objects.create(project=make_project("V"), author=planner, text="hups")
    assert search("hups") == ["V"]
    comment.is_withdrawn = True
    comment.save()
    assert search("hups") == []


def test_the_index_is_made_anew_by_a_command(search, make_project):
    make_project("Verkko", description="palomuuri")
    before = SearchEntry.objects.count()
    SearchEntry.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    assert SearchEntry.objects.count() == before
    assert search("palomuuri") == ["Verkko"]


WORDS = [
    "järjestelmä", "järjestelmien", "tietojärjestelmässä", "verkko", "verkot", "runkoverkkojen",
    "hankinta", "hankinnat", "rekisteri", "rekisterien", "asiakirja", "asiakirjojen", "äänestys",
    "äänestyksen", "yöaika", "öljy", "öljyn", "nätverk", "nätverken", "systemet", "åtgärd",
    "informationssystem", "åtgärderna", "ärende", "ärenden", "projekten", "policy", "policies",
    "system's", "library", "libraries", "happy", "happi", "2023", "ict", "ictpalvelu", "straße",
    "ﬁle", "½",
]  # fmt: skip


ASKED = st.one_of(
    st.sampled_from(WORDS),
    st.builds(lambda word, end: word[:end], st.sampled_from(WORDS), st.integers(2, 9)),
)


def test_both_databases_find_what_is_said_of_word_forms(planner, area):
    """What is found hangs on the words alone: `Needle.fits`, which both databases are held to."""
    Project.objects.bulk_create(Project(name=word, service_area=area) for word in WORDS)
    keys = dict(Project.objects.values_list("name", "pk"))
    texts_are_due(Project, keys.values())
    said = {keys[name]: words_of(f"{name} {area.name}") for name in keys}

    @settings(max_examples=60, deadline=None)
    @given(st.lists(ASKED, min_size=1, max_size=2))
    def found_alike(asked):
        needles = needles_of(" ".join(asked))
        fitting = {
            key
            for key, words in said.items()
            if needles and all(any(needle.fits(word) for word in words) for needle in needles)
        }
        assert set(matching_projects(needles, planner)) == fitting

    found_alike()


def test_what_stems_tell_of_each_other():
    assert Needle("järjestelmien").fits("tietojärjestelmä")
    assert Needle("verkot").fits("verkko")
    assert not Needle("verkko").fits("verho")
    assert not Needle("ict").fits("rict")


@pytest.mark.parametrize("text", ["'", "' | 'x", "%", "_", "\\", "a & b | !c", ":*", "x'y", "\x00",
                                  "💥", "½", "שלום", "ﷺ"])  # fmt: skip
def test_signs_are_no_syntax(search, make_project, text):
    make_project(f"Verkko {text}".replace("\x00", ""))
    make_project("Muu")
    needles = needles_of(text)
    if needles:
        search(text)
    assert search(f"verkko {text}")[:1] == ["Verkko " + text.replace("\x00", "")] or not needles


def test_an_excerpt_shows_the_words_in_their_context(db):
    text = "alku " * 50 + "uusi verkko ja palomuuri kilpailutetaan " + "loppu " * 50
    pieces = excerpt(text, needles_of("palomuuri verkko"))
    assert words(pieces) == ["verkko", "palomuuri"]
    assert pieces[0] == ("… ", False)
    assert pieces[-1] == (" …", False)
    assert len("".join(piece for piece, _asked in pieces)) < 240


def test_a_text_is_marked_whole(db):
    text = "Uusi verkko. Verkko!"
    pieces = marked(text, needles_of("VERKKO"))
    assert "".join(piece for piece, _asked in pieces) == text
    assert words(pieces) == ["verkko", "Verkko"]


def test_queries_do_not_grow_with_hits(make_project, planner, django_assert_max_num_queries):
    for n in range(12):
        project = make_project(f"Verkko {n}", notes="verkko", cost_text="verkko")
        ImpactAssessment.objects.create(project=project, data_text="verkko")
        for _n in range(4):
            StatusReport.objects.create(project=project, text="verkko")
    with django_assert_max_num_queries(8):
        needles = needles_of("verkko")
        found = found_in(matching_projects(needles, planner), needles, planner)
    assert [len(each.hits) for each in found] == [4] * 12
    assert {each.more for each in found} == {3}
