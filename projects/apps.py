from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects.history import kept
        from projects.rights import given_areas  # noqa: F401 (receives a signal)
        from projects.saving import telling
        from projects.searching import index as search_index
        from projects.talk import mail  # noqa: F401 (the worker asks it for the mail)

        search_index.follow_models()
        kept.follow_history()
        telling.follow_versions()
