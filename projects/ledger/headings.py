"""What the columns of a ledger's file mean: recognised by their headings, or chosen and remembered.

A figure's heading may name its year: “Toteuma 1–6/2026”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.fields import fold


class Meaning(models.TextChoices):
    CODE = "code", _("cost centre or project code")
    YEAR = "year", _("year")
    DATE = "date", _("day or month")
    KIND = "kind", _("kind of cost")
    FRAME = "frame", _("budget frame")
    SPENT = "spent", _("actual")
    FORECAST = "forecast", _("forecast")
    LEAVE = "leave", _("leave out")


FIGURES = (Meaning.FRAME, Meaning.SPENT, Meaning.FORECAST)
SEVERAL = (Meaning.CODE, Meaning.LEAVE)
"""What more than one column may mean: a line has a cost centre and a project code."""
LONGEST = 100  # characters of a heading
ABOVE = 10  # lines above the headings, for a title

# As ledgers of municipalities write them, in Finnish, Swedish and English.
WORDS: dict[Meaning, str] = {
    Meaning.CODE: "kustannuspaikka kustannuspaikkakoodi kp kustp projekti projektikoodi "
    "projektinumero projektitunnus hankekoodi hankenumero seurantakohde tunniste koodi "
    "kostnadsställe kostnadställe projekt projektkod projektnummer kod "
    "costcentre costcenter project projectcode code",
    Meaning.YEAR: "vuosi tilikausi kirjausvuosi år räkenskapsår year fiscalyear",
    Meaning.DATE: "pvm päivä päiväys kirjauspäivä kirjauspvm tositepäivä tositepvm kuukausi kausi "
    "datum bokföringsdatum månad period date postingdate month",
    Meaning.KIND: "kustannuslaji laji kostnadsslag kind kindofcost costkind",
    Meaning.FRAME: "määräraha talousarvio ta budjetti muutettutalousarvio tamuutokset "
    "talousarviomuutoksineen käyttösuunnitelma anslag budget budgetframe frame",
    Meaning.SPENT: "toteuma toteutunut toteutunutyhteensä summa määrä eur euroa nettosumma "
    "veroton verotonsumma utfall belopp summa actual actuals amount sum netamount spent",
    Meaning.FORECAST: "ennuste tilinpäätösennuste prognos bokslutsprognos forecast",
}
_MEANING = {word: meaning for meaning, words in WORDS.items() for word in words.split()}
_YEAR = re.compile(r"[\d\s.,/–—-]*(20\d\d)\s*$")


@dataclass(frozen=True)
class Column:
    """A column of the file; `year` is the one that its heading names."""

    text: str
    meaning: Meaning = Meaning.LEAVE
    year: int | None = None


def plain(text: object) -> str:
    """A heading without what makes no difference: case, spaces, signs, the unit."""
    folded = fold(str(text if text is not None else "")).replace("€", " eur ")
    words = re.findall(r"[^\W_]+", folded)
    if len(words) > 1 and words[-1] in ("eur", "euroa"):
        words.pop()
    return "".join(words)


def split_heading(text: str) -> tuple[str, int | None]:
    """`Toteuma 1–6/2026` is `Toteuma` of 2026."""
    found = _YEAR.search(text)
    return (text[: found.start()], int(found[1])) if found and found.start() else (text, None)


def columns_of(cells: Iterable[object], chosen: Mapping[str, str]) -> list[Column]:
    """The columns with what they mean: as it was chosen for their headings, else recognised.

    Of two columns that are recognised as the same, the second is left out.
    """
    found: list[Column] = []
    taken: set[tuple[Meaning, int | None]] = set()
    for cell in cells:
        text = " ".join(str(cell if cell is not None else "").split())[:LONGEST]
        name, year = split_heading(text)
        meaning = _MEANING.get(plain(name), Meaning.LEAVE)
        if text in chosen and chosen[text] in Meaning.values:
            meaning = Meaning(chosen[text])
        elif (meaning, year) in taken and meaning not in SEVERAL:
            meaning = Meaning.LEAVE
        taken.add((meaning, year))
        found.append(Column(text, meaning, year if meaning in FIGURES else None))
    return found


def heading_twice(columns: Sequence[Column]) -> str:
    """A heading that stands over two columns, of which one can be meant; empty for none."""
    texts = [fold(column.text) for column in columns]
    told = (each for each in columns if each.meaning not in SEVERAL)
    return next((each.text for each in told if texts.count(fold(each.text)) > 1), "")


def place_of_headings(lines: Iterable[tuple[object, ...]], chosen: Mapping[str, str]) -> int:
    """Which of the first lines has the headings: the one with most that are known."""

    def known(cells: tuple[object, ...]) -> int:
        return sum(column.meaning is not Meaning.LEAVE for column in columns_of(cells, chosen))

    first = list(lines)[:ABOVE]
    counts = [known(cells) for cells in first]
    return counts.index(max(counts)) if counts else 0
