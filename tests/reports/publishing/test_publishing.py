"""One edition or none, whatever goes wrong while it is published."""

import datetime
import hashlib
import os
import resource
import signal
import threading

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from reports.editions.approval import StepRefused
from reports.editions.forgotten_files import drop_forgotten_files
from reports.editions.publishing import FOLDER, publish
from reports.editions.publishing_job import ask_to_publish
from reports.models import PlanEdition
from reports.models.jobs import Job, Worker
from tests.reports.editions import approved_plan, stored_files


@pytest.fixture(autouse=True)
def _nothing_blocks(settings):
    settings.PREFLIGHT_BLOCKING = []


@pytest.fixture
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_the_files_are_those_whose_checksums_are_kept(planner, own_media, client):
    edition = publish(approved_plan(planner).pk, planner, is_public=True)
    for file in edition.files.all():
        data = file.file.read()
        assert hashlib.sha256(data).hexdigest() == file.sha256
        assert len(data) == file.size
    client.force_login(planner)
    address = reverse("edition-internal-pdf", args=[edition.pk])
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_two_people_publish_at_once_and_one_edition_comes(shared_database, planner, own_media):
    plan = approved_plan(planner)
    told = []

    def go():
        try:
            told.append(publish(plan.pk, planner, is_public=True))
        except StepRefused as refused:
            told.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(each).__name__ for each in told) == ["PlanEdition", "StepRefused"]
    assert PlanEdition.objects.count() == 1
    assert len(stored_files()) == 10


@pytest.mark.django_db
def test_a_full_disk_leaves_no_half_of_an_edition(planner, own_media):
    """The limit on the size of files makes the writing fail as a full disk does."""
    plan = approved_plan(planner)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    job = Job.objects.create(
        kind="publish",
        key=f"{plan.pk}:1",
        parameters={"plan": plan.pk, "number": 1, "user": planner.pk, "is_public": True},
        requested_by=planner,
    )
    from reports.editions import publishing
    from reports.jobs import run_again, run_now

    stored = publishing._stored

    def on_a_full_disk(*args):
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
        return stored(*args)

    publishing._stored = on_a_full_disk
    try:
        run_now(job)
    finally:
        publishing._stored = stored
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert job.state == Job.State.FAILED
    assert "levylle" in job.error_text.lower()
    assert not PlanEdition.objects.exists()
    assert stored_files() == []
    run_now(run_again(job))
    assert job.state == Job.State.FAILED  # the row in hand is old
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert PlanEdition.objects.count() == 1


@pytest.mark.django_db
def test_pruning_drops_the_files_that_a_killed_worker_left(planner, own_media):
    edition = publish(approved_plan(planner).pk, planner, is_public=True)
    folder = own_media / FOLDER / edition.slug
    half, beside = folder / ".part-x1", folder / "internal_x1.pdf"
    being_written = own_media / FOLDER / "another" / "internal.pdf"
    being_written.parent.mkdir()
    for path in (half, beside, being_written):
        path.write_bytes(b"half")
    for file in edition.files.all():  # however old it is
        os.utime(file.file.path, (0, 0))
    call_command("prune_jobs", verbosity=0)
    assert all(path.exists() for path in (half, beside, being_written))
    for path in (half, beside):
        os.utime(path, (0, 0))
    call_command("prune_jobs", verbosity=0)
    assert not half.exists()
    assert not beside.exists()
    assert being_written.exists()
    assert all(default_storage.exists(file.file.name) for file in edition.files.all())


@pytest.mark.django_db
def test_a_new_database_drops_no_files_before_its_backup_is_brought_back(own_media):
    path = own_media / FOLDER / "plan" / "internal.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"of an edition that the backup knows")
    assert drop_forgotten_files(datetime.datetime.now().timestamp() + 60) == 0
    assert path.exists()


@pytest.mark.django_db
def test_a_job_that_is_run_again_after_its_edition_was_made_makes_no_second(
    planner, own_media, client
):
    plan = approved_plan(planner)
    job = ask_to_publish(plan, planner, is_public=True)
    assert job.state == Job.State.DONE
    from reports.jobs import run_now

    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    job.refresh_from_db()
    run_now(job)
    edition = PlanEdition.objects.get()
    client.force_login(planner)
    end = reverse("edition-published", args=[edition.pk])
    assert client.get(job.get_absolute_url()).url == end
    waiting = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert waiting["HX-Redirect"] == end  # from the page that tells how far it is


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Toimenpidesuunnitelma 2023", "toimenpidesuunnitelma-2023"),
        ("../../etc/passwd 🎉", "etcpasswd"),
        ("🎉", "plan"),
        ("Ä/Ö:\\\"'<b>", "aob"),
    ],
)
def test_any_title_makes_an_address_and_file_names(planner, own_media, client, title, slug):
    edition = publish(approved_plan(planner, title).pk, planner, is_public=True)
    assert edition.slug == slug
    for kind in ("pdf", "docx", "xlsx", "json", "html"):
        answer = client.get(reverse(f"public-{kind}", args=[edition.slug]))
        assert answer.status_code == 200
        header = answer["Content-Disposition"]
        assert "/" not in header.split("filename=")[1].split(";")[0]
        assert "\n" not in header


@pytest.mark.django_db
def test_a_small_plan_is_published_by_the_worker_where_one_runs(planner, own_media):
    plan = approved_plan(planner)
    Worker.objects.create(name="alive", seen_at=timezone.now())
    job = ask_to_publish(plan, planner, is_public=True)
    assert job.state == Job.State.QUEUED
    assert ask_to_publish(plan, planner, is_public=True) == job
    assert not PlanEdition.objects.exists()
    job.cancel()
    Worker.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=5))
    assert ask_to_publish(plan, planner, is_public=True).state == Job.State.DONE
    assert PlanEdition.objects.count() == 1


@pytest.mark.django_db
def test_a_big_plan_is_published_by_the_worker(planner, own_media, client, settings):
    settings.PLAN_WAIT_PROJECTS = 0
    plan = approved_plan(planner)
    client.force_login(planner)
    answer = client.post(
        reverse("plan-approval", args=[plan.pk]), {"step": "publish", "publish-is_public": "on"}
    )
    job = Job.objects.get(kind="publish")
    assert answer["Location"] == job.get_absolute_url()
    assert not PlanEdition.objects.exists()
    from reports.jobs import run_now

    run_now(job)
    assert PlanEdition.objects.get().plan == plan
    client.post(answer["Location"])  # the page of the job leads on afterwards
    page = client.get(answer["Location"], follow=True).content.decode()
    assert "Versio 1 on julkaistu" in page
