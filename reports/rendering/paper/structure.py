"""What WeasyPrint's structure elements should tell besides: languages, and the marks of lists.

WeasyPrint keeps the language of the whole document only (Kozea/WeasyPrint#2482), and paints the
marks of lists after their lines. So our lists have theirs as `::before`, in the line. It makes
the structure elements of a box in one function, which is wrapped here: whatever stands in an HTML
element with a `lang` gets it (/Lang), and the mark is one (/Lbl). Tests in
tests/reports/test_pdf.py fail if a release of WeasyPrint works otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def keep_more() -> None:
    """Makes WeasyPrint tell it from now on; calling this again changes nothing."""
    from pydyf import String
    from weasyprint.pdf import tags

    build = tags._build_box_tree
    if getattr(build, "keeps_more", False):
        return

    def telling(box: Any, *args: Any) -> Iterator[Any]:
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

    telling.keeps_more = True
    tags._build_box_tree = telling
