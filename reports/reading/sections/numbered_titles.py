"""Numbered titles: which line may be one, what may follow what, and where a title ends."""

from __future__ import annotations

import re

from reports.reading.files.lines import Line
from reports.reading.labels.at import is_label

_HEADING = re.compile(
    r"(?:(?P<word>luku|kappale|hanke|projekti|kehityshanke|kehittämishanke|kehityskohde|kehittämiskohde|kohde|toimenpide|"
    r"kapitel|projekt|åtgärd|utvecklingsprojekt)\s+(?:nro\s+|nr\s+)?)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?P<stop>\.(?!\d)|[):])?(?P<space>\s*[–—:-]?\s*)(?P<title>\S.*)",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"(?:[,–—-]|\b(?:ja|tai|sekä|eli|och|eller|samt|för|av|i|med|on))$", re.IGNORECASE
)
MAX_TITLE = 200


def parts_of(number: str) -> tuple[int, ...]:
    return tuple(int(n) for n in number.split("."))


def candidate(line: Line) -> tuple[str, str, str] | None:
    """Number, title and the word before the number, if the line may be a numbered heading."""
    match = _HEADING.fullmatch(line.text.replace("\t", " "))
    if not match:
        return None
    number, title = match["number"], match["title"]
    if line.is_list and not line.level:
        return None
    parts = parts_of(number)
    if any(n == 0 for n in parts) or len(title) > MAX_TITLE or not re.search(r"[^\W\d]{2}", title):
        return None
    if line.level:
        return number, title.rstrip(":"), (match["word"] or "").casefold()
    if not match["space"] and not (match["stop"] and title[:1].isupper()):
        return None
    if match["stop"] == ")":
        return None
    if match["word"] is None:
        if not _begins_title(title, len(parts)):
            return None
        if re.search(r"[.;]$", title) and not re.search(
            r"\b\w{1,3}\.$|etc\.$|yms\.$|ym\.$|jne\.$", title
        ):
            return None
        if re.match(r"(?:€|%|kpl|htp|htv|euro|prosent|vuo|miljoon|milj)", title, re.I):
            return None
    if re.search(r"\b(?:klo|kl\.)\s*$", title):
        return None
    return number, title.rstrip(":"), (match["word"] or "").casefold()


def _begins_title(title: str, depth: int) -> bool:
    if title[:1].isupper() or title[:1] in "”\"'(":
        return True
    first = title.split()[0]
    odd = re.match(r"[a-zåäö]-?[A-ZÅÄÖ]|[\w]+-[A-ZÅÄÖa-zåäö]", first) is not None
    return depth > 1 and (odd or re.match(r"\d+[A-Za-z]", first) is not None)


def may_follow(last: tuple[int, ...], parts: tuple[int, ...]) -> bool:
    """Whether a number of several levels fits after the last heading, slips of the pen allowed."""
    if not last or parts == last:
        return True
    if parts[0] > last[0]:
        return parts[0] <= last[0] + 2 and parts[1] <= 2
    if parts[0] < last[0]:
        return False
    # Not more than a few numbers left out: "2.3" then "2.12" is a sum or a version.
    pairs = list(zip(last, parts, strict=False))
    shared = next((i for i, (a, b) in enumerate(pairs) if a != b), len(pairs))
    if shared >= len(parts):
        return False  # a chapter above again
    step = parts[shared] - (last[shared] if shared < len(last) else 0)
    return -3 <= step <= 5


def whole_title(lines: list[Line], index: int, title: str) -> tuple[str, int]:
    """The title with the lines it goes on to, and how many lines it takes in all."""
    used = 1
    first = lines[index]
    while index + used < len(lines) and used < 4:
        line, before = lines[index + used], lines[index + used - 1]
        if first.whole or line.level != first.level or len(title) + len(line.text) > MAX_TITLE:
            break
        if (_HEADING.fullmatch(line.text) and re.match(r"\d{1,2}\.\d", line.text)) or is_label(
            line.text
        ):
            break
        same_size = (first.level > 0 or (is_bold(first) and is_bold(line))) and line.gap == 0
        same_size = same_size and first.size == line.size
        starts_low = line.text[:1].islower() and not re.match(
            r"[a-zåäö]-?[A-ZÅÄÖ]|[a-dA-D]\s?[).]", line.text
        )
        goes_on = starts_low and len(before.text) > 38 and not re.search(r"[.:]$", before.text)
        after = lines[index + used + 1] if index + used + 1 < len(lines) else None
        alone = after is None or after.gap > line.gap or is_label(after.text)
        goes_on = goes_on or (
            starts_low
            and line.gap == 0
            and alone
            and len(line.text) < 45
            and not re.search(r"[.:]$", line.text)
        )
        if not (
            same_size or goes_on or (_UNFINISHED.search(before.text) and len(before.text) > 25)
        ):
            break
        if not same_size and len(line.text) > 110:
            break
        joined = "" if re.search(r"\w-$", title) and line.text[:1].islower() else " "
        title = f"{title}{joined}{line.text}"
        used += 1
    return title.replace("\t", " ").strip(), used


def is_bold(line: Line) -> bool:
    return line.lead == len(line.text)
