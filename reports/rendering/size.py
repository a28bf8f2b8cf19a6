"""How large a document is, as renderers feel it, and how large it may be."""

from __future__ import annotations

import json

from reports.document.interchange import as_dict
from reports.document.plan import PlanDocument

LINE = 50  # a line or a block costs as much as so many characters
# What is made while one waits for the page: three times the plan of an ordinary city.
WAITED_FOR = 300_000
# Some two thousand projects; a PDF of it takes nearly all of the memory that rendering may take.
MOST = 5_000_000


def size_of(document: PlanDocument) -> int:
    """Characters of the document's JSON, and `LINE` more for each line of its texts."""
    text = json.dumps(as_dict(document), ensure_ascii=False)
    return len(text) + LINE * text.count("\\n")
