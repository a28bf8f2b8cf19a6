"""Search over everything that a person may see: projects with the texts that say what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.apps import apps
from django.db import models
from django.db.models import Count, F, Max, Q, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber
from django.utils.formats import date_format
from django.utils.text import capfirst

from accounts.types import AnyUser
from accounts.web.typed_text import MOST_WORDS
from projects.confidentiality import Piece
from projects.fields import fold, verbose_name
from projects.models import Project, SearchEntry, SearchWord
from projects.saving.renewing import settle
from projects.searching.index import WORD, text_of, words_of
from projects.values.word_forms import LONGEST_WORD, Needle

HITS_SHOWN = 4  # of one project
BEFORE, AROUND = 60, 220  # characters of an excerpt: before the first hit, and in all

Piecewise = list[tuple[str, bool]]
"""A text in pieces: each with whether it was asked for."""


@dataclass(frozen=True)
class Hit:
    """A text that says what was asked for."""

    label: str
    excerpt: Piecewise


@dataclass
class SearchResult:
    """A project with its best hits; `more` says how many others there are."""

    project: Project
    name: Piecewise
    in_name: bool = False
    more: int = 0
    hits: list[Hit] = field(default_factory=list)


def needles_of(question: str) -> list[Needle]:
    """The words of a question, with what the database needs to find their forms. One query."""
    settle()
    return SearchWord.objects.with_forms([Needle(word) for word in words_of(question)[:MOST_WORDS]])


def matching_projects(needles: list[Needle], user: AnyUser) -> list[int]:
    """The keys of the projects that say every word somewhere, the best first.

    The best says the words in its name, then in most texts. One query for each word: the
    database finds the texts of one by its index, and is slow to tell which of several a text says.
    """
    points: dict[int, tuple[int, int]] = {}
    for n, needle in enumerate(needles):
        texts = SearchEntry.objects.visible_to(user).holding(needle)
        rows = texts.values_list("project").annotate(Max("weight"), Count("pk")).order_by()
        before = points if n else {row[0]: (0, 0) for row in rows}
        points = {
            key: (before[key][0] + weight, before[key][1] + count)
            for key, weight, count in rows
            if key in before
        }
    return sorted(points, key=lambda key: (*points[key], -key), reverse=True)


def found_in(page: Iterable[int], needles: list[Needle], user: AnyUser) -> list[SearchResult]:
    """The projects of a page with their hits. A number of queries that does not grow."""
    keys = list(page)
    projects = Project.objects.visible_to(user).with_area().in_bulk(keys)
    shown = {
        key: SearchResult(projects[key], marked(projects[key].name, needles))
        for key in keys
        if key in projects
    }
    order: list[str | OrderBy] = [F("weight").desc(), "kind", F("row_id").desc(), "pk"]
    place = Window(RowNumber(), partition_by=F("project"), order_by=order)
    entries = (
        SearchEntry.objects.visible_to(user)
        .filter(_any_of(needles), project__in=keys)
        .annotate(place=place, texts=Window(Count("pk"), partition_by=F("project")))
        .filter(place__lte=HITS_SHOWN + 1)  # the name is shown as the heading
        .defer("words")
        .order_by("project_id", "place")
    )
    _add_hits(shown, list(entries), needles)
    return list(shown.values())


def matching_plans(needles: list[Needle], user: AnyUser) -> models.QuerySet:
    """The keys of action plans whose titles say every word."""
    plans = SearchEntry.objects.filter(project=None, kind="reports.actionplan")
    for needle in needles:
        plans = plans.filter(words__holds=needle)
    return plans.values("row_id")


def marked(text: str, needles: list[Needle]) -> Piecewise:
    """The text in pieces: `[("Uusi ", False), ("järjestelmä", True)]`."""
    pieces: Piecewise = []
    end = 0
    for start, stop in _places(text, needles):
        if text[end:start]:
            pieces.append((text[end:start], False))
        pieces.append((text[start:stop], True))
        end = stop
    return [*pieces, (text[end:], False)] if text[end:] else pieces


def excerpt(text: str, needles: list[Needle]) -> Piecewise:
    """The words asked for in their context: the place where the most different ones stand."""
    text = " ".join(text.split())
    places = list(_places(text, needles))
    if not places or len(text) <= AROUND:
        return marked(text, needles)
    first = _best(text, places, needles)
    start = max(0, first[0] - BEFORE)
    stop = min(len(text), start + AROUND)
    start = text.find(" ", start, first[0]) + 1 if start else 0
    cut = text.rfind(" ", first[1], stop) if stop < len(text) else stop
    stop = cut if cut > 0 else stop
    pieces = marked(text[start:stop], needles)
    if start:
        pieces.insert(0, ("… ", False))
    return [*pieces, (" …", False)] if stop < len(text) else pieces


def _any_of(needles: list[Needle]) -> Q:
    said = Q()
    for needle in needles:
        said |= Q(words__holds=needle)
    return said


def _add_hits(
    shown: dict[int, SearchResult], entries: list[SearchEntry], needles: list[Needle]
) -> None:
    by_kind: dict[str, set[int]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, set()).add(entry.row_id)
    rows: dict[str, dict[int, models.Model]] = {}
    for kind, keys in by_kind.items():
        manager = apps.get_model(kind)._base_manager
        if kind == "projects.project":
            manager = manager.select_related("service_area__parent__parent")
        rows[kind] = manager.in_bulk(keys)
    for entry in entries:
        found, row = shown.get(entry.project_id or 0), rows[entry.kind].get(entry.row_id)
        if found is None or row is None:
            continue
        if entry.field == "name" and isinstance(row, Project):
            found.in_name = True
        elif len(found.hits) < HITS_SHOWN:
            text = text_of(row, entry.field)
            found.hits.append(Hit(_label(entry, row), excerpt(text, needles)))
        found.more = entry.texts - len(found.hits) - found.in_name


def _label(entry: SearchEntry, row: models.Model) -> str:
    """What the text is: `Status report 1.9.2022`, `b) Information security`."""
    whole = type(row)._meta
    if hasattr(row, "date"):
        return f"{capfirst(str(whole.verbose_name))} {date_format(row.date, 'SHORT_DATE_FORMAT')}"
    if isinstance(row, Project) or whole.get_field("project").one_to_one:
        piece = entry.piece and str(Piece(entry.piece).label)
        return piece or capfirst(verbose_name(type(row), entry.field))
    return capfirst(str(whole.verbose_name))


@lru_cache(maxsize=20_000)
def _folded_word(word: str) -> str:
    return fold(word)


def _folded(word: str) -> str:
    # What is longer than any word is not worth its room among the words that are kept.
    return _folded_word(word) if len(word) <= LONGEST_WORD else fold(word)


def _places(text: str, needles: list[Needle]) -> Iterator[tuple[int, int]]:
    for word in re.finditer(WORD, text):
        folded = _folded(word[0])
        if any(needle.fits(folded) for needle in needles):
            yield word.span()


def _best(text: str, places: list[tuple[int, int]], needles: list[Needle]) -> tuple[int, int]:
    """The first of the places whose excerpt would hold the most different words.

    A window moves over the places: the work grows with the text, not with its square.
    """
    said = [[needle.fits(_folded(text[a:b])) for needle in needles] for a, b in places]
    counts = [0] * len(needles)
    best, most, ahead = places[0], 0, 0
    for n, (start, _stop) in enumerate(places):
        while ahead < len(places) and places[ahead][0] < start + AROUND - BEFORE:
            counts = [count + fits for count, fits in zip(counts, said[ahead], strict=True)]
            ahead += 1
        different = sum(count > 0 for count in counts)
        if different > most:
            best, most = places[n], different
        counts = [count - fits for count, fits in zip(counts, said[n], strict=True)]
    return best
