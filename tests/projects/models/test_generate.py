"""The made-up portfolio is the same every time and follows the tables' rules."""

import pytest
from django.core.management import CommandError, call_command

from projects.models import Project, SchedulePhase
from projects.models.kept_states import FOREVER, KeptState

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


def test_what_changed_is_read_of_its_past():
    """What is now is what the history says last, and the table of time is what it says."""
    call_command("generate_portfolio", 70, verbosity=0)
    call_command("rebuild_states", check=True, verbosity=0)
    for project in Project.objects.all():
        assert project.history.count() == 3
        assert project.history.latest().status == project.status
    assert KeptState.objects.filter(until=FOREVER).count() == 70
    assert KeptState.objects.count() > 140


def test_nonsense_is_refused():
    with pytest.raises(CommandError):
        call_command("generate_portfolio", 0)
