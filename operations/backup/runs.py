"""What is kept of each backup, restore and verification, and who is told of what went wrong."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts import audit, mail
from accounts.mail import outbox
from accounts.permissions import administrators
from operations.models import KeptRun
from organisation.places import command

logger = logging.getLogger(__name__)
KEPT = 100  # problems of one run; the figures say how many there were
EVENTS = {
    KeptRun.Kind.BACKUP: audit.Event.BACKED_UP,
    KeptRun.Kind.RESTORE: audit.Event.RESTORED,
    KeptRun.Kind.VERIFY: audit.Event.VERIFIED,
}
Problem = tuple[str, str]
"""A kind of `operations.models.kept_runs.PROBLEMS`, and what it is about."""


def begun(kind: KeptRun.Kind, place: str = "") -> KeptRun:
    return KeptRun(kind=kind, began_at=timezone.now(), place=place[:500])


def ended(run: KeptRun, problems: Sequence[Problem], remarks: Sequence[Problem] = ()) -> KeptRun:
    """Keeps the run. Remarks are told with the problems, and alone do no harm.

    A backup of a database that an upgrade has not reached yet, or of a full disk, is kept nowhere.
    """
    run.ended_at = timezone.now()
    run.is_good = not problems
    run.problems = [list(each) for each in [*problems, *remarks][:KEPT]]
    run.figures["problems"], run.figures["remarks"] = len(problems), len(remarks)
    try:
        with transaction.atomic():
            run.save()
            audit.record(
                EVENTS[KeptRun.Kind(run.kind)],
                about=run,
                detail=" ".join(f"{name}={number}" for name, number in sorted(run.figures.items())),
            )
    except DatabaseError as error:
        logger.warning("It could not be kept how the %s ended: %s", run.kind, error)
    return run


def tell(run: KeptRun) -> None:
    """Writes to every administrator what was found, if the database lets us."""
    if run.is_good:
        return
    try:
        write("operations/email/found", {"run": run})
    except DatabaseError as error:
        logger.warning("Administrators could not be told of the %s: %s", run.kind, error)


def write(template: str, context: dict[str, object]) -> None:
    """To every administrator who has an address: this is about the service itself, so it goes to
    those too who want no mail about the portfolio.
    """
    if not outbox.is_set_up():
        return
    values = {**context, "command": command("verify")}
    for person in administrators().exclude(email=""):
        mail.compose(person, template, values).send()
