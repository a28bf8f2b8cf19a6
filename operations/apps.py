from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = _("Operation of the service")

    def ready(self) -> None:
        # Timers, kinds of jobs and what is told of broken files: importing them registers them.
        from operations import broken, nightly, timers  # noqa: F401
        from operations.service import slow_queries
        from reports.jobs import pruning  # noqa: F401  (the page tells of its timer)

        if settings.SENTRY_DSN:  # its library takes 4 MB
            from operations import error_reports

            error_reports.begin()
        slow_queries.begin()
