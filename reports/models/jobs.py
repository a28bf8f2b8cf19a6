"""Work that is done behind the pages: the jobs, and the workers that do them."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.naming import NamedToReader
from accounts.permissions import edits_everything, roles_of
from accounts.types import AnyUser
from projects.plain_texts import LineField
from projects.rights.lost import Reader, sight_of

INTERRUPTED = gettext_noop("The work stopped in the middle. Nothing of it was kept.")


def lease() -> datetime.timedelta:
    """For how long a worker, or a job that runs, is believed without a sign of life."""
    return datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def lease_ago(leases: int = 1) -> ExpressionWrapper:
    """The moment before which who gave no sign of life is dead, by the database's clock.

    Signs of life are written with `Now()`, so that clocks of several machines may differ.
    """
    return ExpressionWrapper(Now() - leases * lease(), models.DateTimeField())


class JobQuerySet(models.QuerySet):
    """Jobs."""

    def visible_to(self, user: AnyUser) -> JobQuerySet:
        """Those that the user asked for; all of them for who edits everything.

        Whether they may still have them, `projects.rights.lost.Reader` says of each.
        """
        if not roles_of(user):
            return self.none()
        if edits_everything(user):
            return self
        return self.filter(
            pk__in=self.model.asked_by.through.objects.filter(user=user).values("job")
        )

    def active(self) -> JobQuerySet:
        return self.filter(state__in=Job.ACTIVE)

    def finished(self, kind: str, key: str) -> JobQuerySet:
        """Done, with a result that is still kept; newest first, without the parameters."""
        done = self.filter(kind=kind, key=key, state=Job.State.DONE).exclude(result="")
        return done.defer("parameters").order_by("-pk")

    def lost(self) -> JobQuerySet:
        """Who ran them gave no sign of life for too long, or who was to run them is gone."""
        from django_tasks_db.models import DBTaskResult

        living = set(Worker.objects.living().values_list("name", flat=True))
        taken = DBTaskResult.objects.filter(status="RUNNING").values_list("pk", "worker_ids")
        begun = [pk for pk, workers in taken if living & set(workers)]
        waiting = DBTaskResult.objects.filter(Q(status="READY") | Q(pk__in=begun))
        return self.filter(
            Q(state=Job.State.RUNNING, seen_at__lt=lease_ago())
            | Q(state=Job.State.QUEUED, queued_at__lt=lease_ago())
            & ~Q(queue_key__in=waiting.values("pk"))
        )

    def fail_lost(self) -> int:
        """Says of lost jobs that they failed, so that they can be run again. Returns how many."""
        lost = list(self.lost().values_list("pk", "attempt", "state"))
        count = 0
        for pk, attempt, state in lost:
            count += self.filter(pk=pk, attempt=attempt, state=state).update(
                state=Job.State.FAILED,
                error=INTERRUPTED,
                error_values={},
                finished_at=timezone.now(),
            )
        return count


class Job(NamedToReader):
    """A piece of work of a registered kind (`reports.jobs`), and what became of it.

    `key` says what the work would give: of one kind and key, one job at most waits or runs.
    Texts that readers see (`stage`, `error`) are kept in English and translated when shown.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    made_at = "created_at"
    ACTIVE = (State.QUEUED, State.RUNNING)

    kind = models.CharField(_("kind"), max_length=40, editable=False)
    key = models.CharField(_("key"), max_length=100, editable=False)
    title = LineField(_("title"), max_length=300, blank=True)
    # The page to go back to.
    came_from = models.CharField(max_length=300, blank=True, editable=False)
    parameters = models.JSONField(_("parameters"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)  # percent
    stage = models.CharField(max_length=200, blank=True, editable=False)
    error = models.TextField(blank=True, editable=False)
    error_values = models.JSONField(default=dict)
    cancel_asked = models.BooleanField(default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("requested by"),
        null=True,
    )
    asked_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    # Of each who asked, by their key: what rights they had then, and when (`projects.rights.lost`).
    sights = models.JSONField(default=dict, db_default={}, editable=False)
    queue_key = models.UUIDField(null=True, editable=False)  # of the task library
    # Empty where a page did the job itself.
    worker = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True)
    seen_at = models.DateTimeField(null=True)  # the last sign of life of who runs it
    finished_at = models.DateTimeField(_("finished"), null=True)
    result = models.FileField(upload_to="jobs/", max_length=200, blank=True)
    result_name = LineField(max_length=300, blank=True)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-pk",)
        indexes = [models.Index(fields=("kind", "key", "state"), name="job_of_a_key")]
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "key"),
                condition=Q(state__in=("queued", "running")),
                name="one_active_job_for_a_key",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    def is_named_to(self, reader: AnyUser) -> bool:
        return Reader(reader).may_have(self.sights)

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    @property
    def stage_text(self) -> str:
        """What is being done, in the reader's language."""
        return gettext(self.stage) if self.stage else ""

    @property
    def telling(self) -> str:
        """Changes when there is something to say; a number of percent alone is not."""
        return f"{self.state} {self.stage} {self.cancel_asked}"

    @property
    def error_text(self) -> str:
        """What went wrong, in the reader's language."""
        if not self.error:
            return ""
        text = gettext(self.error)
        return text % self.error_values if self.error_values else text

    def is_steered_by(self, user: AnyUser) -> bool:
        """Who may cancel it and run it again: who asked for it first, or edits everything."""
        if not roles_of(user):
            return False
        return edits_everything(user) or self.requested_by_id == user.pk

    def note_asking(self, user: User) -> None:
        """Writes down that the user asked for the job, with the rights of this moment."""
        self.asked_by.add(user)
        self.sights = self.sights | {str(user.pk): sight_of(user)}
        Job.objects.filter(pk=self.pk).update(sights=self.sights)

    def claim(self, worker: str = "") -> bool:
        """Takes the job from the queue for who runs it now; False if somebody else did."""
        taken = Job.objects.filter(pk=self.pk, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING,
            attempt=F("attempt") + 1,
            worker=worker,
            started_at=timezone.now(),
            seen_at=Now(),
            finished_at=None,
            progress=0,
            stage="",
            cancel_asked=False,
        )
        self.refresh_from_db()
        return bool(taken)

    def change(self, **values: object) -> bool:
        """Changes the job for who runs it; False if it was taken from them meanwhile."""
        mine = Job.objects.filter(pk=self.pk, attempt=self.attempt, state=Job.State.RUNNING)
        if not mine.update(**values):
            return False
        for name, value in values.items():
            if not hasattr(value, "resolve_expression"):  # the database alone knows its value
                setattr(self, name, value)
        return True

    def end(self, state: str, **values: object) -> bool:
        return self.change(state=state, finished_at=timezone.now(), **values)

    def succeed(self, **values: object) -> bool:
        """Says that the job is done. A kind calls it in the transaction that must count once."""
        return self.end(Job.State.DONE, progress=100, stage="", **values)

    def cancel(self) -> None:
        """Stops the job: at once where it waits, and where it runs as soon as its runner looks."""
        waiting = Job.objects.filter(pk=self.pk, state=Job.State.QUEUED)
        if not waiting.update(state=Job.State.CANCELLED, finished_at=timezone.now()):
            Job.objects.filter(pk=self.pk, state=Job.State.RUNNING).update(cancel_asked=True)
        self.refresh_from_db()


class WorkerQuerySet(models.QuerySet):
    """Workers."""

    def living(self) -> WorkerQuerySet:
        return self.filter(seen_at__gt=lease_ago())


class Worker(models.Model):
    """A process that takes jobs from the queue; `manage.py work` keeps its row fresh."""

    name = models.CharField(max_length=64, unique=True, editable=False)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def is_any_running(cls) -> bool:
        return cls.objects.living().exists()
