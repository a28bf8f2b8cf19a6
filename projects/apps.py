from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from projects.searching import index as search_index
        from projects.talk import mail as notices  # noqa: F401 (notices listens)

        search_index.follow_models()
