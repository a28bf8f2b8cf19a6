"""Service areas given to people, or taken from them, in the audit log: a right as their roles."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from simple_history.models import HistoricalRecords

from accounts import audit
from accounts.models import User
from projects.models import ServiceArea

SIGNS = {"post_add": "+", "post_remove": "−", "pre_clear": "−"}


@receiver(m2m_changed, sender=ServiceArea.editors.through)
def _areas_given(
    instance: Model, action: str, pk_set: Collection[int] | None, reverse: bool, **kwargs: object
) -> None:
    """One event for each person. `reverse` where the form was that of the person."""
    if action not in SIGNS or hasattr(instance, "skip_history_when_saving"):
        return
    if isinstance(instance, User):
        people = [instance]
        given = (
            instance.areas.all() if pk_set is None else ServiceArea.objects.filter(pk__in=pk_set)
        )
        names = [area.name for area in given]
    elif isinstance(instance, ServiceArea):
        keys = (
            list(instance.editors.values_list("pk", flat=True)) if pk_set is None else list(pk_set)
        )
        people, names = list(User.objects.filter(pk__in=keys)), [instance.name]
    for person in people if names else ():
        audit.record(
            audit.Event.ROLES_CHANGED,
            request=getattr(HistoricalRecords.context, "request", None),
            about=person,
            detail=f"{audit.OF_AREAS} {SIGNS[action]} {', '.join(names)}",
        )
