"""Resources typed as in a plan: `2 htkk tietohallinto + konsultti`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.reading.meaning.needs import party_named, read_resources
from reports.reading.sentences.understood import LONGEST, Understood, clauses

FEW_WORDS = 6


@dataclass(frozen=True)
class Need:
    """Work of a party; without an amount where the sentence only names whose it is."""

    party: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    description: str = ""
    per: str = ""


def understand_resources(text: str, areas: tuple[str, ...] = ()) -> Understood[Need]:
    """The amounts of the text, and whoever it names in a few words without an amount."""
    text = text[:LONGEST]
    whole = read_resources(text, areas)
    rows = [Need(n.party, n.low, n.high, n.unit, n.description, n.per) for n in whole.items]
    left = []
    for begin, end in clauses(text):
        words = text[begin:end].strip(" \t\r\n.,;")
        amounts = read_resources(words, areas)
        if not words or amounts.items or amounts.unread:
            continue
        party = party_named(words, areas)
        if party is None or len(words.split()) > FEW_WORDS:
            left.append(words)
        elif not any(row.party == party for row in rows):
            rows.append(Need(party, description=words))
    return Understood(tuple(rows), (*left, *whole.unread))
