"""The portfolio that is measured: the demonstration, and made-up projects with all they have."""

import datetime
from dataclasses import dataclass

HARD = {"phases": 30, "costs": 50, "reports": 200}
"""What the biggest of all projects has."""


@dataclass(frozen=True)
class Portfolio:
    """What pages are asked for."""

    cookie: str
    token: str
    plan: int
    project: int
    big: int
    since: datetime.date


def demonstration():
    """The demonstration's tables, by themselves: the command refuses without DEBUG. Its plan."""
    from django.core.management import call_command

    from portfolio.demo import portfolio

    call_command("migrate", verbosity=0)
    return portfolio.load()


def grown_to(size: int, plan: int) -> Portfolio:
    """Made-up projects until there are so many in all, each with a past and most an assessment."""
    from django.db import connection

    from accounts.models import User
    from portfolio.demo.made_up import generate_portfolio
    from portfolio.demo.made_up_past import give_past
    from projects.clock import today
    from projects.models import Project

    generate_portfolio(size - Project.objects.count())
    give_past()
    assess()
    big = Project.objects.filter(name="Suurhanke").first() or make_big()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL's autovacuum does in its own time
    return Portfolio(
        cookie=signed_in(User.objects.get(username="suunnittelija")),
        token=token_of(User.objects.get(username="suunnittelija")),
        plan=plan,
        project=Project.objects.exclude(pk=big.pk).order_by("-pk").values_list("pk", flat=True)[0],
        big=big.pk,
        since=today() - datetime.timedelta(days=30),
    )


def token_of(user) -> str:
    from accounts.models import ApiToken
    from accounts.models.api_tokens import expiry

    token = ApiToken(owner=user, name="Bench", expires_at=expiry(1), made_with_second_step=True)
    secret = token.give_secret()
    token.save()
    return f"Bearer {secret}"


def signed_in(user) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def make_big():
    from portfolio.demo.made_up_past import give_past
    from projects.clock import today
    from projects.models import (
        CostItem,
        Project,
        SchedulePhase,
        ServiceArea,
        StatusReport,
        renew_totals,
    )
    from projects.values.fuzzy_dates import parse_fuzzy_date

    area = ServiceArea.objects.order_by("pk").first()
    (big,) = Project.objects.bulk_create(
        [Project(name="Suurhanke", service_area=area, scope="service_area")]
    )
    quarter = parse_fuzzy_date("Q3/2022")
    SchedulePhase.objects.bulk_create(
        SchedulePhase(project=big, name=f"Vaihe {n}", start=quarter, end=quarter)
        for n in range(HARD["phases"])
    )
    CostItem.objects.bulk_create(
        CostItem(project=big, kind="investment", per="total", low=1000 + n, high=2000 + n)
        for n in range(HARD["costs"])
    )
    StatusReport.objects.bulk_create(
        StatusReport(
            project=big,
            number=n + 1,
            date=today() - datetime.timedelta(days=HARD["reports"] - n),
            schedule_light="green",
            cost_light="yellow",
            content_light="green",
            text="Etenee suunnitellusti. " * 5,
        )
        for n in range(HARD["reports"])
    )
    renew_totals(Project.objects.filter(pk=big.pk))
    give_past()
    return big


def assess() -> None:
    """An impact assessment for nine projects of ten, screened, with what follows from it."""
    from impact_assessments.models import (
        FollowUp,
        ImpactAssessment,
        ModelChange,
        QuestionSet,
        ScreeningRecord,
    )
    from impact_assessments.state import Reading
    from projects.models import Project

    keys = Project.objects.filter(assessment=None).values_list("pk", flat=True)
    effects, questions = ("some", "none", "unassessed"), QuestionSet.objects.in_force()
    ImpactAssessment.objects.bulk_create(
        (
            ImpactAssessment(
                project_id=key,
                organising_effect=effects[key % 3],
                security_effect=effects[key % 2],
                data_effect=effects[key // 2 % 2],
                case_management_effect="none",
                security_text="verkko ja lokit " * 10,
                data_text="varanto ja rajapinta " * 10,
                screening="required",
                question_set=questions,
            )
            for key in keys
            if key % 10
        ),
        1000,
    )
    screened = ScreeningRecord.objects.values("project")
    rows = list(Project.objects.filter(assessment__isnull=False).exclude(pk__in=screened))
    reading = Reading(rows)
    ScreeningRecord.objects.bulk_create(
        (
            ScreeningRecord(
                project=row, question_set=questions, computed="required", decided="required",
                fingerprint=reading.fingerprint(row.pk).as_json(),
            )
            for row in rows
        ),
        1000,
    )  # fmt: skip
    ModelChange.objects.bulk_create(
        (
            ModelChange(
                project=row, kind="system", name=f"Järjestelmä {row.pk % 100}", change="new"
            )
            for row in rows
        ),
        1000,
    )
    FollowUp.objects.bulk_create(
        (FollowUp(project=row, description="Ohje", due=row.starts_on) for row in rows), 1000
    )
