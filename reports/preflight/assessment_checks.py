"""What the check before approval looks for in the assessments of the projects of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from impact_assessments.places import place_of
from projects.clock import today
from reports.preflight.subjects import Subject


def assessment_missing(subject: Subject) -> Iterator[str]:
    if subject.is_unassessed:
        yield _("Effects on information management are not assessed (Act 906/2019, section 5).")


def assessment_open(subject: Subject) -> Iterator[str]:
    parts = subject.open_parts
    if parts and not subject.is_waived and not subject.is_unassessed:
        yield _("Not assessed yet: %(parts)s.") % {"parts": ", ".join(f"{p})" for p in parts)}


def assessment_stale(subject: Subject) -> Iterator[str]:
    if subject.again is not None:
        yield from subject.again
        return
    if subject.assessment is None or subject.is_unassessed or subject.assessed_on is None:
        return
    day = date_format(subject.assessed_on, "SHORT_DATE_FORMAT")
    if "texts" in subject.changed_since:
        yield _("The description changed after the assessment of %(day)s.") % {"day": day}
    elif "schedule" in subject.changed_since:
        yield _("The schedule changed after the assessment of %(day)s.") % {"day": day}
    elif (today() - subject.assessed_on).days > settings.ASSESSMENT_DAYS:
        yield _("The assessment was last changed on %(day)s.") % {"day": day}


def lacking(*codes: str) -> Callable[[Subject], Iterator[tuple[str, str]]]:
    """What the rules of the assessment say, each with the address where it is mended."""

    def check(subject: Subject) -> Iterator[tuple[str, str]]:
        for each in subject.lacks:
            # Of a project without any assessment `assessment_missing` tells all.
            if each.code in codes and not (each.code == "unscreened" and subject.is_unassessed):
                yield each.text, place_of(each, subject.project.pk)

    return check
