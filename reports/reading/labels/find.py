"""Finding the labels in the text of a project."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from reports.reading.files.lines import Line
from reports.reading.labels.ask import asks, fold_label
from reports.reading.labels.at import (
    PARTS,
    VERBS,
    Found,
    before_money,
    is_label,
    keeps_name,
    label_at,
)
from reports.reading.labels.wordings import folded, wordings

LEAVE = "leave"  # what a person chose for a label that asks nothing of ours
_UNKNOWN = re.compile(r"(?P<label>[A-ZÅÄÖ][^\n:|.?!]{1,60}?)\s?:(?=\s|$)")
_MOST_WORDS = 6  # of a label that nobody told us about
_AMOUNTS = frozenset({"costs", "resources", "schedule", "start", "end", "change_effects"})
_EUROS = re.compile(
    r"[^\n\d]{0,20}\d[\d\s.,–-]*(?:t|k|M|milj\.?|miljoonaa|tuhatta)?\s?(?:€|eur)", re.IGNORECASE
)
_INCOME = re.compile(
    r"rahoit|avustu|säästö|hyöt|tulo|tuotto|bidrag|finansier|bespar|intäkt|nytta", re.IGNORECASE
)


@dataclass(frozen=True)
class Text:
    """Lines as one text; by the place where lines begin: what is emphasised, what is a label."""

    text: str
    begins: list[int]
    leads: dict[int, int]
    labels: dict[int, int]


def text_of(lines: Sequence[Line]) -> Text:
    pieces, begins, leads, labels, at = [], [], {}, {}, 0
    for line in lines:
        begins.append(at)
        if line.lead:
            leads[at] = line.lead
        if line.label:
            labels[at] = line.label
        pieces.append(line.text)
        at += len(line.text) + 1
    return Text("\n".join(pieces), begins, leads, labels)


@dataclass(frozen=True)
class Told:
    """What is known of a file's labels beside our wordings.

    `known` are folded labels that people said the meaning of: a field, or `LEAVE`. `recurring` are
    folded ones that begin lines of the file again and again.
    """

    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    recurring: frozenset[str] = frozenset()


NOTHING_TOLD = Told()


def recurring_labels(lines: Iterable[Line]) -> frozenset[str]:
    """Unknown labels that begin at least two lines: nobody writes the same words so by chance."""
    counts: Counter[str] = Counter()
    for line in lines:
        match = _UNKNOWN.match(line.text)
        if match and _may_be_label(match["label"]):
            counts[fold_label(match["label"])] += 1
    return frozenset(label for label, count in counts.items() if count > 1)


def find_labels(text: Text, told: Told = NOTHING_TOLD) -> list[Found]:
    """The labels of a project's text, whose lines are divided by newlines."""
    found: list[Found] = []
    whole, begins = text.text, frozenset(text.begins)
    position = 0
    while position < len(whole):
        if position in text.labels:
            label: Found | None = _certain(whole, position, text.labels[position], told)
        else:
            if _is_table_head(whole, position):
                position = whole.find("\n", position) + 1 or len(whole)
                continue
            lead = text.leads.get(position, 0)
            label = label_at(whole, position, _open(found), lead, bool(_assessed(found)))
            if label is None and position in begins:
                label = _unknown(whole, position, lead, found, told)
        if label:
            found.append(label)
            following = re.compile(r"\n\s*|[ \t]*").match(whole, label.end)
            if following and "\n" in following[0]:
                position = following.end()
                continue
            # A second label may follow on the same line: "sekä c) Vaikutukset …".
            joined = re.compile(
                r"[ \t]*(?:(?:sekä|ja|och|samt|&)[ \t]+)?(?=\(?[a-dA-D]\s?[).])"
            ).match(whole, label.end)
            if joined and joined.end() > label.end and position not in text.labels:
                position = joined.end()
                continue
            position = label.end
        position = _next_place(whole, position, found)
    return found


