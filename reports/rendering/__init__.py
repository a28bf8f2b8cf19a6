"""The kinds of files that a plan is written as: one registry, and one renderer each.

A renderer takes the plan document and its imprint. Renderers are imported when they are asked
for: who only reads plans does not pay for WeasyPrint, python-docx and openpyxl.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from organisation.content_types import CONTENT_TYPES
from reports.document.plan import Imprint, PlanDocument
from reports.processes.progress import Progress, unwatched


@dataclass(frozen=True)
class FileKind:
    """A kind of file that a plan is written as.

    `name` is the ending of its files too, and `label` reads alike in all languages.
    """

    name: str
    label: str
    _render: Callable[[PlanDocument, Imprint, Progress], bytes]

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.name]

    def render(
        self, document: PlanDocument, imprint: Imprint, progress: Progress = unwatched
    ) -> bytes:
        """The file's bytes, in the plan's language whatever language is active."""
        data = self._render(document, imprint, progress)
        progress(1)
        return data


def _pdf(document: PlanDocument, imprint: Imprint, progress: Progress) -> bytes:
    from reports.rendering.paper.pdf import render_pdf

    return render_pdf(document, imprint, progress)


def _docx(document: PlanDocument, imprint: Imprint, _progress: Progress) -> bytes:
    from reports.rendering.word.plan import render_docx

    return render_docx(document, imprint)


def _xlsx(document: PlanDocument, imprint: Imprint, _progress: Progress) -> bytes:
    from reports.rendering.xlsx import render_xlsx

    return render_xlsx(document, imprint)


def _html(document: PlanDocument, imprint: Imprint, _progress: Progress) -> bytes:
    from reports.rendering.html import render_html

    return render_html(document, imprint).encode()


def _json(document: PlanDocument, _imprint: Imprint, _progress: Progress) -> bytes:
    from reports.document.interchange import to_json

    return to_json(document)


PLAN_FILE_KINDS: dict[str, FileKind] = {
    kind.name: kind
    for kind in (
        FileKind("pdf", "PDF", _pdf),
        FileKind("docx", "Word", _docx),
        FileKind("xlsx", "Excel", _xlsx),
        FileKind("html", "HTML", _html),
        FileKind("json", "JSON", _json),
    )
}
