"""Who may have a job's page and result: whoever asked, as long as they see what they saw then."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.permissions import edits_everything, roles_of
from projects.eyes import eyes
from projects.models import Project
from reports.models.jobs import Job


def asked_by(job: Job, user: Any) -> None:
    """Writes down that the user asked for the job, with the rights of this moment."""
    job.asked_by.add(user)
    job.sights = job.sights | {str(user.pk): [eyes(user), timezone.now().isoformat()]}
    Job.objects.filter(pk=job.pk).update(sights=job.sights)


class Reader:
    """Somebody who opens jobs. Two queries beside those that their rights cost, whatever many."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def may_have(self, job: Job) -> bool:
        """Whether nothing that the user saw when they asked is kept from them now."""
        if not roles_of(self.user):
            return False
        if edits_everything(self.user):
            return True
        eyes_then, at = job.sights.get(str(self.user.pk), ("", ""))
        if eyes_then != self._eyes:
            return False
        return not self._lost_since(datetime.datetime.fromisoformat(at))

    @cached_property
    def _eyes(self) -> str:
        return eyes(self.user)

    @cached_property
    def _marked(self) -> dict[int, tuple[bool, frozenset[str]]]:
        """What is kept from the user now: projects, and pieces of others."""
        marked = Project.objects.exclude(is_not_public=False, not_public_fields="")
        rows = marked.exclude(pk__in=Project.objects.belonging_to(self.user).values("pk"))
        names = ("pk", "is_not_public", "not_public_fields")
        return {pk: (whole, frozenset(pieces)) for pk, whole, pieces in rows.values_list(*names)}

    @cached_property
    def _versions(self) -> list[tuple[Any, ...]]:
        names = ("id", "history_date", "owner", "manager", "is_not_public", "not_public_fields")
        rows = Project.history.filter(id__in=self._marked).exclude(history_type="-")
        return list(rows.order_by(F("history_date"), F("history_id")).values_list(*names))

    def _lost_since(self, at: datetime.datetime) -> bool:
        then: dict[int, tuple[bool, frozenset[str]]] = {}
        for pk, day, owner, manager, whole, pieces in self._versions:
            if day <= at:
                was_theirs = self.user.pk in (owner, manager)
                then[pk] = (False, frozenset()) if was_theirs else (whole, frozenset(pieces))
        for pk, (whole, pieces) in self._marked.items():
            # What was not there yet, or kept from the user then too, is in no file of theirs.
            whole_then, pieces_then = then.get(pk, (True, frozenset()))
            if not whole_then and (whole or pieces - pieces_then):
                return True
        return False
