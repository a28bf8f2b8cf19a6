from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Users and roles")

    def ready(self) -> None:
        # A process that only renders documents (reports/rendering) signs nobody in.
        if apps.is_installed("allauth.account"):
            from accounts.signing_in import account_links, signals  # noqa: F401
