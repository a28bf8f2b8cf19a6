"""What the libraries of the REST API (`api/`) are told."""

from django.utils.translation import gettext_lazy as _

# Every view names its own classes; these are what none overrides.
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "api.problems.handle",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Salkku",
    "DESCRIPTION": _("Projects, what hangs on them, and plans: read and written as pages do it."),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["api.document.complete"],
}
