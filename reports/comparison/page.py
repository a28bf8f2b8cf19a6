"""A comparison of two plans as templates/reports/comparison_body.html shows it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from reports.comparison.changes import (
    Alteration,
    ComparedChapter,
    ComparedProject,
    Comparison,
    Kind,
    Side,
)
from reports.comparison.compare import compare, place_of
from reports.comparison.word_differences import SAME, Run, word_differences
from reports.comparison.words import KINDS, chapter_sentence, is_long_text, label, sentence

# Words of a text that stayed which stand beside a change; longer stretches are folded.
BESIDE, FOLDED_FROM = 25, 80


@dataclass(frozen=True)
class Stretch:
    """A run of words for the page; of a long one that stayed the middle is folded away."""

    kind: str
    text: str
    folded: str = ""
    words: int = 0
    rest: str = ""


def comparison_context(
    before: Side, after: Side, kinds: Collection[Kind] = (), *, with_links: bool = False
) -> dict[str, Any]:
    """What changed between two plans, for the template; `kinds` are shown alone if there are any.

    Needs no user and no tables: two public documents give the residents' comparison. Links lead
    to the projects' pages, for readers who may open them.
    """
    whole = compare(before, after)
    found = whole.only(kinds) if kinds else whole
    return {
        "projects": [_project(found, project, with_links) for project in found.projects],
        "chapters": [_chapter(found, chapter) for chapter in found.chapters],
        "counts": [
            {"kind": kind, "label": KINDS[kind], "n": n, "is_chosen": kind in kinds}
            for kind, n in whole.counts.items()
        ],
        "has_texts": bool(found.chapters)
        or any(is_long_text(c) for project in found.projects for c in project.changes),
        "changed": len(whole.projects),
        "all": len(after.document.projects) + sum(p.after is None for p in whole.projects),
        "left_out": max(before.document.left_out, after.document.left_out),
        "language": after.document.language,
    }


def _project(found: Comparison, project: ComparedProject, with_links: bool) -> dict[str, Any]:
    shown = project.shown
    side = found.after if project.after else found.before
    links = with_links and project.key is not None and project.after is not None
    return {
        "number": found.number_of(project),
        "name": shown.name,
        "place": place_of(shown),
        "language": shown.language or side.document.language,
        "address": reverse("project", args=[project.key]) if links else "",
        "is_new": project.before is None,
        "is_gone": project.after is None,
        "changes": [_change(found, project, change) for change in project.changes],
    }


def _change(found: Comparison, project: ComparedProject, change: Alteration) -> dict[str, Any]:
    if is_long_text(change):
        stretches = stretches_of(change.before, change.after)
        return {"kind": change.kind, "text": label(change), "stretches": stretches}
    text = sentence(change, project, is_portfolio=not found.after.is_numbered)
    return {"kind": change.kind, "text": text}


def _chapter(found: Comparison, chapter: ComparedChapter) -> dict[str, Any]:
    before, after = chapter.before, chapter.after
    return {
        "number": chapter.shown.number,
        "title": chapter.shown.title,
        "language": chapter.shown.language or found.after.document.language,
        "text": chapter_sentence(chapter),
        "stretches": stretches_of(before.text if before else "", after.text if after else ""),
    }


def stretches_of(before: str, after: str) -> list[Stretch]:
    """The words of both texts, long stretches that stayed folded."""
    runs = word_differences(before, after)
    last = len(runs) - 1
    return [_stretch(run, n == 0, n == last) for n, run in enumerate(runs)]


def _stretch(run: Run, is_first: bool, is_last: bool) -> Stretch:
    words = [match.end() for match in re.finditer(r"\S+\s*", run.text)]
    if run.kind != SAME or len(words) < FOLDED_FROM:
        return Stretch(run.kind, run.text)
    begin = 0 if is_first else words[BESIDE - 1]
    end = len(run.text) if is_last else words[-BESIDE - 1]
    folded = run.text[begin:end]
    return Stretch(run.kind, run.text[:begin], folded, len(folded.split()), run.text[end:])
