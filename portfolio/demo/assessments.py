"""The demonstration's assessments (fixtures/example-assessments.toml)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from django.utils import timezone

from accounts.models import User
from impact_assessments.choices import Answered, State
from impact_assessments.models import (
    AssessmentVersion,
    FollowUp,
    ImpactAssessment,
    Link,
    ModelChange,
    PartRequest,
    PartReview,
    QuestionSet,
    ScreeningRecord,
    StillRight,
)
from impact_assessments.models.records import Record
from impact_assessments.review.freeze import document_of
from impact_assessments.rules.screening import DATA, SYSTEM, TASKS, result
from impact_assessments.state import digest_of, fingerprint_now, part_digest
from organisation.json_types import JsonObject
from projects.models import Project

Row = JsonObject
Save = Callable[..., object]  # row, day, username, reason
SAID = {"y": Answered.YES, "n": Answered.NO, "u": Answered.UNSURE}
NAMES = {"e": "publicity", "f": "interoperability", "economy": "economy", "function": "function"}


def load_assessments(
    rows: list[Row], projects: Mapping[str, Project], people: Mapping[str, User], save: Save
) -> None:
    """Each assessment with its life, in the order of its days."""
    questions = QuestionSet.objects.in_force()
    for row in rows:
        project = Project.objects.get(pk=projects[row["number"]].pk)
        _Life(row, project, projects, people, save, questions).live()


class _Life:
    def __init__(
        self,
        row: Row,
        project: Project,
        projects: Mapping[str, Project],
        people: Mapping[str, User],
        save: Save,
        questions: QuestionSet | None,
    ) -> None:
        self.row, self.project, self.projects = row, project, projects
        self.people, self.save, self.questions = people, save, questions

    def live(self) -> None:
        self._screen()
        if "written" in self.row:
            self._write()
            self._add_what_follows()
            self._review()

    def _screen(self) -> None:
        day, who, words, essential = self.row["screened"].split("|")
        pairs = (pair.split("=") for pair in words.split())
        answers = {code: SAID[letter].value for code, letter in pairs}
        covering = self.projects.get(self.row.get("covered_by", ""))
        found = result(answers, essential, covering is not None)
        self._record(
            ScreeningRecord(
                question_set=self.questions,
                answers=answers,
                computed=found.decision,
                decided=found.decision,
                reason=self.row.get("reason", ""),
                essential=essential,
                covered_by=covering,
                fingerprint=self._fingerprint(day),
            ),
            day,
            who,
        )
        row = self._assessment()
        for name, code in (
            ("introduces_system", SYSTEM),
            ("changes_tasks", TASKS),
            ("changes_data", DATA),
        ):
            setattr(row, name, answers[code] == Answered.YES)
        row.question_set, row.author = self.questions, self.people[who]
        self.save(row, _date(day), who, "Tarveharkinta")

    def _write(self) -> None:
        day, who = self.row["written"].split("|")
        row = self._assessment()
        for key, name in NAMES.items():
            if key in self.row:
                effect, direction, text = self.row[key].split("|")
                for column, value in (
                    ("effect", effect), ("direction", direction), ("text", text),
                ):  # fmt: skip
                    setattr(row, f"{name}_{column}", value)
        for name in self.row.get("substantial", []):
            setattr(row, f"{name}_substantial", True)
        for column, key in (("same_as", "same"), ("ticks", "ticks")):
            for name, value in self.row.get(key, {}).items():
                setattr(row, f"{name}_{column}", value)
        row.stage, row.author = self.row.get("stage", "preliminary"), self.people[who]
        row.due = _date(self.row["due"]) if "due" in self.row else None
        self.save(row, _date(day), who)

    def _add_what_follows(self) -> None:
        day, who = self.row["written"].split("|")
        for line in self.row.get("changes", []):
            kind, change, name, part, what, done = line.split("|")
            new = ModelChange(
                project=self.project, kind=kind, change=change, name=name, part=part, what=what
            )
            new.done_on = _date(done) if done else None
            self.save(new, _date(day), who)
        for line in self.row.get("actions", []):
            kind, part, owner, due, done, description, note = line.split("|")
            action = FollowUp(
                project=self.project, kind=kind, part=part, owner=self.people[owner],
                due=_date(due), description=description, done_note=note,
            )  # fmt: skip
            action.done_on = _date(done) if done else None
            self.save(action, _date(day), who)
        for line in self.row.get("links", []):
            kind, name = line.split("|")
            self.save(Link(project=self.project, kind=kind, name=name), _date(day), who)
        for line in self.row.get("asked", []):
            asked_on, by, person, part, due, answered, note = line.split("|")
            request = PartRequest(
                project=self.project, part=part, person=self.people[person],
                asked_by=self.people[by], due=_date(due), note=note,
            )  # fmt: skip
            request.answered_on = _date(answered) if answered else None
            self.save(request, _date(asked_on), by)

    def _review(self) -> None:
        for line in self.row.get("marks", []):
            day, who, part, mark, comment = line.split("|")
            digest = part_digest(self._assessment(), part)
            self._record(PartReview(part=part, mark=mark, comment=comment, digest=digest), day, who)
        for line in self.row.get("steps", []):
            day, who, state = line.split("|")
            row = self._assessment()
            if state == State.APPROVED:
                self._freeze(row, day, who)
            row.state = state
            self.save(row, _date(day), who)
        if "still_right" in self.row:
            day, who, reason = self.row["still_right"].split("|")
            look = StillRight(reason=reason, fingerprint=self._fingerprint(day))
            self._record(look, day, who)

    def _freeze(self, row: ImpactAssessment, day: str, who: str) -> None:
        document = document_of(self.project, row)
        version = AssessmentVersion(
            number=1, stage=row.stage, document=document, sha256=digest_of(document),
            author=row.author, fingerprint=self._fingerprint(day),
        )  # fmt: skip
        self._record(version, day, who)

    def _fingerprint(self, day: str) -> Row:
        """The project as it was on the day: its dependencies came during the year."""
        rows = self.project.dependencies.model.history.filter(
            project_id=self.project.pk, history_date__date__lte=day
        )
        there = sorted(set(rows.values_list("other_id", flat=True)))
        return fingerprint_now(self.project).as_json() | {"depends_on": there}

    def _record(self, record: Record, day: str, who: str) -> None:
        """Records are dated by themselves, when they are written; these were written then."""
        record.project, record.by = self.project, self.people[who]
        record.full_clean()
        record.save()
        at = timezone.make_aware(datetime.datetime.combine(_date(day), datetime.time(12)))
        type(record)._base_manager.filter(pk=record.pk).update(at=at)

    def _assessment(self) -> ImpactAssessment:
        return ImpactAssessment.objects.select_related("project").get(project=self.project)


def _date(day: str) -> datetime.date:
    return datetime.date.fromisoformat(day)
