"""Plan document → accessible PDF (PDF/UA-1), by WeasyPrint and a mending of its tags."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from reports.document import Imprint, PlanDocument
from reports.rendering import Progress, unwatched
from reports.rendering.html import paper_html
from reports.rendering.tags import mend_tags

STATIC = settings.BASE_DIR / "static"
BASE = "salkku:"  # a plan names its files as salkku:…; nothing else is opened


class ForbiddenResource(ValueError):
    """The document asks for a file that is not one of our own static files."""


KINDS = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesFetcher(URLFetcher):
        """Opens static files of the project and nothing else: no other file, no network."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = (STATIC / url.removeprefix(BASE).lstrip("/")).resolve()
            if not url.startswith(BASE) or not path.is_relative_to(STATIC) or not path.is_file():
                raise ForbiddenResource(url)
            kind = {"Content-Type": KINDS.get(path.suffix, "application/octet-stream")}
            return URLFetcherResponse(url, path.read_bytes(), headers=kind)

    return OwnFilesFetcher()


def render_pdf(document: PlanDocument, imprint: Imprint, progress: Progress = unwatched) -> bytes:
    html = paper_html(document, imprint)
    progress(0.1)
    return html_to_pdf(html)


def html_to_pdf(html: str) -> bytes:
    # WeasyPrint takes most of a second to import; only who makes a PDF pays for it.
    from weasyprint import HTML

    page = HTML(string=html, base_url=BASE, url_fetcher=_fetcher())
    pdf = page.write_pdf(stylesheets=[_stylesheet()], font_config=_fonts(), pdf_variant="pdf/ua-1")
    return mend_tags(pdf)


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    # It cleans up after itself with modules that are gone at the interpreter's very end.
    atexit.register(_fonts.cache_clear)
    atexit.register(_stylesheet.cache_clear)
    return FontConfiguration()


@cache
def _stylesheet() -> Any:
    from weasyprint import CSS

    css = Path(STATIC / "salkku" / "plan-pdf.css").read_text(encoding="utf-8")
    return CSS(string=css, base_url=BASE, url_fetcher=_fetcher(), font_config=_fonts())
