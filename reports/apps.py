from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Action plans")

    def ready(self) -> None:
        from organisation import checks  # noqa: F401  registers them

        # The kinds of jobs, by their names.
        from reports.editions import publishing_job  # noqa: F401
        from reports.jobs import pages, render  # noqa: F401
        from reports.proposals import mail  # noqa: F401
