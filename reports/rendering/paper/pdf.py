"""Plan document → PDF/UA-1 and PDF/A-3a, by WeasyPrint and what mends it: docs/pdf.md."""

from __future__ import annotations

import atexit
import datetime
import io
import re
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from html import escape
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from organisation import brand
from organisation.content_types import CONTENT_TYPES
from reports.document.interchange import to_json
from reports.document.plan import Imprint, PlanDocument
from reports.processes.progress import Progress, unwatched
from reports.rendering.html import paper_html
from reports.rendering.paper.archive import (
    Attached,
    attach,
    declare_both,
    declare_nothing,
    keep_pictures_as_they_are,
    name_every_glyph,
)
from reports.rendering.paper.fonts import drawn, script_css, unpacked
from reports.rendering.paper.glyphs import Undrawn
from reports.rendering.paper.hyphenation import hyphenate_finnish
from reports.rendering.paper.long_words import with_breaks
from reports.rendering.paper.tags import mend_tags
from reports.rendering.paper.weasyprint_patches import patch, read, watch

if TYPE_CHECKING:
    from pydyf import PDF
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = settings.FILES_DIR / "static"
VARIANT: dict[str, object] = {
    "pdf_variant": "pdf/a-3a",
    # pikepdf gives the identifier and compresses, once, when everything is written.
    "pdf_identifier": False,
    "uncompressed_pdf": True,
}
BASE = "salkku:"  # a plan names its files as salkku:…; nothing else is opened
OWN = "salkku:organisation/"


class ForbiddenResource(ValueError):
    """The document asks for a file that is not a static file, the logo or a font."""


def _organisation_s(name: str) -> tuple[bytes, dict[str, str]]:
    """The logo, or a font by its number, with its content type."""
    kind, _slash, number = name.partition("/")
    if kind == "logo" and (picture := brand.logo()):
        return picture.data, {"Content-Type": picture.content_type}
    faces = brand.faces()
    if kind == "font" and number.isdigit() and int(number) < len(faces):
        return faces[int(number)].data, {"Content-Type": faces[int(number)].content_type}
    raise ForbiddenResource(name)


# Of static/salkku/paper.
SHEETS = ("page", "plan", "handout", "report", "list", "follow-up", "timeline", "assessment")
# WeasyPrint paints white space that ends a line or parts the items of a list in a line, and whoever
# copies or hears the text gets it.
_UNSEEN = re.compile(
    r"\s++(?=(?:</(?:a|b|span)>\s*)*(?:</(?:caption|div|figcaption|h[1-6]|li|ol|p|td|th|ul)>|<br))"
    r"|\s++(?=<li\b)"
)


@cache
def _fetcher() -> URLFetcher:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesFetcher(URLFetcher):
        """Opens static files, logo and fonts, and nothing else: no other file, no network."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith(OWN):
                return URLFetcherResponse(url, *_organisation_s(url.removeprefix(OWN)))
            path = (STATIC / url.removeprefix(BASE).lstrip("/")).resolve()
            if not url.startswith(BASE) or not path.is_relative_to(STATIC) or not path.is_file():
                raise ForbiddenResource(url)
            if path.suffix == ".woff2":
                kind = {"Content-Type": "font/ttf"}
                return URLFetcherResponse(url, unpacked(path), headers=kind)
            kind = {"Content-Type": CONTENT_TYPES.get(path.suffix[1:], "application/octet-stream")}
            return URLFetcherResponse(url, path.read_bytes(), headers=kind)

    return OwnFilesFetcher()


def render_pdf(document: PlanDocument, imprint: Imprint, progress: Progress = unwatched) -> bytes:
    """The plan as one file that is accessible (PDF/UA-1) and fit for archives (PDF/A-3a).

    The plan's JSON is attached as `plan.json`. `progress` is told 0.1 when the HTML is made, 0.6
    when it is laid out, from there to 0.8 each page that is painted, 0.85 when it is mended, 0.95
    when it is written and 1 when it is compressed.
    """
    with translation.override(document.language):
        about = gettext("The plan in machine-readable form (salkku-plan 1)")
    made_at = datetime.datetime.combine(imprint.made_on, datetime.time(), datetime.UTC)
    data = Attached("plan.json", to_json(document), CONTENT_TYPES["json"], about, made_at)
    html = paper_html(document, imprint)
    progress(0.1)
    return html_to_pdf(html, data, progress)


def html_to_pdf(
    html: str, attached: Attached | None = None, progress: Progress = unwatched
) -> bytes:
    """A page of our templates as PDF/UA-1 and PDF/A-3a. Opens static files and the logo only.

    With letters that no font draws it is neither, and says so: `glyphs.claims_archive`.
    """
    laid_out = lay_out(html)
    progress(0.6)
    for number, page in enumerate(laid_out.pages, 1):
        watch(page, partial(progress, 0.6 + 0.2 * number / len(laid_out.pages)))
    written = io.BytesIO()
    with Undrawn() as undrawn:

        def mend(_document: Document, pdf: PDF) -> None:
            mend_tags(pdf)
            if undrawn.letters:
                declare_nothing(pdf)
            else:
                declare_both(pdf)
            keep_pictures_as_they_are(pdf)
            name_every_glyph(pdf)
            if attached:
                attach(pdf, attached)
            progress(0.85)

        laid_out.write_pdf(written, finisher=mend, **VARIANT)
    del laid_out, page  # most of the memory
    progress(0.95)
    import pikepdf  # 6 MB, of whoever writes a PDF

    with pikepdf.open(written) as pdf:
        target = io.BytesIO()
        pdf.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    progress(1)
    return target.getvalue()


def letters_without_glyph(text: str) -> str:
    """The letters of the text that a PDF would show as boxes, each once, in their order."""
    doubted = [letter for letter in dict.fromkeys(text) if not drawn(letter)]
    if not doubted:
        return ""
    undrawn = _undrawn("".join(sorted(doubted)))
    return "".join(letter for letter in doubted if letter in undrawn)


@lru_cache(maxsize=100)
def _undrawn(letters: str) -> frozenset[str]:
    """Tries it: the machine may have fonts beside ours."""
    words = "".join(f"<p>{escape(letter)}</p>" for letter in letters)
    with Undrawn() as undrawn:
        lay_out(f"<html lang='fi'><title>-</title><body>{words}").write_pdf(io.BytesIO(), **VARIANT)
    return frozenset(undrawn.letters)


def lay_out(html: str, css: CSS | None = None) -> Document:
    """The pages, as a `weasyprint.Document`; in another style sheet than ours, if one is given."""
    patch()
    hyphenate_finnish()
    text = with_breaks(_UNSEEN.sub("", html))
    page = read(text, BASE, _fetcher())
    styles = [css or _stylesheet(), style(script_css(html))]
    # The first number of a list is an attribute.
    hints = {"presentational_hints": True}
    return page.render(stylesheets=styles, font_config=_fonts(), **VARIANT, **hints)


@cache
def _fonts() -> FontConfiguration:
    from weasyprint.text.fonts import FontConfiguration

    # It cleans up after itself with modules that are gone at the interpreter's very end.
    atexit.register(_fonts.cache_clear)
    atexit.register(_stylesheet.cache_clear)
    return FontConfiguration()


@cache
def _stylesheet() -> CSS:
    return style(style_text())


def style_text() -> str:
    sheets = (STATIC / "salkku" / "paper" / f"{name}.css" for name in SHEETS)
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def style(css: str) -> CSS:
    """The style sheet; its fonts are unpacked once for each process."""
    from weasyprint import CSS

    return CSS(string=css, base_url=BASE, url_fetcher=_fetcher(), font_config=_fonts())
