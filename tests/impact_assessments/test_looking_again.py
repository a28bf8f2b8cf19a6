"""The database leaves aside what needs no other look and nothing else: the rules agree with it."""

import datetime
import random

import pytest
from django.utils import timezone

from impact_assessments.looking_again import to_look_at_again
from impact_assessments.models import (
    AssessmentVersion,
    ImpactAssessment,
    QuestionSet,
    ScreeningRecord,
    StillRight,
)
from impact_assessments.state import Reading
from projects.confidentiality import Piece
from projects.models import Dependency, Project, ServiceArea

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2023, 3, 15)
WORDS = [
    "verkko",
    "uusitaan",
    "kouluissa",
    "ja",
    "kirjastoissa",
    "ensi",
    "vuoden",
    "syksyyn",
    "mennessä",
]


def any_record(chance, project, question_set, others):
    """The project as it was at a record of some kind: as it is, or otherwise in one thing."""
    then = Reading([project]).fingerprint(project.pk).as_json()
    otherwise = {
        "area": [None, 0, chance.choice(others)],
        "starts_on": ["", "2021-01-01", "2023-02-01"],
        "ends_on": ["", "2029-12-31", "2023-06-30"],
        "cost": ["", "1", "8000", "8000.01", "10000", "79999.99", "80000.00", "1E+5"],
        "depends_on": [[], [others[0]], others[:2]],
        "question_set": [None, 0],
        "description": ["", "Muuta", project.description + " heti", project.description.upper()],
    }
    name = chance.choice([*otherwise, "", "", "empty", "short"])
    if name in otherwise:
        then[name] = chance.choice(otherwise[name])
    then = {"empty": {}, "short": {"description": project.description}}.get(name, then)
    at = timezone.make_aware(datetime.datetime(2023, 3, 15, chance.choice([0, 12, 23])))
    at -= datetime.timedelta(days=chance.choice([0, 20, 364, 365, 366, 400]))
    model = chance.choice([ScreeningRecord, AssessmentVersion, StillRight])
    more = {
        ScreeningRecord: {"question_set": question_set, "computed": "required", "decided": "ask"},
        AssessmentVersion: {"stage": "full", "document": {}, "sha256": "0" * 64},
        StillRight: {"reason": "Ennallaan."},
    }[model]
    if model is AssessmentVersion:
        more["number"] = AssessmentVersion.objects.filter(project=project).count() + 1
    row = model.objects.create(project=project, fingerprint=then, **more)
    model._base_manager.filter(pk=row.pk).update(at=at)


@pytest.mark.parametrize("seed", range(4))
def test_those_that_the_rules_name_are_found(make_user, settings, seed):
    settings.TODAY = TODAY
    chance = random.Random(seed)
    question_set = QuestionSet.objects.in_force()
    areas = [ServiceArea.objects.create(name=f"Alue {n}") for n in range(3)]
    Project.objects.bulk_create(
        Project(
            name=f"Hanke {number}",
            description=" ".join(chance.choices(WORDS, k=9)),
            service_area=chance.choice(areas),
            starts_on=chance.choice([None, datetime.date(2023, 2, 1)]),
            ends_on=chance.choice([None, datetime.date(2023, 12, 31)]),
            cost_low=chance.choice([None, 8000]),
            cost_high=chance.choice([None, 10000, 100000]),
            status=chance.choice(["in_progress", "in_progress", "completed"]),
            is_not_public=chance.random() < 0.1,
            not_public_fields=chance.choice(
                [(), (Piece.COSTS,), (Piece.DESCRIPTION,), (Piece.DEPENDENCIES,)]
            ),
        )
        for number in range(40)
    )
    projects = list(Project.objects.all())
    for project in projects:
        if chance.random() < 0.4:
            other = chance.choice([each for each in projects if each != project])
            Dependency.objects.bulk_create([Dependency(project=project, other=other)])
    ImpactAssessment.objects.bulk_create(ImpactAssessment(project=each) for each in projects)
    others = [project.pk for project in projects[:3]]
    for project in projects:
        for _n in range(chance.randrange(4)):
            any_record(chance, project, question_set, others)
    for role in ("planner", "reader"):
        user = make_user(role)
        rows = Project.objects.moving().visible_to(user)
        reading = Reading(rows)
        told = {
            key
            for key, row in reading.projects.items()
            if reading.to_look_at_again(key, row.hidden_from(user))
        }
        found = Project.objects.filter(to_look_at_again(user)).values_list("pk", flat=True)
        assert set(found) == told
        assert len(told) > 3
