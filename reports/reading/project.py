"""From the text under a project's heading to the project, and what is in doubt."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from projects.clock import today
from projects.far_years import is_far, question
from projects.values.fuzzy_dates import FuzzyDate
from reports.document import plan as doc
from reports.reading.areas import Areas
from reports.reading.files.lines import Line, running_text, usual_width, vocabulary
from reports.reading.guesses import guessed
from reports.reading.labels.at import PARTS
from reports.reading.meaning import answers, parties
from reports.reading.meaning.needs import read_resources
from reports.reading.meaning.places import Place
from reports.reading.meaning.schedules import read_date, read_schedule
from reports.reading.meaning.sums import read_sums
from reports.reading.project_fields import Fields
from reports.reading.result import Source, UnknownLabel
from reports.reading.sections.section import Section

_NOT_KNOWN = re.compile(
    r"[-–—.\s]*|(?:ei|inte|inga)\b.{0,40}(?:tiedossa|tietoa|arvioitu|arviota|määritelty|kustannuksia|resursseja|aikataulua|"
    r"känt|kända|bedömt|bedömts|kostnader|uppgifter)\.?|n/?a|avoin|jatkuva\b.*|okänt|öppet|fortlöpande\b.*|löpande\b.*",
    re.IGNORECASE,
)


# Numbers of a text of costs that are no years, no percentages and no amounts of work.
_SAYS_NUMBERS = re.compile(
    r"(?<![\d.,/])(?!(?:19|20)\d\d(?!\d|[.,]\d))\d[\d .]*(?![\d.,/]|\s?(?:%|htp|htv|kpl|pv|henk))"
)


class ProjectReader:
    """Reads projects; keeps what they share: the plan's words and areas, and the doubts so far."""

    def __init__(self, lines: list[Line], areas: Areas) -> None:
        self.areas = areas
        self.width = usual_width(lines)
        self.known = vocabulary(lines)
        self.warnings: list[doc.Doubt] = []
        self.unknown: list[UnknownLabel] = []
        self.sources: list[Source] = []

    def doubt(self, line: int | None, message: str) -> None:
        self.warnings.append(doc.Doubt(line, message))

    def text(self, lines: list[Line]) -> str:
        return running_text(lines, self.width, self.known)

    def project(self, section: Section, index: int) -> doc.PlannedProject:
        where = f"{section.number} {section.title}".strip()
        before = len(self.warnings)
        if section.has_doubled_number:
            self.doubt(
                section.line,
                _("“%(project)s”: another project has the same number.") % {"project": where},
            )
        fields = Fields(section, self.text, self.doubt)
        self.unknown += fields.unknown
        for line, label in fields.guesses:
            self.doubt(
                line,
                _("“%(project)s”: “%(label)s” was read as costs.")
                % {"project": where, "label": label},
            )
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
        project = doc.PlannedProject(
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
        doubted = {doubt.line for doubt in self.warnings[before:] if doubt.line}
        self.sources.append(
            Source(guessed=guessed(project, section, fields, doubted, self.areas.city))
        )
        return project

    def _place(self, section: Section, fields: Fields, where: str) -> Place:
        area, unit = fields.first_line("service_area"), fields.first_line("unit")
        place = self.areas.of_project(section.titles, area, unit)
        if unit and unit != place.unit:
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

    def _schedule(self, fields: Fields, where: str) -> doc.Schedule:
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
        for date in (date for phase in phases for date in (phase.start, phase.end) if date):
            if is_far(date, today()):
                self.doubt(fields.line("schedule"), f"“{where}”: {question(date, today())}")
        return doc.Schedule(text, phases)

    def _likelihood(self, fields: Fields) -> doc.Choice:
        text = fields.text("likelihood")
        return doc.Choice(answers.likelihood(text) if text else None, text)

    def _responsible(self, fields: Fields, where: str) -> doc.Choice:
        text = fields.text("responsible")
        party = parties.responsible(text, self.areas.names) if text else None
        if text and party is None and not _NOT_KNOWN.fullmatch(text):
            self.doubt(
                fields.line("responsible"),
                _("“%(project)s”: it is not clear who answers for the schedule: “%(text)s”.")
                % {"project": where, "text": _short(text)},
            )
        return doc.Choice(party, text)

    def _costs(self, fields: Fields, where: str) -> doc.Costs:
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
        if sums.has_unread_sum or (_SAYS_NUMBERS.search(text) and not sums.items):
            self.doubt(
                fields.line("costs"),
                _("“%(project)s”: a sum was left in words only: “%(text)s”.")
                % {"project": where, "text": _short(text)},
            )
        return doc.Costs(text, sums.items)

    def _resources(self, fields: Fields, where: str) -> doc.Resources:
        text = fields.text("resources")
        needs = read_resources(text, self.areas.names)
        if needs.has_unknown_party:
            self.doubt(
                fields.line("resources"),
                _("“%(project)s”: it is not clear whose work an amount is: “%(text)s”.")
                % {"project": where, "text": _short(text)},
            )
        return doc.Resources(text, needs.items)

    def _assessment(self, fields: Fields, where: str) -> doc.Assessment:
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
            parts.append(doc.AssessmentPart(answers.effect_of_all(fields.answers(part)), text))
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
