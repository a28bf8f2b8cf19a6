"""Publishing an approved plan: its files are written first, then one transaction makes it be.

Whatever goes wrong on the way (a full disk, a killed worker, somebody else who publishes at the
same time), there is one edition or none. Files without an edition are dropped.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import audit
from accounts.models import User, WebhookEvent
from accounts.webhooks import api_address, tell
from projects.clock import today
from reports.composing.imprints import coming_imprint, public_address
from reports.document.interchange import as_dict, to_json
from reports.document.plan import Imprint, PlanDocument
from reports.editions.approval import State, StepRefused, keep, locked, overtaken_by
from reports.editions.submission import Submission
from reports.leaks.find import find_leaks
from reports.models import (
    ActionPlan,
    EditionEntry,
    EditionFile,
    EditionWithdrawal,
    Face,
    PlanEdition,
)
from reports.processes.child import Limits
from reports.processes.progress import Progress, unwatched
from reports.rendering import PLAN_FILE_KINDS
from reports.rendering.apart import LIMITS, Wanted, render_all_apart

logger = logging.getLogger(__name__)

WRITING = gettext_noop("Writing the files")
CHECKING = gettext_noop("Looking for what is not public")
FOLDER = "editions"


@dataclass(frozen=True)
class _Written:
    face: str
    kind: str
    name: str
    data: bytes


def publish(
    pk: int, user: User, *, is_public: bool, done: Callable[[], object] = bool,
    progress: Progress = unwatched, at: datetime.datetime | None = None, limits: Limits = LIMITS,
) -> PlanEdition:  # fmt: skip
    """Makes an edition of what was approved.

    `done` is called in the transaction that makes it; `at` is the moment that the edition is
    dated, now unless told (the demonstration's lie in the past). Raises `StepRefused` where the
    plan is not approved any more, holds what has been marked as not public since, or a public
    file would show it; and `OSError` when the disk is full.
    """
    plan = ActionPlan.objects.get(pk=pk)
    if plan.state != State.APPROVED:
        raise overtaken_by(plan)
    submission = Submission.sent(plan)
    _refuse_hidden(submission)
    number = plan.editions.count() + 1
    slug = _slug(plan, number)
    revised = plan.editions.in_force().first()
    imprint = coming_imprint(plan, number, revised, at.date() if at else today())
    address = public_address(slug) if is_public else ""
    imprints = {
        face: replace(imprint, is_public=face == Face.PUBLIC, address=address) for face in Face
    }
    written = _rendered(submission, imprints, progress, limits)
    progress(0.95, CHECKING)
    _refuse_leaks(submission, written)
    with _stored(slug, written) as stored, transaction.atomic():
        plan = locked(pk, State.APPROVED)
        if Submission.sent(plan) != submission:
            raise StepRefused(_("The plan was sent for approval again meanwhile. Start anew."))
        _refuse_hidden(submission)
        edition = _make(plan, submission, stored, user, number, slug, revised, is_public, at)
        plan.state = State.PUBLISHED
        keep(plan, user, _("Published as edition %(number)s") % {"number": number})
        audit.record(audit.Event.PUBLISHED, actor=user, about=edition, detail=edition.sha256)
        _tell(edition)
        done()
    return edition


def _tell(edition: PlanEdition) -> None:
    """Webhooks hear of it: in numbers, without the texts."""
    data = {
        "id": edition.pk,
        "address": api_address("editions", edition.pk),
        "plan": edition.plan_id,
        "number": edition.number,
        "is_public": edition.is_public,
        "sha256": edition.sha256,
    }
    tell([(WebhookEvent.EDITION_PUBLISHED, data)])


def _make(
    plan: ActionPlan, submission: Submission, stored: list[tuple[_Written, str]], user: User,
    number: int, slug: str, revised: PlanEdition | None, is_public: bool,
    at: datetime.datetime | None,
) -> PlanEdition:  # fmt: skip
    try:
        with transaction.atomic():
            edition = PlanEdition.objects.create(
                plan=plan,
                number=number,
                slug=slug,
                title=plan.title,
                organisation=plan.organisation,
                language=plan.language,
                is_public=is_public,
                document=as_dict(submission.internal),
                public_document=as_dict(submission.public),
                sha256=hashlib.sha256(to_json(submission.internal)).hexdigest(),
                revises=revised,
                body=plan.body,
                decided_on=plan.decided_on,
                section=plan.section,
                case_number=plan.case_number,
                approved_by=plan.approved_by,
                published_at=at or timezone.now(),
                published_by=user,
            )
    except IntegrityError as error:
        raise StepRefused(
            _("Somebody else published an edition of this plan at the same time. Look at it first.")
        ) from error
    EditionEntry.objects.bulk_create(
        EditionEntry(
            edition=edition,
            number=number,
            project_key=key,
            is_public=number in submission.public_numbers,
        )
        for number, key in submission.keys.items()
    )
    EditionFile.objects.bulk_create(
        EditionFile(
            edition=edition,
            face=file.face,
            kind=file.kind,
            file=name,
            size=len(file.data),
            sha256=hashlib.sha256(file.data).hexdigest(),
        )
        for file, name in stored
    )
    return edition


@transaction.atomic
def withdraw(edition: PlanEdition, user: User, reason: str) -> EditionWithdrawal:
    """Says for good that the edition is withdrawn. Raises `StepRefused` if it was before."""
    ActionPlan.objects.select_for_update().get(pk=edition.plan_id)
    if EditionWithdrawal.objects.filter(edition=edition).exists():
        raise StepRefused(_("The edition was withdrawn already."))
    withdrawal = EditionWithdrawal.objects.create(
        edition=edition, reason=reason, withdrawn_at=timezone.now(), withdrawn_by=user
    )
    audit.record(audit.Event.WITHDRAWN, actor=user, about=edition, detail=reason)
    return withdrawal


def _slug(plan: ActionPlan, number: int) -> str:
    """`toimenpidesuunnitelma-2022-2023`, for later editions with their number; for good."""
    words = slugify(plan.title)[:70].strip("-") or "plan"
    first = plan.editions.order_by("number").first()
    if first is not None:
        return f"{first.slug}-{number}"
    taken = PlanEdition.objects.filter(slug__in=[words]).exists()
    return f"{words}-{plan.pk}" if taken else words


def _rendered(
    submission: Submission, imprints: dict[Face, Imprint], progress: Progress, limits: Limits
) -> list[_Written]:
    documents: dict[Face, PlanDocument] = {
        Face.INTERNAL: submission.internal,
        Face.PUBLIC: submission.public,
    }
    wanted = [(face, name) for face in documents for name in PLAN_FILE_KINDS]
    made = render_all_apart(
        [Wanted(name, documents[face], imprints[face]) for face, name in wanted],
        lambda fraction, stage="": progress(0.9 * fraction, WRITING),
        limits,
    )
    return [
        _Written(face, name, f"{face}.{name}", data)
        for (face, name), data in zip(wanted, made, strict=True)
    ]


@contextmanager
def _stored(slug: str, files: list[_Written]) -> Iterator[list[tuple[_Written, str]]]:
    """The files with the names that they are stored under; dropped if the block fails."""
    stored: list[tuple[_Written, str]] = []
    try:
        for file in files:
            name = default_storage.save(f"{FOLDER}/{slug}/{file.name}", ContentFile(file.data))
            stored.append((file, name))
        yield stored
    except BaseException:
        for _file, name in stored:
            default_storage.delete(name)
        raise


def _refuse_hidden(submission: Submission) -> None:
    hidden = submission.hidden_since()
    if hidden:
        raise StepRefused(
            _("Marked as not public since the plan was sent: %(names)s. Take it back to draft.")
            % {"names": ", ".join(project.name for project in hidden)}
        )


def _refuse_leaks(submission: Submission, written: list[_Written]) -> None:
    public = [(file.kind, file.data) for file in written if file.face == Face.PUBLIC]
    leaks = find_leaks(submission.internal, submission.public, public)
    if leaks:
        kinds = ", ".join(sorted({PLAN_FILE_KINDS[leak.kind].label for leak in leaks}))
        logger.error("Public files (%s) would show what is not public.", kinds)
        raise StepRefused(
            _("Nothing was published: files for the public (%(kinds)s) show what is not public.")
            % {"kinds": kinds}
        )
