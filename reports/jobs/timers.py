"""Work that the worker does again and again: of several workers one does it each time."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils import timezone

from reports.models import Timer

logger = logging.getLogger(__name__)
NEVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class _Registered:
    pause: datetime.timedelta
    work: Callable[[], object]


_timers: dict[str, _Registered] = {}


def every(name: str, **pause: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Registers a function that is called again after the pause (as `timedelta` takes it).

    It must be short, for mail waits meanwhile, and stand being killed and called anew.
    """

    def register(work: Callable[[], object]) -> Callable[[], object]:
        _timers[name] = _Registered(datetime.timedelta(**pause), work)
        return work

    return register


def run_due() -> list[str]:
    """Calls what is due, and returns the names. What goes wrong in one holds up no other."""
    ran = []
    for name, timer in _timers.items():
        if not _claim(name, timer.pause):
            continue
        ran.append(name)
        try:
            timer.work()
        except DatabaseError:  # the worker itself waits for the database
            raise
        except Exception:
            logger.exception("The timer %s failed.", name)
    return ran


def _claim(name: str, pause: datetime.timedelta) -> bool:
    """Takes the turn for this process. A turn in the future is one of a clock that was ahead."""
    row, _is_new = Timer.objects.get_or_create(name=name, defaults={"ran_at": NEVER})
    now = timezone.now()
    if now - pause < row.ran_at <= now:
        return False
    return bool(Timer.objects.filter(pk=row.pk, ran_at=row.ran_at).update(ran_at=now))
