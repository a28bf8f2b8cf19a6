from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    name = "portfolio"
    verbose_name = _("Portfolio")

    def ready(self) -> None:
        # Checks; kinds of jobs; mail that is made while it is sent.
        from portfolio.exports import views  # noqa: F401
        from portfolio.ledger import jobs  # noqa: F401
        from portfolio.meetings import mail  # noqa: F401
        from portfolio.news_mail import mail as news_mail  # noqa: F401
        from portfolio.register import board  # noqa: F401
        from portfolio.reporting import reminders  # noqa: F401
        from portfolio.starting import checks  # noqa: F401
        from portfolio.workbook import files, imports  # noqa: F401
