"""The kinds of files that a plan is written as: one registry, and one renderer each.

A renderer takes the plan document and its imprint. Renderers are imported when they are asked
for: who only reads plans does not pay for WeasyPrint, python-docx and openpyxl.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.document.plan import Imprint, PlanDocument
from reports.processes.progress import Progress, unwatched


@dataclass(frozen=True)
class Kind:
    """A kind of file. `label` is a name that reads alike in all languages."""

    name: str
    label: str
    content_type: str
    ending: str
    _render: Callable[[PlanDocument, Imprint, Progress], bytes]

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


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", "pdf", _pdf),
        Kind(
            "docx",
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            _docx,
        ),
        Kind(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            _xlsx,
        ),
        Kind("html", "HTML", "text/html; charset=utf-8", "html", _html),
        Kind("json", "JSON", "application/json", "json", _json),
    )
}
