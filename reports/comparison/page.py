"""A comparison of two plans as templates/reports/comparison/body.html shows it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from accounts.types import Context
from reports.comparison.changes import (
    Alteration,
    AlterationKind,
    ComparedChapter,
    ComparedProject,
    Comparison,
    Side,
)
from reports.comparison.compare import compare, place_of
from reports.comparison.word_differences import SAME, Run, word_differences
from reports.comparison.words import (
    ALTERATION_LABELS,
    chapter_sentence,
    is_long_text,
    label,
    sentence,
)

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
    before: Side, after: Side, kinds: Collection[AlterationKind] = (), *, with_links: bool = False
) -> Context:
    """What changed between two plans, for the template; `kinds` are shown alone if there are any.

    Needs no user and no tables: two public documents give the residents' comparison. Links lead
    to the projects' pages, for readers who may open them.
    """
    whole = compare(before, after)
    comparison = whole.only(kinds) if kinds else whole
    return {
        "projects": [_project(comparison, project, with_links) for project in comparison.projects],
        "chapters": [_chapter(comparison, chapter) for chapter in comparison.chapters],
        "counts": [
            {"kind": kind, "label": ALTERATION_LABELS[kind], "n": n, "is_chosen": kind in kinds}
            for kind, n in whole.counts.items()
        ],
        "has_texts": bool(comparison.chapters)
        or any(is_long_text(c) for project in comparison.projects for c in project.changes),
        "changed": len(whole.projects),
        "all": len(after.document.projects) + sum(p.after is None for p in whole.projects),
        "projects_left_out": max(
            before.document.projects_left_out, after.document.projects_left_out
        ),
        "language": after.document.language,
    }


def _project(comparison: Comparison, project: ComparedProject, with_links: bool) -> Context:
    shown = project.shown
    side = comparison.after if project.after else comparison.before
    links = with_links and project.key is not None and project.after is not None
    return {
        "number": comparison.number_of(project),
        "name": shown.name,
        "place": place_of(shown),
        "language": shown.language or side.document.language,
        "address": reverse("project", args=[project.key]) if links else "",
        "is_new": project.before is None,
        "is_gone": project.after is None,
        "changes": [_change(comparison, project, change) for change in project.changes],
    }


def _change(comparison: Comparison, project: ComparedProject, change: Alteration) -> Context:
    if is_long_text(change):
        stretches = stretches_of(change.before, change.after)
        return {"kind": change.kind, "text": label(change), "stretches": stretches}
    text = sentence(change, project, is_portfolio=not comparison.after.is_numbered)
    return {"kind": change.kind, "text": text}


def _chapter(comparison: Comparison, chapter: ComparedChapter) -> Context:
    before, after = chapter.before, chapter.after
    return {
        "number": chapter.shown.number,
        "title": chapter.shown.title,
        "language": chapter.shown.language or comparison.after.document.language,
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
