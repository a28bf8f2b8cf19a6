"""The made-up portfolio is the same every time and follows the tables' rules."""

import pytest
from django.core.management import CommandError, call_command

from projects.models import Project, SchedulePhase

pytestmark = pytest.mark.django_db


def test_it_makes_as_many_projects_as_asked_with_their_schedules():
    call_command("generate_portfolio", 30, verbosity=0)
    assert Project.objects.count() == 30
    assert not SchedulePhase.objects.filter(start_date=None).exists()
    assert Project.objects.search("VERKKO").exists()


def test_its_pages_open(client, planner):
    call_command("generate_portfolio", 1, verbosity=0)
    client.force_login(planner)
    assert client.get(Project.objects.get().get_absolute_url()).status_code == 200


def test_nonsense_is_refused():
    with pytest.raises(CommandError):
        call_command("generate_portfolio", 0)
