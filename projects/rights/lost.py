"""Whether a person still sees what they saw when they asked for something that was made then."""

from __future__ import annotations

import datetime
from functools import cached_property

from django.db.models import F
from django.utils import timezone

from accounts.permissions import edits_everything, roles_of
from accounts.types import AnyUser
from projects.models import Project
from projects.rights.key import rights_key


def sight_of(user: AnyUser) -> list[str]:
    """The user's rights at this moment, as a job keeps them in its `sights`."""
    return [rights_key(user), timezone.now().isoformat()]


Version = tuple[int, datetime.datetime, int | None, int | None, bool, list[str]]
"""A version: its project, moment, owner, manager, and what was kept from others then."""


class Reader:
    """Somebody who opens what was made for them, a job's file for instance.

    Two queries beside those that their rights cost, however many things are asked about.
    """

    def __init__(self, user: AnyUser) -> None:
        self.user = user

    def may_have(self, sights: dict[str, list[str]]) -> bool:
        """Whether nothing that the user saw when they asked is kept from them now.

        `sights` are those of the job, by the keys of the people who asked for it.
        """
        if not roles_of(self.user):
            return False
        if edits_everything(self.user):
            return True
        key_then, at = sights.get(str(self.user.pk), ("", ""))
        if key_then != self._key:
            return False
        return not self._lost_since(datetime.datetime.fromisoformat(at))

    @cached_property
    def _key(self) -> str:
        return rights_key(self.user)

    @cached_property
    def _marked(self) -> dict[int, tuple[bool, frozenset[str]]]:
        """What is kept from the user now: projects, and pieces of others."""
        marked = Project.objects.exclude(is_not_public=False, not_public_fields="")
        rows = marked.exclude(pk__in=Project.objects.belonging_to(self.user).values("pk"))
        names = ("pk", "is_not_public", "not_public_fields")
        return {pk: (whole, frozenset(pieces)) for pk, whole, pieces in rows.values_list(*names)}

    @cached_property
    def _versions(self) -> list[Version]:
        names = ("id", "history_date", "owner", "manager", "is_not_public", "not_public_fields")
        rows = Project.history.filter(id__in=self._marked).exclude(history_type="-")
        return list(rows.order_by(F("history_date"), F("history_id")).values_list(*names))

    def _lost_since(self, at: datetime.datetime) -> bool:
        then: dict[int, tuple[bool, frozenset[str]]] = {}
        for pk, day, owner, manager, whole, marks in self._versions:
            if day <= at:
                was_theirs = self.user.pk in (owner, manager)
                then[pk] = (False, frozenset()) if was_theirs else (whole, frozenset(marks))
        for pk, (whole, pieces) in self._marked.items():
            # What was not there yet, or kept from the user then too, is in no file of theirs.
            whole_then, pieces_then = then.get(pk, (True, frozenset()))
            if not whole_then and (whole or pieces - pieces_then):
                return True
        return False
