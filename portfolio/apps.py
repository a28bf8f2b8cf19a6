from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    name = "portfolio"
    verbose_name = _("Portfolio")

    def ready(self) -> None:
        # Checks; kinds of jobs; mail that is made while it is sent.
        from portfolio import checks, reminders, sheet_imports  # noqa: F401
