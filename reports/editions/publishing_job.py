"""Publishing as a job: by the worker, or while one waits where none runs and the plan is small."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext_noop

from accounts.models import User
from reports.editions.approval import StepRefused
from reports.editions.publishing import publish
from reports.editions.submission import Submission
from reports.jobs import JobFailed, Progress, enqueue, job_kind, perform
from reports.jobs.kinds import Overtaken
from reports.jobs.render import refuse_too_large
from reports.models import ActionPlan, PlanEdition
from reports.models.jobs import Job, Worker
from reports.rendering.apart import LIMITS, WAITED_FOR
from reports.rendering.size import WAITED_FOR as WAITED_SIZE
from reports.rendering.size import size_of

KIND = "publish"


@job_kind(KIND)
def work(job: Job, progress: Progress) -> None:
    plan = ActionPlan.objects.get(pk=job.parameters["plan"])
    if PlanEdition.objects.filter(plan=plan, number=job.parameters["number"]).exists():
        return  # the worker was killed after the edition was made and before the job said so

    def done() -> None:
        # Its page leads on there; it is written with the edition, or not at all.
        made = PlanEdition.objects.filter(plan=plan, number=job.parameters["number"])
        end = reverse("edition-published", args=[made.values_list("pk", flat=True).get()])
        Job.objects.filter(pk=job.pk).update(came_from=end)
        if not job.succeed():
            raise Overtaken

    if plan.submitted is not None:
        refuse_too_large(Submission.sent(plan).internal)
    user = get_user_model().objects.get(pk=job.parameters["user"])
    try:
        publish(
            plan.pk,
            user,
            is_public=job.parameters["is_public"],
            done=done,
            progress=progress,
            limits=LIMITS if job.worker else WAITED_FOR,
        )
    except StepRefused as refused:
        raise JobFailed(gettext_noop("%(why)s"), why=str(refused)) from refused


def ask_to_publish(plan: ActionPlan, user: User, is_public: bool) -> Job:
    """The job that publishes the plan: the worker's, with its progress on a page.

    It is done already where no worker runs, if the plan is small enough to wait for.
    """
    number = plan.editions.count() + 1
    small = (
        plan.entries.count() <= settings.PLAN_WAIT_PROJECTS
        and size_of(Submission.sent(plan).internal) <= WAITED_SIZE // 2  # it has two faces
    )
    ask = perform if small and not Worker.is_any_running() else enqueue
    return ask(
        KIND,
        f"{plan.pk}:{number}",
        {"plan": plan.pk, "number": number, "user": user.pk, "is_public": is_public},
        user,
        title=plan.title,
        came_from=reverse("plan-approval", args=[plan.pk]),
    )
