"""The first sentence of a text that somebody typed."""

from __future__ import annotations

import re

LONGEST = 200
SHORTEST = 12  # what is shorter ended at an abbreviation: “Toim. Oy …”

END = re.compile(r"(?<=[^\d\s.][.!?])[\"”»)]?\s+(?=[\"“”«(]?[^\W\da-zåäö_])")
"""Where a sentence ends and the next begins, with a capital: not after `15.3.`."""


def first_sentence(text: str, longest: int = LONGEST) -> str:
    """Up to the end of the first sentence or paragraph, cut at a word where it is very long."""
    paragraph = text.strip().partition("\n")[0].strip()[: longest * 2]
    ends = (match.start() for match in END.finditer(paragraph) if match.start() >= SHORTEST)
    sentence = paragraph[: next(ends, len(paragraph))]
    if len(sentence) <= longest:
        return sentence
    return sentence[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
