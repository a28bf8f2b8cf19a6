"""What changed since an edition, as the closing chapter of a plan: headings and lists in text."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.comparison.changes import ComparedProject, Comparison, Side
from reports.comparison.compare import compare
from reports.comparison.words import chapter_sentence, is_long_text, label, sentence
from reports.document.plan import Chapter, News, PlanDocument, number_key
from reports.models import PlanEdition


def with_changes(before: Side, after: Side, edition: PlanEdition) -> PlanDocument:
    """The later document with a closing chapter that tells what changed since the edition.

    For the copy for residents both sides are to be made of public documents.
    """
    document = after.document
    found = compare(before, after)
    title = title_of(edition, document.language)
    chapter = _chapter(found, document, title)
    news = _news(found, edition) if document.opens_with == "overview" else None
    return replace(document, chapters=(*document.chapters, chapter), news=news)


def _news(found: Comparison, edition: PlanEdition) -> News | None:
    if edition.decided_on is None:
        return None
    projects = found.projects
    return News(
        edition=edition.number,
        decided_on=edition.decided_on,
        new=tuple(p.shown.number for p in projects if p.before is None),
        changed=sum(1 for p in projects if p.before and p.after),
        gone=sum(1 for p in projects if p.after is None),
    )


def without_changes(document: PlanDocument) -> PlanDocument:
    """The document without the chapter that `with_changes` adds: it is derived, so that in a
    comparison it would be told as a change itself."""
    pattern = re.escape(_title(document.language))
    pattern = pattern.replace(re.escape("%(number)d"), r"\d+").replace(re.escape("%(day)s"), ".+")
    kept = [chapter for chapter in document.chapters if not re.fullmatch(pattern, chapter.title)]
    return replace(document, chapters=tuple(kept))


def title_of(edition: PlanEdition, language: str) -> str:
    with translation.override(language):
        day = date_format(edition.decided_on, "SHORT_DATE_FORMAT")
    return _title(language) % {"number": edition.number, "day": day}


def _title(language: str) -> str:
    with translation.override(language):
        return _("Changes since edition %(number)d (%(day)s)")


def changes_chapter(before: Side, after: Side, title: str) -> Chapter:
    """The changes in the later document's language; its number follows the last chapter."""
    return _chapter(compare(before, after), after.document, title)


def _chapter(found: Comparison, document: PlanDocument, title: str) -> Chapter:
    numbers = [number_key(part.number) for part in document.in_reading_order()]
    number = max((key[0] for key in numbers if key), default=0) + 1
    with translation.override(document.language):
        return Chapter(str(number), title, _text(found))


def _text(found: Comparison) -> str:
    parts = [
        _list(_("New projects"), [_name(p) for p in found.projects if p.before is None]),
        _list(_("Left out or ended"), [_name(p) for p in found.projects if p.after is None]),
        *(
            _list(_name(project), _sentences(project))
            for project in found.projects
            if project.before and project.after
        ),
        _list(
            _("Chapters"),
            [f"{_plain(c.shown.title)}: {chapter_sentence(c).lower()}" for c in found.chapters],
        ),
    ]
    return "\n\n".join(filter(None, parts)) or _("Nothing changed.")


def _sentences(project: ComparedProject) -> list[str]:
    """Changes in figures one by one; of texts only which ones changed."""
    sentences = [sentence(c, project) for c in project.changes if not is_long_text(c)]
    texts = [label(c) for c in project.changes if is_long_text(c)]
    if texts:
        sentences.append(_("Texts changed: %(texts)s") % {"texts": "; ".join(dict.fromkeys(texts))})
    return [_plain(text) for text in sentences]


def _list(heading: str, items: list[str]) -> str:
    lines = [f"### {heading}", *(f"- {item}" for item in items)]
    return "\n".join(lines) if items else ""


def _name(project: ComparedProject) -> str:
    shown = project.shown
    return _plain(f"{shown.number} {shown.name}")


def _plain(text: str) -> str:
    """In one line, with a capital: but “e) …” is the name of a part of the assessment."""
    line = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return line if re.match(r"[a-z]\) ", line) else capfirst(line)
