"""What WeasyPrint does not do through its public names: all of it here, for one release of it.

- It keeps the language of the whole document only (Kozea/WeasyPrint#2482), and paints the marks
  of lists after their lines. So our lists have theirs as `::before`, in the line. It makes the
  structure elements of a box in one function, which is wrapped: whatever stands in an HTML element
  with a `lang` gets it (/Lang), and the mark is one (/Lbl).
- For each structure element it puts together the references of all pages, to take one of them:
  the square of the pages. They are kept as long as there are as many pages.
- It works out six styles for every element that no document of ours needs, and keeps each thing
  that it paints as a text of its own. Without them, 300 projects take 729 MB instead of 1,061.
- It lays out and paints the words of drawings letter by letter, works out the lengths and the strut
  of a box anew for each line and page, and looks around each line for what floats: a sixth of what
  200 projects take.
- It reads a page by a parser of any HTML that is written in Python: another twenty-fifth.

`WORKS_WITH` is the release that this was written for. With another one, PDFs are refused until
tests/reports/rendering/test_pdf.py has passed and the number here is its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from pydyf import Dictionary, Stream
    from weasyprint import HTML, Page
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.svg import SVG, Node
    from weasyprint.urls import URLFetcher

WORKS_WITH = "70."
# Pseudo-elements that WeasyPrint's own style sheet gives to every element: footnotes, and marks
# of lists, for which ours have `::before`.
UNUSED = ("marker", "footnote-call", "footnote-marker", "note-call", "note-marker",
          "note-callback")  # fmt: skip

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *(f"{which}{size}" for which in ("", "min_", "max_") for size in ("width", "height")),
)  # what a box is given by `weasyprint.layout.percent.resolve_percentages`
VOID = re.compile(r"<(br|col|hr|img|input|link|meta|wbr)\b([^<>]*?)/?>")  # elements without an end
LETTER_BY_LETTER = ("dx", "dy", "rotate", "textLength", "letter-spacing")  # attributes of SVG


class OtherWeasyPrint(RuntimeError):
    """The installed WeasyPrint is not the one that the patches were written for."""


def patch() -> None:
    """Patches WeasyPrint in this process; calling it again changes nothing.

    Raises `OtherWeasyPrint`.
    """
    import weasyprint

    if not weasyprint.__version__.startswith(WORKS_WITH):
        raise OtherWeasyPrint(
            f"WeasyPrint {weasyprint.__version__} is installed, and PDFs need {WORKS_WITH}x. "
            "Install what requirements/base.txt names."
        )
    _tell_languages_and_marks()
    _keep_page_references()
    _work_out_fewer_styles()
    _keep_lengths()
    _keep_struts()
    _place_where_nothing_floats()
    _draw_words_whole()


def _tell_languages_and_marks() -> None:
    from pydyf import String
    from weasyprint.pdf import tags

    build = tags._build_box_tree
    if getattr(build, "is_patched", False):
        return

    def telling(box: Box, *args: object) -> Iterator[Dictionary]:
        box = getattr(box, "_box", box)
        source = box.element
        language = source.get("lang") if source is not None and source.tag != "html" else None
        is_mark = source is not None and box.element_tag == "li::before"
        for element in build(box, *args):
            if language:
                element["Lang"] = String(language)
            if is_mark and element["S"] == "/NonStruct":
                element["S"] = "/Lbl"
            yield element

    telling.is_patched = True
    tags._build_box_tree = telling


def _keep_page_references() -> None:
    from pydyf import PDF

    put_together = PDF.page_references
    if getattr(put_together, "is_patched", False):
        return

    class Kept(property):
        is_patched = True

    def page_references(pdf: PDF) -> tuple[bytes, ...]:
        kept: tuple[bytes, ...] = vars(pdf).get("_kept_references", ())
        if len(kept) != pdf.pages["Count"]:
            kept = pdf._kept_references = put_together.fget(pdf)
        return kept

    PDF.page_references = Kept(page_references)


def _work_out_fewer_styles() -> None:
    from weasyprint.html import UA_STYLESHEET

    rules = UA_STYLESHEET.matcher.other_selectors
    rules[:] = [rule for rule in rules if rule[3] not in UNUSED]


def _keep_lengths() -> None:
    """What no percentage is in depends on the style alone, and is worked out once for it."""
    import weasyprint.layout as layout
    from weasyprint.layout import percent

    resolve = percent.resolve_percentages
    if getattr(resolve, "is_patched", False):
        return

    def resolve_once(box: Box, containing_block: object) -> None:
        kept: dict[str, object] | None = vars(box.style).get("kept_lengths")
        if kept:
            vars(box).update(kept)
            return
        resolve(box, containing_block)
        if kept is None:
            box.style.kept_lengths = (
                {name: getattr(box, name) for name in LENGTHS} if _is_settled(box.style) else {}
            )

    resolve_once.is_patched = True
    _replace(resolve, resolve_once, vars(layout).values())


def _keep_struts() -> None:
    """How high a line is without its words depends on the style alone, too."""
    from weasyprint.layout import inline

    work_out = inline.strut
    if getattr(work_out, "is_patched", False):
        return

    def strut(style: object) -> tuple[float, float]:
        kept: tuple[float, float] | None = vars(style).get("kept_strut")
        if kept is None:
            kept = style.kept_strut = work_out(style)
        return kept

    strut.is_patched = True
    inline.strut = strut


def _place_where_nothing_floats() -> None:
    """Whether a line meets what floats beside it is looked up where anything does."""
    import weasyprint.layout as layout
    from weasyprint.layout import float as floats

    avoid = floats.avoid_collisions
    if getattr(avoid, "is_patched", False):
        return

    def avoid_if_any(
        context: LayoutContext, box: Box, around: Box, outer: bool = True
    ) -> tuple[float, float, float]:
        if context.excluded_shapes or around.style["direction"] != "ltr" or box.is_floated():
            return avoid(context, box, around, outer)
        width = around.width if outer else around.width - box.margin_left - box.margin_right
        return around.content_box_x(), box.position_y, width

    avoid_if_any.is_patched = True
    _replace(avoid, avoid_if_any, vars(layout).values())


def _replace(function: object, other: object, modules: Iterable[object]) -> None:
    """Each module has the function by a name of its own."""
    for module in modules:
        for name, its in list(vars(module).items()) if isinstance(module, ModuleType) else ():
            if its is function:
                setattr(module, name, other)


def _is_settled(style: Mapping[str, object]) -> bool:
    """Whether lengths of the style mean the same in any box around."""
    values = [style[name] for name in LENGTHS if not name.startswith("border")]
    return style["border_collapse"] != "collapse" and all(
        value == "auto" or getattr(value, "unit", None) == "px" for value in values
    )


def _draw_words_whole() -> None:
    from weasyprint import svg

    draw = svg.TAGS["text"]
    if getattr(draw, "is_patched", False):
        return

    def draw_whole(image: SVG, node: Node, font_size: float) -> None:
        if node.text and _is_placed_whole(node):
            node._etree_node.text = _Word(node.text)
        draw(image, node, font_size)

    draw_whole.is_patched = True
    svg.text = draw_whole  # by which it knows what is a text
    svg.TAGS.update({tag: draw_whole for tag, its in svg.TAGS.items() if its is draw})


def _is_placed_whole(node: Node) -> bool:
    """Whether no letter of a text has a place of its own."""
    places = (node.get(name, "").strip() for name in ("x", "y"))
    return not any(re.search(r"[\s,]", place) for place in places) and not any(
        name in node.attrib for name in LETTER_BY_LETTER
    )


class _Word(str):
    """A text that has itself as its only letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def read(page: str, base_url: str, url_fetcher: URLFetcher) -> HTML:
    """The page for WeasyPrint. Ours are well-formed but for `<br>` and the like: expat reads them
    in a thirtieth of the time that the parser of any HTML takes, which reads what is not.
    """
    from cssselect2 import ElementWrapper
    from weasyprint import HTML

    try:
        root = ElementTree.fromstring(VOID.sub(r"<\1\2/>", page.strip()))
    except ElementTree.ParseError:
        return HTML(string=page, base_url=base_url, url_fetcher=url_fetcher)
    made = HTML(string="-", base_url=base_url, url_fetcher=url_fetcher)
    made.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    made.etree_element = made.wrapper_element.etree_element
    return made


def watch(page: Page, painted: Callable[[], None]) -> None:
    """Calls `painted` when the page is, and keeps what was painted as one text."""
    from pydyf import _to_bytes

    paint = page.paint

    def watched(stream: Stream, scale: float = 1) -> None:
        paint(stream, scale)
        stream.stream = [b"\n".join(map(_to_bytes, stream.stream))]
        painted()

    page.paint = watched