def _certain(text: str, position: int, length: int, told: Told) -> Found:
    """A label that the file's structure says to be one, whether we know what it asks or not."""
    label = text[position : position + length]
    meant = told.known.get(fold_label(label), "")
    end = position + length
    if meant and meant != LEAVE:
        return Found((meant,), position, end)
    # Where another column names the project, "Toimenpiteet" tells what is done.
    asked = (("description" if name == "name" else name) for name in asks(label))
    fields = tuple(asked) if not meant else ()
    if fields == ("costs",):
        unit = before_money(label + ":" if not label.endswith(":") else label)
        end = position + unit if unit is not None else end
        return Found(fields, position, end, keeps_name=keeps_name(label))
    if fields:
        return Found(fields, position, end, keeps_name=keeps_name(label))
    return Found(("notes",), position, end, unknown="" if meant else label.rstrip(" :"))


def _unknown(
    text: str, position: int, lead: int, found: Sequence[Found], told: Told
) -> Found | None:
    """A label in words of its own at the beginning of a line."""
    match = _UNKNOWN.match(text, position)
    if not match or not _may_be_label(match["label"]):
        return None
    label = fold_label(match["label"])
    meant = told.known.get(label, "")
    if meant and meant != LEAVE:
        return Found((meant,), position, match.end())
    rest = text[match.end() : text.find("\n", match.end()) + 1 or len(text)]
    if (
        _EUROS.match(rest)
        and not _INCOME.search(label)
        and not any("costs" in f.fields for f in found)
    ):
        return Found(
            ("costs",),
            position,
            match.end(),
            is_sure=False,
            keeps_name=True,
            unknown=match["label"],
        )
    if _AMOUNTS & _open(found) and re.search(r"\d", rest):
        return None  # a line of the open field: "Ylläpito: 2 000 €/v" below "Kustannukset"
    is_emphasised = bool(lead) and abs(lead - (match.end() - position)) <= 2
    if meant or is_emphasised or (label in told.recurring and not _assessed(found)):
        return Found(("notes",), position, match.end(), unknown="" if meant else match["label"])
    return None


def _may_be_label(label: str) -> bool:
    words = re.findall(r"[\w-]+", label.casefold())
    return (
        0 < len(words) <= _MOST_WORDS and not VERBS & set(words) and not re.search(r"\d{2}", label)
    )


def _is_table_head(text: str, position: int) -> bool:
    """Whether the line names the columns of a table: "Hanke | Aikataulu | Kustannukset"."""
    end = text.find("\n", position)
    cells = re.split(r"\t|\s\|\s", text[position : end if end >= 0 else len(text)])
    return len(cells) > 2 and sum(is_label(cell) for cell in cells) > 1


_PLACES = re.compile(
    r"\n+|\t|\s\|\s|;\s+(?=[A-ZÅÄÖ])|(?<=[^\s:])[.,]?[ ]+(?=[A-ZÅÄÖ][^\n:]{2,70}:)"
)
_INLINE = frozenset(
    {
        "schedule",
        "costs",
        "responsible",
        "likelihood",
        "resources",
        "strategic_goal",
        "start",
        "end",
    }
)


def _next_place(text: str, position: int, found: Sequence[Found]) -> int:
    """Where the next label may begin: on a new line or in a new column, or within the line if it
    is a known one with a colon ("Aikataulu: 2025 Vastuutaho: Tietohallinto")."""
    while step := _PLACES.search(text, position):
        position = step.end()
        if step[0].strip(" .,"):
            return position
        if not step[0].strip(".,").isspace() or "\n" in step[0]:
            return position
        match = wordings().pattern.match(text, position) if found or step[0][0] == "." else None
        if match and re.match(r"\s?:", text[match.end() :]) and not match["explanation"]:
            field = wordings().fields[folded(match["core"])]
            if field in _INLINE and field not in _open(found):
                return position
    return len(text)


def _open(found: Sequence[Found]) -> frozenset[str]:
    return frozenset(found[-1].fields) if found else frozenset()


def _assessed(found: Sequence[Found]) -> bool:
    """Whether we are inside the assessment of information management."""
    return bool(found) and bool({"assessment", *PARTS} & set(found[-1].fields))
