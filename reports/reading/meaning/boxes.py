"""Boxes of a form: which of its answers is ticked."""

from __future__ import annotations

import re

_FULL = r"[☒☑✓✔✗✘■]|\[[xX✓]\]|\([xX✓]\)"
_EMPTY = r"[☐□]|\[\s?\]|\(\s\)"
_TICKED = re.compile(rf"(?:{_FULL}|(?<!\w)[xX](?=\s))\s*(?P<text>[^☒☑☐□✓✔\n\[(]+)")
_UNTICKED = re.compile(_EMPTY)
_BOX = re.compile(rf"(?P<full>{_FULL})|(?P<empty>{_EMPTY})")


def ticked(text: str) -> str:
    """The ticked answer of a list of boxes; the text itself where there are none.

    `☐ Varmaa ☒ Epävarmaa` → `Epävarmaa`; `Kyllä ☐ Ei ☒` → `Ei`; two ticked give nothing.
    """
    if not _UNTICKED.search(text):
        return _without_lone_tick(text)
    if _stand_after_words(text):
        found = _ticked_before_boxes(text)
    else:
        found = [match["text"].strip() for match in _TICKED.finditer(text)]
    return found[0] if len(found) == 1 else ""


def _without_lone_tick(text: str) -> str:
    """`☒ Ei vaikutusta` without an empty box beside it is its words."""
    return re.sub(rf"^\s*(?:{_FULL})\s*(?=\w)|(?<=\w)\s*(?:{_FULL})\s*$", "", text)


def _stand_after_words(text: str) -> bool:
    """Whether each box stands after its answer: the first line with boxes begins with a word and
    ends in a box."""
    for line in text.split("\n"):
        boxes = list(_BOX.finditer(line))
        if boxes:
            begins = re.search(r"\w", line[: boxes[0].start()]) is not None
            ends = re.search(r"\w", line[boxes[-1].end() :]) is None
            return begins and ends
    return False


def _ticked_before_boxes(text: str) -> list[str]:
    found, begin = [], 0
    for box in _BOX.finditer(text):
        answer = text[begin : box.start()].strip(" \t\n,;/|")
        if box["full"] and answer:
            found.append(answer.rsplit("\n", 1)[-1].strip())
        begin = box.end()
    return found
