"""What the tables and the pool of connections say at the moment, for all machines alike."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from accounts.models import OutgoingMail
from operations.health.parts import queue_age
from operations.models import KeptRun
from organisation.version import VERSION
from reports.models import Job, Worker

HOUR = datetime.timedelta(hours=1)
_TOOK = ExpressionWrapper(F("finished_at") - F("started_at"), DurationField())
# Of psycopg_pool, by what they are called here.
POOL = {"pool_size": "open", "pool_available": "idle", "requests_waiting": "waiting"}


class TablesCollector(Collector):
    """A database that is away gives `salkku_database_up` 0 and nothing else."""

    def describe(self) -> list[GaugeMetricFamily]:
        return []  # so that registering asks nothing

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _labelled("salkku_version", "The version", "version", {VERSION: 1})
        yield from _pool()
        try:
            found = list(_rows())
        except DatabaseError:
            yield GaugeMetricFamily("salkku_database_up", "Whether it answers", value=0)
            return
        yield GaugeMetricFamily("salkku_database_up", "Whether it answers", value=1)
        yield from found


def _rows() -> Iterator[GaugeMetricFamily]:
    jobs = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    yield _labelled("salkku_jobs", "Jobs that are kept, by state", "state", jobs)
    age = queue_age().total_seconds()
    yield GaugeMetricFamily("salkku_queue_seconds", "For how long the first job waits", value=age)
    # Renders are jobs too, those that are made while somebody waits among them.
    ended = Job.objects.filter(finished_at__gt=timezone.now() - HOUR).order_by()
    count = GaugeMetricFamily(
        "salkku_jobs_of_the_hour", "Jobs that ended in the last hour", labels=["kind", "state"]
    )
    took = GaugeMetricFamily(
        "salkku_job_seconds_of_the_hour", "Their mean duration", labels=["kind", "state"]
    )
    groups = ended.values_list("kind", "state").annotate(n=Count("pk"), mean=Avg(_TOOK))
    for kind, state, n, mean in groups:
        count.add_metric([kind, state], n)
        if mean is not None:
            took.add_metric([kind, state], mean.total_seconds())
    yield count
    yield took
    living = Worker.objects.living().count()
    yield GaugeMetricFamily("salkku_workers", "Workers that were seen just now", value=living)
    mails = dict(OutgoingMail.objects.order_by().values_list("state").annotate(Count("pk")))
    yield _labelled("salkku_mails", "Mails that are kept, by state", "state", mails)
    runs = KeptRun.objects.filter(is_good=True, ended_at__isnull=False).order_by()
    ended_at = runs.values_list("kind").annotate(Max("ended_at"))
    last = {kind: moment.timestamp() for kind, moment in ended_at}
    yield _labelled("salkku_last_good_run", "When one ended well last", "kind", last)


def _labelled(
    name: str, help: str, label: str, values: dict[str, int] | dict[str, float]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help, labels=[label])
    for each, value in values.items():
        family.add_metric([each], value)
    return family


def _pool() -> Iterator[GaugeMetricFamily]:
    """Connections of the process that answers; SQLite has no pool."""
    pool = getattr(connection, "pool", None)
    if pool is not None:
        stats = pool.get_stats()
        yield _labelled(
            "salkku_pool_connections", "Connections of this process to the database", "state",
            {word: stats.get(name, 0) for name, word in POOL.items()},
        )  # fmt: skip
