"""Projects that a field names: "Hankkeen nimi: Uusi verkko"."""

from __future__ import annotations

import re

from reports.reading.sections.headings import UNNUMBERED
from reports.reading.sections.numbered_titles import MAX_TITLE
from reports.reading.sections.section import Section

# Plans made of forms name a project in a field: "Hankkeen nimi: Uusi verkko".
_NAMED = re.compile(
    r"(?:hankkeen|projektin|toimenpiteen|kehityskohteen|kehittämiskohteen|kohteen|kehityshankkeen|projektets|åtgärdens)"
    r"\s+(?:nimi|namn)\s*(?:[:|\t]\s*(?P<title>\S.*)?)?",
    re.IGNORECASE,
)
# Where a plan has no headings at all, the word alone names a project: "Hanke: Asukasportaali".
NAMED_SHORTLY = re.compile(
    rf"{_NAMED.pattern}|(?:(?:kehitys|kehittämis|kärki)?hanke|projekti|kehityskohde|(?:kehitys|kehittämis)?toimenpide|projekt|åtgärd)\s*\d*\s*:\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
_ANY_PROJECT = re.compile(
    r"(?:hanke|projekti|kehityskohde|kohde|projekt|åtgärd)?\W*\d*", re.IGNORECASE
)


def named_by_field(found: list[Section], pattern: re.Pattern[str] = _NAMED) -> list[Section]:
    """Sections in which projects are named by a field are divided there."""
    divided: list[Section] = []
    for section in found or []:
        divided.append(section)
        if section.is_named:
            continue
        named = [i for i, line in enumerate(section.own) if pattern.fullmatch(line.text)]
        if not named:
            continue
        own, section.own = section.own, section.own[: named[0]]
        for count, begin in enumerate(named, 1):
            end = named[count] if count < len(named) else len(own)
            match = pattern.fullmatch(own[begin].text)
            names = match.groupdict() if match else {}
            title = names.get("title") or names.get("name") or ""
            rest = own[begin + 1 : end]
            if not title and rest:
                title, rest = rest[0].text, rest[1:]
            same = not section.own and len(named) == 1
            if same and (section.title == title or _ANY_PROJECT.fullmatch(section.title)):
                section.title, section.own = title or section.title, rest
                continue
            number = f"{section.number}.{count}" if section.number else str(count)
            level = section.level % UNNUMBERED + 1
            divided.append(Section(number, title[:MAX_TITLE], level, own[begin].number, rest))
    return divided


def naming_pattern(found: list[Section]) -> re.Pattern[str]:
    """The word alone names projects where it does so again and again: "Hanke: Asukasportaali"."""
    lines = [line for section in found if not section.is_named for line in section.own]
    short = sum(NAMED_SHORTLY.fullmatch(line.text) is not None for line in lines)
    return NAMED_SHORTLY if short > 1 else _NAMED
