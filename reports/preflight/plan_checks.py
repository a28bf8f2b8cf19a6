"""What the check before approval looks for in the plan itself: period, chapters, what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Project
from projects.models.area_tree import AreaTree
from projects.values.choices import Scope
from reports.composing.audience import WHOLE, Audience
from reports.models import ActionPlan, PlanChapter
from reports.preflight.kinds import FindingKind
from reports.preflight.letters import named_letters
from reports.preflight.subjects import Subject
from reports.preflight.years import years_in

# Projects that are in no plan: as many are named, the rest are counted.
MOST = 25
Found = Iterator[tuple[str, str, Project | None]]  # what, where to mend it, which project


@dataclass(frozen=True)
class PlanSubject:
    """A plan, its projects as the audience sees them, and its chapters."""

    plan: ActionPlan
    subjects: list[Subject]
    audience: Audience = WHOLE

    @cached_property
    def chapters(self) -> list[PlanChapter]:
        return list(self.plan.chapters.select_related("service_area"))

    @cached_property
    def areas(self) -> AreaTree:
        return AreaTree()

    @cached_property
    def groups(self) -> dict[tuple[str, int | None], str]:
        """The groups that have projects, with their names: a scope, or a service area."""
        found: dict[tuple[str, int | None], str] = {}
        for subject in self.subjects:
            project = subject.project
            if project.scope != Scope.SERVICE_AREA:
                found[project.scope, None] = str(Scope(project.scope).label)
            else:
                top = self.areas.top(project.service_area_id)
                found[project.scope, top.pk] = top.name
        return found

    @cached_property
    def areas_in_use(self) -> set[int]:
        """The areas of projects of the group “Service area”, and all above them."""
        return {
            area.pk
            for subject in self.subjects
            if subject.project.scope == Scope.SERVICE_AREA
            for area in self.areas.line(subject.project.service_area_id)
        }

    def link(self, page: str, *, key: int | None = None, place: str = "") -> str:
        """A page where the plan is mended; its own page for readers, or past the draft."""
        if not (self.audience.may_edit(self.plan) and self.plan.is_draft):
            return self.plan.get_absolute_url()
        return reverse(page, args=[key or self.plan.pk]) + place


def _no_period(subject: PlanSubject) -> Found:
    if not (subject.plan.period_start and subject.plan.period_end):
        name = "period_end" if subject.plan.period_start else "period_start"
        link = subject.link("plan-cover", place=f"#id_{name}")
        yield _("The plan does not say for which period it is."), link, None


def _no_projects(subject: PlanSubject) -> Found:
    if not subject.subjects:
        yield _("The plan has no projects."), subject.link("plan-pick"), None


def _empty_chapter(subject: PlanSubject) -> Found:
    for chapter in subject.chapters:
        if not chapter.scope and not chapter.text.strip():
            text = _("The chapter “%(title)s” has no text.") % {"title": chapter.title}
            yield text, subject.link("chapter", key=chapter.pk, place="#id_text"), None


def _unread_chapter(subject: PlanSubject) -> Found:
    for chapter in subject.chapters:
        if chapter.is_unread:
            text = _("“%(title)s” is as it was in the earlier plan.")
            link = subject.link("chapter", key=chapter.pk, place="#id_text")
            yield text % {"title": _name(chapter)}, link, None


def _other_year(subject: PlanSubject) -> Found:
    """One finding for each chapter, with all its years and the place of the first."""
    start, end = subject.plan.period_start, subject.plan.period_end
    if not (start and end):
        return
    period = range(start.first_day.year, end.last_day.year + 1)
    for chapter in subject.chapters:
        years = years_in(f"{chapter.title}\n{chapter.text}")
        outside = [year for year in years if year.number not in period]
        if outside:
            numbers = sorted({year.number for year in outside})
            text = ngettext(
                "“%(title)s” speaks of a year outside the period, %(years)s: “%(place)s”",
                "“%(title)s” speaks of years outside the period, %(years)s: “%(place)s”",
                len(numbers),
            )
            words = {
                "title": _name(chapter),
                "years": ", ".join(map(str, numbers[:MOST])),
                "place": outside[0].place,
            }
            link = subject.link("chapter", key=chapter.pk, place="#id_text")
            yield text % words, link, None


def _name(chapter: PlanChapter) -> str:
    return chapter.title or str(chapter.service_area or chapter.get_scope_display())


def _no_introduction(subject: PlanSubject) -> Found:
    chapters = {(c.scope, c.service_area_id): c for c in subject.chapters if c.scope}
    for (scope, area), name in subject.groups.items():
        chapter = chapters.get((scope, area))
        if chapter is not None and chapter.text.strip():
            continue
        text = _("The group “%(name)s” has no introduction.") % {"name": name}
        if chapter is not None:
            link = subject.link("chapter", key=chapter.pk, place="#id_text")
        else:
            kind = f"area-{area}" if area else f"scope-{scope}"
            link = subject.link("plan-chapter-new", place=f"?kind={kind}#id_text")
        yield text, link, None


def _idle_chapter(subject: PlanSubject) -> Found:
    for chapter in subject.chapters:
        if not chapter.scope:
            continue
        if chapter.service_area_id:
            is_idle = chapter.service_area_id not in subject.areas_in_use
            name = str(chapter.service_area)
        else:
            is_idle = not any(scope == chapter.scope for scope, _area in subject.groups)
            name = chapter.get_scope_display()
        if is_idle:
            text = _("A chapter introduces “%(name)s”, which has no projects in the plan.")
            yield text % {"name": name}, subject.link("chapter", key=chapter.pk), None


def _chapter_letters(subject: PlanSubject) -> Found:
    for chapter in subject.chapters:
        for name in ("title", "text"):
            letters = named_letters(getattr(chapter, name))
            if letters:
                text = _("Chapter “%(title)s”: no font has %(letters)s. The PDF shows boxes there.")
                title = chapter.title or str(chapter)
                link = subject.link("chapter", key=chapter.pk, place=f"#id_{name}")
                yield text % {"title": title, "letters": letters}, link, None


def _not_in_plan(subject: PlanSubject) -> Found:
    start, end = subject.plan.period_start, subject.plan.period_end
    if not (start and end):
        return
    rows = subject.audience.numbered_among(Project.objects.all())
    rows = rows.moving().running_between(start.first_day, end.last_day).filter(plan_entries=None)
    named = list(rows[: MOST + 1])
    for project in named[:MOST]:
        yield _("Runs in the period and is in no plan."), project.get_absolute_url(), project
    if len(named) > MOST:
        n = rows.count() - MOST
        text = ngettext(
            "%(n)d more project runs in the period and is in no plan.",
            "%(n)d more projects run in the period and are in no plan.",
            n,
        )
        yield text % {"n": n}, reverse("project-list"), None


PLAN_CHECKS: dict[FindingKind, Callable[[PlanSubject], Found]] = {
    FindingKind.NO_PERIOD: _no_period,
    FindingKind.NO_PROJECTS: _no_projects,
    FindingKind.EMPTY_CHAPTER: _empty_chapter,
    FindingKind.UNREAD_CHAPTER: _unread_chapter,
    FindingKind.OTHER_YEAR: _other_year,
    FindingKind.NO_INTRODUCTION: _no_introduction,
    FindingKind.IDLE_CHAPTER: _idle_chapter,
    FindingKind.CHAPTER_LETTERS: _chapter_letters,
    FindingKind.NOT_IN_PLAN: _not_in_plan,
}
