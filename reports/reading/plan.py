"""From the lines of a file to the plan document: chapters, projects, and what is in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from projects.fuzzy_dates import FuzzyDate, span
from reports import document as doc
from reports.interchange import UnreadablePlan
from reports.reading import answers, headings, pages
from reports.reading.headings import Section
from reports.reading.labels import PARTS, is_joining
from reports.reading.lines import Line, running_text, usual_width, vocabulary, words
from reports.reading.needs import read_resources
from reports.reading.places import Place, place_of
from reports.reading.schedules import read_date, read_schedule
from reports.reading.sums import read_sums

IT_DEPARTMENT = {"fi": "Tietohallinto", "sv": "Dataförvaltningen", "en": "IT department"}
_NOT_KNOWN = re.compile(
    r"[-–—.\s]*|(?:ei|inte|inga)\b.{0,40}(?:tiedossa|tietoa|arvioitu|arviota|määritelty|kustannuksia|resursseja|aikataulua|"
    r"känt|kända|bedömt|bedömts|kostnader|uppgifter)\.?|n/?a|avoin|jatkuva\b.*|okänt|öppet|fortlöpande\b.*|löpande\b.*",
    re.IGNORECASE,
)
_FINNISH = frozenset(
    [
        "ja",
        "on",
        "sekä",
        "että",
        "ei",
        "ovat",
        "joka",
        "kun",
        "mukaan",
        "voidaan",
        "tai",
        "myös",
        "hankkeen",
        "aikataulu",
        "kustannukset",
    ]
)
_SWEDISH = frozenset(
    [
        "och",
        "är",
        "att",
        "som",
        "för",
        "på",
        "av",
        "inte",
        "det",
        "en",
        "ett",
        "med",
        "till",
        "den",
        "tidtabell",
        "kostnader",
        "projektet",
    ]
)
_ORGANISATION = re.compile(
    r"\b(?P<name>[A-ZÅÄÖ][\w-]+(?:n|s)? (?:kaupunki|kunta|kuntayhtymä|hyvinvointialue|stad|kommun|samkommun)|"
    r"(?:Staden|Kommunen) [A-ZÅÄÖ][\w-]+)\b"
)
_PLAN_WORD = re.compile(
    r"suunnitelma|ohjelma\b|tiekartta|\w*plan\b|åtgärdsprogram|program\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Reading:
    """A plan document, the lines it was read from, and which lines each project came from.

    `places` has a first and last line number for each project, in the order of the document's.
    """

    document: doc.PlanDocument
    lines: tuple[Line, ...] = ()
    places: tuple[tuple[int, int], ...] = ()


def understand(lines: list[Line]) -> Reading:
    """Reads the plan in the lines of a file. Raises `UnreadablePlan` if there is none."""
    content, page_heads = pages.without_page_heads(lines)
    content = pages.without_contents(content)
    front, found = headings.sections(content)
    reader = _Reader(content, _language(content))
    projects = [section for section in found if section.is_project]
    if not projects:
        raise UnreadablePlan(
            _(
                "No projects were found in the file. A project needs a heading with a number "
                "(“2.1 Networks”) or a heading style, and below it parts such as a schedule or costs."
            )
        )
    title, organisation, period = _cover(front, found, page_heads)
    chapters = reader.chapters(front, (title, organisation), found)
    planned = [reader.project(section, index) for index, section in enumerate(projects, 1)]
    return Reading(
        doc.PlanDocument(
            language=reader.language,
            title=title,
            organisation=organisation,
            period=period,
            chapters=tuple(chapters),
            projects=tuple(planned),
            warnings=tuple(sorted(reader.warnings, key=lambda w: w.line or 0)),
        ),
        tuple(lines),
        tuple(_span(section) for section in projects),
    )


def _span(section: Section) -> tuple[int, int]:
    numbers = [section.line, *(line.number for line in section.own)]
    return min(numbers), max(numbers)


def _language(lines: list[Line]) -> str:
    counts = Counter(word for line in lines for word in words(line.text))
    finnish, swedish = (sum(counts[w] for w in known) for known in (_FINNISH, _SWEDISH))
    return "sv" if swedish > finnish else "fi"


def _cover(
    front: list[Line], found: list[Section], page_heads: list[str]
) -> tuple[str, str, doc.Period]:
    """Title, organisation and period, as far as the cover or the heads of pages say them."""
    lines = _cover_lines(front[:40])
    if found and not found[0].number and not found[0].is_project and found[0].level == 1:
        lines.insert(0, found[0].title)
    heads = [
        re.sub(r"\s*\b(?:sivu|sid\.?|s\.)?\s*\d{1,3}\s*(?:\(\d+\)|/\s?\d+)?$", "", h)
        for h in page_heads
    ]
    heads = [
        h if h and not re.fullmatch(r"\W*", h) else o
        for h, o in zip(heads, page_heads, strict=True)
    ]
    titled = [
        t for t in lines[:15] if _PLAN_WORD.search(t) and len(t) < 150 and not t.endswith(".")
    ]
    titled += [t for t in page_heads if _PLAN_WORD.search(t)]
    title = (titled or [t for t in lines[:1] if len(t) < 150] or [""])[0].replace("\t", " ").strip()
    everything = [*lines[:15], *page_heads]
    named = next((m["name"] for t in everything if (m := _organisation(t))), "")
    return title, named, _period([title, *everything])


def _organisation(text: str) -> re.Match[str] | None:
    """`Mallilan kaupunki`, and `MALLILAN KAUPUNKI` as covers write it."""
    return _ORGANISATION.search(text.capitalize() if text.isupper() else text)


def _cover_lines(front: list[Line]) -> list[str]:
    """The lines of a cover; a title that goes on to the next line is one."""
    found: list[str] = []
    for before, line in zip([None, *front], front, strict=False):
        same = before is not None and before.size == line.size > 0 and line.gap == 0
        goes_on = re.match(r"[a-zåäö]|\d{4}", line.text) and not line.whole
        if (
            found
            and before is not None
            and (
                (same and line.size >= 13)
                or (goes_on and before.number + line.gap + 1 == line.number)
            )
        ):
            found[-1] += f" {line.text}"
        else:
            found.append(line.text)
    return found


def _period(texts: Iterable[str]) -> doc.Period:
    for text in texts:
        phases = read_schedule(text) if len(text) < 160 else ()
        start, end = span((p.start, p.end) for p in phases)
        if phases and not re.search(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b", text):
            return doc.Period(start, end)
    return doc.Period()


class _Reader:
    """Keeps what all parts of a plan share: its language, its words, and the doubts so far."""

    def __init__(self, lines: list[Line], language: str) -> None:
        self.language = language
        self.width = usual_width(lines)
        self.known = vocabulary(lines)
        self.warnings: list[doc.Doubt] = []
        self.areas: tuple[str, ...] = ()

    def doubt(self, line: int | None, message: str) -> None:
        self.warnings.append(doc.Doubt(line, message))

    def text(self, lines: list[Line]) -> str:
        return running_text(lines, self.width, self.known)

    def chapters(
        self, front: list[Line], cover_says: tuple[str, str], found: list[Section]
    ) -> list[doc.Chapter]:
        """The text outside projects; `cover_says` are the title and the organisation, told elsewhere."""
        chapters = []
        title, organisation = cover_says
        cover = [line for line in front if line.text not in title and line.text != organisation]
        if cover:
            chapters.append(doc.Chapter("", title, self.text(cover)))
        for section in found:
            if section.is_project:
                continue
            if not section.number and section.title == title and not section.own:
                continue
            chapters.append(doc.Chapter(section.number, section.title, self.text(section.own)))
        areas: dict[str, None] = {}
        for section in found:
            if section.is_project:
                place = place_of(section.titles, IT_DEPARTMENT[self.language])
                if place.scope == "service_area":
                    areas |= dict.fromkeys(n for n in (place.service_area, place.unit) if n)
        self.areas = tuple(areas)
        return chapters

    def project(self, section: Section, index: int) -> doc.PlannedProject:
        where = f"{section.number} {section.title}".strip()
        if section.has_doubled_number:
            self.doubt(
                section.line,
                _("“%(project)s”: another project has the same number.") % {"project": where},
            )
        fields = _Fields(self, section)
        if not section.own:
            self.doubt(
                section.line,
                _("“%(project)s”: there is nothing under this heading.") % {"project": where},
            )
        elif not section.labels:
            self.doubt(
                section.line,
                _(
                    "“%(project)s”: no part of it (schedule, costs …) was found; its text is the description."
                )
                % {"project": where},
            )
        place = self._place(section, fields, where)
        return doc.PlannedProject(
            number=section.number,
            name=section.title,
            scope=place.scope,
            service_area=place.service_area,
            unit=place.unit,
            description=fields.text("description"),
            change_effects=fields.text("change_effects"),
            strategic_goal=fields.text("strategic_goal"),
            schedule=self._schedule(fields, where),
            likelihood=self._likelihood(fields),
            responsible=self._responsible(fields, where),
            costs=self._costs(fields, where),
            resources=self._resources(fields, where),
            assessment=self._assessment(fields, where),
            notes=fields.text("notes"),
        )

    def _place(self, section: Section, fields: _Fields, where: str) -> Place:
        place = place_of(section.titles, IT_DEPARTMENT[self.language])
        area, unit = fields.first_line("service_area"), fields.first_line("unit")
        if area and not place.is_known:
            if answers.responsible(area) == "it":
                place = Place("infrastructure", area, None)
            else:
                place = Place("service_area", area, None)
        elif area and area.casefold() != place.service_area.casefold():
            if place.scope == "service_area" and not place.unit and place.service_area:
                fields.note("service_area")
            elif place.scope == "city_wide" and not place.service_area:
                place = replace(place, service_area=area)
            else:
                fields.note("service_area")
        if unit and not place.unit and place.scope == "service_area" and place.is_known:
            place = replace(place, unit=unit)
        elif unit and unit != place.unit:
            fields.note("unit")
        if not place.is_known:
            self.doubt(
                section.line,
                _(
                    "“%(project)s”: the plan does not say whose project it is; choose the service area."
                )
                % {"project": where},
            )
        return place

    def _schedule(self, fields: _Fields, where: str) -> doc.Schedule:
        text = fields.text("schedule")
        phases = read_schedule(text) if text else ()
        start_text, end_text = fields.text("start"), fields.text("end")
        if start_text or end_text:
            ends = " – ".join(t for t in (start_text, end_text) if t)
            text = f"{text}\n{ends}".strip()
            start, end = _one(start_text), _one(end_text)
            if (start or end) and not (start and end and start.first_day > end.last_day):
                phases = phases or (doc.Phase("", start, end),)
        if text and not phases and not _NOT_KNOWN.fullmatch(text):
            self.doubt(
                fields.line("schedule") or fields.line("start") or fields.line("end"),
                _("“%(project)s”: no dates were understood in the schedule “%(text)s”.")
                % {"project": where, "text": _short(text)},
            )
        return doc.Schedule(text, phases)

    def _likelihood(self, fields: _Fields) -> doc.Choice:
        text = fields.text("likelihood")
        return doc.Choice(answers.likelihood(text) if text else None, text)

    def _responsible(self, fields: _Fields, where: str) -> doc.Choice:
        text = fields.text("responsible")
        party = answers.responsible(text, self.areas) if text else None
        if text and party is None and not _NOT_KNOWN.fullmatch(text):
            self.doubt(
                fields.line("responsible"),
                _("“%(project)s”: it is not clear who answers for the schedule: “%(text)s”.")
                % {"project": where, "text": _short(text)},
            )
        return doc.Choice(party, text)

    def _costs(self, fields: _Fields, where: str) -> doc.Costs:
        text = fields.text("costs")
        sums = read_sums(text)
        if sums.has_unclear_period:
            self.doubt(
                fields.line("costs"),
                _(
                    "“%(project)s”: a recurring cost does not say for what time it is paid: “%(text)s”."
                )
                % {"project": where, "text": _short(text)},
            )
        if sums.has_unread_sum or (re.search(r"\d[^%]{0,12}(?:€|eur)", text) and not sums.items):
            self.doubt(
                fields.line("costs"),
                _("“%(project)s”: a sum was left in words only: “%(text)s”.")
                % {"project": where, "text": _short(text)},
            )
        return doc.Costs(text, sums.items)

    def _resources(self, fields: _Fields, where: str) -> doc.Resources:
        text = fields.text("resources")
        needs = read_resources(text, self.areas)
        if needs.has_unknown_party:
            self.doubt(
                fields.line("resources"),
                _("“%(project)s”: it is not clear whose work an amount is: “%(text)s”.")
                % {"project": where, "text": _short(text)},
            )
        return doc.Resources(text, needs.items)

    def _assessment(self, fields: _Fields, where: str) -> doc.Assessment:
        reason = fields.text("assessment")
        texts = [fields.text(part) for part in PARTS]
        named = [fields.has(part) for part in PARTS]
        if not any(named):
            waived = bool(reason) and answers.is_waived(reason)
            if reason and not waived:
                self.doubt(
                    fields.line("assessment"),
                    _(
                        "“%(project)s”: it is not clear whether an assessment is required: “%(text)s”."
                    )
                    % {"project": where, "text": _short(reason)},
                )
            return doc.Assessment("not_required" if waived else None, reason)
        parts = []
        for part, text in zip(PARTS, texts, strict=True):
            parts.append(doc.AssessmentPart(answers.effect(text), text))
            if fields.has(part) and not text:
                self.doubt(
                    fields.line(part),
                    _("“%(project)s”: part %(part)s of the assessment has no answer.")
                    % {"project": where, "part": part},
                )
            if fields.count(part) > 1:
                self.doubt(
                    fields.line(part),
                    _("“%(project)s”: part %(part)s of the assessment is answered twice.")
                    % {"project": where, "part": part},
                )
        answered = any(part.effect != "unassessed" for part in parts)
        return doc.Assessment("required" if answered else None, reason, tuple(parts))


def _one(text: str) -> FuzzyDate | None:
    return read_date(text) if text else None


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 90 else plain[:89].rstrip() + "…"


class _Fields:
    """The texts of a project by the fields that its labels name."""

    def __init__(self, reader: _Reader, section: Section) -> None:
        self._texts: dict[str, list[str]] = {}
        self._lines: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        text, _leads, begins = section.text_and_leads()
        found = section.labels
        first = found[0].start if found else len(text)
        self._add(reader, ("description",), section, text, begins, 0, first)
        waiting: tuple[str, ...] = ()
        for index, label in enumerate(found):
            end = found[index + 1].start if index + 1 < len(found) else len(text)
            for name in label.fields:
                self._counts[name] += 1
                self._lines.setdefault(name, _line_at(section, begins, label.start))
            own = text[label.end : end]
            following = found[index + 1].fields if index + 1 < len(found) else ()
            if (
                label.fields[0] in PARTS
                and following
                and following[0] in PARTS
                and following != label.fields
                and is_joining(own)
                and re.search(r"\w", own)
            ):
                waiting = (*waiting, *label.fields)  # "b … sekä c …": one answer for both
                continue
            names = (*waiting, *label.fields)
            self._add(reader, names, section, text, begins, label.end, end, label.start)
            waiting = ()
            if len(set(names)) > 1:
                reader.doubt(
                    _line_at(section, begins, label.start),
                    _("“%(project)s”: parts %(parts)s of the assessment are answered together.")
                    % {
                        "project": f"{section.number} {section.title}",
                        "parts": ", ".join(sorted(set(names))),
                    },
                )

    def _add(
        self,
        reader: _Reader,
        names: tuple[str, ...],
        section: Section,
        text: str,
        begins: list[int],
        start: int,
        end: int,
        label_start: int | None = None,
    ) -> None:
        lines = _lines_between(section, text, begins, start, end)
        if names == ("notes",) and label_start is not None:
            lines = _lines_between(section, text, begins, label_start, end)
        names_of_notes = _split_unknown(lines) if "notes" not in names else (lines, [])
        shown = reader.text(names_of_notes[0])
        shown = re.sub(r"^[\s:.;?]+(?=\w)|^[:;?\s]+", "", shown)
        for name in names:
            kept = self._texts.setdefault(name, [])
            if shown and shown not in kept:
                kept.append(shown)
        if names_of_notes[1]:
            self._texts.setdefault("notes", []).append(reader.text(names_of_notes[1]))

    def text(self, name: str) -> str:
        return "\n".join(self._texts.get(name, ()))

    def has(self, name: str) -> bool:
        return self._counts[name] > 0

    def count(self, name: str) -> int:
        return self._counts[name]

    def line(self, name: str) -> int | None:
        return self._lines.get(name)

    def first_line(self, name: str) -> str:
        """The first line of a field that names something; what follows it goes to the notes."""
        first, _newline, rest = self.text(name).partition("\n")
        if rest:
            self._texts[name] = [first]
            self._texts.setdefault("notes", []).append(rest)
        return first

    def note(self, name: str) -> None:
        """The text of a field that found no place goes to the notes."""
        if self.text(name):
            self._texts.setdefault("notes", []).append(self.text(name))


def _line_at(section: Section, begins: list[int], position: int) -> int:
    index = max(i for i, begin in enumerate(begins) if begin <= position)
    return section.own[index].number


def _lines_between(
    section: Section, text: str, begins: list[int], start: int, end: int
) -> list[Line]:
    """The lines, or parts of lines, between two places of the section's text."""
    found = []
    for line, begin in zip(section.own, begins, strict=True):
        stop = begin + len(line.text)
        low, high = max(start, begin), min(end, stop)
        if low < high:
            piece = text[low:high].strip(" \t|;" if high < stop or low > begin else " \t")
            if piece:
                lead = max(0, line.lead - (low - begin))
                found.append(
                    replace(line, text=piece, lead=lead, gap=line.gap if low == begin else 0)
                )
    return found


def _split_unknown(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """What belongs to the field, and from an emphasised unknown label on what goes to the notes."""
    for index, line in enumerate(lines):
        label = line.text[: line.lead].strip()
        if index and label.endswith(":") and len(label.split()) <= 6 and line.whole:
            return lines[:index], lines[index:]
    return lines, []
